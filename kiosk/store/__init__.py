"""The encrypted local store: one log, and the state tables folded from it."""
