"""The parts of a thing, however they are declared: one that is there and nowhere declared, and the other way round."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from trueline.dialects.terraform.functions.marks import has_unknown
from trueline.drift.aws.facts import noted
from trueline.drift.aws.families import FAMILIES
from trueline.drift.aws.powers import power_of
from trueline.drift.aws.values import differences, is_nothing
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from trueline.drift.aws.facts import Facts
    from trueline.drift.aws.families import Family
    from trueline.drift.aws.live import Account, Live
    from trueline.drift.aws.subject import Subject
    from trueline.drift.elements import Element, Elements
    from trueline.model.drift import Drift
    from trueline.model.location import Path

_GRAVE: Final = frozenset({"access", "exposure"})
"""What such parts touch that are named each where only what is not known may declare them."""


class Claim(NamedTuple):
    """One declared part. ``kept`` are its attributes in the state; ``is_code_only`` where the state has it not yet."""

    element: Element
    subject: Subject
    kept: Mapping[str, Any] | None = None
    is_code_only: bool = False


def claims_of_part(family: Family, subject: Subject, live: Live) -> Iterator[Claim]:
    """Yield what a resource of its own declares of a thing."""
    make = family.parts[subject.type]
    code = list(make(subject.code, live)) if subject.resource is not None else []
    if subject.state is None:
        yield from (Claim(element, subject) for element in code)
        return
    kept = list(make(subject.kept, live))
    spare = list(code)
    for element in kept:
        twin = _twin(element, code)
        if twin is not None and twin in spare:
            spare.remove(twin)
        said, path = _joined(element, twin)
        yield Claim(element._replace(attributes=said, path=path), subject, element.attributes)
    yield from (Claim(element, subject, is_code_only=True) for element in spare)


def claims_inside(family: Family, subject: Subject, live: Live) -> Iterator[Claim]:
    """Yield what a thing declares of itself: by its code, and by its state where that is of such code."""
    for name, make in family.inline.items():
        value = subject.code.get(name)
        code = list(make(value, live)) if value is not None else []
        if subject.state is None or (subject.resource is not None and value is None):
            yield from (Claim(element, subject) for element in code)
            continue
        spare = list(code)
        for element in make(subject.kept[name], live) if subject.kept.get(name) else ():
            twin = _twin(element, code)
            if twin is not None and twin in spare:
                spare.remove(twin)
            said, path = _joined(element, twin)
            path = path if twin is not None or subject.resource is None else ()
            yield Claim(element._replace(attributes=said, path=path), subject, element.attributes)
        yield from (Claim(element, subject, is_code_only=True) for element in spare)


def _twin(element: Element, code: Sequence[Element]) -> Element | None:
    """Return the part that the code declares and that is this one in the state."""
    same = next((one for one in code if one.key == element.key), None)
    return same or next((one for one in code if one.is_open and one.may_be(element)), None)


def _joined(element: Element, twin: Element | None) -> tuple[Mapping[str, Any], Path]:
    """Return the attributes of a part as the code has them where that is known, else as the state has them."""
    if twin is None:
        return element.attributes, ()
    said = {
        name: value
        if twin.attributes.get(name) is None or has_unknown(twin.attributes[name])
        else twin.attributes[name]
        for name, value in element.attributes.items()
    }
    return said, twin.path


def compare_parts(  # noqa: PLR0913  # what is compared, and with what
    facts: Facts,
    account: Account,
    live: Live,
    owner: Subject | None,
    parts: Mapping[int, list[Claim]],
    loose: Mapping[int, Elements],
    *,
    is_managed: Callable[[str], bool],
) -> Iterator[Drift]:
    """Compare all parts of one thing. ``owner`` is who declares it, ``parts`` what stands alone, by family."""
    for place, family in enumerate(FAMILIES):
        if family.parent != live.type:
            continue
        claims = list(parts.get(place, ()))
        if owner is not None and (owner.resource is not None or not claims):
            claims += claims_inside(family, owner, live)
        reason = _unread(account, family, live)
        if reason:
            yield from _unchecked(facts, claims, owner, f"{family.name}: {reason}")
            continue
        there = list(family.live(account, live))
        left, matched = _match(claims, there)
        for claim, element in matched:
            yield from _changed(facts, claim, (element, family), live)
        for claim in left:
            if not (claim.is_code_only or family.is_inert(claim.element)):
                yield facts.gone(claim.subject, claim.element, live, noted(ignored=_is_ignored(claim, family)))
        if owner is None or (family.is_quiet and not any(map(is_managed, family.parts))):
            continue
        yield from _added(facts, account, live, owner, (family, claims, there, matched, loose.get(place)))


def _added(
    facts: Facts, account: Account, live: Live, owner: Subject,
    found: tuple[Family, Sequence[Claim], Sequence[Element], Sequence[tuple[Claim, Element]], Elements | None],
) -> Iterator[Drift]:  # fmt: skip
    """Yield what is there of a family and not declared; ``found`` is that, its claims, what is there, and the loose."""
    family, claims, there, matched, loose = found
    taken = {id(element): claim.subject.address if claim.element.is_open else "" for claim, element in matched}
    sorts = {claim.element.key[:1] for claim in claims}
    for element in there:
        is_told = taken.get(id(element)) == "" or family.is_standard(element) or _is_nothing(family, element)
        if is_told or (element.key[:1] not in sorts and family.is_given(element, owner)):
            continue
        by = taken.get(id(element)) or (loose.may_hold(element) if loose is not None else "")
        power = power_of(element, account)
        if not by:
            yield facts.added(owner, element, live, power, noted(ignored=_is_left(owner, family, element)))
        elif power.is_public or not _GRAVE.isdisjoint(element.touches):
            yield facts.doubted(owner, element, live, power, by)


def _unread(account: Account, family: Family, live: Live) -> str:
    """Return why the parts of a family were not read, empty where they were."""
    return next((account.unread[part, live.id] for part in family.parts if (part, live.id) in account.unread), "")


def _unchecked(facts: Facts, claims: Sequence[Claim], owner: Subject | None, reason: str) -> Iterator[Drift]:
    found = {claim.subject.address: claim.subject for claim in claims}
    for subject in list(found.values()) or ([owner] if owner is not None else []):
        yield facts.unchecked(subject, reason)


def _is_nothing(family: Family, element: Element) -> bool:
    return bool(element.attributes) and all(map(is_nothing, element.attributes.values())) and family.is_inert(element)


def _is_left(owner: Subject, family: Family, element: Element) -> bool:
    """Tell whether what is declared nowhere is in an attribute that is left as it is."""
    names = [name for name in family.inline if name in element.path[:1]] or list(family.inline)
    return any(map(owner.ignores, names))


def _is_ignored(claim: Claim, family: Family) -> bool:
    names = set(family.inline) | set(claim.element.attributes)
    return any(claim.subject.ignores(name) for name in names)


def _match(claims: Sequence[Claim], there: Sequence[Element]) -> tuple[list[Claim], list[tuple[Claim, Element]]]:
    """Return the claims that nothing there answers, and those that something does, each thing once."""
    by_key: dict[Any, Element] = {element.key: element for element in there if not element.is_open}
    left: list[Claim] = []
    matched: list[tuple[Claim, Element]] = []
    wide: list[Claim] = []
    for claim in claims:
        if claim.element.is_open:
            wide.append(claim)
        elif claim.element.key in by_key:
            matched.append((claim, by_key[claim.element.key]))
        else:
            left.append(claim)
    taken = {element.key for _, element in matched}
    spare = [element for element in there if element.key not in taken]
    for claim in wide:
        matched += [(claim, element) for element in spare if claim.element.may_be(element)]
    return left, matched


def _changed(facts: Facts, claim: Claim, there: tuple[Element, Family], live: Live) -> Iterator[Drift]:
    """Yield what is another of a part; ``there`` is what it is there, and what both are parts of."""
    element, family = there
    if claim.element.is_open:
        return
    is_whole = any(map(claim.subject.ignores, family.inline))
    for name, declared in claim.element.attributes.items():
        if declared is None or (isinstance(declared, Unknown) and not hasattr(declared, "value")):
            continue
        is_ignored = is_whole or claim.subject.ignores(name)
        actual = element.attributes.get(name)
        inside = claim.element.path
        path: Path = (*inside, name) if inside[-1:] != (name,) else inside
        kept = claim.kept.get(name) if claim.kept is not None else None
        for found in differences(declared, actual, (name,)):
            has_it = claim.kept is not None and not any(differences(kept, actual, (name,)))
            moved = found._replace(path=(*path, *found.path[1:]))
            yield facts.changed(claim.subject, moved, live, noted(unapplied=has_it, ignored=is_ignored))


def family_of(kind: str, parents: Iterable[str]) -> Iterator[tuple[int, Family]]:
    """Yield the families that a type of parts is of, beneath one of some parents."""
    wanted = set(parents)
    for place, family in enumerate(FAMILIES):
        if kind in family.parts and family.parent in wanted:
            yield place, family
