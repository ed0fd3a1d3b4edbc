"""Values that cannot be known, and values that carry a mark: what they refer to, that they are secret."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST_REASONS = 8
_NONE: frozenset[str] = frozenset()  # shared: each new one takes 200 bytes, and large plans have millions


class UnknownValueError(Exception):
    """An ``Unknown`` was tested or compared as if it were known; the rule's answer is then *unknown*."""

    def __init__(self, unknown: Unknown) -> None:
        super().__init__("; ".join(unknown.reasons))
        self.unknown = unknown


class Unknown:
    """A value that cannot be known before apply.

    ``reasons`` are chains such as ``var.cidr ← module.net argument ← not set``; ``references`` the addresses of the
    resources whose attribute it is; ``is_scalar`` that it is surely no list and no map. ``origin`` is a digest of the
    expressions that it came through, empty where nobody noted them: two with the same reasons and other origins may be
    two values. Testing or comparing it raises ``UnknownValueError``: look with ``is_unknown``.
    """

    __slots__ = ("is_scalar", "origin", "reasons", "references")

    def __init__(self, reasons: Iterable[str] = (), references: Iterable[str] = (), *, is_scalar: bool = False) -> None:
        self.reasons: tuple[str, ...] = tuple(dict.fromkeys(reasons))[:MOST_REASONS]
        self.references: frozenset[str] = frozenset(references) or _NONE
        self.is_scalar = is_scalar
        self.origin = ""

    def because(self, reason: str) -> Unknown:
        """Return it with ``reason`` put before each of its own: ``reason ← own``."""
        reasons = [f"{reason} ← {own}" for own in self.reasons] or [reason]
        return _from(self, Unknown(reasons, self.references, is_scalar=self.is_scalar))

    def through(self, expression: bytes) -> Unknown:
        """Return it as what an expression makes of it; how that is set out does not matter."""
        found = Unknown(self.reasons, self.references, is_scalar=self.is_scalar)
        text = b"".join(expression.split()) + b"\0" + self.origin.encode()
        found.origin = blake2b(text, digest_size=8).hexdigest()
        return found

    def referring(self, references: Iterable[str]) -> Unknown:
        """Return it with further references."""
        return _from(self, Unknown(self.reasons, self.references.union(references), is_scalar=self.is_scalar))

    def member(self, _step: str | int) -> object:
        """Return what is known of a member of it."""
        return join(self)

    def _refuse(self, *_: object) -> NoReturn:
        raise UnknownValueError(self)

    __bool__ = __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _refuse
    __len__ = __iter__ = __contains__ = __getitem__ = __int__ = __float__ = __str__ = _refuse
    startswith = endswith = _refuse

    def __hash__(self) -> int:  # `value in {"a", "b"}` asks for it, and would answer no
        raise UnknownValueError(self)

    def __repr__(self) -> str:
        return f"Unknown({', '.join(self.reasons)})"


def join(*unknowns: Unknown) -> Unknown:
    """Return one unknown with the reasons and references of all."""
    if len(unknowns) == 1 and type(unknowns[0]) is Unknown and not unknowns[0].is_scalar:  # nothing more to forget
        return unknowns[0]
    found = Unknown(
        (reason for unknown in unknowns for reason in unknown.reasons),
        (reference for unknown in unknowns for reference in unknown.references),
    )
    found.origin = "+".join(unknown.origin for unknown in unknowns if unknown.origin)
    return found


def _from(old: Unknown, new: Unknown) -> Unknown:
    new.origin = old.origin
    return new


def is_unknown(value: object) -> bool:
    """Tell whether this very value is unknown (or a partial one); its members may be all the same."""
    return isinstance(value, Unknown)


class MarkedText(str):
    """A string that remembers what it refers to and whether it is secret; any operation gives a plain ``str``."""

    __slots__ = ("references", "sensitive")
    references: frozenset[str]
    sensitive: bool

    def __new__(cls, text: str, references: Iterable[str] = (), *, sensitive: bool = False) -> MarkedText:
        """Return ``text`` with its marks."""
        self = super().__new__(cls, text)
        self.references = frozenset(references)
        self.sensitive = sensitive
        return self

    def __getnewargs_ex__(self) -> tuple[tuple[str, frozenset[str]], dict[str, bool]]:
        return (str(self), self.references), {"sensitive": self.sensitive}


class SecretInt(int):
    """A number that must not be printed."""


class SecretFloat(float):
    """A number that must not be printed."""


def is_sensitive(value: object) -> bool:
    """Tell whether this very scalar must not be printed."""
    return (type(value) is MarkedText and value.sensitive) or type(value) in (SecretInt, SecretFloat)


def references_of(value: object) -> frozenset[str]:
    """Return the addresses that this very scalar refers to."""
    if isinstance(value, Unknown | MarkedText):
        return value.references
    return frozenset()


def leaves(value: object) -> Iterator[object]:
    """Yield the scalars and unknowns inside ``value``, in order."""
    waiting = [value]
    while waiting:
        current = waiting.pop()
        if isinstance(current, dict):
            waiting.extend(reversed(current.values()))
        elif isinstance(current, list | tuple):
            waiting.extend(reversed(current))
        else:
            yield current


def find(value: object, path: tuple[str | int, ...], default: object = None) -> object:
    """Return the value at ``path``; an ``Unknown`` met on the way answers for all below it; null is absent."""
    current = value
    for step in path:
        if isinstance(current, Unknown):
            current = current.member(step)
            continue
        if not _has(current, step):
            return default
        current = current[step]  # type: ignore[index]  # _has looked
    return default if current is None else current


def _has(value: object, step: str | int) -> bool:
    if isinstance(value, dict):
        return step in value
    return isinstance(value, list) and isinstance(step, int) and -len(value) <= step < len(value)
