"""Facts and rows of cards; free of Qt."""

from datetime import date

from kiosk.desk_words import employer_kind_text, paper_text, suspension_text
from kiosk.domain.clock import day_of, ms_of
from kiosk.i18n import _
from kiosk.service.person_cards import EmployerCard, SeekerPage
from kiosk.ui.desk.people.skill_rows import skill_facts, trades_text
from kiosk.words import complaint_text, date_text, referral_status_text

__all__ = ["employer_facts", "employer_lines", "seeker_facts", "seeker_lines"]


def seeker_facts(page: SeekerPage, full: str, today: date) -> tuple[tuple[str, str], ...]:
    """(label, value) of a person; `full` is a number that leave was given for."""
    sex = {"male": _("男"), "female": _("女")}.get(page.sex, "")
    age = _("{age} 岁").format(age=page.age) if page.age else ""
    came = date_text(day_of(page.last_visit)) if page.last_visit else ""
    return (
        (_("本人"), " · ".join(part for part in (page.number, sex, age) if part)),
        (_("电话"), page.phone_masked or _("没留")),
        (_("证件"), page.id_masked),
        (_("完整号"), full),
        (_("工种"), trades_text(page.trade_names, page.known)),
        *skill_facts(page.known, today),
        (
            _("来过"),
            _("{count} 次，最近 {day} · 等活 {waited} 天").format(
                count=page.visits, day=came, waited=page.waiting_days
            ),
        ),
    )


def seeker_lines(page: SeekerPage) -> tuple[tuple[str, str, str], ...]:
    """(id, title, line) of what a person had."""
    return tuple(
        (
            item.id,
            f"{item.number} {item.trade_name}",
            " ".join(
                (
                    date_text(day_of(item.made_at)),
                    referral_status_text(item.arrival or item.status),
                )
            ),
        )
        for item in page.referrals
    )


def employer_facts(card: EmployerCard, full: str, today: date) -> tuple[tuple[str, str], ...]:
    """(label, value) of an employer."""
    del today
    until = card.suspended_until
    return (
        (_("是什么"), employer_kind_text(card.kind)),
        (_("联系"), " ".join(part for part in (card.contact, card.phone_masked) if part)),
        (_("信用代码"), card.uscc),
        (_("证件"), card.id_masked),
        (_("许可证"), card.licence),
        (_("完整号"), full),
        (_("证照"), _("已核实") if card.is_verified else _("没核")),
        (_("暂停到"), until),
        (
            _("近 30 天"),
            _("发 {posts} 次，退回 {back}，谈成 {agreed}，没来 {missed}，投诉 {said}").format(
                posts=card.posts,
                back=card.sent_back,
                agreed=card.agreed,
                missed=card.missed,
                said=len(card.complaints),
            ),
        ),
    )


def employer_lines(card: EmployerCard) -> tuple[tuple[str, str, str], ...]:
    """(id, title, line) of what is known of an employer, the latest first."""
    found: list[tuple[int, str, str, str]] = []
    for note in card.notes:
        grade = _("诚信：好的") if note.grade == "good" else _("诚信：不好的")
        found.append((ms_of(note.at), "", grade, note.text))
    for seen in card.papers:
        result = _("没问题") if seen.result == "good" else _("有问题")
        line = " ".join(part for part in (result, seen.valid_until, seen.text) if part)
        found.append((ms_of(seen.at), "", paper_text(seen.paper), line))
    for item in card.suspensions:
        lifted = _("已恢复：{reason}").format(reason=item.lifted_for) if item.lifted_at else ""
        line = lifted or suspension_text(item.reason)
        found.append((ms_of(item.at), "", _("暂停到 {day}").format(day=item.until), line))
    for told in card.complaints:
        words = _("投诉 {number}").format(number=told.number)
        found.append((told.made_at, told.id, words, complaint_text(told.kind)))
    found.sort(key=lambda entry: -entry[0])
    return tuple(
        (key or f"line:{place}", f"{date_text(day_of(at))} {title}", line)
        for place, (at, key, title, line) in enumerate(found)
    )
