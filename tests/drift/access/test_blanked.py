"""Every value of a declaration made unknown, one after the other: nothing of it is then an alarm about an account."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from tests.drift.access.test_iam import STACK, TERRAFORM, account, stack
from tests.drift.access.tree import declared, shown, snapshot

from trueline.drift.access.iam import compare

if TYPE_CHECKING:
    from collections.abc import Iterator

_VALUES = re.compile(
    r'"[^"\n]*"(?=[\s,\]\}])|(?<== )\[[^\]\n]*\]|(?<== )[a-z_]+\.[a-z_.]+|(?<== )jsonencode\((?:[^()]|\n)*\)'
)
_PROPERTIES = re.compile(r'(?<=: )(?:"[^"\n]*"|\[.*\]|\{.*\}|!Ref \w+|!Sub ".*"|\w[\w:.]*)')


def _blanked(text: str, values: re.Pattern[str], unknown: str, label: str) -> Iterator[str]:
    """Yield a text with each of its values unknown but for those on lines that say what something is."""
    for match in values.finditer(text):
        line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        if not re.match(label, line):
            yield text[: match.start()] + unknown + text[match.end() :]


@pytest.mark.parametrize(
    ("name", "texts", "root"),
    [
        pytest.param(
            "main.tf",
            [f'{one}variable "u" {{}}\n' for one in _blanked(TERRAFORM, _VALUES, "var.u", "data |resource ")],
            account(),
            id="terraform",
        ),
        pytest.param(
            "stack.yaml",
            [
                f"Parameters: {{U: {{Type: String}}}}\n{one}"
                for one in _blanked(STACK, _PROPERTIES, "!Ref U", r" +Type:")
            ],
            stack(),
            id="cloudformation",
        ),
    ],
)
def test_what_is_not_known_is_never_an_alarm(name: str, texts: list[str], root: Any) -> None:
    found = [one for text in texts for one in compare(snapshot("iam", root), declared({name: text})).drifts]

    assert len(texts) >= 10
    assert shown([one for one in found if one.kind != "snapshot/unchecked"]) == []
    assert found
