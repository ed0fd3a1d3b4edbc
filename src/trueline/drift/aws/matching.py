"""Which thing that is there a declared one is, or why that cannot be told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from trueline.drift.aws.identity import NATURAL, PARENTS, SCOPES
from trueline.drift.aws.values import is_same

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from trueline.drift.aws.live import Account, Live
    from trueline.drift.aws.subject import Subject

Sort: TypeAlias = Literal["found", "absent", "unread", "untold"]


class Match(NamedTuple):
    """What became of looking for one: ``reason`` says why it is not known; ``untold`` holds for all of its type."""

    sort: Sort
    live: Live | None = None
    reason: str = ""


def match(subject: Subject, account: Account) -> Match:
    """Return which thing a declared one is."""
    names = [name for name in _names(subject, account) if name]
    if not names:
        return Match("untold", reason=_nameless(subject.type))
    region = _region(subject)
    for name in names:
        found = [live for live in account.find(subject.type, name) if _is_there(live, region)]
        if subject.state is None:
            found = [live for live in found if _is_in_scope(subject, live)]
        if len(found) == 1:
            return Match("found", found[0])
        if found:
            return Match("unread", reason=f"{len(found)} in the snapshot are called {name}")
    return _not_found(subject.type, names, account, region)


def _not_found(kind: str, names: Sequence[str], account: Account, region: str = "") -> Match:
    for name in names:
        reason = account.unread.get((kind, name))
        if reason is not None:
            general = reason == "nothing reads this type yet"
            return Match("untold" if general else "unread", reason=reason or "it could not be read")
    if any((kind, name) in account.absent for name in names) or account.lists(kind, region):
        return Match("absent")
    return Match("untold", reason="the snapshot does not tell of it")


def _names(subject: Subject, account: Account) -> Iterator[str]:
    """Yield what a declared thing is known by; of one that is gone another one may have the name by now."""
    if subject.state is not None:
        is_gone = (subject.type, subject.text("id")) in account.absent
        for name in ("id", "arn", "" if is_gone else NATURAL.get(subject.type, "")):
            value = subject.kept.get(name)
            if isinstance(value, str):
                yield value
    elif subject.type in NATURAL:
        yield subject.text(NATURAL[subject.type])


def _nameless(kind: str) -> str:
    if kind in NATURAL:
        return f"its {NATURAL[kind]} is not known without a state (--tfstate ROOT=FILE)"
    return "it has no name of its own by which it could be found without a state (--tfstate ROOT=FILE)"


def _region(subject: Subject) -> str:
    if subject.state is not None:
        parts = subject.text("arn").split(":")
        return parts[3] if len(parts) > 5 else ""
    found = subject.resource.provided("region") if subject.resource is not None else None
    return str(found) if isinstance(found, str) else ""


def _is_there(live: Live, region: str) -> bool:
    return not region or live.region in ("", "global", region) or live.type == "aws_s3_bucket"


def _is_in_scope(subject: Subject, live: Live) -> bool:
    return all(
        not subject.text(name) or is_same(subject.text(name), live.attributes.get(name)) or _ends(subject, live, name)
        for name in SCOPES.get(subject.type, ())
    )


def _ends(subject: Subject, live: Live, name: str) -> bool:
    return str(live.attributes.get(name, "")).endswith(f"/{subject.text(name)}")


class Belonging(NamedTuple):
    """What a part belongs to: things that are there, and what of it is not; ``reason`` where that is not known."""

    lives: tuple[Live, ...] = ()
    absent: bool = False
    reason: str = ""
    is_general: bool = False


def belonging(subject: Subject, account: Account, found: Mapping[tuple[str, str, str], Match]) -> Belonging:
    """Return what a part belongs to; ``found`` are the matches by unit, environment and address."""
    lives: list[Live] = []
    last = Belonging(reason="what it belongs to is not known without a state (--tfstate ROOT=FILE)", is_general=True)
    for kind, name, by in _parents(subject):
        one = _by_name(kind, name, account) if name else _by_reference(subject, by, found)
        lives += one.lives
        last = one if not one.lives else last
    return Belonging(tuple(lives)) if lives else last


def _by_name(kind: str, name: str, account: Account) -> Belonging:
    plain = name.rpartition(":")[2] if name.startswith("arn:") else name
    for spelled in (name, plain):
        there = account.find(kind, spelled)
        if there:
            return Belonging(tuple(there[:1]))
    one = _not_found(kind, (name, plain), account)
    if one.sort == "absent":
        return Belonging(absent=True)
    return Belonging(reason=one.reason, is_general=one.sort == "untold")


def _by_reference(subject: Subject, by: str, found: Mapping[tuple[str, str, str], Match]) -> Belonging:
    addresses = subject.resource.refer(by).addresses if subject.resource is not None else ()
    for address in sorted(addresses):
        one = found.get((subject.unit, subject.environment, address))
        if one is None:
            continue
        if one.live is not None:
            return Belonging((one.live,))
        if one.sort == "absent":
            return Belonging(absent=True)
        return Belonging(reason=one.reason, is_general=one.sort == "untold")
    return Belonging(reason="what it belongs to is not known without a state (--tfstate ROOT=FILE)", is_general=True)


def _parents(subject: Subject) -> Iterator[tuple[str, str, str]]:
    """Yield the type of each thing that a part belongs to, its name where that is known, and the attribute."""
    if subject.type == "aws_iam_policy_attachment":
        for word in ("role", "user", "group"):
            yield from ((f"aws_iam_{word}", name, f"{word}s") for name in _list(subject, f"{word}s"))
    elif subject.type == "aws_iam_group_membership":
        yield from (("aws_iam_user", name, "users") for name in _list(subject, "users"))
    elif subject.type in PARENTS:
        parent = PARENTS[subject.type]
        yield parent.type, subject.text(parent.by), parent.by


def _list(subject: Subject, name: str) -> Iterator[str]:
    value = subject.value(name)
    for one in value if isinstance(value, list) else ():
        if isinstance(one, str):
            yield str(one)
