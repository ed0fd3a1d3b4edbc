"""Names of variables whose values are secret, whoever reads them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from trueline.values.unknown import MarkedText, references_of

_SECRET_NAME = re.compile(
    r"(?:^|[_.-])(?:PASSWORD|PASSWD|PASSPHRASE|PWD_SECRET|SECRET|SECRET_?KEY|SECRET_?ACCESS_?KEY|SECRET_KEY_BASE|API_?KEY|"
    r"PRIVATE_KEY|ENCRYPTION_KEY|AUTH_?TOKEN|ACCESS_?TOKEN|API_?TOKEN|(?:GITHUB|GITLAB|NPM|PYPI|GH|SLACK|VAULT)_TOKEN|"
    r"ROOT_?PASS|CREDENTIALS)$",
    re.IGNORECASE,
)

_HUMP: Final = re.compile("(?<=[a-z0-9])(?=[A-Z])")
_VALUE: Final = ("value", "Value")
_NAME: Final = ("name", "Name")
_PLAIN_WORD = re.compile(r"[a-z]{0,12}")


def is_secret_name(name: str) -> bool:
    """Tell whether what is called so is secret: ``DB_PASSWORD``, ``apiKey``."""
    return _SECRET_NAME.search(name) is not None


@lru_cache(maxsize=4096)
def may_be_secret(name: str) -> bool:
    """Tell whether what is called so may be secret, also where words are told apart by capitals: ``UserPassword``."""
    return is_secret_name(name) or is_secret_name(_HUMP.sub("_", name))


def is_hidden(members: object, key: object) -> bool:
    """Tell whether a member of a map may be secret: by its key, or as the ``value`` beside such a ``name``."""
    if not isinstance(key, str) or not isinstance(members, dict):
        return False
    names = [members.get(name) for name in _NAME] if key in _VALUE else []
    return may_be_secret(key) or any(isinstance(name, str) and may_be_secret(name) for name in names)


def sealed_by_name(name: str, value: object) -> object:
    """Return ``value``, marked as what must not be printed where its name says that it is a secret.

    A plain word such as ``postgres`` is not: what is marked is hidden wherever it stands, in names of images as well.
    """
    if isinstance(value, str) and is_secret_name(name) and not _PLAIN_WORD.fullmatch(value):
        return MarkedText(value, references_of(value), sensitive=True)
    return value
