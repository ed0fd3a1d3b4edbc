"""What lets the findings of a run go: the marks in its files and its baseline; and what the gate says of those."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trueline.errors import ConfigError
from trueline.exceptions import baseline
from trueline.identity import fingerprint
from trueline.model.location import Location
from trueline.model.report import Notification, Suppression
from trueline.repo.line_ends import is_left
from trueline.run import settle
from trueline.run.exceptions.folder import alters_approvers, has_exceptions
from trueline.run.moves import stood

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from trueline.engine import Count, Doubt, Fault, Hit
    from trueline.exceptions.baseline import Baseline, Entry
    from trueline.exceptions.mark import Mark
    from trueline.model.report import ExceptionRecord, Finding
    from trueline.model.settings import Settings
    from trueline.repo.tree import Tree
    from trueline.run.exceptions.opening import Granted
    from trueline.run.gate import Gate, Sides
    from trueline.run.marks import Cover, Known, Marks
    from trueline.run.settle import Stood
    from trueline.run.side import Run, Side

BASELINE = "known when the gate came"


class Baselines(NamedTuple):
    """The baseline as trust has it, and as head does; only what both have counts.

    ``salvaged`` are the fingerprints that trust has in a file that is not valid: they let nothing go, and who mends the
    file adds nothing. ``notes`` say so.
    """

    trust: Baseline
    head: Baseline
    salvaged: frozenset[str] = frozenset()
    notes: tuple[Notification, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether neither has an entry."""
        return not self.trust.entries and not self.head.entries


class Settled(NamedTuple):
    """The findings of a run, after all that lets them go; ``doubts``, ``faults`` and ``counts`` of the gate's own.

    ``exceptions`` are those that people asked for; ``notifications`` what is wrong with their files.
    """

    findings: list[Finding]
    doubts: tuple[Doubt, ...] = ()
    faults: tuple[Fault, ...] = ()
    counts: Mapping[str, Count] = {}
    exceptions: tuple[ExceptionRecord, ...] = ()
    notifications: tuple[Notification, ...] = ()


class Released(NamedTuple):
    """What one mark let go: a hit, its finding before that, and whether this was so at the compare side, too."""

    hit: Hit
    finding: Finding
    is_known: bool


class Ledger:
    """Lets findings go, and keeps what did: by mark, and by entry of the baseline."""

    def __init__(self, marks: Marks, known: Known | None, baselines: Baselines, head: Tree) -> None:
        self.marks = marks
        self.released: dict[Mark, list[Released]] = {}
        self.refused: dict[Mark, dict[str, None]] = {}
        self.used: dict[Mark, set[str]] = {}
        self._known = known
        self._entries = baselines.head.places
        self._head = head
        self._trusted = {one: entry for one, entry in baselines.head.entries.items() if one in baselines.trust.entries}

    def look(self, hits: Sequence[Hit]) -> None:
        """Note which names of which marks mean something that is there, also where it is no finding."""
        for hit in hits:
            for cover in self.marks.covers(hit):
                self.used.setdefault(cover.mark, set()).add(cover.name)

    def release(self, hit: Hit, finding: Finding) -> Finding:
        """Return the finding, let go where a mark or the baseline does so."""
        chosen = None
        refusals = []
        for cover in self.marks.covers(hit):
            if cover.refusal:
                refusals.append(f"the mark at {cover.mark.location} {cover.refusal}")
                self.refused.setdefault(cover.mark, {})[cover.refusal] = None
            else:
                self._note(cover, hit, finding)
                chosen = chosen or cover.mark
        entry = self._entry(hit, finding)
        if entry is not None and finding.enforcement == "hard":
            refusals.append("it is in the baseline, but the rule is hard")
            entry = None
        if entry is not None and self._adds(finding):
            refusals.append("it is in the baseline, but the change adds to its amount")
            entry = None
        if chosen is not None:
            said = chosen.spelled
            let_go = Suppression("inline", said.reason, expires=said.until, location=chosen.location)
            return finding._replace(suppression=let_go, blocks=False)
        if entry is not None:
            let_go = Suppression("baseline", BASELINE, location=self._entries.get(entry.fingerprint))
            return finding._replace(suppression=let_go, blocks=False)
        return finding._replace(refusals=(*finding.refusals, *refusals)) if refusals else finding

    def _adds(self, finding: Finding) -> bool:
        """Tell whether a change makes an amount of money larger, or may: an entry says of none how large it was."""
        return self._known is not None and finding.amount is not None and finding.status == "new"

    def _entry(self, hit: Hit, finding: Finding) -> Entry | None:
        """Return what the baseline has of a finding: of its own unit, or of a file that is not there any more.

        Another entry is of something else, that looks as what is here. A twin may have taken the plain fingerprint.
        """
        entry = self._trusted.get(finding.fingerprint)
        if entry is not None and (_is_of(entry, finding) or not self._head.exists(entry.path)):
            return entry
        if finding.fingerprint != fingerprint(hit.identity, f"unit={hit.unit}"):
            return None
        entry = self._trusted.get(fingerprint(hit.identity))
        return entry if entry is not None and _is_of(entry, finding) else None

    def _note(self, cover: Cover, hit: Hit, finding: Finding) -> None:
        is_known = self._known is not None and self._known.has(hit, finding.fingerprint, cover)
        self.released.setdefault(cover.mark, []).append(Released(hit, finding, is_known))


def _is_of(entry: Entry, finding: Finding) -> bool:
    """Tell whether an entry is of the unit of a finding."""
    unit = f"{finding.unit}/" if finding.unit else ""
    return entry.path in (finding.location.path, finding.unit) or entry.path.startswith(unit)


def load_baselines(sides: Sides, settings: Settings) -> Baselines:
    """Return the baselines beside the config; raise ``ConfigError`` when head's is not valid.

    One that trust has already, and that is not valid, lets nothing go, and stops no change that could mend it.
    """
    path = baseline.beside(settings.source)
    if sides.trust is sides.head:
        head = baseline.load(sides.head, path)
        return Baselines(head, head)
    trust, found = baseline.Baseline(path), Baselines(baseline.Baseline(path), baseline.Baseline(path))
    try:
        trust = baseline.load(sides.trust, path)
    except ConfigError as error:
        message = f"the baseline is not valid, and lets nothing go until it is mended: {error.message}"
        note = Notification("warning", "baseline-invalid", message, Location(path, sides.trust.revision))
        found = found._replace(salvaged=baseline.salvage(sides.trust, path), notes=(note,))
    if is_left(sides.head, path, sides.trust) or (sides.base is not None and is_left(sides.head, path, sides.base)):
        return found._replace(trust=trust, head=trust)  # so it is once head is merged
    return found._replace(trust=trust, head=baseline.load(sides.head, path))


def settle_run(run: Run, baselines: Baselines) -> Settled:
    """Return the findings of a run, with what lets them go and what the gate says of that."""
    bench, block = run.gate.bench, run.gate.settings.block
    asked = has_exceptions(run.sides)
    if not asked and baselines.is_empty and not _has_any_marks(run) and not alters_approvers(run.sides):
        return Settled(found_in(run, stood(run)))
    from trueline.run import own

    where = stood(run)
    ledger = open_ledger(run, baselines, where)
    ledger.look(run.head.hits)
    found = found_in(run, where, ledger)
    granted: Granted | None = None
    exceptions: tuple[ExceptionRecord, ...] = ()
    if asked:
        from trueline.run.exceptions.describing import described
        from trueline.run.exceptions.opening import open_exceptions
        from trueline.run.exceptions.releasing import settle_exceptions

        granted = open_exceptions(run.sides, run.gate, run.request)
        found, exceptions = settle_exceptions(granted, found)
        exceptions = described(exceptions, run)
    said = own.judge_own(run, baselines, ledger, found, exceptions)
    found += settle.findings(said.head.hits, bench, base=said.base, block=block)
    notes = granted.notifications if granted is not None else ()
    return Settled(
        sorted(found, key=settle.order), said.head.doubts, said.head.faults, said.head.counts, exceptions, notes
    )


def found_in(run: Run, where: Stood, ledger: Ledger | None = None) -> list[Finding]:
    """Return the findings of a run, without what ``ledger`` lets go."""
    trust = run.sides.trust.revision

    def release(hit: Hit, finding: Finding) -> Finding:
        if hit.identity in run.mended and finding.status == "new":
            said = f"the change began with it, and {trust} has mended it since: merge {trust}"
            finding = finding._replace(refusals=(said,))
        return finding if ledger is None else ledger.release(hit, finding)

    return settle.findings(
        run.head.hits,
        run.gate.bench,
        base=None if run.base is None else run.base.hits,
        stood=where,
        block=run.gate.settings.block,
        release=release,
    )


def open_ledger(run: Run, baselines: Baselines, where: Stood) -> Ledger:
    """Return a ledger of head that knows what the compare side let go."""
    from trueline.run.marks import Known

    known = None
    if run.base is not None:
        prints = settle.fingerprints(run.head.hits, run.base.hits, where)
        changes = [*_changes_at_base(run, prints)]
        hits = [*run.base.hits, *(hit for hit, _ in changes)]
        prints = [*prints[len(run.head.hits) :], *(fingerprint for _, fingerprint in changes)]
        known = Known(marks_of(run.base, run.gate), hits, prints)
    return Ledger(marks_of(run.head, run.gate), known, baselines, run.sides.head)


def _changes_at_base(run: Run, prints: Sequence[str]) -> Iterator[tuple[Hit, str]]:
    """Yield what changed in contracts, at the place it had at base: a mark that was there for it already is not new."""
    revision = run.sides.base.revision if run.sides.base is not None else ""
    for hit, mark in zip(run.head.hits, prints, strict=False):
        if run.gate.bench.rules[hit.rule_id].on == "change":
            for place in hit.related:
                if place.revision == revision:
                    nowhere = place._replace(region=None)  # only the line itself counts
                    yield hit._replace(location=place, begins=(nowhere, nowhere)), mark


def marks_of(side: Side, gate: Gate) -> Marks:
    """Return the marks of all units of a side."""
    from trueline.run.marks import Marks

    found = (mark for result in side.results.values() for mark in result.marks)
    return Marks(found, gate.bench, gate.settings, gate.now.date())


def _has_marks(side: Side) -> bool:
    return any(result.marks for result in side.results.values())


def _has_any_marks(run: Run) -> bool:
    return _has_marks(run.head) or (run.base is not None and _has_marks(run.base))
