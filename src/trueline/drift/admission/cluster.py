"""The policies that a cluster has, as far as a snapshot tells."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from trueline.drift.admission.subject import subject_of
from trueline.drift.engines import CONSTRAINTS, KUBERNETES, TEMPLATES, is_admission
from trueline.drift.kubernetes.identity import Kind
from trueline.drift.kubernetes.live import Live

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from trueline.drift.admission.subject import Subject
    from trueline.model.drift import Snapshot
    from trueline.model.location import Location, Path

_TEMPLATE = Kind(TEMPLATES, "ConstraintTemplate")
_VALIDATING = Kind(KUBERNETES, "ValidatingWebhookConfiguration")


class Cluster:
    """The admission policies of a snapshot, and its namespaces."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.live = Live(snapshot.document.root)
        self._document = snapshot.document

    def policies(self) -> Iterator[Subject]:
        """Yield each admission policy, and each namespace, once."""
        yield from self._subjects.values()

    def find(self, declared: Subject) -> Subject | None:
        """Return the policy that a declared one is; where that names no namespace, the only one of its name."""
        group, kind, namespace, name = declared.key
        found = self._subjects.get((group, kind, namespace, name))
        if found is None and not namespace:
            there = self._by_name.get((group, kind, name), [])
            found = there[0] if len(there) == 1 else None
        return found

    def untold(self, declared: Subject) -> str:
        """Return why the snapshot does not tell whether a policy is there, empty where it does."""
        group, name, namespace, _ = declared.key
        kind = Kind(group, name)
        if not namespace and len(self._by_name.get((group, name, declared.name), ())) > 1:
            return f"there are several {name} {declared.name}, and no namespace is declared"
        coverage = self.live.coverage
        if coverage.covers(kind, namespace):
            return ""
        # without a template there is no such kind to read
        is_served = any(one.group == TEMPLATES and one.name == name.lower() for one in self.policies())
        if group == CONSTRAINTS and not is_served and coverage.covers(_TEMPLATE, ""):
            return ""
        return coverage.reason(kind, namespace)[0]

    def tells_of(self, group: str, kind: str) -> bool:
        """Tell whether the snapshot tells of all that there is of a kind that is in no namespace."""
        return self.live.coverage.covers(Kind(group, kind), "")

    def may_overlook(self, group: str, kind: str) -> bool:
        """Tell whether there may be policies of a kind that the snapshot says nothing of."""
        return self.live.coverage.may_overlook(Kind(group, kind))

    def webhooks(self) -> Iterator[dict[str, object]]:
        """Yield each configuration of webhooks that validate, whoever's they are."""
        yield from (item.value for item in self.live.items if item.identity.kind == _VALIDATING)

    @cached_property
    def _subjects(self) -> dict[tuple[str, str, str, str], Subject]:
        found: dict[tuple[str, str, str, str], Subject] = {}
        for item in self.live.items:
            kind = item.identity.kind
            if is_admission(*kind) or kind == ("", "Namespace"):
                subject = subject_of(item.value, self._locator(item.path, item.value), is_there=True)
                if subject is not None:
                    found.setdefault(subject.key, subject)
        return found

    @cached_property
    def _by_name(self) -> dict[tuple[str, str, str], list[Subject]]:
        found: dict[tuple[str, str, str], list[Subject]] = {}
        for (group, kind, _, name), subject in self._subjects.items():
            found.setdefault((group, kind, name), []).append(subject)
        return found

    def _locator(self, start: Path, value: dict[str, object]) -> Callable[[Path], Location]:
        def locate(path: Path) -> Location:
            shown = path if path and path[0] in value else ("metadata", "name")
            return self._document.locate((*start, *shown))

        return locate
