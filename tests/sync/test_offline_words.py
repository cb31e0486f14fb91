"""Whatever keeps a station from its hub has words for staff; the doctor says the same."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from network import SyncHall

from kiosk.doctor.station import check_hub
from kiosk.offline_words import needs_somebody, offline_text
from kiosk.store import errors
from kiosk.store.trust import Trust, save_trust
from kiosk.sync.errors import NotEnrolled
from kiosk.sync.hub.stations import release_station, revoke_station

ROOT = Path(__file__).parents[2] / "kiosk"
GENERAL = offline_text("never heard of")
# Told by the command that enrols, never by the sync loop.
OF_ENROLLING = {
    "already_enrolled",
    "bad_code",
    "expired",
    "hall_full",
    "locked",
    "other_hall",
    "station_taken",
    "wrong_code",
}
# A store that cannot be opened has no loop; backups are made and told elsewhere.
OF_OPENING = {"already_exists", "missing_key", "missing_store", "newer_schema", "store_held"}
# A defect here or at the hub: only the log knows more. A station without a hub has its own state.
DELIBERATELY_GENERAL = {"internal", NotEnrolled().code, *OF_ENROLLING, *OF_OPENING}


def raised(name: str, place: int) -> Iterator[ast.expr]:
    """The code in each call of an error's class in the source."""
    for path in sorted((ROOT / "sync").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == name:
                yield node.args[place]


def codes_in_the_source() -> set[str]:
    named = [*raised("SyncError", 0), *raised("Problem", 1)]
    codes = {str(node.value) for node in named if isinstance(node, ast.Constant)}
    others = [ast.unparse(node) for node in named if not isinstance(node, ast.Constant)]
    # What the hub said, which is collected from the hub's own source.
    assert others == ["problem.code"]
    stores = [errors.StoreError, *errors.StoreError.__subclasses__()]
    return codes | {kind.code for kind in stores} | {"internal", NotEnrolled().code}


def test_every_code_has_words_or_deliberately_the_general_ones() -> None:
    codes = codes_in_the_source()
    assert len(codes) > 40
    assert {code for code in codes if offline_text(code) == GENERAL} == DELIBERATELY_GENERAL
    assert not any(needs_somebody(code) for code in DELIBERATELY_GENERAL)


def test_nothing_wrong_has_no_words() -> None:
    assert (offline_text(""), needs_somebody("")) == ("", False)


@pytest.mark.parametrize("code", sorted(codes_in_the_source()))
def test_words_say_what_is_safe_and_what_comes_next(code: str) -> None:
    text = offline_text(code)
    assert text.endswith("。")
    assert any(safe in text for safe in ("没送的都在本机", "存下的都在", "备份里的都在"))
    assert any(next_step in text for next_step in ("请", "自己再送"))
    # Six lines of the narrow pane at most.
    assert len(text) <= 110
    # Who is asked to do something is named.
    assert not needs_somebody(code) or any(who in text for who in ("场长", "运维"))


def test_the_doctor_says_what_the_hub_says(hall: SyncHall) -> None:
    store = hall.station()
    station = store.chain().station
    assert check_hub(store).state == "ok"
    revoke_station(hall.hub_dir, station, "", clock=hall.clock)
    stopped = check_hub(store)
    assert (stopped.state, stopped.advice) == ("warn", offline_text("revoked"))
    release_station(hall.hub_dir, station, clock=hall.clock)
    assert check_hub(store).state == "ok"
    away: list[str] = []
    hall.restart(lambda: away.append(check_hub(store).advice))
    assert away == [offline_text("unreachable")]


def test_the_doctor_without_a_hub_and_with_one_that_is_not_believed(hall: SyncHall) -> None:
    assert "kiosk enroll" in check_hub(hall.fresh()).advice
    store = hall.station()
    with store.write() as writing:
        save_trust(writing, Trust(fault="expired"))
    doubted = check_hub(store)
    assert (doubted.state, doubted.advice) == ("warn", offline_text("hub_untrusted"))
    assert doubted.detail.endswith("expired")
