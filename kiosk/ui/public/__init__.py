"""Screens of the public station: each a view (Qt) with a presenter (no Qt)."""
