"""The policies that a cluster has, as far as a snapshot tells."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from trueline.drift.admission.kinds import CONSTRAINTS, KUBERNETES, TEMPLATES, is_admission, is_namespaced
from trueline.drift.admission.live import Live
from trueline.drift.admission.subject import subject_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from trueline.drift.admission.subject import Subject
    from trueline.model.drift import Snapshot
    from trueline.model.location import Location, Path


class Cluster:
    """The admission policies of a snapshot, and its namespaces."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._live = Live(snapshot.document.root)
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
        group, kind, namespace, name = declared.key
        if not namespace and len(self._by_name.get((group, kind, name), ())) > 1:
            return f"there are several {kind} {name}, and no namespace is declared"
        coverage = self._live.coverage
        reason = coverage.untold(group, kind, namespace=namespace, is_namespaced=is_namespaced(group, kind))
        # without a template there is no such kind to read
        if reason and group == CONSTRAINTS and not coverage.untold(TEMPLATES, "ConstraintTemplate"):
            is_known = any(one.group == TEMPLATES and one.name == kind.lower() for one in self.policies())
            return reason if is_known else ""
        return reason

    def tells_of(self, group: str, kind: str) -> bool:
        """Tell whether the snapshot tells of all that there is of a kind that is in no namespace."""
        return not self._live.coverage.untold(group, kind)

    def may_overlook(self, group: str, kind: str) -> bool:
        """Tell whether there may be policies of a kind that the snapshot says nothing of."""
        return self._live.coverage.may_overlook(group, kind)

    def webhooks(self) -> Iterator[dict[str, object]]:
        """Yield each configuration of webhooks that validate, whoever's they are."""
        for value, _ in self._live.objects.get((KUBERNETES, "ValidatingWebhookConfiguration"), ()):
            yield value

    @cached_property
    def _subjects(self) -> dict[tuple[str, str, str, str], Subject]:
        found: dict[tuple[str, str, str, str], Subject] = {}
        for (group, kind), members in self._live.objects.items():
            if not is_admission(group, kind) and (group, kind) != ("", "Namespace"):
                continue
            for value, path in members:
                subject = subject_of(value, self._locator(path, value))
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
