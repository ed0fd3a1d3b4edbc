"""What differs between what a run's head declares and what is there, and what the rules say of that."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trueline.engine import Judgement, UnitRelations, judge
from trueline.model.report import Notification
from trueline.run import plan
from trueline.run.drifts.asking import told_by
from trueline.run.judge import contexts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.drift.declared import Declared
    from trueline.model.drift import Drift, Snapshot
    from trueline.model.report import Input
    from trueline.repo.tree import Tree
    from trueline.run.side import Run


class Drifted(NamedTuple):
    """What came of drift: differences, what the rules say of them, and what became of the files that tell."""

    drifts: tuple[Drift, ...] = ()
    judgement: Judgement = Judgement()
    known: Judgement = Judgement()
    inputs: tuple[Input, ...] = ()
    notes: tuple[Notification, ...] = ()


def judge_drifts(run: Run) -> Drifted:
    """Return the differences of a run, and what the rules say of them.

    What base differed in from the same files is known; so is what no change of what is declared has to do with. What
    differs only because the change says otherwise now is told, and not judged.
    """
    from trueline.run.drifts.accepted import accept
    from trueline.run.drifts.changing import told_apart
    from trueline.run.drifts.extent import extent, in_vain, without_twice
    from trueline.run.drifts.reading import read_all
    from trueline.run.drifts.sides import detect

    gate, request = run.gate, run.request
    given = read_all(run.sides.head, request)
    after = _declared(run.sides.head, given.snapshots, run)
    head = detect(after)
    found = tuple(without_twice(head.drifts, head.compared))
    before: tuple[Drift, ...] = ()
    if run.sides.base is not None:
        former = _declared(run.sides.base, given.of_any_revision, run)
        before = detect(former).drifts
        found = tuple(told_apart(found, before, former, after))
    is_whole = not request.scope.paths and not run.head.left_out
    drifts, own = accept(found, gate.settings.drift, gate.now, is_whole=is_whole)
    numbers = extent(head.compared, request)
    said = (*given.notifications, *head.notifications)
    is_told = any(note.level == "error" for note in said)
    said = (*said, *(in_vain(drifts, numbers, request) if given.snapshots and not is_told else ()))
    drifts = [*drifts, *own, *given.facts(gate.now, numbers)]
    known = [drift for drift in drifts if drift.is_standing]
    known += accept(before, gate.settings.drift, gate.now, is_whole=False)[0]
    return Drifted(
        tuple(sorted(drifts, key=_order)),
        judged(drifts, run),
        judged(known, run),
        (*given.inputs, *head.inputs),
        (*said, *_unruled(run)),
    )


def judged(drifts: Sequence[Drift], run: Run) -> Judgement:
    """Return what the rules say of differences; what is accepted, or made by the change itself, is not judged."""
    from trueline.run.drifts.changing import BY_CHANGE
    from trueline.run.drifts.facts import fact

    session = run.gate.session(run.sides.head)
    facts = [fact(drift) for drift in drifts if not drift.expected and not drift.details.get(BY_CHANGE)]
    return judge(facts, run.gate.drifts.for_resource, contexts(UnitRelations(facts), session))


def _unruled(run: Run) -> Iterator[Notification]:
    """Yield a warning where something tells what is there, and no rule is asked what it says of that."""
    if (run.request.live or run.request.states) and not any(rule.on == "drift" for rule in run.gate.asked):
        message = "no rule over drift is on, so what differs was not judged; `builtin/drift` has them"
        yield Notification("warning", "drift-not-judged", message)


def _declared(tree: Tree, snapshots: Sequence[Snapshot], run: Run) -> Declared:
    """Return what a tree declares; what was judged by a plan as its sources declare it."""
    from trueline.run.drifts.sides import beside, enforced

    settings = run.gate.settings
    units = plan.plan(tree.paths(), tree, settings, told=told_by(run.request))
    declared = beside(tree, units, snapshots, settings, run.gate.now)
    declared.rules = enforced(run.gate.bench)
    return declared


def _order(drift: Drift) -> tuple[object, ...]:
    where = drift.location
    line = (where.region.start_line, where.region.start_column) if where.region else (0, 0)
    return where.path, *line, drift.kind, drift.address, drift.path
