"""Texts that hold a secret among other words: command lines, addresses of databases, files of settings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from trueline.values.secret_name import may_be_secret

if TYPE_CHECKING:
    from collections.abc import Sequence

# no placeholder is a secret: ``$(DB_PASSWORD)``, ``${TOKEN}``, ``{{ .Values.token }}``
_LOGIN: Final = re.compile(r"://[^\s/?#@:\"']{0,200}:(?![$%<{])[^\s/@\"']{1,500}@")
_NAMED: Final = re.compile(
    r"(?<![\w.:-])(?:--?)?([A-Za-z_][\w.-]{0,99})[\"']?"
    r"(?:[ \t]{0,9}[=:][ \t]{0,9}|[ \t]{1,9}(?!-))(?=[\"']?[^$%<{\s\"'])"
)
_MARKS: Final = re.compile(
    r"-----BEGIN [A-Z ]{0,30}PRIVATE KEY|\bBearer [\w.~+/-]{8}|\bBasic [A-Za-z0-9+/]{8}|\bAKIA[0-9A-Z]{16}\b|"
    # as Stripe, GitHub, GitLab, Slack, Google, npm, PyPI, Vault and SendGrid begin theirs, so that they are found
    r"\b(?:[sr]k_(?:live|test)_\w{10}|gh[pousr]_\w{30}|github_pat_\w{20}|glpat-[\w-]{15}|xox[abeprs]-[\w-]{10}|"
    r"AIza[\w-]{35}|npm_\w{30}|pypi-AgE[\w-]{20}|hv[sb]\.[\w-]{20}|SG\.[\w-]{16,32}\.[\w-]{16})"
)
# of variables and flags alone: what is hidden costs less there than what is shown
_ALSO: Final = re.compile(r"(?:PASSWORD|PASSWD|_PASS|_PWD|TOKEN|SECRET)$|^(?:(?i:token)|pass|pwd)$")


def names_secret(name: str) -> bool:
    """Tell whether a variable or flag of this name holds a secret: ``PGPASSWORD``, ``--token``."""
    plain = name.lstrip("-").replace("-", "_")
    return may_be_secret(plain) or _ALSO.search(plain) is not None


def holds_secret(text: str) -> bool:
    """Tell whether a text surely holds a secret: ``--password=x``, ``postgres://user:x@host``, a private key."""
    if _LOGIN.search(text) or _MARKS.search(text):
        return True
    return any(_names_it(found) for found in _NAMED.finditer(text))


def asks_for_secret(text: object) -> bool:
    """Tell whether a word of a command line says that the next one is a secret: ``--password``."""
    return isinstance(text, str) and text.startswith("-") and names_secret(text)


def _names_it(found: re.Match[str]) -> bool:
    """Tell whether a name that a value follows is a secret's; between blanks alone only a flag names what follows."""
    between = found.string[found.end(1) : found.end()]
    if not ("=" in between or ":" in between) and found.string[found.start() : found.start(1)] == "":
        return False
    return names_secret(found[1])


def secret_places(words: Sequence[object]) -> frozenset[int]:
    """Return which elements of a command line the one before says to be secret."""
    return frozenset(place + 1 for place, word in enumerate(words) if asks_for_secret(word))
