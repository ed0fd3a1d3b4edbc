"""Differences as facts: where they are declared, what they touch, in words, and with nothing that is secret."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from trueline.drift.aws.types import OF_TYPE, STATEFUL, TOUCHES
from trueline.drift.aws.values import is_nothing
from trueline.drift.hidden import hidden
from trueline.model.drift import Drift
from trueline.model.location import format_path
from trueline.values.partial import PartialJson
from trueline.values.partial_list import PartialList
from trueline.values.partial_text import PartialText
from trueline.values.secret_name import may_be_secret
from trueline.values.unknown import Unknown, is_sensitive, leaves

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.drift.aws.elements import Element
    from trueline.drift.aws.live import Live
    from trueline.drift.aws.subject import Subject
    from trueline.drift.aws.values import Difference
    from trueline.model.drift import Snapshot
    from trueline.model.location import Path

_LONG: Final = 80
_SEALED: Final = frozenset({"user_data", "environment", "secrets"})
"""Attributes that may hold secrets of whatever name."""

_LONGEST: Final = 500


class Facts:
    """Makes the facts that one snapshot gives."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def changed(self, subject: Subject, found: Difference, live: Live, details: Mapping[str, Any] = {}) -> Drift:
        """Return that an attribute is another."""
        declared, actual = settled(found.declared), found.actual
        is_secret = _is_secret(subject, found.path, found.declared)
        said: dict[str, Any] = {**details, "touches": _touches(subject.type, found)}
        if found.policy is not None:
            said["widened"] = found.policy.widens
        text = format_path(found.path)
        if found.policy is not None:
            message = f"{text} is not what is declared: {found.policy}"
        elif is_secret:
            message = f"{text} is not what is declared"
        elif declared is None:
            message = f"{text} has {show(actual)}, which is not declared"
        elif actual is None or actual == "":
            message = f"{text} is not set, declared {show(declared)}"
        else:
            message = f"{text} is {show(actual)}, declared {show(declared)}"
        if said.get("unapplied"):
            message += "; the state has that, too: the code was not applied"
        if is_secret:
            declared, actual = hidden(declared), hidden(actual)
        return self._drift("aws/changed", subject, found.path, message, said)._replace(
            declared=declared, actual=actual, related=self._related(subject, found.path, live.path)
        )

    def added(self, subject: Subject, element: Element, live: Live) -> Drift:
        """Return that one holds what is declared nowhere: at the block of what holds it."""
        said = {**element.facts, "touches": list(element.touches), "part": plain(element.text)}
        message = f"{element.text} is there, declared nowhere"
        path: Path = element.path if element.path[:1] == ("resources",) else (*live.path, "attributes", *element.path)
        drift = self._drift("aws/added", subject, (), message, said)
        place = _path_of(element)
        there = self._snapshot.document.locate(path)._replace(message="here it is in the snapshot")
        return drift._replace(path=place, actual=_plain(element), related=(*drift.related, there))

    def gone(self, subject: Subject, element: Element, live: Live) -> Drift:
        """Return that a part is not there that is declared."""
        said = {**element.facts, "touches": list(element.touches), "part": plain(element.text)}
        drift = self._drift("aws/missing", subject, element.path, f"{element.text} is not there", said)
        there = self._snapshot.document.locate(live.path)._replace(message="what should have it, in the snapshot")
        return drift._replace(declared=_plain(element), related=(*drift.related, there))

    def missing(self, subject: Subject) -> Drift:
        """Return that a declared thing is not there."""
        said: dict[str, Any] = {"touches": list(OF_TYPE.get(subject.type, ()))}
        if subject.type in STATEFUL:
            said["stateful"] = True
        return self._drift("aws/missing", subject, (), f"{subject.type} {_called(subject)} is not there", said)

    def unchecked(self, subject: Subject, reason: str, path: Path = (), **details: Any) -> Drift:
        """Return that it could not be told whether one drifted."""
        message = f"it could not be told whether this drifted: {reason}"
        return self._drift("snapshot/unchecked", subject, path, message, {"reason": plain(reason), **details})

    def undeclared(self, live: Live) -> Drift:
        """Return that a thing is there that is declared nowhere: where it stands in the snapshot."""
        touches = list(OF_TYPE.get(live.type, ()))
        name = live.id or live.arn
        return Drift(
            "aws/undeclared", live.arn or name, self._snapshot.document.locate(live.path), f"terraform/{live.type}",
            message=plain(f"{live.type} {show(name)} is there, declared nowhere"),
            actual=name,
            snapshot=self._snapshot.path,
            details={"touches": touches, "region": live.region},
        )  # fmt: skip

    def unlisted(self, kind: str, reason: str) -> Drift:
        """Return that it could not be told whether there is more of a type."""
        return Drift(
            "snapshot/unchecked", kind, self._snapshot.document.locate(("listed",)), f"terraform/{kind}",
            message=plain(f"it could not be told whether there is a {kind} that is not declared: {reason}"),
            snapshot=self._snapshot.path,
            details={"reason": plain(reason)},
        )  # fmt: skip

    def _drift(self, kind: str, subject: Subject, path: Path, message: str, details: Mapping[str, Any]) -> Drift:
        location, related = subject.locate(path)
        return Drift(
            kind, subject.address, location, subject.spelled, format_path(path), plain(message),
            related=related,
            unit=subject.unit,
            environment=subject.environment,
            snapshot=self._snapshot.path,
            details=details,
        )  # fmt: skip

    def _related(self, subject: Subject, path: Path, live: Path) -> tuple[Any, ...]:
        _, related = subject.locate(path)
        there = self._snapshot.document.locate((*live, "attributes", *path))
        return (*related, there._replace(message="here it is in the snapshot"))


def _called(subject: Subject) -> str:
    return show(subject.text("name") or subject.text("bucket") or subject.text("id") or subject.address)


def _touches(kind: str, found: Difference) -> list[str]:
    names = [step for step in found.path if isinstance(step, str)]
    touched = [touch for name in names for touch in TOUCHES.get(name, ())] or list(OF_TYPE.get(kind, ()))
    if found.policy is not None and found.policy.is_public:
        touched.append("exposure")
    return list(dict.fromkeys(touched))


def _is_secret(subject: Subject, path: Path, declared: Any) -> bool:
    if any(is_sensitive(leaf) for leaf in leaves(declared)):
        return True
    if any(isinstance(step, str) and (step in _SEALED or may_be_secret(step)) for step in path):
        return True
    return subject.state is not None and subject.state.is_secret(path)


def _path_of(element: Element) -> str:
    """Return the attribute that an element stands in, spelled as where it is in the snapshot."""
    return "" if element.path[:1] == ("resources",) else format_path(element.path[:1])


def _plain(element: Element) -> Any:
    """Return an element as plain data."""
    facts = dict(element.facts)
    said = {name: settled(value) for name, value in element.attributes.items() if not is_nothing(value)}
    return facts or said or element.text


def settled(value: Any) -> Any:
    """Return a value as plain data, with words where it is not known."""
    if isinstance(value, PartialText):
        return value.show("(unknown)", "(sensitive)")
    if isinstance(value, PartialJson):
        return settled(value.value)
    if isinstance(value, PartialList):
        return [*map(settled, value.elements), "(unknown)"]
    if isinstance(value, Unknown):
        return "(unknown)"
    if isinstance(value, dict):
        return {name: settled(part) for name, part in value.items()}
    return [settled(part) for part in value] if isinstance(value, list) else value


def show(value: object) -> str:
    """Return a value as people read it in a sentence: short, on one line."""
    if isinstance(value, Unknown):
        return "what is not known"
    if isinstance(value, bool) or value is None:
        return str(value).lower()
    if isinstance(value, list):
        return _short(", ".join(_one(each) for each in value[:6]) + (", …" if len(value) > 6 else "") or "nothing")
    return _short(_one(value))


def _one(value: object) -> str:
    if isinstance(value, dict):
        shown = [f"{name}: {_one(part)}" for name, part in list(value.items())[:8] if not _is_hidden(name, part)]
        return "{" + ", ".join(shown) + "}"
    if isinstance(value, Unknown):
        return "?"
    return "(hidden)" if is_sensitive(value) else str(value)


def _is_hidden(name: object, value: object) -> bool:
    return value in (None, "", [], {}) or (isinstance(name, str) and may_be_secret(name))


def _short(text: str) -> str:
    return plain(text, _LONG)


def plain(text: str, most: int = _LONGEST) -> str:
    """Return a text as one line that can be printed, cut where it is long."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in text[: most * 8]).split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
