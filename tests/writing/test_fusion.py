"""The second opinion of libzinnia, and the way of both to one list."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.writing import fusion
from kiosk.writing.fusion import candidates_of, fused
from kiosk.writing.handwriting import Recogniser
from kiosk.writing.zinnia import Zinnia

TREE = [
    [(200.0, 300.0), (800.0, 300.0)],
    [(500.0, 100.0), (500.0, 900.0)],
    [(490.0, 320.0), (350.0, 550.0), (180.0, 700.0)],
    [(510.0, 320.0), (650.0, 550.0), (830.0, 700.0)],
]
ranks = st.lists(st.sampled_from("木本末未术米林杰"), unique=True)


def test_both_agreeing_on_the_second_puts_it_first() -> None:
    assert fused(["未", "末", "木"], ["末", "未"], 3) == ["未", "末", "木"]
    assert fused(["未", "末", "木"], ["末"], 3) == ["末", "未", "木"]


@given(ranks, st.integers(1, 10))
def test_without_a_second_opinion_nothing_changes(own: list[str], count: int) -> None:
    assert fused(own, [], count) == own[:count]


@given(ranks, ranks, st.integers(1, 10))
def test_nothing_is_lost_doubled_or_invented(own: list[str], other: list[str], count: int) -> None:
    both = fused(own, other, count)
    assert len(both) == len(set(both)) == min(count, len({*own, *other}))
    assert set(both) <= {*own, *other}


@given(ranks, ranks)
def test_a_candidate_that_both_put_first_stays_first(own: list[str], other: list[str]) -> None:
    own, other = ["村", *own], ["村", *other]
    assert fused(own, other, 10)[0] == "村"


class Other:
    """What zinnia would say."""

    closed = 0

    def best(self, _strokes: object, count: int) -> list[str]:
        return ["末", "木"][:count]

    def close(self) -> None:
        Other.closed += 1


def test_the_second_opinion_counts_and_is_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = [item.character for item in Recogniser.load().best(TREE, 10)]
    monkeypatch.setattr(fusion.Zinnia, "open", Other)
    found = candidates_of(TREE, 10)
    assert Other.closed == 1
    assert found.index("末") < alone.index("末") if "末" in alone else "末" in found
    assert candidates_of([], 10) == ()


def test_no_model_no_zinnia(tmp_path: Path) -> None:
    assert Zinnia.open((str(tmp_path / "none.model"),)) is None


def test_a_broken_model_is_not_used(tmp_path: Path) -> None:
    broken = tmp_path / "broken.model"
    broken.write_bytes(b"no model")
    assert Zinnia.open((str(broken),)) is None


def test_zinnia_of_this_machine() -> None:
    zinnia = Zinnia.open()
    if zinnia is None:
        pytest.skip("libzinnia0 and its model are not installed")
    assert "木" in zinnia.best(TREE, 3)
    assert zinnia.best([], 3) == []
    zinnia.close()
    assert zinnia.best(TREE, 3) == []
