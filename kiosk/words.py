"""Words for figures, codes and problems, as a neighbour at the counter would say them.

Used by screens, slips and commands alike; free of Qt. Every sentence goes through gettext.
"""

from datetime import date

from kiosk.domain.clock import day_of, local_time
from kiosk.domain.problems import NotPossible, Problem
from kiosk.help_refusals import help_problems, help_refusals
from kiosk.i18n import _

__all__ = [
    "clock_text",
    "complaint_status_text",
    "complaint_text",
    "date_text",
    "day_text",
    "engagement_text",
    "not_possible_text",
    "pay_text",
    "problem_text",
    "reason_text",
    "referral_status_text",
    "review_text",
    "settlement_text",
    "unit_text",
    "weekday_text",
    "yuan",
]


def yuan(cents: int) -> str:
    """260 or 24.5: no needless zeros."""
    whole, rest = divmod(cents, 100)
    return str(whole) if not rest else f"{whole}.{rest:02d}".rstrip("0")


def unit_text(pay_unit: str) -> str:
    """元/天 and so on."""
    return {
        "day": _("元/天"),
        "hour": _("元/小时"),
        "piece": _("元/件"),
        "trip": _("元/趟"),
        "job": _("元一口价"),
    }.get(pay_unit, _("元"))


def pay_text(cents: int, pay_unit: str) -> str:
    """260 元/天."""
    return f"{yuan(cents)} {unit_text(pay_unit)}"


def settlement_text(settlement: str) -> str:
    """日结, 做完结, 周结."""
    return {"daily": _("日结"), "on_completion": _("做完结"), "weekly": _("周结")}.get(
        settlement, settlement
    )


def engagement_text(engagement: str) -> str:
    """Engagement type of the vacancy."""
    return {
        "part_time": _("非全日制"),
        "temporary": _("临时"),
        "phased": _("阶段性"),
        "internship": _("见习"),
    }.get(engagement, engagement)


def reason_text(reason: str) -> str:
    """Why a vacancy is shown to this person."""
    return {
        "same_trade": _("和您的工种相同"),
        "other_trade": _("工种不同，可以问问"),
        "same_county": _("就在本区"),
        "paid_today": _("当天给钱"),
        "urgent": _("老板急着要人"),
    }.get(reason, reason)


def complaint_text(kind: str) -> str:
    """What a complaint or a request is about."""
    return {
        "wage_arrears": _("没给工钱"),
        "fees": _("收钱收押金"),
        "kept_papers": _("扣身份证"),
        "other_work": _("活不一样"),
        "injury": _("受伤没人管"),
        "abuse": _("骂人欺负人"),
        "no_employer": _("老板没来"),
        "legal_aid": _("要法律援助"),
        "advice": _("想问问政策"),
    }.get(kind, _("别的事"))


def complaint_status_text(status: str) -> str:
    """Where a complaint stands."""
    return {
        "received": _("收到了"),
        "accepted": _("已受理"),
        "handling": _("正在办"),
        "closed": _("办结了"),
        "handed_over": _("已移送"),
    }.get(status, status)


def review_text(review: str) -> str:
    """Where the review of a post stands."""
    return {
        "live": _("通过"),
        "queued": _("待审核"),
        "asked": _("要补材料"),
        "rejected": _("没通过"),
        "taken_down": _("已下架"),
    }.get(review, review)


def referral_status_text(status: str) -> str:
    """Where a referral stands, or how it went on."""
    return {
        "open": _("还没有结果"),
        "half": _("等另一方确认"),
        "pending": _("待确认"),
        "agreed": _("谈成了"),
        "declined": _("没谈成"),
        "cancelled": _("取消了"),
        "arrived": _("到岗了"),
        "missed": _("没到岗"),
    }.get(status, status)


def clock_text(unix_ms: int) -> str:
    """7:30, as the hall's clock shows it."""
    moment = local_time(unix_ms)
    return f"{moment.hour}:{moment.minute:02d}"


def date_text(day: date) -> str:
    """11月23日."""
    return _("{month}月{day}日").format(month=day.month, day=day.day)


def day_text(unix_ms: int, today: date) -> str:
    """今天, 明天, else 11月25日."""
    day = day_of(unix_ms)
    ahead = (day - today).days
    if ahead in (0, 1):
        return _("今天") if ahead == 0 else _("明天")
    return date_text(day)


def weekday_text(day: date) -> str:
    """星期一 … 星期日."""
    names = (_("一"), _("二"), _("三"), _("四"), _("五"), _("六"), _("日"))
    return _("星期{name}").format(name=names[day.weekday()])


def problem_text(problem: Problem) -> str:
    """One plain sentence that says what to do."""
    sentences = {
        ("consent", "required"): _("要先点“同意”，才能登记。"),
        ("name", "required"): _("还没有名字，请写上。"),
        ("name", "too_long"): _("名字太长了，请不要超过 {limit} 个字。"),
        ("id_number", "required"): _("还没有证件号码，请放身份证，或者按数字输入。"),
        ("id_number", "id_length"): _("身份证号码要 18 位，现在是 {count} 位，请看一下。"),
        ("id_number", "id_form"): _("号码里有不对的字，请照着身份证再按一遍。"),
        ("id_number", "id_date"): _("号码里的出生日期不对，请照着身份证看一下第 7 到 14 位。"),
        ("id_number", "id_check_digit"): _("号码有一位按错了，请照着身份证再看一遍。"),
        ("uscc", "required"): _("还没有统一社会信用代码，请照着营业执照输入。"),
        ("uscc", "uscc_form"): _("信用代码要 18 位数字和字母，请照着营业执照再看一遍。"),
        ("uscc", "uscc_check_digit"): _("信用代码有一位不对，请照着营业执照再看一遍。"),
        ("phone", "required"): _("还没有电话，请按上，别人好找您。"),
        ("phone", "phone_length"): _("手机号要 11 位，现在是 {count} 位，请看一下。"),
        ("phone", "phone_form"): _("这个电话号码不对，请再按一遍。"),
        ("trades", "too_many"): _("最多选 {limit} 样，请去掉几样。"),
        ("trade", "required"): _("还没有选工种，请点一个。"),
        ("headcount", "out_of_range"): _("人数要在 1 到 {limit} 之间，请再按一遍。"),
        ("headcount", "below_agreed"): _("已经谈成 {count} 人了，人数不能再少。"),
        ("pin", "pin_length"): _("取单密码是 {count} 位数字，在招工单上。"),
        ("name", "taken"): _("已经有这个名字的账号了，请加上岗位或者编号。"),
        ("staff_pin", "pin_length"): _("密码要 {least} 到 {most} 位数字。"),
        ("staff_pin", "pin_easy"): _("这个密码太好猜了，请换一个。"),
        ("staff_pin", "pin_same"): _("新密码不能和旧的一样，请换一个。"),
        ("staff_pin", "pin_differs"): _("两次按的不一样，请从头再按一遍。"),
        ("kind", "required"): _("还没有选是什么事，请点一个。"),
        ("pay", "required"): _("还没有工钱，请按上数字。"),
        ("pay", "not_positive"): _("工钱要比 0 多，请再按一遍。"),
        ("pay", "not_a_number"): _("工钱只能是数字，请再按一遍。"),
        ("pay", "too_much"): _("工钱超过 {limit} 元了，请看看是不是多按了 0。"),
        ("starts", "in_the_past"): _("这个时间已经过了，请选晚一点的时间。"),
        ("starts", "too_far"): _("最多提前一个月，请选近一点的日子。"),
        ("ends", "before_start"): _("收工要在开工以后，请再选一次。"),
        ("trades", "no_such_trade"): _("没有“{word}”这个工种，请换个说法，比如：搬运、贴砖。"),
        ("hours", "not_hours"): _("时间要写成 7:30-17:30 这样。"),
        ("headcount", "required"): _("还没有人数，请写上。"),
        ("headcount", "not_a_number"): _("人数只能是数字。"),
        ("members", "out_of_range"): _("名单是空的，或者超过 {limit} 人，请看一下。"),
        ("reason", "required"): _("还没有写原因，请写一句。"),
        ("text", "required"): _("还没有写是什么事，请写一句。"),
        ("until", "out_of_range"): _("暂停最早到今天，最长三年，请再选一次日子。"),
        ("until", "not_a_day"): _("日子要写成 2026-11-30 这样。"),
        ("valid_until", "not_a_day"): _("日子要写成 2026-11-30 这样。"),
        ("valid_until", "required"): _("请写上许可证到哪一天。"),
        ("valid_until", "in_the_past"): _("许可证已经过期，请记成“有问题”。"),
        ("number", "required"): _("还没有证号，请照着证书写上。"),
        ("place", "out_of_range"): _("名次要在 1 到 {limit} 之间。"),
        ("place", "required"): _("还没有地点，请写上在哪里干活。"),
    }
    fallback = {
        "required": _("这一项还没有填，请填上。"),
        "unknown_trade": _("没有“{name}”这个工种，请照工种表填。"),
        "unknown_level": _("没有“{name}”这个等级，请写：初级工、中级工、高级工、技师。"),
        "unknown_kind": _("没有“{name}”这种证，请写：电工证、焊工证、健康证、驾驶证。"),
        "not_a_time": _("时间要写成 7:30 这样。"),
        "not_a_day": _("日期要写成 2026-11-24 这样。"),
        "not_a_number": _("这里只能填数字。"),
        "phone_form": _("电话不对：手机 11 位，固定电话要带区号，例如 0731-85551234。"),
        "before_first": _("最后一天在第一天前面，请再看一遍。"),
        "not_hours": _("第 {row} 行的开放时间看不懂，请再看一遍。"),
        "too_long": _("写得太长了，请不要超过 {limit} 个字。"),
    }.get(problem.code, _("这一项不对，请再看一遍。"))
    sentences |= help_problems()
    return sentences.get((problem.field, problem.code), fallback).format(**problem.values)


def not_possible_text(error: NotPossible) -> str:
    """One plain sentence on why it cannot be done now, and what to do."""
    sentences = {
        "vacancy_closed": _("这个活已经不招人了，请看看别的。"),
        "vacancy_full": _("这个活刚刚招满，请看看别的。"),
        "vacancy_expired": _("这个活已经过了时间，请看看别的。"),
        "vacancy_in_review": _("这个活还在核对，请过一会儿再来看。"),
        "too_many_open": _("您手上已经有 {limit} 张单子，先去谈，谈完再报。"),
        "already_agreed": _("您今天这个时间已经谈成一个活了。"),
        "not_agreed_yet": _("这张单子还没有谈成，不用改。"),
        "cancelled": _("这张单子已经取消了，请重新报一个。"),
        "unknown_code": _("这个码不是本场的单子，请放身份证，或者按号码。"),
        "foreign_code": _("这个码在这里用不上，请刷身份证或输入号码。"),
        "payment_code": _("这是付款码，请收好。这里不收钱，请刷身份证或输入号码。"),
        "other_station": _("这个活是在另一台机器上发的，请到那台机器改，或者找工作人员。"),
        "wrong_pin": _("手机号和取单密码对不上，请照着招工单再按一遍。"),
        "locked": _("试错太多次，先锁住了。请过 {minutes} 分钟再试，或者找工作人员。"),
        "course_full": _("这个班刚刚报满，请看看别的。"),
        "unknown_entry": _("这一条已经停用了，请刷新再看。"),
        "unknown_brand": _("没有这个劳务品牌，请先在品牌名录里添上。"),
        "unknown_vacancy": _("没有找到这个招工单，请核对单号。"),
        "unknown_seeker": _("没有找到这个人，请核对登记号。"),
        "unknown_course": _("这个班不办了，请看看别的。"),
        "staff_wrong_pin": _("密码不对，还可以试 {left} 次。"),
        "staff_locked": _(
            "试错太多次，账号先锁住了。请过 {minutes} 分钟再试，或者请场长重设密码。"
        ),
        "unknown_account": _("这个账号现在用不了，请找场长。"),
        "unknown_staff_card": _("这张证没有绑定账号，请按密码登录，或者请场长绑定。"),
        "card_taken": _("这张证已经绑定了别的账号，请先在那个账号里解除。"),
        "last_manager": _("这是最后一个场长账号，请先开好另一个场长账号。"),
        "not_allowed": _("{role}不能{act}，请找场长。"),
        "step_up_needed": _("要{act}，请再按一次密码。"),
        "signed_out": _("这个账号已经停用，请重新登录，或者找场长。"),
        "pin_change_first": _("这是别人给的临时密码，请先按密码登录，换成自己的。"),
        "employer_suspended": _("这家老板暂停到 {until}，期间不能招工。有疑问请找工作人员。"),
        "too_young": _("未满 16 周岁，法律不许招用。"),
        "red_hit_open": _("还有红色的问题，改好了才能通过。"),
        "not_live": _("这条现在没有挂出来，不用下架。"),
        "not_suspended": _("这家没有被暂停，不用恢复。"),
        "nothing_said": _("这张单子还没有结果，不用撤回。"),
        "unknown_fair": _("这场活动已经结束，请选别的。"),
        "unknown_referral": _("这张单子不在等候的里面了，请看看最新的名单。"),
        "expired_code": _("这张单子过期了，请重新报一个。"),
        "not_refused": _("这条记录没有被退回，不用处理。"),
        "refusal_settled": _("这条记录已经处理过了。"),
        "not_mendable": _("这条记录改不了，请点“请上级再看”，或者作废。"),
        "not_stored": _("上级没有收下这条记录，没法再看。请改好重报，或者作废。"),
        "already_appealed": _("已经请上级再看了，请等答复。"),
        "day_closed": _("这一天已经关过账了。要改，请先重开关账。"),
        "day_open": _("这一天还没有关账。"),
        "open_checks": _("还有 {count} 件没办完，请先办完，或者点“先关账”。"),
        "no_slip": _("这张单子已经处理过了。"),
        "unknown_call": _("这个求助已经没有了。"),
    }
    fallback = _("现在办不了，请找工作人员。")
    sentences |= help_refusals()
    return sentences.get(error.code, fallback).format(**error.values)
