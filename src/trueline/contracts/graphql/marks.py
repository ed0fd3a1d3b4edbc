"""What differs in the directives that stand on an element: deprecation, and those that a server gives a meaning."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.contracts.graphql.ledger import Spot, deprecation

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from trueline.contracts.graphql.ledger import Ledger
    from trueline.contracts.graphql.merged import Owned, Part, Place
    from trueline.parsers.graphql.syntax import Directive

OWN: Final = frozenset({"deprecated", "oneOf", "specifiedBy"})
"""The directives of the language itself that stand in schemas, of which each has changes of its own."""


class Use(NamedTuple):
    """A directive that is used, and where."""

    directive: Directive
    place: Place


def uses_of(directives: Iterable[Directive], part: Part) -> tuple[Use, ...]:
    """Return the uses of directives that stand on a piece of ``part``."""
    return tuple(Use(one, part.place(one)) for one in directives)


def uses_on(directives: Iterable[Owned[Directive]]) -> tuple[Use, ...]:
    """Return the uses of directives that stand on a definition and its extensions."""
    return tuple(Use(one.value, one.part.place(one.value)) for one in directives)


def compare_marks(ledger: Ledger, spot: Spot, base: Sequence[Use], head: Sequence[Use]) -> None:
    """Write down what differs between the directives of the element at ``spot``."""
    if not base and not head:
        return
    _deprecation(ledger, spot, base, head)
    names = {use.directive.name.text for use in (*base, *head)} - OWN
    for name in sorted(names):
        _uses(ledger, spot, _of(base, name), _of(head, name))


def compare_specification(ledger: Ledger, spot: Spot, base: Sequence[Use], head: Sequence[Use]) -> None:
    """Write down whether a scalar says of another page what its values are; to begin or cease to say it is nothing."""
    old, new = (next(iter(_of(uses, "specifiedBy")), None) for uses in (base, head))
    if old is None or new is None:
        return
    before, after = (use.directive.argument("url") for use in (old, new))
    if before and after and before.text != after.text:
        ledger.add(
            "specification-changed",
            Spot(spot.subject, old.place, new.place),
            f"scalar {spot.subject} is specified by {after.string}, was {before.string}",
            before=before.string,
            after=after.string,
        )


def compare_one_of(ledger: Ledger, spot: Spot, base: Sequence[Use], head: Sequence[Use]) -> None:
    """Write down whether an input type takes exactly one of its fields."""
    old, new = _of(base, "oneOf"), _of(head, "oneOf")
    if new and not old:
        place = Spot(spot.subject, spot.base, new[0].place)
        message = f"input {spot.subject} takes exactly one field now"
        ledger.add("one-of-added", place, message, before=False, after=True)
    if old and not new:
        place = Spot(spot.subject, old[0].place, spot.head)
        message = f"input {spot.subject} takes several fields now"
        ledger.add("one-of-removed", place, message, before=True, after=False)


def _of(uses: Iterable[Use], name: str) -> list[Use]:
    return [use for use in uses if use.directive.name.text == name]


def _deprecation(ledger: Ledger, spot: Spot, base: Sequence[Use], head: Sequence[Use]) -> None:
    old, new = ([use.directive for use in _of(uses, "deprecated")] for uses in (base, head))
    before, after = deprecation(old), deprecation(new)
    if before == after and [one.text for one in old] == [one.text for one in new]:
        return
    was = _of(base, "deprecated")[0].place if old else spot.base
    now = _of(head, "deprecated")[0].place if new else spot.head
    name, message = "deprecation-changed", f"{spot.subject} is deprecated for another reason or date"
    if not old:
        name, message = "deprecation-added", f"{spot.subject} is deprecated now"
    elif not new:
        name, message = "deprecation-removed", f"{spot.subject} is no longer deprecated"
    elif before == after:
        return  # an argument that says neither reason nor date, or the reason that is understood
    reasons = before.get("reason"), after.get("reason")
    place = Spot(spot.subject, was, now)
    ledger.add(name, place, message, before=reasons[0], after=reasons[1], details=before)


def _uses(ledger: Ledger, spot: Spot, base: Sequence[Use], head: Sequence[Use]) -> None:
    """Compare the uses of one directive; one for one they changed, else they were added or removed."""
    gone = Counter(use.directive.text for use in base) - Counter(use.directive.text for use in head)
    new = Counter(use.directive.text for use in head) - Counter(use.directive.text for use in base)
    old_uses, new_uses = _among(base, gone), _among(head, new)
    if len(base) == len(head) == len(old_uses) == len(new_uses) == 1:
        old, now = base[0], head[0]
        before, after = old.directive.text, now.directive.text
        place = Spot(_subject(spot, old), old.place, now.place)
        message = f"{spot.subject} has {after}, had {before}"
        ledger.add("directive-use-changed", place, message, before=before, after=after)
        return
    for use in old_uses:
        place, text = Spot(_subject(spot, use), use.place, spot.head), use.directive.text
        ledger.add("directive-use-removed", place, f"{spot.subject} has {text} no more", before=text)
    for use in new_uses:
        place, text = Spot(_subject(spot, use), spot.base, use.place), use.directive.text
        ledger.add("directive-use-added", place, f"{spot.subject} has {text} now", after=text)


def _subject(spot: Spot, use: Use) -> str:
    return f"{spot.subject}@{use.directive.name.text}"


def _among(uses: Iterable[Use], counts: Counter[str]) -> list[Use]:
    """Return the uses that are counted, of equal ones the last."""
    left = Counter(counts)
    found = []
    for use in reversed(list(uses)):
        if left[use.directive.text] > 0:
            left[use.directive.text] -= 1
            found.append(use)
    return found[::-1]
