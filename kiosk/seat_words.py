"""Words for seats (名额) that are held, waited for, or over; for staff and for the two people. Free
of Qt."""

from kiosk.i18n import _

__all__ = [
    "clash_text",
    "held_text",
    "lent_text",
    "overflow_text",
    "pending_advice",
    "pending_text",
    "seat_lines",
    "stock_text",
    "urgent_seat_lines",
]


def held_text(count: int) -> str:
    """Free seats that this station may give out itself, also without a line."""
    return _("本机还有 {count} 个名额，断网也能确认。").format(count=count)


def lent_text(count: int) -> str:
    """Free seats that other stations or the hub hold."""
    return _("别的机器留着 {count} 个名额，还没用。").format(count=count)


def pending_text(count: int, *, is_full: bool = False) -> str:
    """Both agreed, and no seat is spent on it yet; `is_full` where nobody has one to give."""
    if is_full:
        return _(
            "{count} 人两边都说成了，名额已经用完。请问老板能不能多要，不能就请他们另找。"
        ).format(count=count)
    return _("{count} 人两边都说成了，等名额确认。请他们先别走，联网就有结果。").format(count=count)


def pending_advice(*, is_online: bool) -> str:
    """What the two people are told meanwhile."""
    if is_online:
        return _("两边都说成了，位子待确认，请稍等，工作人员会告诉您。")
    return _("两边都说成了，现在断网，位子待确认。请先别走，网一通就有结果；工作人员会告诉您。")


def overflow_text(count: int) -> str:
    """More agreements than seats: staff decide."""
    return _(
        "多谈成了 {count} 人，超过招的人数。请问老板能不能多要，不能就撤回最后谈成的。"
    ).format(count=count)


def clash_text(numbers: tuple[str, ...]) -> str:
    """Agreed here and, at overlapping hours, somewhere else: the hub said so."""
    return _("{numbers} 同一时间在别处也谈成了活。请问本人去哪家；不来这里的，就撤回。").format(
        numbers="、".join(numbers)
    )


def stock_text(held: int, lent: int) -> str:
    """Where the free seats are, in a few words; empty where there are none."""
    parts = (
        _("本机 {count} 个").format(count=held) if held else "",
        _("别处 {count} 个").format(count=lent) if lent else "",
    )
    return " · ".join(part for part in parts if part)


def urgent_seat_lines(
    held: int, lent: int, pending: int, overflow: int, clashing: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """What needs somebody, and what to do; the worst first."""
    is_full = not held and not lent
    lines = (
        overflow_text(overflow) if overflow else "",
        clash_text(clashing) if clashing else "",
        pending_text(pending, is_full=is_full) if pending else "",
    )
    return tuple(line for line in lines if line)


def seat_lines(
    held: int, lent: int, pending: int, overflow: int, clashing: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """What stands at the desk about a vacancy's seats; what needs somebody first."""
    stock = (held_text(held) if held else "", lent_text(lent) if lent else "")
    urgent = urgent_seat_lines(held, lent, pending, overflow, clashing)
    return (*urgent, *(line for line in stock if line))
