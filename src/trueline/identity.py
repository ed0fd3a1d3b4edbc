"""What a finding is known by, and what it says: the same from run to run, and nothing secret in either."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from trueline.policies.template import mask, secrets_of
from trueline.values.canonical import spell
from trueline.values.secret_name import is_hidden
from trueline.values.unknown import find, is_sensitive, is_unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from trueline.model.location import Path
    from trueline.model.resource import Resource
    from trueline.model.rule import Answer

MERGE_KEYS = ("name", "id", "key", "sid", "address", "host", "path")
DIGITS = 32


def identify(rule_id: str, resource: Resource, answer: Answer) -> str:
    """Return what stays the same while the finding does: rule, subject, element and the offending value, as a digest.

    Neither a line nor a path is part of it; of a sensitive value only the type is.
    """
    parts = [rule_id, resource.kind, resource.address, resource.environment]
    value, hides = resource.value, False
    for step in answer.path:
        hides = hides or is_hidden(value, step)
        value = find(value, (step,))
        parts.append(f"key={step}" if isinstance(step, str) else _member(value, step, hides=hides))
    parts.append(_discriminator(value, hides=hides) if answer.identity is None else f"identity={answer.identity}")
    return _digest(parts)


def fingerprint(identity: str, *distinct: str) -> str:
    """Return ``TL-`` and 32 hexadecimal digits of an identity, told apart by ``distinct`` where that is needed."""
    digest = _digest((identity, *distinct)) if distinct else identity
    return f"TL-{digest[:DIGITS]}"


def context(message: str, values: Iterable[object], secrets: Sequence[str] = (), *, by_type: bool = False) -> str:
    """Return 32 hexadecimal digits of what a finding says: its message, and the values that it is about.

    Where ``secrets`` are known to be among the values, or they are to count ``by_type``, only the types of what is in
    them do.
    """
    return _digest((mask(message, secrets), *(spell(value, secrets, by_type=by_type) for value in values)))[:DIGITS]


def is_secret(value: object, path: Path) -> bool:
    """Tell whether what stands at ``path`` of ``value`` is called like a secret, or is in something that is."""
    return any(is_hidden(find(value, path[:depth]), step) for depth, step in enumerate(path))


def _digest(parts: Iterable[str]) -> str:
    """Return the SHA-256 of a sequence of texts; each has its length before it, so that no two sequences read alike."""
    text = "".join([f"{len(part)}:{part}" for part in parts])
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _discriminator(value: object, *, hides: bool) -> str:
    if value is None or isinstance(value, dict | list):
        return ""
    if hides or is_sensitive(value) or is_unknown(value) or not isinstance(value, str | int | float):
        return f"type={type(value).__name__}"
    return f"value={value}"


def _member(member: object, index: int, *, hides: bool) -> str:
    """Return what names a member of a list; one without a name is known by what is in it, wherever it stands.

    By its place, another one put before it would take over its fingerprint, and whatever was agreed on that.
    """
    if isinstance(member, dict):
        for key in MERGE_KEYS:
            named = member.get(key)
            if isinstance(named, str | int) and not is_sensitive(named):
                return f"[{key}={named}]"
    if isinstance(member, dict | list):
        return f"[{_digest((spell(member, secrets_of(member), by_type=hides),))}]"
    if isinstance(member, str | int | float) and not (hides or is_sensitive(member)):
        return f"[={member}]"
    return f"[{index}]"
