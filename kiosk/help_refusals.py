"""Why something about help, complaints, training or a person's record cannot be done now."""

from kiosk.i18n import _

__all__ = ["help_problems", "help_refusals"]


def help_refusals() -> dict[str, str]:
    """A sentence for each code of `NotPossible`; merged into `kiosk.words`."""
    return {
        "no_help_consent": _("要先问过本人，同意我们记下困难情况，才能办。"),
        "no_help_reason": _("还没有困难类别，等活也没满天数，先不用建档。"),
        "case_open": _("这个人已经有一份正在办的援助，请接着那一份办。"),
        "case_closed": _("这份援助已经结案了，要帮请重新建档。"),
        "unknown_case": _("没有找到这份援助，可能已经删除。"),
        "unknown_step": _("没有找到这一步，请刷新再看。"),
        "step_done": _("这一步已经记过做好了。"),
        "unknown_complaint": _("没有找到这件投诉，可能已经删除。"),
        "complaint_accepted": _("这件投诉已经受理过了。"),
        "complaint_closed": _("这件投诉已经办完了，要接着办请先重开。"),
        "complaint_open": _("这件投诉还在办，不用重开。"),
        "no_slip": _("没有可以补打的单子。"),
        "unknown_handover": _("没有找到这次移送。"),
        "unknown_subject": _("没有找到要移送的记录，可能已经删除。"),
        "no_evidence": _("选的材料里什么都没有，请多选几样。"),
        "already_joined": _("这个人已经报过这个班了。"),
        "unknown_leaflet": _("没有找到这份资料。"),
        "unknown_person": _("没有找到这个人，可能已经删除。"),
        "same_record": _("这两条登记已经合在一起了。"),
        "certificate_expired": _("{name}过期了，这个活法律规定要有效的证。请带新证到服务台登记。"),
        "unknown_certificate": _("没有找到这一条，可能已经去掉了，请刷新再看。"),
        "different_people": _("两个身份证号不一样，是两个人，不能合并。"),
    }


def help_problems() -> dict[tuple[str, str], str]:
    """A sentence for each (field, code) of `Problem`."""
    return {
        ("category", "required"): _("还没有选困难类别，请点一个。"),
        ("certainty", "required"): _("还没有选是谁说的，请点一个。"),
        ("basis", "required"): _("有关部门认定的，要写上证件或文件号。"),
        ("valid_until", "not_a_day"): _("有效期要写成 2027-06-30 这样，而且不能早于今天。"),
        ("reason", "required"): _("还没有写原因，请写一句。"),
        ("text", "required"): _("还没有写内容，请写一句。"),
        ("post", "required"): _("还没有写是什么岗位，请写上。"),
        ("service", "required"): _("还没有选做什么，请点一个。"),
        ("outcome", "required"): _("还没有选结果，请点一个。"),
        ("due", "not_a_day"): _("日期要写成 2026-12-10 这样。"),
        ("due", "in_the_past"): _("这一天已经过了，请选今天或以后。"),
        ("to", "required"): _("还没有选移送给谁，请点一个。"),
        ("chosen", "required"): _("还没有选材料，请至少选一样。"),
        ("password", "too_short"): _("打开文件的密码至少要 {limit} 个字，请再写一个。"),
        ("title", "required"): _("还没有名称，请写上。"),
        ("lines", "required"): _("还没有正文，请写上。"),
        ("lines", "too_many"): _("正文最多 {limit} 行，请短一点。"),
        ("source", "required"): _("写了补贴，就要写上是哪里说的、哪一天说的。"),
        ("source_day", "not_a_day"): _("日期要写成 2026-11-30 这样。"),
        ("starts", "not_a_day"): _("日期要写成 2026-11-30 这样。"),
        ("until", "not_a_day"): _("日期要写成 2026-11-30 这样。"),
        ("since", "not_a_day"): _("日期要写成 2026-11-30 这样。"),
        ("seats", "not_a_number"): _("名额只能是数字。"),
        ("fee", "not_a_number"): _("费用只能是整数元。"),
        ("until", "required"): _("请照证写上有效到哪天，或者写发证日。"),
        ("issued", "in_the_future"): _("发证日还没到，请再看一遍。"),
        ("place", "unknown_place"): _("没认出是哪个县区、乡镇，请写成“雨花区东塘街道”这样。"),
        ("level", "required"): _("还没有选等级，请点一个。"),
        ("trade", "unknown"): _("没有这个工种，请照工种表写。"),
    }
