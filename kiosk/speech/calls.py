"""Numbers called out in the hall."""

from kiosk.i18n import _

__all__ = ["called"]


def called(number: str, place: str) -> str:
    """What the board says, twice: A037 号，请到 B 区 3 号桌。"""
    sentence = _("{number} 号，请到 {place}。").format(number=number, place=place)
    return f"{sentence}\n{sentence}"
