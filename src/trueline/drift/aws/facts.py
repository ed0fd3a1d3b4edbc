"""Differences as facts: where they are declared, what they touch, in words, and with nothing that is secret."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from trueline.drift.aws.families import PARTS
from trueline.drift.aws.values import is_nothing
from trueline.drift.hidden import has_secret, hidden, is_secret_place, shielded
from trueline.drift.secret_attributes import is_secret_attribute
from trueline.drift.stateful import held_by
from trueline.drift.touches import touches
from trueline.drift.wording import differ, plain, short, show
from trueline.model.drift import Drift
from trueline.model.location import format_path
from trueline.values.unknown import find

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.drift.aws.live import Live
    from trueline.drift.aws.powers import Power
    from trueline.drift.aws.subject import Subject
    from trueline.drift.aws.values import Difference
    from trueline.drift.elements import Element
    from trueline.model.drift import Snapshot
    from trueline.model.location import Path

_SEALED: Final = frozenset({"environment", "secrets"})
"""Attributes that may hold secrets of whatever name."""

_SEVERAL: Final = frozenset({"aws_iam_user_group_membership", "aws_security_group_rule"})
"""Types of which one declares several parts of one thing."""

_SHARED: Final = frozenset({"aws_iam_group_membership", "aws_iam_policy_attachment"})
"""Types of which one declares the same part of several things."""

_UNVEILED: Final = frozenset({"widened", "escalates", "everybody"})
"""What is said of a policy that is beside one with something secret in it."""

_LONGEST: Final = 500


class Facts:
    """Makes the facts that one snapshot gives."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def changed(self, subject: Subject, found: Difference, live: Live, details: Mapping[str, Any] = {}) -> Drift:
        """Return that an attribute is another."""
        said: dict[str, Any] = {**details, "touches": _touches(subject.type, found)}
        if found.policy is not None:
            said["widened"] = found.policy.widens
        is_secret = _is_secret(subject, found.path, found.declared)
        declared, actual = (_shown(value, whole=is_secret) for value in (found.declared, found.actual))
        text = format_path(found.path)
        if found.policy is not None and not is_secret:
            message = f"{text} is not what is declared: {found.policy}"
        else:
            message = differ(text, declared, None if actual == "" else actual, "declared")
        if said.get("unapplied"):
            message += "; the state has that, too: the code was not applied"
        return self._drift("aws/changed", subject, found.path, message, said)._replace(
            declared=declared, actual=actual, related=self._related(subject, found.path, live.path)
        )

    def added(
        self, subject: Subject, element: Element, live: Live, power: Power, details: Mapping[str, Any] = {}
    ) -> Drift:
        """Return that one holds what is declared nowhere: at the block of what holds it."""
        said = {**_told(subject, element, power), **details}
        does = f"{power.text}, and is" if power.text and not has_secret(subject.code) else "is there,"
        message = f"{element.text} {does} declared nowhere"
        path: Path = element.path if element.path[:1] == ("resources",) else (*live.path, "attributes", *element.path)
        drift = self._drift("aws/added", subject, (), message, said)
        there = self._snapshot.document.locate(path)._replace(message="here it is in the snapshot")
        return drift._replace(
            path=_line(element.label), actual=_element(None, element), related=(*drift.related, there)
        )

    def doubted(self, subject: Subject, element: Element, live: Live, power: Power, by: str) -> Drift:
        """Return that it is not known whether what one holds is declared: ``by`` what may do so."""
        found = self.added(subject, element, live, power)
        what = element.text if has_secret(subject.code) or not power.text else f"{element.text} {power.text}"
        reason = f"{what}: may be {by}"
        return found._replace(
            kind="snapshot/unchecked", message=_line(f"it could not be told whether this drifted: {reason}"),
            details={**found.details, "reason": _line(reason)},
        )  # fmt: skip

    def gone(self, subject: Subject, element: Element, live: Live, details: Mapping[str, Any] = {}) -> Drift:
        """Return that a part is not there that is declared."""
        said = {**element.facts, **details, "touches": list(element.touches), "part": _line(element.text)}
        drift = self._drift("aws/missing", subject, element.path, f"{element.text} is not there", said)
        there = self._snapshot.document.locate(live.path)._replace(message="what should have it, in the snapshot")
        path = _part_of(subject, element, live)
        return drift._replace(path=path, declared=_element(subject, element), related=(*drift.related, there))

    def missing(self, subject: Subject) -> Drift:
        """Return that a declared thing is not there."""
        said: dict[str, Any] = {"touches": touches(subject.type, ())}
        if held := held_by(subject.type):
            said |= {"stateful": True, "holds": held}
        return self._drift("aws/missing", subject, (), f"{subject.type} {_called(subject)} is not there", said)

    def unchecked(self, subject: Subject, reason: str, path: Path = (), **details: Any) -> Drift:
        """Return that it could not be told whether one drifted."""
        message = f"it could not be told whether this drifted: {reason}"
        return self._drift("snapshot/unchecked", subject, path, message, {"reason": _line(reason), **details})

    def undeclared(self, live: Live) -> Drift:
        """Return that a thing is there that is declared nowhere: where it stands in the snapshot."""
        name = live.id or live.arn
        return Drift(
            "aws/undeclared", live.arn or name, self._snapshot.document.locate(live.path), f"terraform/{live.type}",
            message=_line(f"{live.type} {show(name)} is there, declared nowhere"),
            actual=name,
            snapshot=self._snapshot.path,
            details={"touches": touches(live.type, ()), "region": live.region},
        )  # fmt: skip

    def unlisted(self, kind: str, reason: str) -> Drift:
        """Return that it could not be told whether there is more of a type."""
        return Drift(
            "snapshot/unchecked", kind, self._snapshot.document.locate(("listed",)), f"terraform/{kind}",
            message=_line(f"it could not be told whether there is a {kind} that is not declared: {reason}"),
            snapshot=self._snapshot.path,
            details={"reason": _line(reason)},
        )  # fmt: skip

    def _drift(self, kind: str, subject: Subject, path: Path, message: str, details: Mapping[str, Any]) -> Drift:
        location, related = subject.locate(path)
        return Drift(
            kind, subject.address, location, subject.spelled, format_path(path), _line(message),
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


def noted(**notes: bool) -> dict[str, bool]:
    """Return the details that hold, of those that are absent where they do not."""
    return {name: True for name, holds in notes.items() if holds}


def _called(subject: Subject) -> str:
    return show(subject.text("name") or subject.text("bucket") or subject.text("id") or subject.address)


def _touches(kind: str, found: Difference) -> list[str]:
    touched = touches(kind, found.path)
    if found.policy is not None and found.policy.is_public:
        touched.append("exposure")
    return list(dict.fromkeys(touched))


def _is_secret(subject: Subject, path: Path, declared: Any) -> bool:
    if is_secret_place(path) or is_secret_attribute(subject.type, path) or any(step in _SEALED for step in path):
        return True
    if has_secret(declared) or has_secret(find(subject.code, path)):
        return True
    return subject.state is not None and subject.state.is_secret(path)


def _told(subject: Subject, element: Element, power: Power) -> dict[str, Any]:
    """Return what rules may read of a part that is there: what it is, what it touches, and what it allows."""
    touched = dict.fromkeys((*element.touches, *(("exposure",) if power.is_public else ())))
    is_veiled = has_secret(subject.code)
    more = {name: value for name, value in power.details.items() if not is_veiled or name in _UNVEILED}
    return {**element.facts, **more, "touches": list(touched), "part": _line(element.text)}


def _part_of(subject: Subject, element: Element, live: Live) -> str:
    """Return the path of a declared part: empty for what is a resource of its own, and that alone."""
    if subject.type in _SHARED:
        name = live.attributes.get("name")
        return _line(f"{live.type.removeprefix('aws_iam_')}s[{name if isinstance(name, str) else live.id}]")
    return "" if subject.type in PARTS and subject.type not in _SEVERAL else _line(element.label)


def _element(subject: Subject | None, element: Element) -> Any:
    """Return an element as plain data; ``subject`` is what declares it, None where it is there alone."""
    said = {
        name: _shown(value, whole=subject is not None and _is_secret(subject, (name,), value))
        for name, value in element.attributes.items()
        if not is_nothing(value)
    }
    return dict(element.facts) or said or element.text


def _shown(value: Any, *, whole: bool) -> Any:
    """Return a value as plain data, with what must not be shown of it marked: all of it, or what its names tell."""
    return hidden(plain(value)) if whole else shielded(_sealed(plain(value)))


def _sealed(value: Any) -> Any:
    """Return a value with what may hold secrets of whatever name marked in it."""
    if isinstance(value, dict):
        return {name: hidden(part) if name in _SEALED else _sealed(part) for name, part in value.items()}
    return [_sealed(part) for part in value] if isinstance(value, list) else value


def _line(text: str) -> str:
    return short(text, _LONGEST)
