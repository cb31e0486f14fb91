"""Words of the staff's side: roles, acts, ways to sign in. Free of Qt; through gettext."""

from kiosk.domain.roles import Act, Role
from kiosk.i18n import _

__all__ = ["act_text", "means_text", "role_text"]


def role_text(role: str) -> str:
    """服务专员 and so on; an unknown role stands for itself."""
    words: dict[str, str] = {
        Role.SPECIALIST: _("服务专员"),
        Role.VOLUNTEER: _("志愿者"),
        Role.MANAGER: _("场长"),
        Role.TECHNICIAN: _("运维人员"),
    }
    return words.get(role, role)


def means_text(means: str) -> str:
    """How somebody signed in."""
    return {
        "pin": _("按密码"),
        "card": _("刷身份证"),
        "step_up": _("再按一次密码"),
        "unlock": _("解锁"),
    }.get(means, means)


def act_text(act: str) -> str:
    """An act as staff call it; an unknown one stands for itself."""
    words = _counter_words() | _office_words() | _machine_words()
    return words.get(act, act)


def _counter_words() -> dict[str, str]:
    return {
        Act.REGISTER_SEEKER: _("登记求职者"),
        Act.POST_VACANCY: _("代发岗位"),
        Act.REFER: _("开对接单"),
        Act.CONFIRM: _("记录谈成或没谈成"),
        Act.UNDO: _("撤回结果"),
        Act.CALL_NUMBER: _("叫号"),
        Act.ANSWER_CALL: _("应答找工作人员"),
        Act.ARRIVAL: _("记录到岗"),
        Act.PRINT_AGAIN: _("补打单子"),
        Act.TRAINING: _("报名培训"),
        Act.COMPLAINT_INTAKE: _("接投诉"),
    }


def _office_words() -> dict[str, str]:
    return {
        Act.SEE_FULL_ID: _("看完整证件号"),
        Act.SEE_PHONE: _("看完整电话"),
        Act.REVIEW: _("审核岗位"),
        Act.TAKE_DOWN: _("下架岗位"),
        Act.VERIFY_EMPLOYER: _("核验用工主体"),
        Act.SUSPEND_EMPLOYER: _("暂停用工主体"),
        Act.CHANGE_PERSON: _("改登记信息"),
        Act.COMPLAINTS: _("办理投诉"),
        Act.CASES: _("办理援助"),
        Act.VERIFY_PRIORITY: _("核实困难类别"),
        Act.RECORD_SKILL: _("记录技能和证书"),
        Act.MANUAL_ORDER: _("手工排序"),
        Act.OVERRIDE_RANKING: _("改推荐顺序"),
        Act.OFFER_COURSE: _("发布培训班"),
        Act.PUBLISH: _("发布文章和海报"),
        Act.STATISTICS: _("看统计"),
        Act.CLOSE_DAY: _("日结关账"),
        Act.ANSWER_REFUSAL: _("处理被退回的记录"),
        Act.HAND_OVER: _("移交主管部门"),
        Act.MERGE_PEOPLE: _("合并重复的人"),
        Act.ERASE_PERSON: _("删除个人信息"),
        Act.REOPEN_DAY: _("重开关账"),
        Act.EXPORT: _("导出"),
        Act.IMPORT: _("导入"),
        Act.EDIT_PROFILE: _("改市场资料"),
        Act.EDIT_ROSTER: _("改值班表"),
        Act.EDIT_REGISTERS: _("改场地台账"),
        Act.EVENT_MODE: _("开专场活动"),
        Act.ACCOUNTS: _("管理账号"),
        Act.VIEW_AUDIT: _("看操作日志"),
    }


def _machine_words() -> dict[str, str]:
    return {
        Act.SETTINGS: _("改设置"),
        Act.DEVICES: _("检查设备"),
        Act.SYNC: _("立即同步"),
        Act.BACK_UP: _("备份"),
        Act.LEAVE_PROGRAM: _("退出程序"),
    }
