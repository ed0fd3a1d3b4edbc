"""Patterns that mean all that others do: held against every short text, and where parts of them are not known."""

from __future__ import annotations

import re
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trueline.drift.access.shapes import ANY, MEMBERS, NAME, SOFT, Answer, Except, covers, meets, plain

TEXTS = ["".join(letters) for length in range(9) for letters in product("ab", repeat=length)]
_PATTERN = st.text("ab*?", max_size=4)


def _meant(pattern: str) -> set[str]:
    wild = {"*": ".*", "?": "."}
    known = re.compile("".join(wild.get(one, one) for one in pattern))
    return {text for text in TEXTS if known.fullmatch(text)}


@settings(deadline=None)
@given(_PATTERN, _PATTERN)
def test_patterns_meet_where_a_text_is_meant_by_both(one: str, other: str) -> None:
    assert meets(one, other) is bool(_meant(one) & _meant(other))


@settings(deadline=None)
@given(_PATTERN, _PATTERN)
def test_a_pattern_covers_only_those_that_mean_no_more(wide: str, narrow: str) -> None:
    if covers(wide, narrow):
        assert _meant(narrow) <= _meant(wide)


@pytest.mark.parametrize(
    ("wide", "narrow", "expected"),
    [
        pytest.param("s3:get*", "s3:getobject", True, id="a name"),
        pytest.param("s3:getobject", "s3:get*", False, id="a wider one"),
        pytest.param("s3:?et", "s3:*et", False, id="one character is not any"),
        pytest.param("*", Except(("iam:*",)), True, id="all covers all but some"),
        pytest.param("s3:*", Except(("iam:*",)), False, id="some do not"),
        pytest.param(Except(("iam:*",)), "s3:get*", True, id="what is not left out"),
        pytest.param(Except(("iam:*",)), "i*", False, id="what is left out in part"),
        pytest.param(Except(("iam:*",)), Except(("iam:*", "s3:*")), True, id="less is left out"),
        pytest.param(Except(("iam:*", "s3:*")), Except(("iam:*",)), False, id="more is left out"),
        pytest.param(NAME, "arn:aws:s3:::a", None, id="a name to come"),
        pytest.param(NAME, "*", False, id="a name is no pattern"),
        pytest.param(ANY, "*", None, id="anything may be one"),
        pytest.param(f"arn:aws:s3:::a{NAME}/*", "arn:aws:s3:::abc/*", None, id="in pieces"),
        pytest.param(f"arn:aws:s3:::a{NAME}/*", "arn:aws:s3:::b/*", False, id="other pieces"),
        pytest.param(f"arn:aws:sqs:{SOFT}:1:q", "arn:aws:sqs:eu-west-1:1:q", True, id="any region"),
        pytest.param("arn:aws:sqs:eu-west-1:1:q", f"arn:aws:sqs:{SOFT}:1:q", True, id="any region there"),
        pytest.param("arn:aws:ec2:eu-west-1::image/*", f"arn:aws:ec2:{SOFT}::snapshot/*", False, id="no part but one"),
        pytest.param(f"arn:aws:sqs:{SOFT}:1:q", "arn:aws:sqs:*:1:q", False, id="every region"),
        pytest.param("arn:aws:s3:::a-eu-west-1/*", f"arn:aws:s3:::a-{SOFT}/*", True, id="a region in a name"),
        pytest.param("*", NAME, True, id="all covers what is not known"),
        pytest.param("arn:aws:s3:::a", NAME, None, id="may be that one"),
        pytest.param("arn:aws:s3:::a", f"{NAME}/*", False, id="a name covers no pattern"),
        pytest.param(f"AWS:arn:aws:iam::1:{MEMBERS}", "AWS:arn:aws:iam::1:role/a", True, id="of the account"),
        pytest.param("AWS:arn:aws:iam::1:role/a", f"AWS:arn:aws:iam::1:{MEMBERS}", False, id="the whole account"),
        pytest.param(f"AWS:{NAME}", f"AWS:arn:aws:iam::1:{MEMBERS}", None, id="perhaps the account"),
        pytest.param(f"AWS:{NAME}", "AWS:*", False, id="never everybody"),
    ],
)
def test_what_covers_what(wide: str | Except, narrow: str | Except, expected: Answer) -> None:
    assert covers(wide, narrow) is expected


def test_a_snapshot_cannot_say_what_is_not_known() -> None:
    assert plain(f"a{ANY}{NAME}{SOFT}{MEMBERS}***b") == "a����*b"


def test_many_stars_take_no_time() -> None:
    assert covers("*a" * 900 + "b", "a" * 2000) is False
    assert meets("*a" * 900, "*b" * 900) is True
