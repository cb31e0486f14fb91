"""Many seeds of the simulated hall; and each broken rule is noticed (docs/INVARIANTS.md)."""

import logging
from itertools import count, islice

import pytest
import structlog
from switches import SWITCHES
from world import Broken, Template, World, has_images, unsigned

CHUNKS, SEEDS = 12, 25
SOAK_CHUNKS, SOAK_SEEDS = 50, 100
MOST_SEEDS_FOR_A_SWITCH = 60


@pytest.fixture(autouse=True)
def quiet() -> None:
    """What the hub logs of provoked failures is not wanted here; each test begins with defaults."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))


@pytest.fixture(scope="module")
def template(tmp_path_factory) -> Template:
    folder = tmp_path_factory.mktemp("simulation") / "template"
    folder.mkdir()
    return Template.make(folder)


def run(template: Template, seed: int, *, verifies: bool = False) -> None:
    world = World(template, template.folder.parent / f"seed-{seed}", seed)
    try:
        world.run()
        if verifies:
            world.verify()
    except Broken as error:
        raise Broken(f"seed {seed}: {error}") from error
    finally:
        world.close()


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_no_seed_breaks_a_promise(template, chunk):
    with unsigned():
        for seed in range(chunk * SEEDS, (chunk + 1) * SEEDS):
            run(template, seed, verifies=seed % SEEDS == 0)


@pytest.mark.soak
@pytest.mark.parametrize("chunk", range(SOAK_CHUNKS))
def test_no_seed_of_many_breaks_a_promise(template, chunk):
    """With signatures, and every tenth verified on all nodes."""
    for seed in range(1_000_000 + chunk * SOAK_SEEDS, 1_000_000 + (chunk + 1) * SOAK_SEEDS):
        run(template, seed, verifies=seed % 10 == 0)


@pytest.mark.parametrize("switch", SWITCHES)
def test_each_broken_rule_is_noticed(template, switch):
    seeds = filter(has_images, count()) if SWITCHES[switch].is_about_disks else count()
    with unsigned(), SWITCHES[switch].breaks():
        noticed = (
            promise_broken(template, seed) for seed in islice(seeds, MOST_SEEDS_FOR_A_SWITCH)
        )
        first = next(filter(None, noticed), f"{MOST_SEEDS_FOR_A_SWITCH} seeds without noticing")
    assert first in SWITCHES[switch].noticed


def promise_broken(template: Template, seed: int) -> str:
    """The first promise that a seed breaks, as in docs/INVARIANTS.md; empty if none."""
    try:
        run(template, seed, verifies=True)
    except Broken as error:
        return str(error).partition(": ")[2].partition(":")[0]
    return ""
