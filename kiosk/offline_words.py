"""Why nothing goes to the hub, in words for staff: what is so, what is safe, what to do. Free of
Qt."""

from kiosk.i18n import _

__all__ = ["needs_somebody", "offline_text"]

# What staff cannot tell apart, and need not, is one group with one text.
_GROUPS = {
    "unreachable": "away",
    "timeout": "slow_line",
    "slow": "slow_line",
    "cut": "slow_line",
    "busy": "busy",
    "too_fast": "busy",
    "replayed": "checking",
    "checksum": "checking",
    "not_a_hub": "portal",
    "tls_certificate": "middle",
    "insecure_url": "address",
    "outdated": "outdated",
    "fork": "fork",
    "quarantined": "fork",
    "epoch": "restored",
    "revoked": "revoked",
    "hub_untrusted": "untrusted",
    "unknown_station": "unknown",
    "signature": "altered",
    "bad_reply": "versions",
    "format": "versions",
    "encoding": "versions",
    "headers": "versions",
    "checkpoint": "versions",
    "too_many": "versions",
    "too_large": "versions",
    "disk_full": "disk_full",
    "store": "store",
    "damaged_store": "damaged",
    "wrong_key": "damaged",
}


def needs_somebody(code: str) -> bool:
    """Whether it stays so until somebody does something; else the machine gets over it by itself.

    Args:
        code: `SyncStatus.error_code`.
    """
    return _GROUPS.get(code, "") in _by_people()


def offline_text(code: str) -> str:
    """What is so, that nothing is lost, and whom to ask; empty where nothing is wrong.

    Args:
        code: `SyncStatus.error_code`. One that is not known here gets the general words.
    """
    if not code:
        return ""
    group = _GROUPS.get(code, "")
    words = _by_itself() | _by_people()
    return words.get(group) or _(
        "没送成，原因记在日志里。照常办，没送的都在本机，机器自己会再试。"
        "一整天还是这样，请运维看日志。"
    )


def _by_itself() -> dict[str, str]:
    return {
        "away": _(
            "连不上上级，可能网断了，也可能上网要先登录。照常办，没送的都在本机，机器自己会再连。"
            "一整天不通，请运维看网线。"
        ),
        "slow_line": _(
            "网太慢，没等到上级回话。照常办，没送的都在本机，机器自己会再送。"
            "一整天不通，请运维看网络。"
        ),
        "busy": _("上级正忙，让这台机器等一等。照常办，没送的都在本机，过一会儿自己再送，不用管。"),
        "checking": _(
            "这台机器和上级没对上，自己会重新对一遍。照常办，没送的都在本机。"
            "一整天还是这样，请叫运维。"
        ),
        "altered": _(
            "上级核对不上这台机器的签名，可能路上有东西改了数据。照常办，没送的都在本机，"
            "机器自己会再送。一整天还是这样，请运维查网络，再问上级。"
        ),
        "versions": _(
            "和上级说不到一块，多半是两边的程序版本不合。照常办，没送的都在本机，机器自己会再试。"
            "请运维看程序版本，再问上级。"
        ),
        "store": _(
            "这台机器一时读写不了数据。存下的都在，机器自己会再试。"
            "还是这样，请叫运维看盘，不要删东西。"
        ),
    }


def _by_people() -> dict[str, str]:
    return {
        "portal": _(
            "回话的不是上级：多半上网要先登录（像旅馆的网），也可能上级在维护。"
            "为了安全先不送，没送的都在本机，照常办。请先登录上网；还不行，请叫运维。"
        ),
        "middle": _(
            "上级的网络证书对不上：可能这台机器的日期不对，可能上网要先登录，也可能有人在中间截。"
            "为了安全先不送，没送的都在本机，照常办。请先看机器的日期，再登录上网；还不行，请叫运维。"
        ),
        "address": _(
            "上级的地址不是 https 开头，为了安全不送。照常办，没送的都在本机。"
            "请运维用对的地址重新入网。"
        ),
        "outdated": _(
            "这台机器的程序旧了，上级读不懂。照常办，没送的都在本机，更新好自己接着送。"
            "请叫运维更新程序。"
        ),
        "fork": _(
            "这台机器的数据和上级记的对不上，可能硬盘换过、复制过。照常办，没送的都在本机。"
            "请场长找上级核对，要一个新的入网码，请运维重新入网，没送的都会送上去。"
        ),
        "restored": _(
            "这台机器恢复过旧数据，上级要重新认一遍。照常办，没送的都在本机。"
            "请场长向上级要一个新的入网码，请运维重新入网。"
        ),
        "revoked": _(
            "上级停用了这台机器，不收它的记录。没送的都在本机，一条不丢。"
            "请场长问上级为什么停；上级恢复了，自己接着送。"
        ),
        "untrusted": _(
            "上级的证书不能再信了（过期，或者被收回）。换好以前什么都不送，没送的都在本机，照常办。"
            "请场长告诉上级，还不行就问市里。"
        ),
        "unknown": _(
            "上级那里没有这台机器。照常办，没送的都在本机。"
            "请场长向上级要一个新的入网码，请运维重新入网。"
        ),
        "disk_full": _(
            "这台机器的盘满了，存不了也送不了。存下的都在，不要删东西。"
            "请马上叫运维；腾出地方，自己接着送。"
        ),
        "damaged": _(
            "这台机器的数据坏了一处，送不了。上级收到的和备份里的都在。不要删东西，请马上叫运维。"
        ),
    }
