"""Rules × facts → what was found, what could not be told, and the proof of evaluation."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trueline.identity import context, identify, is_secret
from trueline.model.level import ENFORCEMENTS
from trueline.model.resource import Links, Resource
from trueline.model.rule import Answer
from trueline.policies.template import secrets_of
from trueline.values.bounds import is_open, worst_of
from trueline.values.partial_list import members
from trueline.values.unknown import Unknown, find, join

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from trueline.model.level import Enforcement
    from trueline.model.location import Location
    from trueline.model.resource import References
    from trueline.model.rule import Context, Rule


class Hit(NamedTuple):
    """A rule failed for a subject. What it means (severity, enforcement, status) is decided after judging.

    ``identity`` is the fingerprint before anything tells two equal subjects of different units apart; ``unit`` the root
    of the unit that has the subject; ``secret`` says that what it points at must not be shown; ``context`` is a digest
    of what it says, which changes with the message and with the value it points at; ``amount`` is the money that a
    finding about costs points at (at the most, or at the least where nothing bounds it above), ``enforcement`` what its
    budget says; ``begins`` are where the subject and the judged element begin, where that was asked for.
    """

    rule_id: str
    kind: str
    subject: str
    message: str
    location: Location
    related: tuple[Location, ...]
    identity: str
    unit: str
    environment: str = ""
    secret: bool = False
    context: str = ""
    amount: float | None = None
    enforcement: Enforcement | None = None
    begins: tuple[Location, ...] = ()


class Doubt(NamedTuple):
    """A rule could not tell of a subject, because of ``reasons``; ``enforcement`` is what its budget says."""

    rule_id: str
    subject: str
    location: Location
    reasons: tuple[str, ...]
    environment: str = ""
    enforcement: Enforcement | None = None


class Fault(NamedTuple):
    """A rule crashed or erred on a subject."""

    rule_id: str
    subject: str
    message: str
    location: Location


class Count(NamedTuple):
    """What one rule answered: facts matched, and judged elements by answer."""

    matched: int = 0
    passed: int = 0
    failed: int = 0
    unknown: int = 0
    errors: int = 0
    not_applicable: int = 0

    def plus(self, other: Sequence[int]) -> Count:
        """Return the sum of both."""
        return Count(*map(int.__add__, self, other))


class Judgement(NamedTuple):
    """What the rules say of some facts."""

    hits: tuple[Hit, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    faults: tuple[Fault, ...] = ()
    counts: Mapping[str, Count] = {}


_COLUMNS = {"pass": 1, "fail": 2, "unknown": 3, "error": 4, "not-applicable": 5}


def judge(
    resources: Sequence[Resource],
    rules_for: Callable[[Resource], Sequence[tuple[Rule, str]]],
    context_for: Callable[[Rule, Resource], Context],
    *,
    with_begins: Callable[[], bool] = lambda: False,
) -> Judgement:
    """Ask every rule that matches a resource, and keep what it answers; a rule that raises is an error of its own.

    ``with_begins`` tells of each hit whether it needs to be known where its subject and its element begin.
    """
    hits: list[Hit] = []
    doubts: list[Doubt] = []
    faults: list[Fault] = []
    counts: dict[str, list[int]] = {}
    for resource in resources:
        for rule, kind in rules_for(resource):
            count = counts.setdefault(rule.id, [0] * 6)
            count[0] += 1
            for answer in _answers(rule, resource, kind, context_for(rule, resource)):
                count[_COLUMNS[answer.outcome]] += 1
                if answer.outcome == "fail":
                    hit = _hit(rule, resource, kind, answer)
                    hits.append(hit._replace(begins=_begins(resource, answer)) if with_begins() else hit)
                elif answer.outcome == "unknown":
                    doubts.append(_doubt(rule, resource, answer))
                elif answer.outcome == "error":
                    place = resource.locate(answer.path).primary
                    faults.append(Fault(rule.id, resource.address, answer.message, place))
    return Judgement(
        tuple(hits), tuple(doubts), tuple(faults), {name: Count(*count) for name, count in sorted(counts.items())}
    )


def _answers(rule: Rule, resource: Resource, kind: str, context: Context) -> Iterable[Answer]:
    answers: list[Answer] = []
    try:
        answers.extend(rule.judge(resource, kind, context))
    except RecursionError:
        answers.append(Answer("error", "the rule nests too deeply"))
    except Exception as error:  # noqa: BLE001  # one rule's crash leaves the others alone, and is counted
        answers.append(Answer("error", f"{type(error).__name__}: {error}"))
    return answers or [Answer("error", "the rule gave no answer")]


def _hit(rule: Rule, resource: Resource, kind: str, answer: Answer) -> Hit:
    place = resource.locate(answer.path)
    message = answer.message or rule.title
    value = find(resource.value, answer.path)
    secrets = secrets_of(value) if answer.path else []
    is_cost = rule.on == "cost"  # an exception is held against its ceiling there, as amounts change with every price
    if is_cost or rule.on == "drift":  # what differs is told by its path, whatever its values are
        own = answer.identity or ("" if is_cost else str(resource.get("path", "")))
        known = answer._replace(identity=own)
    else:
        known = answer
    return Hit(
        rule_id=rule.id,
        kind=resource.kind,
        subject=resource.address,
        message=message,
        location=place.primary,
        related=(*place.related, *answer.related),
        identity=identify(rule.id, resource, known),
        unit=resource.unit,
        environment=resource.environment,
        secret=bool(secrets),
        amount=worst_of(value) if is_cost else None,
        enforcement=_of_budget(rule, resource),
        context=context(
            "" if is_cost else message,
            _said(rule, resource, kind, answer),
            secrets,
            by_type=is_secret(resource.value, answer.path),
        ),
    )


def _said(rule: Rule, resource: Resource, kind: str, answer: Answer) -> Iterable[object]:
    """Return the values that a finding is about; none where it is about its subject, or a named part, as a whole.

    A container without a limit stays that, whatever image it has then. Of an amount without an upper bound it is what
    kinds of things are not known, beside how much is used: who agreed to an amount agreed to no other one.
    """
    if rule.on == "cost":
        missing = resource.get("missing", ()) if is_open(find(resource.value, answer.path)) else ()
        return sorted({str(find(one, ("kind",))) for one in members(missing)} - {"usage"})
    if rule.on in ("change", "drift"):
        sides = ("before", "after") if rule.on == "change" else ("declared", "actual")
        return [find(resource.value, (side,)) for side in sides]
    value = find(resource.value, answer.path)
    is_part = bool(answer.element) and answer.path == answer.element and isinstance(value, dict)
    return () if is_part or answer.path == resource.families.get(kind, ()) else (value,)


def _begins(resource: Resource, answer: Answer) -> tuple[Location, ...]:
    """Return where the subject begins, then where the judged element does."""
    begin = resource.locate().primary
    first = next(iter(resource.value), None) if isinstance(resource.value, dict) else None
    if resource.kind.startswith("kubernetes/") and isinstance(first, str):
        begin = resource.locate((first,)).primary  # in a template the object is known by its name, further down
    return begin, resource.locate(answer.element).primary if answer.element else begin


def _doubt(rule: Rule, resource: Resource, answer: Answer) -> Doubt:
    place = resource.locate(answer.path).primary
    return Doubt(
        rule.id, resource.address, place, answer.reasons, resource.environment, _of_budget(rule, resource)
    )  # fmt: skip


def _of_budget(rule: Rule, resource: Resource) -> Enforcement | None:
    """Return whether the budget that a sum is held against blocks; None where it does not say, or there is none."""
    if rule.on != "cost":
        return None
    said = resource.get("enforcement")
    return next((one for one in ENFORCEMENTS if one == said), None)


class _Pointing:
    """What resources point at by one attribute: by address, and those that may mean any."""

    def __init__(self, every: Iterable[tuple[Resource, References]]) -> None:
        self._by_address: dict[str, dict[int, tuple[Resource, References]]] = {}
        self._any: dict[int, tuple[Resource, References]] = {}
        for place, (candidate, references) in enumerate(every):
            if references.matches is not None or references.open is not None:
                self._any[place] = candidate, references
            for address in references.addresses:
                self._by_address.setdefault(_without_keys(address), {})[place] = candidate, references

    def at(self, address: str) -> Iterable[tuple[Resource, References]]:
        """Return those that may point at an address without keys, in their order."""
        named = self._by_address.get(address)
        if named is None:
            return self._any.values()
        if not self._any:
            return named.values()
        found = {**self._any, **named}
        return [found[place] for place in sorted(found)]


class UnitRelations:
    """What the resources of one unit, or of the repository, have to do with each other.

    ``incomplete`` says of a kind why there may be more of it than ``resources`` holds.
    """

    def __init__(
        self, resources: Iterable[Resource], *, incomplete: Callable[[str], Unknown | None] = lambda _: None
    ) -> None:
        self._by_kind: dict[str, list[Resource]] = {}
        self._by_target: dict[tuple[str, str], _Pointing] = {}
        self._by_word: dict[tuple[str, Callable[[Resource], Iterable[str]]], dict[str, list[Resource]]] = {}
        self._incomplete = incomplete
        for resource in resources:
            for kind in {resource.kind, *resource.families}:
                self._by_kind.setdefault(_fold(kind), []).append(resource)

    def resources(self, kind: str) -> Links:
        """Return all resources of ``kind``; open when part of the unit could not be read."""
        return Links(self._by_kind.get(_fold(kind), ()), self._incomplete(kind))

    def linked(self, resource: Resource, kind: str, attribute: str) -> Links:
        """Return the resources of ``kind`` whose ``attribute`` refers to ``resource``."""
        found: list[Resource] = []
        doubts = [doubt for doubt in (self._incomplete(kind),) if doubt is not None]
        for candidate, references in self._pointing(_fold(kind), attribute).at(_without_keys(resource.address)):
            points, doubt = _points_at(references, resource)
            if points and candidate.address.count("[*]") > resource.address.count("[*]"):
                # Its number is unknown where that of the resource is not: there may be none of it.
                doubts.append(Unknown([f"how many {candidate.address} there are is not known"]))
            elif points:
                found.append(candidate)
            elif doubt is not None:
                doubts.append(doubt.because(f"{candidate.address}.{attribute}"))
        return Links(found, join(*doubts) if doubts else None)

    def _pointing(self, kind: str, attribute: str) -> _Pointing:
        """Return what the resources of ``kind`` point at by ``attribute``; asked of each of them once."""
        found = self._by_target.get((kind, attribute))
        if found is None:
            found = self._by_target[kind, attribute] = _Pointing(
                (candidate, candidate.refer(attribute)) for candidate in self._by_kind.get(kind, ())
            )
        return found

    def refers(self, resource: Resource, kind: str, attribute: str) -> Links:
        """Return the resources of ``kind`` that ``attribute`` of ``resource`` refers to."""
        references = resource.refer(attribute)
        doubts = [doubt for doubt in (references.open, self._incomplete(kind)) if doubt is not None]
        found: list[Resource] = []
        for candidate in self._candidates(_fold(kind), references):
            points, doubt = _points_at(references, candidate)
            if points:
                found.append(candidate)
            elif doubt is not None and doubt is not references.open:
                doubts.append(doubt)
        return Links(found, join(*doubts) if doubts else None)

    def _candidates(self, kind: str, references: References) -> Iterable[Resource]:
        every = self._by_kind.get(kind, ())
        if references.narrow is None:
            return every
        words_of, wanted = references.narrow
        index = self._by_word.get((kind, words_of))
        if index is None:
            index = self._by_word[kind, words_of] = {}
            for resource in every:
                for word in words_of(resource):
                    index.setdefault(word, []).append(resource)
        found = {id(resource): resource for word in sorted(wanted) for resource in index.get(word, ())}
        return found.values()


def _fold(kind: str) -> str:
    return kind.lower() if kind.startswith(("kubernetes/", "Kubernetes/")) else kind


def _points_at(references: References, resource: Resource) -> tuple[bool, Unknown | None]:
    """Tell whether ``references`` mean ``resource``; beside a no, why it may be a yes all the same."""
    address = resource.address
    if address in references.addresses:
        return True, None
    if references.matches is not None and references.matches(resource):
        return True, None
    doubt = references.open
    if "[" not in address and not any("[*]" in reference for reference in references.addresses):
        return False, doubt
    plain = _without_keys(address)
    for reference in references.addresses:
        if _without_keys(reference) != plain:
            continue
        if "[*]" not in reference and "[*]" not in address and not address.startswith(reference + "["):
            continue
        if address.startswith(reference + "["):  # the whole of a counted resource
            return True, None
        doubt = doubt or Unknown([f"which instance of {plain} is meant is not known"])
    return False, doubt


def _without_keys(address: str) -> str:
    """Return an address without its instance keys, which may hold dots, brackets and quotes of their own."""
    text, position = "", 0
    while position < len(address):
        if address[position] != "[":
            text += address[position]
            position += 1
            continue
        quoted = address.startswith('["', position)
        end = address.find('"]' if quoted else "]", position + 1)
        if end < 0:
            return text + address[position:]
        position = end + (2 if quoted else 1)
    return text
