from __future__ import annotations

import pytest

from trueline.policies.cel.secrets import holds_secret
from trueline.values.unknown import MarkedText, SecretInt, is_sensitive, leaves

IT = {"password": MarkedText("Hunter2", sensitive=True), "pin": SecretInt(1234), "user": MarkedText("me", ["a.b"])}


@pytest.mark.parametrize(
    "text",
    [
        "it.password",
        "it.password.lowerAscii()",
        "it.password.substring(0, 3)",
        "it.password.split('n')",
        "it.pin + 1",
        "string(it.pin)",
        "size(it.password)",
        "('x' + it.password).upperAscii()",
        "[it.password].join('')",
        "base64.encode(bytes(it.password))",
        "'%s'.format([it.password])",
        "cel.bind(p, it.password, p)",
        "[it.password].map(p, p)",
        "it.?password.orValue('')",
        "it.password.split('').first().value()",
    ],
)
def test_stays_secret(evaluate, text) -> None:
    assert any(is_sensitive(leaf) for leaf in leaves(evaluate(text, IT)))


def test_joined_text_can_be_masked_in_part(evaluate) -> None:
    value = evaluate("'x' + it.password", IT)

    assert value == "xHunter2"
    assert holds_secret([value])
    assert not is_sensitive(value)


@pytest.mark.parametrize(
    "text", ["it.user.upperAscii()", "it.password == 'x'", "it.password.startsWith('H')", "'a' + 'b'"]
)
def test_is_no_secret(evaluate, text) -> None:
    assert not holds_secret([evaluate(text, IT)])
