"""The organisation's policies, a folder of the tree, beside the tree's own copy: what this lacks, changes or weakens.

Facts stand where the own copy is, with the place in the central folder beside it; where there is no copy, there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.dialects.kubernetes.objects import recognises, resources
from trueline.drift.admission import central_packs, central_rego
from trueline.drift.admission.action import action_of
from trueline.drift.admission.facts import deviation_fact, fact, short, sides
from trueline.drift.admission.folder import files_below
from trueline.drift.admission.kinds import is_exception
from trueline.drift.admission.pair import deviations
from trueline.drift.admission.policies import declared_policies
from trueline.drift.admission.schema import schemas_of
from trueline.drift.admission.subject import subject_of
from trueline.drift.admission.undeclared import excepted
from trueline.drift.depth import TOO_DEEP, is_too_deep
from trueline.drift.engines import WEBHOOKS
from trueline.errors import ReadError
from trueline.model.drift import Detected
from trueline.model.location import Location
from trueline.model.report import Notification
from trueline.parsers import yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from trueline.drift.admission.policies import Policies
    from trueline.drift.admission.subject import Subject
    from trueline.drift.declared import Declared
    from trueline.model.document import Document, Source
    from trueline.model.drift import Drift
    from trueline.model.location import Path
    from trueline.model.resource import Resource

_YAML: Final = (".yaml", ".yml")
_PLACE: Final = "this repository"
_SAYS: Final = "the organisation's policy"


class _Centre(NamedTuple):
    documents: list[Document[object]]
    rego: list[Source]
    notifications: list[Notification]


def compare_central(declared: Declared) -> Detected:
    """Return how the tree's own policies differ from those of the central folder; nothing where none is set."""
    folder = declared.drift.central.strip("/")
    if not folder:
        return Detected()
    centre = _read(folder, declared)
    if not centre.documents and not centre.rego and not centre.notifications:
        text = f"the central policies in {folder} hold no policy; check out the submodule, or mend `central`"
        centre.notifications.append(Notification("error", "unreadable-input", text, Location(folder)))
    drifts = [
        *_admission(centre.documents, declared),
        *central_rego.compare(centre.rego, folder, declared),
        *central_packs.compare(centre.documents, folder, declared),
    ]
    return Detected(tuple(drifts), notifications=tuple(centre.notifications))


def _read(folder: str, declared: Declared) -> _Centre:
    centre = _Centre([], [], [])
    for path in files_below(folder, declared.reader, (*_YAML, ".rego")):
        try:
            source = declared.reader.read(path)
        except ReadError as error:
            centre.notifications.append(Notification("error", "unreadable-input", error.message, Location(path)))
            continue
        if path.endswith(".rego"):
            centre.rego.append(source)
            continue
        parsed = yaml.parse(source)
        centre.documents.extend(parsed.documents)
        fatal = next((problem for problem in parsed.problems if problem.fatal), None)
        if fatal is not None and b"{{" not in source.data:  # a chart's template is judged as it is rendered
            where = Location(path, source.revision, fatal.region)
            centre.notifications.append(Notification("error", "unreadable-input", fatal.message, where))
    return centre


def _admission(documents: Sequence[Document[object]], declared: Declared) -> Iterator[Drift]:
    wanted: dict[tuple[str, str, str, str], Subject] = {}
    for document in documents:
        if not recognises(document.source.path, document.root):
            continue
        for resource in resources(document):
            subject = subject_of(resource.value, _primary(resource), resource)
            if subject is not None and subject.kind not in (*WEBHOOKS, "Namespace"):
                wanted.setdefault(subject.key, subject)
    if not wanted:
        return
    own = declared_policies(declared)
    schemas = schemas_of([*own.all(), *wanted.values()])
    lacking = []
    for key, subject in wanted.items():
        copies = own.own.get(key)
        if copies is None:
            lacking.append(subject)
            continue
        for copy in copies:
            yield from _copy(subject, copy, schemas)
    yield from _lacking(lacking, own)
    yield from _exceptions(list(wanted.values()), own)


def _copy(subject: Subject, copy: Subject, schemas: dict[str, object]) -> Iterator[Drift]:
    if is_too_deep(subject.value) or is_too_deep(copy.value):
        text = f"whether {copy.title} is as {_SAYS} says could not be told: {TOO_DEEP}"
        where = copy.locate(("metadata", "name"))
        yield fact("snapshot/unchecked", copy, where, text, {"reason": TOO_DEEP})
        return
    both = sides(subject, copy, _PLACE)
    for deviation in deviations(subject, copy, schemas):
        found = deviation_fact(deviation, both)
        place = subject.locate(deviation.difference.declared_at)._replace(message=f"{_SAYS} says")
        yield found._replace(
            address=copy.address,
            location=copy.locate(deviation.difference.actual_at),
            related=(place,),
            unit=copy.resource.unit if copy.resource is not None else "",
            environment=copy.resource.environment if copy.resource is not None else "",
            details={**found.details, "central": True},
        )


def _lacking(lacking: list[Subject], own: Policies) -> Iterator[Drift]:
    """Yield policies that the tree has no copy of; of engines that it declares nothing for, it has none at all."""
    untold = [one for one in lacking if own.unread or one.engine not in own.engines]
    for subject in lacking:
        if subject in untold:
            continue
        details: dict[str, object] = {"central": True}
        if action_of(subject):
            details["action"] = action_of(subject)
        text = f"{_PLACE} lacks {subject.title} of the organisation's policies"
        yield _outside(fact("policies/missing", subject, subject.locate(("metadata", "name")), text, details))
    if untold:
        first = untold[0]
        roots = ", ".join(own.unread[:3])
        reason = f"{roots} could not be read whole" if roots else "no policies of that engine are declared here"
        others = f" and {len(untold) - 1} more" if len(untold) > 1 else ""
        text = f"whether {_PLACE} has a copy of {first.title}{others} could not be told: {reason}"
        details = {"reason": reason, "count": len(untold), "central": True}
        yield _outside(fact("snapshot/unchecked", first, first.locate(("metadata", "name")), text, details))


def _exceptions(wanted: list[Subject], own: Policies) -> Iterator[Drift]:
    """Yield exceptions of the tree's own that let things pass the organisation's policies."""
    known = {one.key for one in wanted}
    for subject in own.all():
        if not is_exception(subject.group, subject.kind) or subject.key in known:
            continue
        let_go = sorted(excepted(subject, wanted))
        if let_go:
            text = f"{subject.title} lets things pass {', '.join(map(short, let_go[:3]))} of the organisation"
            details = {"central": True, "exception": True, "policies": let_go}
            yield fact("policies/weaker", subject, subject.locate(("metadata", "name")), text, details)


def _outside(drift: Drift) -> Drift:
    """Return a fact of a policy of the central folder, which no unit of the tree declares."""
    return drift._replace(unit="", environment="")


def _primary(resource: Resource) -> Callable[[Path], Location]:
    return lambda path: resource.locate(path).primary
