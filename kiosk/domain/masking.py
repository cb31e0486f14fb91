"""How people and numbers appear where others can see them."""

from kiosk.domain.typed import is_digits

__all__ = [
    "mask_id_number",
    "mask_name",
    "mask_phone",
    "public_name",
    "surname",
]

# Compound surnames still in use; anything else takes the first character.
_COMPOUND = frozenset(
    [
        "欧阳",
        "上官",
        "司马",
        "诸葛",
        "司徒",
        "东方",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "令狐",
        "长孙",
        "宇文",
        "夏侯",
        "轩辕",
        "端木",
        "百里",
        "呼延",
        "南宫",
        "申屠",
    ]
)
_SHORTEST_COMPOUND = 3


def surname(name: str) -> str:
    """The surname of a Chinese name; the first word of another one."""
    name = name.strip()
    if name.isascii():
        return name.split(",")[0].split(" ")[0]
    if len(name) >= _SHORTEST_COMPOUND and name[:2] in _COMPOUND:
        return name[:2]
    return name[:1]


def public_name(name: str, tail: str) -> str:
    """For public screens and the worker's slip: 张师傅 尾号1234."""
    title = f"{surname(name)}师傅" if name else "师傅"
    return f"{title} 尾号{tail}" if tail else title


def mask_name(name: str) -> str:
    """For lists at the desk: 张*."""
    return f"{surname(name)}*" if name else "*"


def mask_phone(phone: str) -> str:
    """138****1234; a landline keeps its last four digits."""
    if len(phone) == 11 and is_digits(phone) and phone[0] == "1":
        return f"{phone[:3]}****{phone[-4:]}"
    return f"****{phone[-4:]}" if phone else ""


def mask_id_number(number: str) -> str:
    """Only the region's three first digits and the last one: 430**************X."""
    if len(number) < 8:
        return "*" * len(number)
    return f"{number[:3]}{'*' * (len(number) - 4)}{number[-1]}"
