"""The properties in which a resource differs, without differences that are none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.drift.cloudformation.alike import are_alike, loose
from trueline.drift.cloudformation.entries import as_data
from trueline.drift.iam_policy import is_policy

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.drift.cloudformation.entries import Entry
    from trueline.model.location import Path

ORDERED: Final = frozenset((
    "Args", "Arguments", "CacheBehaviors", "Command", "EntryPoint", "Layers", "Stages", "Steps",
))  # fmt: skip
"""Lists of which the order says something; CloudFormation gives back any other in an order of its own."""

_NOTHING: Final = object()
_MOST: Final = 1000
_DEEPEST: Final = 100


class Difference(NamedTuple):
    """One property that differs; ``steps`` lead to it in what was expected (what is added: in what is there)."""

    steps: Path
    expected: object
    actual: object
    how: str

    @property
    def text(self) -> str:
        """Its path without brackets, for messages and patterns."""
        return ".".join(map(str, self.steps))


def differences(entry: Entry) -> list[Difference]:
    """Return in what a modified resource differs, as CloudFormation says or else as both sides of it tell."""
    given = entry.value.get("PropertyDifferences")
    found = list(_given(given, entry)) if isinstance(given, list) and given else list(_told(entry))
    around = _Around(entry)
    return [one for one in found if not _is_none(one, around)]


def _given(given: list[object], entry: Entry) -> Iterator[Difference]:
    for one in given[:_MOST]:
        if not isinstance(one, dict):
            continue
        how, pointer = one.get("DifferenceType"), one.get("PropertyPath")
        if isinstance(pointer, str):
            steps = steps_of(pointer, entry.expected, entry.actual)
            expected, actual = (as_data(one.get(key)) for key in ("ExpectedValue", "ActualValue"))
            yield Difference(steps, expected, actual, how if isinstance(how, str) else "NOT_EQUAL")


def steps_of(pointer: str, expected: object, actual: object) -> Path:
    """Return the steps of a JSON pointer (RFC 6901): numbers where either side has a list there."""
    steps: list[str | int] = []
    sides = [expected, actual]
    for written in pointer.removeprefix("/").split("/") if pointer.strip("/") else ():
        name = written.replace("~1", "/").replace("~0", "~")
        is_index = name.isascii() and name.isdigit() and len(name) < 7 and any(isinstance(one, list) for one in sides)
        step: str | int = int(name) if is_index else name
        steps.append(step)
        sides = [value_at(side, (step,)) for side in sides]
    return tuple(steps)


def value_at(value: object, steps: Path) -> object:
    """Return what stands at ``steps`` in plain data, None where nothing does."""
    for step in steps:
        value = as_data(value)
        if isinstance(value, dict):
            value = value.get(str(step))
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def _told(entry: Entry) -> Iterator[Difference]:
    """Yield the differences of an entry that names none, at the deepest place that only one side has or both differ."""
    waiting: list[tuple[Path, object, object]] = [((), entry.expected, entry.actual)]
    found = 0
    while waiting and found < _MOST:
        steps, expected, actual = waiting.pop()
        if isinstance(expected, dict) and isinstance(actual, dict) and len(steps) < _DEEPEST:
            waiting += [((*steps, key), *_pair(expected, actual, key)) for key in sorted({**expected, **actual})][::-1]
        elif expected is _NOTHING or actual is _NOTHING or not are_alike(expected, actual):
            found += 1
            yield Difference(
                steps,
                None if expected is _NOTHING else expected,
                None if actual is _NOTHING else actual,
                "ADD" if expected is _NOTHING else "REMOVE" if actual is _NOTHING else "NOT_EQUAL",
            )


def _pair(expected: Mapping[str, object], actual: Mapping[str, object], key: str) -> tuple[object, object]:
    return expected.get(key, _NOTHING), actual.get(key, _NOTHING)


def _is_none(one: Difference, around: _Around) -> bool:
    """Tell whether both sides of a difference say the same: in itself, or as a part of a set or a policy."""
    if one.how == "NOT_EQUAL" and are_alike(one.expected, one.actual):
        return True
    answers = (around.is_alike(one.steps[:length]) for length in range(len(one.steps)))
    return next((answer for answer in answers if answer is not None), False)


class _Around:
    """What the two sides of an entry have around their differences; each is compared once."""

    def __init__(self, entry: Entry) -> None:
        self._sides = (entry.expected, entry.actual)
        self._known: dict[Path, bool | None] = {}

    def is_alike(self, steps: Path) -> bool | None:
        """Tell whether the two sides say the same at some steps as a set or policy; None where what is inside tells.

        It is none of these, too, where both are equal: then they do not tell of the difference.
        """
        if steps not in self._known:
            self._known[steps] = self._compare(steps)
        return self._known[steps]

    def _compare(self, steps: Path) -> bool | None:
        expected, actual = (as_data(value_at(side, steps)) for side in self._sides)
        if expected == actual:
            return False
        if isinstance(expected, list) and isinstance(actual, list):
            name = next((step for step in reversed(steps) if isinstance(step, str)), "")
            return True if name not in ORDERED and loose(expected) == loose(actual) else None
        return True if is_policy(expected) and is_policy(actual) and are_alike(expected, actual) else None
