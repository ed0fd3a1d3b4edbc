"""The line of the design, from trees and a gate to a report."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

from trueline.contracts.registry import formats_of
from trueline.engine import Judgement
from trueline.model.location import Location
from trueline.model.report import Notification
from trueline.repo.merged import Merged
from trueline.repo.recording import verify
from trueline.run import plan
from trueline.run.drifts.asking import drift_asked, told_by
from trueline.run.former import Former, Planned, Unchanged
from trueline.run.gate import digest_of
from trueline.run.judge import RENDERED
from trueline.run.mended import Target, mended, without
from trueline.run.portable import dump, load
from trueline.run.release import load_baselines, settle_run
from trueline.run.side import Run, Side
from trueline.run.summary import gather, measured
from trueline.run.wide import judge_repository, not_judged
from trueline.run.workers import judge_all

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from trueline.engine import Hit
    from trueline.model.report import Report
    from trueline.model.unit import Unit
    from trueline.repo.tree import Tree
    from trueline.run.cache import Cache
    from trueline.run.contracts import Contract
    from trueline.run.gate import Gate, Request, Sides
    from trueline.run.mended import Place
    from trueline.run.policy_diff.proposal import Proposal
    from trueline.run.portable import UnitResult
    from trueline.run.side import Key


_HELD = "it was judged by itself at base, and is so still, though another chart holds it now"
_CALLED = (
    "was a root at base and is called as a module now; it was judged as a root once more. "
    "If it is applied by itself, name it in `terraform.roots`"
)


class Task(NamedTuple):
    """What of one side is to be judged: ``units`` among ``everything`` that its tree holds, and what they were."""

    tree: Tree
    everything: Sequence[Unit]
    units: Sequence[Unit]
    former: Former | Unchanged | None = None


class Head(NamedTuple):
    """Head as it was judged: what the run is asked now, the units of head and of base, and the contracts of both."""

    side: Side
    request: Request
    units: Sequence[Unit]
    former: Sequence[Unit]
    contracts: Sequence[Contract]


def check(
    sides: Sides,
    gate: Gate,
    request: Request,
    *,
    cache: Cache | None = None,
    progress: Callable[[int, int], None] | None = None,
    proposal: Proposal | None = None,
) -> Report:
    """Judge head, compare it with base where there is one, and return the report.

    What head proposes for the gate itself is only told: the verdict is the same without it.
    """
    started = time.perf_counter()
    if costs_asked(sides, gate, request):
        gate.price()
    baselines = load_baselines(sides, gate.settings)
    request = request._replace(notifications=(*request.notifications, *baselines.notes))
    run = judge_sides(sides, gate, request, cache=cache, progress=progress)
    run = _drifted(_priced(run))
    settled = settle_run(run, baselines)
    proposed = None
    if proposal is not None:
        from trueline.run.policy_diff.diff import diff_policies

        proposed, said = diff_policies(run, settled, baselines, proposal)
        run = run._replace(request=run.request._replace(notifications=(*run.request.notifications, *said)))
    report = gather(run, settled, time.perf_counter() - started)._replace(policy_diff=proposed)
    return measured(report, gate)


def costs_asked(sides: Sides, gate: Gate, request: Request) -> bool:
    """Tell whether a run asks what things cost: it was told to, there are budgets, or a whole change is judged."""
    if request.costs or gate.settings.cost.budgets:
        return True
    return sides.base is not None and request.scope.changed is None


def _priced(run: Run) -> Run:
    """Return the run with what its resources cost, and what the rules say of that, where they were estimated."""
    if run.gate.book is None:
        return run
    from trueline.run.costs import judge_costs

    priced = judge_costs(run)
    head = run.head._replace(hits=[*run.head.hits, *priced.judgement.hits])
    base = None if run.base is None else run.base._replace(hits=[*run.base.hits, *priced.known.hits])
    return run._replace(head=head, base=base, priced=priced)


def _drifted(run: Run) -> Run:
    """Return the run with what differs from what is there, and what the rules say of that, where that was asked."""
    if not drift_asked(run.gate, run.request):
        return run
    from trueline.run.drifts import judge_drifts

    drifted = judge_drifts(run)
    head = run.head._replace(hits=[*run.head.hits, *drifted.judgement.hits])
    base = None if run.base is None else run.base._replace(hits=[*run.base.hits, *drifted.known.hits])
    return run._replace(head=head, base=base, drifted=drifted)


def judge_sides(
    sides: Sides,
    gate: Gate,
    request: Request,
    *,
    cache: Cache | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Run:
    """Judge head, and base where there is one; nothing is a finding yet."""
    if gate.reads_clock or (gate.reads_before and sides.base is not None):
        cache = None  # it is not true tomorrow, or hangs on two trees where a trace speaks of one
    head, request, units, former, contracts = judge_head(sides, gate, request, cache=cache, progress=progress)
    base: Side | None = None
    left: Mapping[Place, int] = {}
    if sides.base is not None:
        itself = Unchanged() if gate.reads_before else None
        task = Task(sides.base, former, plan.select(former, request.scope, former=units), itself)
        base = _judge_side(task, gate, request, cache=cache, known=None if gate.reads_before else head)
        base = _with_former(base, contracts)
        known = base
        trees = sides.trust, Merged(sides.trust, sides.base, sides.head)
        left = mended(head, known, sides, *(_target(tree, gate, request, known, cache) for tree in trees))
        base = without(base, left)
        request = request._replace(notifications=(*request.notifications, *_said(left, sides, units, gate)))
    return Run(sides, gate, request, head, base, frozenset(identity for identity, _ in left))


def _target(tree: Tree, gate: Gate, request: Request, base: Side, cache: Cache | None) -> Target:
    """Return what a tree has; where base has the same files, what they give is known already."""
    units: list[Unit] = []

    def planned() -> list[Unit]:
        units[:] = units or plan.plan(tree.paths(), tree, gate.settings)
        return units

    def judged(roots: Collection[str] | None) -> Sequence[Hit]:
        meant = [unit for unit in planned() if roots is None or unit.root in roots]
        task = Task(tree, planned(), meant, Unchanged() if gate.reads_before else None)
        return _judge_side(task, gate, request, cache=cache, known=None if gate.reads_before else base).hits

    return Target(planned, judged)


def _said(left: Mapping[Place, int], sides: Sides, units: Sequence[Unit], gate: Gate) -> Iterator[Notification]:
    """Yield what has to be said of where the change parted from trust."""
    if left:
        number = len(left)
        said = f"{number:,} {'finding is' if number == 1 else 'findings are'} new although the branch began with them: "
        yield Notification("note", "mended-at-target", f"{said}{sides.trust.revision} has mended them since; merge it")
    if sides.parted is not None and not sides.parted.is_certain:
        from trueline.run.unsure import unsure

        yield from unsure(sides, units, gate.settings)


def judge_head(
    sides: Sides,
    gate: Gate,
    request: Request,
    *,
    cache: Cache | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Head:
    """Judge head alone; where there is a base, with what its contracts and its facts were there."""
    former = [] if sides.base is None else plan.plan(sides.base.paths(), sides.base, gate.settings)
    units, called = _plan_head(sides.head, former, gate, request)
    request = request._replace(notifications=(*request.notifications, *called))
    task = Task(sides.head, units, plan.select(units, request.scope, former=former))
    if sides.base is not None and gate.reads_before:
        task = task._replace(former=Former(Planned(sides.base, former), Planned(sides.head, units), gate.settings))
    head, contracts = _with_contracts(
        _judge_side(task, gate, request, cache=cache, progress=progress), sides, gate, request
    )
    request = request._replace(notifications=(*request.notifications, *head.notes))
    return Head(head, request, units, former, contracts)


def _is_unread(result: UnitResult) -> bool:
    return all(given.state == "unreadable" and not given.kind for given in result.inputs)


def _plan_head(
    head: Tree, former: Sequence[Unit], gate: Gate, request: Request
) -> tuple[list[Unit], list[Notification]]:
    """Return head's units, among them what was a root at base and is called as a module now, and what is to be said."""
    paths, settings = head.paths(), gate.settings
    told = told_by(request)
    units = plan.plan(paths, head, settings, plans=request.plans, told=told)
    kept = plan.keep_roots(units, paths, former, settings)
    if kept is settings:
        return units, []
    known = {unit.key for unit in units}
    units = plan.plan(paths, head, kept, plans=request.plans, told=told)
    added = sorted({(unit.root, unit.dialect) for unit in units if unit.key not in known})
    return units, [
        Notification("warning", "chart-held", _HELD, Location(f"{root}/Chart.yaml"))
        if dialect == "chart"
        else Notification("warning", "terraform-root-called", _CALLED, Location(root or "."))
        for root, dialect in added
        if dialect in ("chart", "terraform")
    ]


def _with_contracts(head: Side, sides: Sides, gate: Gate, request: Request) -> tuple[Side, list[Contract]]:
    """Return head's side with what changed in its contracts, and these; who has none pays for a look at the names."""
    paths = [*sides.head.paths(), *(sides.base.paths() if sides.base is not None else ())]
    if not formats_of(paths if request.scope.changed is None else request.scope.changed):
        return head, []
    from trueline.run.contracts import judge_contracts

    found, notes = judge_contracts(sides, gate, request)
    read = {given.path for contract in found for given in contract.result.inputs if given.state == "read"}
    # too large for a manifest, it was read as a contract
    kept = [unit for unit in head.units if not (unit.root in read and _is_unread(head.results[unit.key]))]
    head = head._replace(units=kept, results={unit.key: head.results[unit.key] for unit in kept})
    head = head._replace(
        units=[*head.units, *(contract.unit for contract in found)],
        results={**head.results, **{contract.unit.key: contract.result for contract in found}},
        hits=[*head.hits, *(hit for contract in found for hit in contract.result.judgement.hits)],
        changes=tuple(change for contract in found for change in contract.changes),
        notes=(*head.notes, *notes),
        rates=tuple(contract.rate for contract in found if contract.rate is not None),
    )
    return head, found


def _with_former(base: Side, contracts: Sequence[Contract]) -> Side:
    """Return base's side with what its contracts have already: what breaks a release there, and their marks."""
    hits = [*base.hits, *(hit for contract in contracts for hit in contract.known)]
    former = [(contract.unit, contract.former) for contract in contracts if contract.former is not None]
    results = {**base.results, **{unit.key: result for unit, result in former}}
    return base._replace(units=[*base.units, *(unit for unit, _ in former)], results=results, hits=hits)


def _judge_side(  # one side of the line
    task: Task,
    gate: Gate,
    request: Request,
    *,
    cache: Cache | None = None,
    progress: Callable[[int, int], None] | None = None,
    known: Side | None = None,
) -> Side:
    tree, everything, units, former = task
    session = gate.session(tree, former)
    results = _recall(units, tree, gate, cache, known)
    fresh = [unit for unit in units if unit.key not in results]
    for unit, result in judge_all(fresh, session, workers=request.workers or gate.settings.workers, progress=progress):
        results[unit.key] = result
        if cache is not None and _may_be_kept(unit, result):
            cache.put(_cache_key(unit, gate), result.trace, dump(result))
    results = {unit.key: results[unit.key] for unit in units}  # in whatever order they were recalled and done
    hits = [hit for unit in units for hit in results[unit.key].judgement.hits]
    left_out = [unit for unit in everything if unit.key not in results] if len(units) < len(everything) else []
    if not gate.wider:
        return Side(units, results, hits, Judgement(), left_out=left_out)
    if left_out:  # what the others declare is not known
        return Side(units, results, hits, Judgement(), not_judged(results.values(), session), left_out)
    wide = judge_repository(units, results, session)
    return Side(units, results, [*hits, *wide.hits], wide)


def _recall(
    units: Sequence[Unit], tree: Tree, gate: Gate, cache: Cache | None, known: Side | None
) -> dict[Key, UnitResult]:
    """Return the results that are known already: of the other side where nothing differs, and of earlier runs."""
    results: dict[Key, UnitResult] = {}
    if known is not None:
        others = {unit.key: unit for unit in known.units}
        for unit in units:
            other = others.get(unit.key)
            if other is None or (other.members, other.options) != (unit.members, unit.options):
                continue  # what a planner found by its name alone stands in no trace
            result = known.results[unit.key]
            if verify(result.trace, tree):
                results[unit.key] = result
    if cache is None:
        return results
    keys = {_cache_key(unit, gate): unit.key for unit in units if unit.key not in results}
    for key, text in cache.get_many(list(keys), tree).items():
        try:
            results[keys[key]] = load(text, tree.revision)
        except (ValueError, KeyError, TypeError):
            continue  # written by something else: judged anew
    return results


def _cache_key(unit: Unit, gate: Gate) -> str:
    from trueline.run.cache import code_identity

    tools = ""
    if unit.dialect in RENDERED and gate.settings.render:
        from trueline.adapters.render import identity

        tools = identity(gate.settings)
    return digest_of(gate.digest, code_identity(), unit.key, sorted(unit.options.items()), unit.members, tools)


def _may_be_kept(unit: Unit, result: UnitResult) -> bool:
    """Tell whether the same files always give this result: no rule crashed in it, and no tool failed."""
    if not result.trace or result.judgement.faults:
        return False
    return unit.dialect not in RENDERED or all(given.state != "unreadable" for given in result.inputs)
