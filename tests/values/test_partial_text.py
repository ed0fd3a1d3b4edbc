"""Whatever is told of text known in pieces is so for every filling of its holes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trueline.values.partial_text import MOST_PIECES, PartialText, assemble
from trueline.values.unknown import MarkedText, Unknown, UnknownValueError, is_sensitive

if TYPE_CHECKING:
    from collections.abc import Callable

HOLE = Unknown(["data.account.id ← read at apply"], ["data.account"])
TEXTS = st.text("ab*:", max_size=3)
PIECES = st.lists(st.one_of(TEXTS, st.none()), min_size=1, max_size=6)


def _partial(*pieces: str | None) -> str | Unknown:
    return assemble(HOLE if piece is None else piece for piece in pieces)


def _filled(pieces: list[str | None], data: st.DataObject) -> str:
    return "".join(data.draw(TEXTS) if piece is None else piece for piece in pieces)


def _answer(ask: Callable[[], bool]) -> bool | None:
    try:
        return ask()
    except UnknownValueError:
        return None


@settings(max_examples=500, deadline=None)
@given(PIECES, st.text("ab*:", max_size=8), st.data())
def test_what_is_told_holds_for_every_filling(pieces: list[str | None], other: str, data: st.DataObject) -> None:
    text = _partial(*pieces)
    truth = _filled(pieces, data)
    if not isinstance(text, PartialText):
        assert isinstance(text, Unknown) or text == truth
        return
    for told, is_so in (
        (_answer(lambda: text == other), truth == other),
        (_answer(lambda: text != other), truth != other),
        (_answer(lambda: text in ("a", other)), truth in ("a", other)),
        (_answer(lambda: other in text), other in truth),
        (_answer(lambda: text.startswith(other)), truth.startswith(other)),
        (_answer(lambda: text.startswith(("*", other))), truth.startswith(("*", other))),
        (_answer(lambda: text.endswith(other)), truth.endswith(other)),
        (_answer(lambda: bool(text)), bool(truth)),
    ):
        assert told in (None, is_so)


@settings(max_examples=300, deadline=None)
@given(PIECES, PIECES, st.data())
def test_two_that_are_told_apart_are_never_equal(
    one: list[str | None], two: list[str | None], data: st.DataObject
) -> None:
    left, right = _partial(*one), _partial(*two)
    if isinstance(left, PartialText) and left.is_text(right) is False:
        assert _filled(one, data) != _filled(two, data)


@settings(max_examples=300, deadline=None)
@given(PIECES, st.data())
def test_a_filling_is_never_ruled_out(pieces: list[str | None], data: st.DataObject) -> None:
    text = _partial(*pieces)
    if isinstance(text, PartialText):
        assert text.is_text(_filled(pieces, data)) is None


def test_an_arn_with_an_unknown_account_is_no_star() -> None:
    arn = _partial("arn:aws:iam::", None, ":root")

    assert arn != "*"
    assert arn not in ("*", "arn:aws:iam::*")
    assert isinstance(arn, PartialText)
    assert arn.startswith("arn:aws:iam:")
    assert ":root" in arn


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(lambda text: text == "a-b", id="a text that fits"),
        pytest.param(lambda text: "c" in text, id="what a hole may hold"),
        pytest.param(lambda text: text.startswith("a-b"), id="a longer prefix"),
        pytest.param(lambda text: text == 5, id="a number"),
        pytest.param(len, id="its length"),
        pytest.param(str, id="all of it"),
    ],
)
def test_what_hangs_on_a_hole_is_refused(ask: Callable[[object], object]) -> None:
    with pytest.raises(UnknownValueError, match="read at apply"):
        ask(_partial("a-", None))


def test_neighbours_become_one_piece_and_nested_text_is_flat() -> None:
    inner = _partial("b", None)

    text = assemble(["a", "", inner, HOLE, "c", "d"])

    assert isinstance(text, PartialText)
    assert [piece if isinstance(piece, str) else None for piece in text.pieces] == ["ab", None, "cd"]


def test_references_and_secrets_stay_on_their_pieces() -> None:
    text = assemble([MarkedText("pw", ["a.b"], sensitive=True), HOLE, "x"])

    assert isinstance(text, PartialText)
    assert text.references == {"a.b", "data.account"}
    assert [is_sensitive(piece) for piece in text.pieces] == [True, False, False]
    assert repr(text) == "PartialText('(sensitive)(unknown)x')"
    assert text.because("var.x").pieces == text.pieces
    assert text.because("var.x").reasons == ("var.x ← data.account.id ← read at apply",)
    assert text.referring(["c.d"]).references == {"a.b", "c.d", "data.account"}


def test_too_many_pieces_are_wholly_unknown() -> None:
    text = assemble(["a", HOLE] * MOST_PIECES)

    assert type(text) is Unknown
    assert text.references == {"data.account"}
