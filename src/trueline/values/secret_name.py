"""Names of variables whose values are secret, whoever reads them."""

from __future__ import annotations

import re

from trueline.values.unknown import MarkedText, references_of

_SECRET_NAME = re.compile(
    r"(?:^|[_.-])(?:PASSWORD|PASSWD|PASSPHRASE|PWD_SECRET|SECRET|SECRET_?KEY|SECRET_?ACCESS_?KEY|SECRET_KEY_BASE|API_?KEY|"
    r"PRIVATE_KEY|ENCRYPTION_KEY|AUTH_?TOKEN|ACCESS_?TOKEN|API_?TOKEN|(?:GITHUB|GITLAB|NPM|PYPI|GH|SLACK|VAULT)_TOKEN|"
    r"ROOT_?PASS|CREDENTIALS)$",
    re.IGNORECASE,
)

_PLAIN_WORD = re.compile(r"[a-z]{0,12}")


def is_secret_name(name: str) -> bool:
    """Tell whether what is called so is secret: ``DB_PASSWORD``, ``apiKey``."""
    return _SECRET_NAME.search(name) is not None


def sealed_by_name(name: str, value: object) -> object:
    """Return ``value``, marked as what must not be printed where its name says that it is a secret.

    A plain word such as ``postgres`` is not: what is marked is hidden wherever it stands, in names of images as well.
    """
    if isinstance(value, str) and is_secret_name(name) and not _PLAIN_WORD.fullmatch(value):
        return MarkedText(value, references_of(value), sensitive=True)
    return value
