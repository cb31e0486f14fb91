"""Seeds of two halls below a city; and each broken rule of the way down is noticed."""

import contextlib
import logging
from pathlib import Path
from unittest import mock

import msgspec
import pytest
import structlog
from two_halls import TwoHalls, make_template
from world import Broken, unsigned

from kiosk.sync.hub import from_above, relay

SEEDS, MOST_SEEDS = 20, 40
SOAK_SEEDS = 500


@pytest.fixture(autouse=True)
def quiet() -> None:
    """What hubs log of provoked failures is not wanted here."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    folder = tmp_path_factory.mktemp("two-halls") / "template"
    folder.mkdir()
    return make_template(folder)


def run(template: Path, seed: int) -> None:
    halls = TwoHalls(template, template.parent / f"seed-{seed}", seed)
    try:
        halls.run()
    except Broken as error:
        raise Broken(f"seed {seed}: {error}") from error
    finally:
        halls.close()


def test_no_seed_breaks_a_promise(template):
    with unsigned():
        for seed in range(SEEDS):
            run(template, seed)


@pytest.mark.soak
def test_no_seed_of_many_breaks_a_promise(template):
    for seed in range(2_000_000, 2_000_000 + SOAK_SEEDS):
        run(template, seed)


@contextlib.contextmanager
def place_before_page():
    """The place in the parent's streams is kept before the page is."""
    real = relay.Relay._checked

    def checked(self, reply, cursor, sums):
        pulled = real(self, reply, cursor, sums)
        with self._hub.database.write() as connection:
            place = from_above.Place(cursor | pulled.cursor, sums | pulled.checksum)
            text = msgspec.json.encode(place).decode()
            from_above.write_meta(connection, "relay.down", text)
        return pulled

    with mock.patch.object(relay.Relay, "_checked", checked):
        yield


@contextlib.contextmanager
def not_marked():
    """What came from above is not marked, and goes up again."""
    real = relay._next_rows

    def rows(connection, cursor, most):
        connection.execute(relay.FROM_ABOVE.delete())
        return real(connection, cursor, most)

    with mock.patch.object(relay, "_next_rows", rows):
        yield


SWITCHES = {
    "place before page": (place_before_page, {"I5", "I3", "I1"}),
    "not marked": (not_marked, {"I2"}),
}


@pytest.mark.parametrize("switch", SWITCHES)
def test_each_broken_rule_is_noticed(template, switch):
    breaks, noticed = SWITCHES[switch]
    found = ""
    with unsigned(), breaks():
        for seed in range(MOST_SEEDS):
            try:
                run(template, seed)
            except Broken as error:
                found = str(error).partition(": ")[2].partition(":")[0]
                break
    assert found in noticed
