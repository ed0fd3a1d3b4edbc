"""The tests of policies: files beside them say on which line a rule must point, and where it must be silent."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.engine import Judgement, UnitRelations, judge
from trueline.model.rule import Context
from trueline.model.settings import Settings
from trueline.parsers.text import decode
from trueline.policies import packs
from trueline.policies.kinds import RuleIndex
from trueline.repo.working import WorkingTree
from trueline.run import plan
from trueline.run.contracts import change_facts
from trueline.run.drifts.asking import is_told
from trueline.run.former import Former, Planned
from trueline.run.judge import RESERVED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from trueline.model.document import Reader, Source
    from trueline.model.level import FactKind
    from trueline.model.location import Location
    from trueline.model.resource import Relations, Resource
    from trueline.model.rule import Rule

NOW: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""The clock of every test: a rule about dates must not change its mind."""

EXPECTED: Final = "expected.yaml"
BASE: Final = "base"
HEAD: Final = "head"
"""Folders of a case that is a change: what was before, and what is judged."""

_MARK = re.compile(r"(?:#|//)\s*(finding|unknown):\s*([a-z0-9-]+(?:\s*,\s*[a-z0-9-]+)*)\s*(?=$|#|//|\*/|-->)", re.M)


class Mark(NamedTuple):
    """A rule says ``what`` (``finding`` or ``unknown``) of a line of a file of the case."""

    what: str
    rule: str
    path: str
    line: int


WHOLE: Final[tuple[FactKind, ...]] = ("cost", "drift")
"""What rules judge that no unit has alone."""


class Case(NamedTuple):
    """One file or folder of a policy's tests: its facts by unit, and what the rules must say of them.

    ``costs`` gives what its resources cost, ``drifts`` where they differ from what is there, when a rule asks.
    """

    folder: str
    units: tuple[tuple[Resource, ...], ...]
    expected: frozenset[Mark]
    problems: tuple[str, ...]
    costs: Callable[[], Sequence[Resource]] = tuple
    drifts: Callable[[], Sequence[Resource]] = tuple

    def facts(self, on: FactKind) -> Sequence[Resource]:
        """Return the facts that no unit has alone: sums, and differences."""
        return {"cost": self.costs, "drift": self.drifts}[on]()


class Failure(NamedTuple):
    """One thing that is not as it should be: where, what, and the line of code."""

    place: str
    message: str
    code: str = ""


class Score(NamedTuple):
    """How often one rule pointed where it should, could not tell as it should, and was silent on a fact it judged."""

    rule: str
    findings: int
    silent: int
    unknowns: int


class PolicyResult(NamedTuple):
    """What the tests of one policy file gave."""

    path: str
    scores: tuple[Score, ...]
    failures: tuple[Failure, ...]
    cases: int


def find_policies(sources: Iterable[str], reader: Reader) -> dict[str, list[Rule]]:
    """Return the rules of the policies in ``sources`` by file; raise ``PolicyError`` when one is not valid."""
    found: dict[str, list[Rule]] = {}
    for rule in packs.load(sources, reader).rules:
        found.setdefault(rule.location.path, []).append(rule)
    return found


def folder_for_tests(policy: str) -> str:
    """Return the folder of the tests of a policy file: ``aws/s3.yaml`` has ``aws/tests/s3``."""
    folder, name = os.path.split(policy)
    return os.path.join(folder, "tests", os.path.splitext(name)[0])


def run_policy(policy: str, rules: Sequence[Rule]) -> PolicyResult:
    """Run the tests of one policy file, which ``rules`` came from; only they judge."""
    live = [rule for rule in rules if not rule.replaced_by]
    cases = read_cases(folder_for_tests(policy), own=are_own(rules))
    failures: list[Failure] = []
    scores = {rule.id: [0, 0, 0] for rule in live}
    for case in cases:
        failures += (Failure(case.folder, problem) for problem in case.problems)
        said, judgement = judge_case(case, live)
        failures += _differences(case, said, judgement, {rule.id for rule in live})
        for name, score in scores.items():
            counts = judgement.counts.get(name)
            score[0] += sum(mark.rule == name and mark.what == "finding" for mark in said & case.expected)
            score[1] += 0 if counts is None else counts.passed
            score[2] += sum(mark.rule == name and mark.what == "unknown" for mark in said & case.expected)
    totals = tuple(Score(name, *score) for name, score in scores.items())
    failures += _empty(totals, policy, live)
    return PolicyResult(policy, totals, tuple(failures), len(cases))


def are_own(rules: Iterable[Rule]) -> bool:
    """Tell whether rules judge what the gate says of itself: its marks and its baseline."""
    return all(kind.startswith(RESERVED) for rule in rules for kind in rule.kinds)


def read_cases(folder: str, *, own: bool = False) -> list[Case]:
    """Return each direct file or folder of ``folder`` as a case; ``own`` ones hold what the gate says of itself."""
    try:
        names = sorted(name for name in os.listdir(folder) if not name.startswith("."))
    except OSError:
        return []
    return [(_read_own_case if own else read_case)(os.path.join(folder, name)) for name in names]


def read_case(place: str) -> Case:
    """Return the facts of one case, and what is expected of them; of a change ``head`` is judged, beside ``base``."""
    single = os.path.isfile(place)
    folder, name = os.path.split(place) if single else (place, "")
    former = os.path.join(place, BASE)
    is_change = os.path.isdir(former) and os.path.isdir(os.path.join(place, HEAD))
    folder = os.path.join(place, HEAD) if is_change else folder
    tree = WorkingTree(folder)
    paths = [name] if single else [path for path in tree.paths() if os.path.basename(path) != EXPECTED]
    problems: list[str] = []
    expected = _expected(tree, paths, problems, is_listed=not single)
    units = []
    settings = Settings(workers=1)
    planned = Planned(tree, plan.plan([path for path in paths if not is_told(path)], tree, settings))
    before = Former(_plan_all(former, settings), planned, settings) if is_change else None
    for unit in planned.units:
        extract = plan.dialect(unit.dialect).extract(unit, tree, settings)
        if before is not None:
            before.pair(unit, extract.resources)
        units.append(tuple(extract.resources))
        problems += (
            f"{given.path} is {given.state}: {given.reason}"
            for given in extract.inputs
            if given.state in ("unreadable", "partly-read")
        )
    declared = list(units)
    if is_change:
        units.append(tuple(change_facts(_plan_all(former, settings).tree, tree, settings)))

    def costs() -> Sequence[Resource]:
        from trueline.run.costs.case import cost_facts

        return cost_facts(tree, declared, _declared(former, settings) if is_change else None, NOW)

    def drifts() -> Sequence[Resource]:
        from trueline.run.drifts.case import drift_facts

        return drift_facts(tree, NOW)

    return Case(folder, tuple(units), frozenset(expected), tuple(dict.fromkeys(problems)), costs, drifts)


def _expected(tree: WorkingTree, paths: Sequence[str], problems: list[str], *, is_listed: bool) -> set[Mark]:
    """Return what the comments of a case say, and its list where it has one."""
    found: set[Mark] = set()
    for path in paths:
        found.update(_marks(path, decode(tree.read(path).data).text))
    if is_listed and tree.exists(EXPECTED):
        found.update(_listed(tree.read(EXPECTED), problems))
    return found


def _declared(folder: str, settings: Settings) -> list[Sequence[Resource]]:
    planned = _plan_all(folder, settings)
    return [plan.dialect(unit.dialect).extract(unit, planned.tree, settings).resources for unit in planned.units]


def _read_own_case(place: str) -> Case:
    """Return what the gate says of itself when it judges a folder, or its ``head`` against its ``base``."""
    from trueline.run.own_case import read

    folder, facts = read(place, NOW)
    tree = WorkingTree(folder)
    expected: set[Mark] = set()
    problems: list[str] = []
    for path in tree.paths():
        if path == EXPECTED:
            expected.update(_listed(tree.read(path), problems))
        else:
            expected.update(_marks(path, decode(tree.read(path).data).text))
    return Case(folder, (tuple(facts),), frozenset(expected), tuple(problems))


def _plan_all(folder: str, settings: Settings) -> Planned:
    tree = WorkingTree(folder)
    tree.revision = BASE
    return Planned(tree, plan.plan(tree.paths(), tree, settings))


def judge_case(case: Case, rules: Sequence[Rule]) -> tuple[frozenset[Mark], Judgement]:
    """Return what ``rules`` say of a case, as marks and in full."""
    everything = [resource for unit in case.units for resource in unit]
    near = RuleIndex([rule for rule in rules if rule.scope != "repository"])
    changes = RuleIndex(rules, "change")
    wide = RuleIndex([rule for rule in rules if rule.scope == "repository"])
    judgements = [_judge(unit, near, UnitRelations(unit)) for unit in case.units]
    judgements += [_judge(unit, changes, UnitRelations(unit)) for unit in case.units]
    judgements.append(_judge(everything, wide, UnitRelations(everything)))
    for on in WHOLE:
        if any(rule.on == on for rule in rules):
            facts = case.facts(on)
            judgements.append(_judge(facts, RuleIndex(rules, on), UnitRelations(facts)))
    judgement = _joined(judgements)
    said = {_mark("finding", hit.rule_id, hit.location) for hit in judgement.hits}
    said |= {_mark("unknown", doubt.rule_id, doubt.location) for doubt in judgement.doubts}
    return frozenset(said), judgement


def _judge(resources: Sequence[Resource], index: RuleIndex, relations: Relations) -> Judgement:
    def context_for(rule: Rule, resource: Resource) -> Context:
        parameters = {name: schema.get("default") for name, schema in rule.parameters.items()}
        return Context(relations, NOW, resource.environment, resource.labels, parameters)

    return judge(resources, index.for_resource, context_for)


def _joined(judgements: Sequence[Judgement]) -> Judgement:
    counts = dict(judgements[0].counts)
    for judgement in judgements[1:]:
        for name, count in judgement.counts.items():
            counts[name] = counts[name].plus(count) if name in counts else count
    return Judgement(
        tuple(hit for judgement in judgements for hit in judgement.hits),
        tuple(doubt for judgement in judgements for doubt in judgement.doubts),
        tuple(fault for judgement in judgements for fault in judgement.faults),
        counts,
    )


def _mark(what: str, rule: str, location: Location) -> Mark:
    return Mark(what, rule, location.path, location.region.start_line if location.region else 0)


def _marks(path: str, text: str) -> Iterator[Mark]:
    """Yield what comments say: of their own line, or of the next one where they stand alone."""
    above: list[tuple[str, str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        found = [(what, name.strip()) for what, names in _MARK.findall(line) for name in names.split(",")]
        if found and not _MARK.sub("", line).strip():
            above += found
            continue
        yield from (Mark(*said, path, number) for said in (*above, *found))
        above.clear()


def _listed(source: Source, problems: list[str]) -> Iterator[Mark]:
    """Yield what ``expected.yaml`` says: ``finding`` and ``unknown``, each a map from rule to a list of path:line."""
    from trueline.parsers import yaml

    documents = yaml.parse(source).documents
    root = documents[0].root if documents else None
    for what, rules in root.items() if isinstance(root, dict) else ():
        if what not in ("finding", "unknown") or not isinstance(rules, dict):
            problems.append(f"{EXPECTED} has `finding` and `unknown`, each a map from rule to a list of path:line")
            continue
        for rule, places in rules.items():
            for place in places if isinstance(places, list) else [places]:
                path, _, line = str(place).rpartition(":")
                if path and line.isdigit():
                    yield Mark(what, rule, path, int(line))
                else:
                    problems.append(f"{EXPECTED}: `{place}` is not path:line")


def _differences(case: Case, said: frozenset[Mark], judgement: Judgement, known: set[str]) -> Iterator[Failure]:
    messages = {_mark("finding", hit.rule_id, hit.location): hit.message for hit in judgement.hits}
    messages |= {
        _mark("unknown", doubt.rule_id, doubt.location): "; ".join(doubt.reasons) for doubt in judgement.doubts
    }
    for mark in sorted(case.expected - said):
        if mark.rule not in known:
            yield _failure(case, mark, f"`{mark.rule}` is no rule of this policy")
        else:
            got = ", ".join(f"{other.what} of {other.rule}" for other in sorted(said) if other[2:] == mark[2:])
            yield _failure(case, mark, f"expected {mark.what} of {mark.rule}, got {got or 'silence'}")
    for mark in sorted(said - case.expected):
        yield _failure(case, mark, f"expected silence, got {mark.what} of {mark.rule}: {messages[mark]}")
    for fault in judgement.faults:
        mark = _mark("error", fault.rule_id, fault.location)
        yield _failure(case, mark, f"{fault.rule_id} could not judge {fault.subject}: {fault.message}")


def _failure(case: Case, mark: Mark, message: str) -> Failure:
    path = os.path.join(case.folder, mark.path)
    lines: Sequence[str] = ()
    if os.path.isfile(path):
        with open(path, "rb") as file:
            lines = decode(file.read()).text.splitlines()
    code = lines[mark.line - 1].strip() if 0 < mark.line <= len(lines) else ""
    return Failure(f"{path}:{mark.line}", message, code)


def _empty(scores: Iterable[Score], policy: str, rules: Iterable[Rule]) -> Iterator[Failure]:
    places: Mapping[str, Location] = {rule.id: rule.location for rule in rules}
    for score in scores:
        if not score.findings:
            message = f"no test makes {score.rule} find anything: add one to {folder_for_tests(policy)}"
            yield Failure(str(places[score.rule]), message)
        if not score.silent:
            message = (
                f"no test shows a fact that {score.rule} judges and lets pass: add one to {folder_for_tests(policy)}"
            )
            yield Failure(str(places[score.rule]), message)
