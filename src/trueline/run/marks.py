"""Which marks cover which hits, and why one that does lets nothing go."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from trueline.exceptions.mark import SUBJECT, WHOLE_FILE, reach
from trueline.run.judge import RESERVED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from trueline.engine import Hit
    from trueline.exceptions.mark import Mark
    from trueline.model.settings import Settings
    from trueline.run.settle import Bench, Standing

FOREVER = "9999-12-31"
MOST_GUESSES = 50
MOST_TOGETHER = 100
"""Marks about one statement; further ones cover nothing, and are said to be unused."""


class Cover(NamedTuple):
    """A mark covers a hit: the name it uses for its rule, how far it reaches, and why it lets nothing go, if so."""

    mark: Mark
    name: str
    reach: str
    refusal: str = ""


class _Said(NamedTuple):
    """A mark, where it stands among all, and by which name it means each of its rules."""

    number: int
    mark: Mark
    names: Mapping[str, str]


class Marks:
    """The marks of one side, held against rules and settings."""

    def __init__(self, marks: Iterable[Mark], bench: Bench, settings: Settings, today: date) -> None:
        self.all = sorted(set(marks), key=lambda mark: (mark.location.path, mark.location.region or ()))
        self._bench = bench
        self._limits = settings.suppressions
        self._today = today
        self._names = _names(bench) if self.all else {}
        self._guesses: dict[str, str] = {}
        self._said: dict[str, dict[tuple[int, int], list[_Said]]] = {}  # by path, then by first and last line
        for number, mark in enumerate(self.all):
            spans = self._said.setdefault(mark.location.path, {})
            together = spans.setdefault((mark.line, max(mark.line, mark.last)), [])
            if len(together) < MOST_TOGETHER:
                together.append(_Said(number, mark, self._meanings(mark)))
        # of several lines are statements, which overlap nowhere
        self._spans = {path: sorted(span for span in said if _is_long(span)) for path, said in self._said.items()}

    def rules(self, name: str) -> frozenset[str]:
        """Return the ids of the rules that ``name`` means: an id, or what another tool calls it."""
        for spelled in (name, name.upper()):  # people write avd-aws-0132, too
            found = self._names.get(_plain(spelled))
            if found is not None:
                return found
        return frozenset()

    def covers(self, hit: Hit) -> Iterator[Cover]:
        """Yield the marks that cover a hit, with the first name by which they mean its rule."""
        for _, mark, names in self._near(hit):
            name = names.get(hit.rule_id, "")
            reached = reach(mark, hit.location, hit.begins) if name else ""
            if reached:
                standing = self._bench.stands(hit)
                refusal = self.invalid(mark) or self._refused(mark, hit.rule_id, standing)
                yield Cover(mark, name, reached, refusal)

    def invalid(self, mark: Mark) -> str:
        """Return what is wrong with a mark, as the predicate of a sentence about it; nothing of another tool's."""
        if mark.spelled.problem or not mark.is_own:
            return mark.spelled.problem and f"is not valid: {mark.spelled.problem}"
        for name in mark.spelled.rules:
            rules = self.rules(name)
            if not rules:
                return f"is not valid: no rule that is loaded is called `{name}`{self._meant(name)}"
            if any(is_reserved(self._bench, rule) for rule in rules):
                return f"is not valid: `{name}` is what the gate says of itself, no mark lets it go"
        return ""

    def forbidden(self, mark: Mark) -> str:
        """Return why the config does not allow a mark, whatever it covers."""
        until, limits = mark.spelled.until, self._limits
        if limits.inline == "forbid":
            return "is not allowed: the config forbids marks in files"
        if not until and (limits.require_until or limits.longest):
            return "is not allowed: the config asks for a day (`until 2027-01-31`)"
        if limits.longest and until > (self._today + timedelta(days=limits.longest)).isoformat():
            return f"is not allowed yet: it reaches further ahead than the {limits.longest} days of the config"
        return ""

    def is_expired(self, mark: Mark) -> bool:
        """Tell whether the last day of a mark is over."""
        return bool(mark.spelled.until) and mark.spelled.until < self._today.isoformat()

    def _refused(self, mark: Mark, rule_id: str, standing: Standing) -> str:
        if standing.enforcement == "hard":
            return f"is not allowed: {rule_id} is hard, no mark lets it go"
        if not standing.may_be_marked:
            return f"is not allowed: the config forbids marks for {rule_id}"
        if self.is_expired(mark):
            return f"ended on {mark.spelled.until}"
        return self.forbidden(mark)

    def _near(self, hit: Hit) -> Sequence[_Said]:
        if not hit.begins or not self.all:
            return ()
        places = {(place.path, place.region.start_line) for place in (hit.location, *hit.begins) if place.region}
        found = {(path, span) for path, line in places for span in self._around(path, line)}
        near = [said for path, span in found for said in self._said[path][span]]
        return sorted(near, key=lambda said: said.number)

    def _around(self, path: str, line: int) -> Iterator[tuple[int, int]]:
        """Yield the stretches of lines that have marks and hold a line: itself, its statement, the whole file."""
        said = self._said.get(path, {})
        yield from (span for span in ((line, line), (1, WHOLE_FILE)) if span in said)
        spans = self._spans.get(path, ())
        number = bisect_left(spans, line, key=lambda span: span[1])
        if number < len(spans) and spans[number][0] <= line:
            yield spans[number]

    def _meanings(self, mark: Mark) -> dict[str, str]:
        found: dict[str, str] = {}
        for name in mark.spelled.rules:
            for rule in self.rules(name):
                found.setdefault(rule, name)
        return found

    def _meant(self, name: str) -> str:
        if name not in self._guesses and len(self._guesses) < MOST_GUESSES:
            from difflib import get_close_matches

            close = get_close_matches(name, self._names, n=1)
            self._guesses[name] = f"; did you mean `{close[0]}`?" if close else ""
        return self._guesses.get(name, "")


class Known:
    """What the marks of the compare side let go there: what head's marks let go besides is new."""

    def __init__(self, marks: Marks, hits: Sequence[Hit], prints: Sequence[str]) -> None:
        self._ends: dict[tuple[str, ...], str] = {}
        for hit, fingerprint in zip(hits, prints, strict=True):
            for cover in marks.covers(hit):
                if not cover.refusal:
                    self._add(cover, (fingerprint,))
                    if cover.reach == SUBJECT:
                        self._add(cover, _subject(hit))

    def has(self, hit: Hit, fingerprint: str, cover: Cover) -> bool:
        """Tell whether the same was let go already, at least as long: this very finding, or its whole subject."""
        ends = [self._ends.get((fingerprint,), "")]
        ends += [self._ends.get(_subject(hit), "")] if cover.reach == SUBJECT else []
        return max(ends) >= (cover.mark.spelled.until or FOREVER)

    def _add(self, cover: Cover, key: tuple[str, ...]) -> None:
        self._ends[key] = max(self._ends.get(key, ""), cover.mark.spelled.until or FOREVER)


def is_reserved(bench: Bench, rule_id: str) -> bool:
    """Tell whether a rule judges what the gate says of itself."""
    return all(kind.startswith(RESERVED) for kind in bench.rules[rule_id].kinds)


def _is_long(span: tuple[int, int]) -> bool:
    return span[0] < span[1] < WHOLE_FILE


def _plain(name: str) -> str:
    """Return what another tool calls a rule, without what only tells that it is that tool's."""
    return name.removeprefix("AVD-").removeprefix("squawk:")


def _subject(hit: Hit) -> tuple[str, ...]:
    return hit.rule_id, hit.kind, hit.subject, hit.environment, hit.unit


def _names(bench: Bench) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for rule in bench.rules.values():
        meant = rule.replaced_by if rule.replaced_by in bench.rules else rule.id
        for name in (rule.id, *rule.aliases):
            found.setdefault(_plain(name), set()).add(meant)
    return {name: frozenset(rules) for name, rules in found.items()}
