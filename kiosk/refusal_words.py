"""Words for refused records: what it is, why it came back, what to do. Free of Qt."""

from kiosk.audit_words import event_text
from kiosk.i18n import _

__all__ = ["field_text", "next_step_text", "refused_text", "stage_text", "why_text"]


def refused_text(kind: str, number: str) -> str:
    """What was refused, as it stands on the desk: 发布岗位 A012."""
    return f"{event_text(kind)} {number}".strip()


def why_text(code: str, reason: str) -> str:
    """Why it came back, in plain words; a reason of a newer hub stands for itself."""
    return {
        "invalid_vacancy": reason or _("招聘信息格式有误"),
        "unreadable": _("记录里有读不懂的内容"),
        "wrong_hall": _("这条记录写的是别的市场，上级不收"),
        "wrong_station": _("这条记录不是这台机器写的"),
        "hub_only": _("这类记录只能由上级写"),
        "format": _("记录格式不对"),
        "size": _("记录太长了"),
        "hash": _("记录在路上或硬盘上被改动过"),
        "fork": _("同一个位置上有两条不同的记录，硬盘可能被复制过"),
        "id_taken": _("编号和别的记录重了"),
        "invalid_times": _("招工的时间不对，可能是机器的钟错了"),
        "employer_suspended": _("老板被暂停招工，这段时间不能发布（别的市场暂停的也算）"),
        "agency_unlicensed": _("职业中介没有有效的许可证，要先看过许可证"),
    }.get(code, reason or code)


def stage_text(stage: str) -> str:
    """Where it stands."""
    return {
        "open": _("等您处理"),
        "appealed": _("已请上级再看，等答复"),
        "upheld": _("上级再看过，还是退回"),
        "mended": _("已改好重报"),
        "withdrawn": _("已作废"),
    }.get(stage, stage)


def next_step_text(
    stage: str, *, can_mend: bool, code: str = "", people: tuple[str, ...] = ()
) -> str:
    """What to do now, verb first; nothing is lost meanwhile.

    Args:
        stage: where the refusal stands.
        can_mend: whether anything of the record may be changed.
        code: why it was refused.
        people: numbers of those who were introduced to this work and may be on their way.
    """
    if stage == "appealed":
        return _("记录还在本机，没有丢。请等上级答复。")
    if stage in {"mended", "withdrawn"}:
        return _("不用再管了。")
    first = ""
    if people:
        first = _("请先告诉 {numbers} 这个活不作数了，帮他们另找。").format(
            numbers="、".join(people)
        )
    return first + _open_step(code, can_mend=can_mend)


def _open_step(code: str, *, can_mend: bool) -> str:
    if code == "employer_suspended":
        return _(
            "记录还在本机，没有丢。请告诉老板：暂停期间不能招工。已经解除暂停的，就请上级再看；不是就作废。"
        )
    if code == "invalid_times":
        return _("记录还在本机，没有丢。请看机器的钟对不对，请老板重新发布，这条作废。")
    if code == "agency_unlicensed":
        return _("记录还在本机，没有丢。请看许可证，在“登记”里记下，再请中介重新发布，这条作废。")
    if can_mend:
        return _("记录还在本机，没有丢。请改好重报；觉得退错了，就请上级再看；不要了，就作废。")
    return _("记录还在本机，没有丢。觉得退错了，就请上级再看；不要了，就作废。")


def field_text(name: str) -> str:
    """A field that can be mended."""
    return {
        "headcount": _("人数"),
        "pay_cents": _("工钱（分）"),
        "place": _("地点"),
        "bay": _("车位"),
        "plate": _("车牌"),
        "content": _("干什么活"),
        "conditions": _("要求"),
        "meals": _("吃住"),
        "name": _("名字"),
        "phone": _("电话"),
        "address": _("住址"),
    }.get(name, name)
