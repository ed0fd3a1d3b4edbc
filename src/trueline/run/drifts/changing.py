"""What differs from what is there because a change says otherwise now: bringing the change out makes that go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.dialects.terraform.plan.entries import without_keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from trueline.drift.declared import Declared
    from trueline.model.drift import Drift

BY_CHANGE: Final = "by_change"
"""The detail of what a change makes differ."""
_SOURCES: Final = frozenset({"access", "aws", "kubernetes", "policies"})
_KINDS: Final = frozenset({"terraform/differs", "terraform/missing", "terraform/undeclared"})
_DIALECTS: Final = ("chart", "kubernetes", "kustomization", "manifest", "terraform")


def told_apart(drifts: Iterable[Drift], known: Iterable[Drift], before: Declared, after: Declared) -> Iterator[Drift]:
    """Yield differences, marked where a change makes them: what is there is what base declares, and head another.

    ``known`` are those of base from the same files, ``before`` and ``after`` what base and head declare. What a plan
    tells is of head anyway, and what two folders of one tree differ in no rollout mends.
    """
    there: dict[tuple[str, str], list[Drift]] = {}
    for one in known:
        there.setdefault((_source(one), one.address), []).append(one)
    was, now = _Texts(before), _Texts(after)
    for one in drifts:
        is_known = any(_is_same(former, one) for former in there.get((_source(one), one.address), ()))
        if _is_of_rollout(one) and not is_known and was.of(one.address) != now.of(one.address):
            yield one._replace(details={**one.details, BY_CHANGE: True})
        else:
            yield one


def _source(drift: Drift) -> str:
    return drift.kind.partition("/")[0]


def _is_of_rollout(drift: Drift) -> bool:
    """Tell whether bringing out what is declared makes a difference go."""
    is_elsewhere = bool(drift.details.get("central") or drift.details.get("side"))
    return drift.kind in _KINDS or (_source(drift) in _SOURCES and not is_elsewhere)


def _is_same(former: Drift, drift: Drift) -> bool:
    """Tell whether it differed before: what stands in one place, but of rights only the very same ones."""
    if _source(drift) == "access":
        return (former.kind, former.message) == (drift.kind, drift.message)
    short, long = sorted((former.path, drift.path), key=len)
    return not short or long == short or long.startswith((f"{short}.", f"{short}["))


class _Texts:
    """What a tree declares at addresses, as texts to be held against each other."""

    def __init__(self, declared: Declared) -> None:
        self._declared = declared
        self._values: Mapping[str, Sequence[object]] | None = None

    def of(self, address: str) -> list[str]:
        """Return all that is declared at an address, in whatever units; nothing where nothing is."""
        if self._values is None:
            self._values = self._read()
        found = self._values.get(address) or self._values.get(without_keys(address), ())
        return sorted(map(repr, found))

    def _read(self) -> Mapping[str, Sequence[object]]:
        found: dict[str, list[object]] = {}
        for declaration in self._declared.of(*_DIALECTS):
            for one in declaration.resources:
                for address in {one.address, without_keys(one.address)}:
                    found.setdefault(address, []).append(one.value)
        return found
