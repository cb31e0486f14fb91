"""Pauses, as they stand in a worded text."""

__all__ = ["BREATH", "COMMA", "PAUSE_MS", "STOP"]

BREATH, COMMA, STOP = "、", "，", "。"
"""Between a label and its value; between clauses; between sentences."""

PAUSE_MS = {BREATH: 110, COMMA: 180, STOP: 350}
