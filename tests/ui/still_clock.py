"""Time for the guard of committing buttons."""


class StillClock:
    """Stands where it is put."""

    def __init__(self) -> None:
        self.now_s = 1_000.0

    def monotonic(self) -> float:
        return self.now_s
