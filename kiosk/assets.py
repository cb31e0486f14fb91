"""Where the files beside the program are: checkout, installed tree or frozen bundle."""

import sys
from pathlib import Path

__all__ = ["asset_path"]


def asset_path(*parts: str) -> Path:
    """Path of a file under `assets/`, for instance `asset_path("catalog", "trades.csv")`."""
    frozen = getattr(sys, "_MEIPASS", None)
    root = Path(frozen) if frozen else Path(__file__).resolve().parent.parent
    return root.joinpath("assets", *parts)
