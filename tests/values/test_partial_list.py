from __future__ import annotations

import pytest

from trueline.policies import wire
from trueline.policies.template import secrets_of
from trueline.values.partial_list import PartialList, members
from trueline.values.unknown import MarkedText, Unknown, UnknownValueError, find, is_unknown

MORE = Unknown(["var.more ← not set"])


def test_who_goes_through_it_meets_the_beginning_and_then_the_unknown():
    elements = iter(PartialList(["a", "b"], MORE))

    assert [next(elements), next(elements)] == ["a", "b"]
    with pytest.raises(UnknownValueError):
        next(elements)


def test_neither_its_length_nor_what_it_does_not_hold_is_told():
    some = PartialList(["a"], MORE)

    with pytest.raises(UnknownValueError):
        len(some)
    with pytest.raises(UnknownValueError):
        bool(some == ["a"])


def test_a_path_finds_what_is_known():
    value = {"list": PartialList([{"x": 1}], MORE)}

    assert find(value, ("list", 0, "x")) == 1
    assert is_unknown(find(value, ("list", 1, "x")))
    assert is_unknown(find(value, ("list", "x")))


def test_members_end_in_the_unknown():
    *known, rest = members(PartialList(["a"], MORE))

    assert (known, is_unknown(rest)) == (["a"], True)
    assert members(["a"]) == ["a"]
    assert members("a") == ["a"]


def test_it_is_the_same_on_the_other_side_of_a_pipe():
    sent = wire.decode(wire.encode(PartialList(["a", {"x": MORE}], MORE, ["aws_vpc.a"])))

    assert isinstance(sent, PartialList)
    assert sent.elements[0] == "a"
    assert (sent.rest.reasons, sent.references) == (MORE.reasons, {"aws_vpc.a"})


def test_a_secret_in_it_is_known_to_be_one():
    assert secrets_of(PartialList([MarkedText("hidden", sensitive=True)], MORE)) == ["hidden"]
