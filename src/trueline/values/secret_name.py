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


def is_secret_name(name: str) -> bool:
    """Tell whether what is called so is secret: ``DB_PASSWORD``, ``apiKey``."""
    return _SECRET_NAME.search(name) is not None


def sealed_by_name(name: str, value: object) -> object:
    """Return ``value``, marked as what must not be printed where its name says that it is a secret."""
    if isinstance(value, str) and value and is_secret_name(name):
        return MarkedText(value, references_of(value), sensitive=True)
    return value
