"""What must not be shown is marked wherever it stands, and nothing else is."""

from __future__ import annotations

import pytest

from trueline.drift.hidden import has_secret, shielded
from trueline.values.partial import PartialJson
from trueline.values.partial_list import PartialList
from trueline.values.partial_text import assemble
from trueline.values.unknown import MarkedText, Unknown, is_sensitive

OPEN = Unknown(["var.x"])
MARKED = MarkedText("hunter2", sensitive=True)
ADDRESS = "postgres://u:hunter2@h/db"


@pytest.mark.parametrize(
    ("value", "is_secret"),
    [
        pytest.param(MARKED, True, id="a marked text"),
        pytest.param([{"a": MARKED}], True, id="inside"),
        pytest.param(assemble(["a", MARKED, OPEN]), True, id="a piece of a text"),
        pytest.param(PartialJson({"a": [MARKED], "b": OPEN}), True, id="in JSON that is known in part"),
        pytest.param(PartialList([MARKED], OPEN), True, id="at the beginning of a list"),
        pytest.param(["a", OPEN, assemble(["a", OPEN])], False, id="nothing"),
    ],
)
def test_what_holds_a_marked_value(value: object, is_secret: bool) -> None:
    assert has_secret(value) is is_secret


@pytest.mark.parametrize("text", [ADDRESS, MarkedText(ADDRESS, ["aws_db_instance.d"]), '{"password":"x"}'])
def test_a_text_that_holds_a_secret_is_marked(text: str) -> None:
    assert is_sensitive(shielded([text])[0])  # type: ignore[index]


def test_what_is_no_secret_is_as_it_was() -> None:
    value = {"user_data": "x", "arn": "arn:aws:secretsmanager:eu-west-1:1:secret:db-x", "ports": [1, True, None]}
    found = shielded(value)

    assert found == value
    assert [name for name in value if is_sensitive(found[name])] == ["user_data"]  # type: ignore[index]
