"""What the audit viewer calls each event, and how events are grouped for its filter."""

from kiosk.i18n import _

__all__ = ["GROUPS", "event_text", "group_text", "types_named"]

GROUPS: dict[str, tuple[str, ...]] = {
    "sign_in": ("StaffSignedIn", "StaffSignedOut", "SignInFailed", "StaffLockedOut"),
    "read": ("SensitiveRead", "StaffActed"),
    "refused": (
        "StaffRefused",
        "EventRefused",
        "SignInFailed",
        "StaffLockedOut",
        "RefusedEventMended",
        "RefusedEventWithdrawn",
        "RefusalAppealed",
        "RefusalLifted",
        "RefusalUpheld",
    ),
    "accounts": (
        "AccountOpened",
        "AccountRoleChanged",
        "AccountPinSet",
        "AccountCardLinked",
        "AccountDisabled",
        "AccountEnabled",
    ),
    "people": (
        "SeekerRegistered",
        "SeekerCheckedIn",
        "SeekerChanged",
        "PeopleMerged",
        "PersonErased",
        "PriorityConsentGiven",
        "PriorityConsentWithdrawn",
        "PriorityNoted",
        "PriorityRemoved",
        "SeekerBranded",
        "SkillRecorded",
        "SkillWithdrawn",
        "CertificateRecorded",
        "CertificateVerified",
        "CertificateWithdrawn",
        "PreferenceRecorded",
    ),
    "posts": (
        "VacancyPosted",
        "VacancyReviewed",
        "VacancyClosed",
        "VacancyKept",
        "HeadcountChanged",
        "EmployerRegistered",
        "EmployerContactGiven",
        "EmployerVerified",
        "EmployerNoted",
        "VacancyBranded",
        "EmployerPaperChecked",
        "EmployerSuspended",
        "EmployerReinstated",
    ),
    "referrals": (
        "ReferralMade",
        "ReferralCalled",
        "ReferralAgreed",
        "ReferralDeclined",
        "ReferralCancelled",
        "ReferralArrived",
        "ReferralMissed",
        "ReferralUndone",
        "ReferralMoved",
        "ReferralClashed",
        "RankingOverridden",
    ),
    "slips": ("SlipPrintedAgain", "SlipSeen"),
    "days": ("DayClosed", "DayReopened", "DayCloseCompleted", "DayReported", "DayBackedUp"),
}
"""Groups of the filter; the first two are what an inspector asks for first."""


def group_text(group: str) -> str:
    """A group's name on the filter."""
    return {
        "": _("全部"),
        "sign_in": _("登录"),
        "read": _("查看和导出"),
        "refused": _("被拒绝的"),
        "accounts": _("账号"),
        "people": _("求职者"),
        "posts": _("岗位和老板"),
        "referrals": _("对接"),
        "slips": _("补打"),
        "days": _("关账"),
    }.get(group, group)


def event_text(kind: str) -> str:
    """What happened; a type of a newer program stands for itself."""
    return _all_words().get(kind, kind)


def types_named(text: str) -> tuple[str, ...]:
    """Types whose words a text is part of."""
    return tuple(kind for kind, words in _all_words().items() if text in words)


def _all_words() -> dict[str, str]:
    return (
        _staff_words()
        | _person_words()
        | _post_words()
        | _referral_words()
        | _help_words()
        | _hall_words()
    )


def _staff_words() -> dict[str, str]:
    return {
        "AccountOpened": _("开了账号"),
        "AccountRoleChanged": _("改了角色"),
        "AccountPinSet": _("换了密码"),
        "AccountCardLinked": _("绑定或解除了身份证"),
        "AccountDisabled": _("停用了账号"),
        "AccountEnabled": _("重新启用了账号"),
        "StaffSignedIn": _("登录"),
        "StaffSignedOut": _("退出登录"),
        "SignInFailed": _("密码不对"),
        "StaffLockedOut": _("试错太多，账号锁住"),
        "StaffActed": _("办了"),
        "StaffRefused": _("想办，没让办"),
        "SensitiveRead": _("看了受保护的内容"),
        "SlipPrintedAgain": _("补打了单子"),
        "SlipSeen": _("单子找到了，不用补打"),
        "EventRefused": _("上级没有接收"),
        "RefusedEventMended": _("改好重报了被退回的记录"),
        "RefusedEventWithdrawn": _("作废了被退回的记录"),
        "RefusalAppealed": _("请上级再看被退回的记录"),
        "RefusalLifted": _("上级收回了退回"),
        "RefusalUpheld": _("上级再看过，还是退回"),
    }


def _person_words() -> dict[str, str]:
    return {
        "SeekerRegistered": _("求职登记"),
        "SeekerCheckedIn": _("再次登记"),
        "SeekerChanged": _("改了登记信息"),
        "PeopleMerged": _("合并了重复的人"),
        "PersonErased": _("删除了个人信息"),
        "PriorityConsentGiven": _("同意登记困难情况"),
        "PriorityConsentWithdrawn": _("收回了困难情况的同意"),
        "PriorityNoted": _("记了困难类别"),
        "PriorityRemoved": _("去掉了困难类别"),
        "SkillRecorded": _("记了技能等级"),
        "SkillWithdrawn": _("去掉了技能等级"),
        "CertificateRecorded": _("记了证书"),
        "CertificateVerified": _("核验了证书"),
        "CertificateWithdrawn": _("去掉了证书"),
        "PreferenceRecorded": _("记了求职意向"),
    }


def _post_words() -> dict[str, str]:
    return {
        "EmployerRegistered": _("登记了用工主体"),
        "EmployerContactGiven": _("留了联系方式"),
        "EmployerVerified": _("核验了用工主体"),
        "EmployerNoted": _("记了诚信记录"),
        "EmployerPaperChecked": _("看了证照"),
        "EmployerSuspended": _("暂停了用工主体"),
        "EmployerReinstated": _("恢复了用工主体"),
        "VacancyPosted": _("发布岗位"),
        "VacancyReviewed": _("审核岗位"),
        "VacancyClosed": _("关了岗位"),
        "VacancyKept": _("岗位还要人"),
        "HeadcountChanged": _("改了人数"),
        "SeatsMinted": _("生成名额"),
        "SeatsRetired": _("收回名额"),
        "SeatsTransferRequested": _("请求名额"),
        "SeatsTransferDeclined": _("没有名额可给"),
        "SeatsTransferred": _("转出名额"),
        "SeatsReclaimed": _("要回名额"),
        "SeatSpent": _("用了名额"),
        "SeatReturned": _("退回名额"),
    }


def _referral_words() -> dict[str, str]:
    return {
        "ReferralMade": _("开了对接单"),
        "ReferralCalled": _("叫号"),
        "ReferralAgreed": _("谈成"),
        "ReferralDeclined": _("没谈成"),
        "ReferralCancelled": _("取消对接"),
        "ReferralArrived": _("到岗"),
        "ReferralMissed": _("爽约"),
        "ReferralUndone": _("撤回结果"),
        "ReferralMoved": _("换了叫号顺序"),
        "ReferralClashed": _("上级发现同一人时间相撞"),
        "RankingOverridden": _("改了推荐顺序"),
    }


def _help_words() -> dict[str, str]:
    return {
        "AssistanceOpened": _("开了援助"),
        "AssistanceStepPlanned": _("定了援助步骤"),
        "AssistanceStepDone": _("办完援助步骤"),
        "AssistanceFollowedUp": _("援助回访"),
        "AssistanceHandedOff": _("转公益性岗位"),
        "AssistanceClosed": _("援助结束"),
        "ComplaintMade": _("投诉举报"),
        "ComplaintContactGiven": _("投诉留了电话"),
        "ComplaintAccepted": _("受理投诉"),
        "ComplaintNoted": _("办理投诉"),
        "ComplaintClosed": _("办结投诉"),
        "ComplaintHandedOver": _("移送投诉"),
        "ComplaintReopened": _("重开投诉"),
        "EvidenceHandedOver": _("移交材料"),
        "HandoverAnswered": _("主管部门答复"),
        "StaffCalled": _("找工作人员"),
        "StaffCallAnswered": _("应答找工作人员"),
        "CourseOffered": _("发布培训班"),
        "CourseWithdrawn": _("取消培训班"),
        "CourseJoined": _("报名培训"),
        "CourseLeft": _("退出培训"),
        "TrainingWanted": _("想学手艺"),
    }


def _hall_words() -> dict[str, str]:
    return {
        "HallProfileChanged": _("改了市场资料"),
        "HallHoursChanged": _("改了开放时间"),
        "HallEntryWritten": _("写了台账"),
        "HallPersonWritten": _("写了人员台账"),
        "HallEntryRemoved": _("删了台账"),
        "VacancyBranded": _("给岗位标了劳务品牌"),
        "SeekerBranded": _("给求职者标了劳务品牌"),
        "StationEnrolled": _("机器入网"),
        "StationRevoked": _("停用机器"),
        "StationReleased": _("恢复机器"),
        "LeafletPublished": _("发布宣传单"),
        "LeafletWithdrawn": _("撤下宣传单"),
        "DayClosed": _("日结关账"),
        "DayReopened": _("重开关账"),
        "DayCloseCompleted": _("关账全部送达"),
        "DayReported": _("存报表"),
        "DayBackedUp": _("备份好了"),
    }
