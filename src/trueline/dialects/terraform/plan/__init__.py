"""Terraform plans (``terraform show -json``): what will be there after apply, placed in the sources it comes from."""

from __future__ import annotations

import gc
from functools import partial
from typing import TYPE_CHECKING

from trueline.errors import ReadError
from trueline.model.location import Location
from trueline.model.report import Input, Notification
from trueline.model.resource import References, parse_path
from trueline.model.unit import Extract
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trueline.dialects.terraform.plan.entries import Entry
    from trueline.dialects.terraform.plan.places import Sources
    from trueline.dialects.terraform.plan.references import Configuration
    from trueline.model.document import Document, Reader
    from trueline.model.resource import Resource
    from trueline.model.settings import Settings
    from trueline.model.unit import Unit

KIND = "terraform-plan"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_GARBLED = "; the redirection of PowerShell may have garbled it: write the plan as UTF-8"
_OF_NOTHING = "the plan only refreshes the state; what its root declares was judged as its sources have it"
_SHOW = "write it with: terraform show -json PLAN > plan.json"


def plan(paths: Sequence[str], reader: Reader, settings: Settings) -> Sequence[Unit]:  # noqa: ARG001  # a dialect's signature
    """Return no unit: a plan is judged where the command names it."""
    return ()


def extract(unit: Unit, reader: Reader, settings: Settings) -> Extract:
    """Return the resources of the plan that ``options["plan"]`` names, with what the sources beside it declare."""
    path = str(unit.options.get("plan", ""))
    try:
        source = reader.read(path)
    except ReadError as error:
        return _refused(path, error.message, Location(path))
    fault = _not_text(source.data)
    if fault:
        return _refused(path, fault, Location(path, source.revision))
    from trueline.parsers.json import parse

    parsed = parse(source)
    hint = _GARBLED if source.data.startswith(_UTF_16) else ""
    problems = tuple(
        Notification(
            "error", "unreadable-input", problem.message + hint, Location(path, source.revision, problem.region)
        )
        for problem in parsed.problems
    )
    if not parsed.documents and problems:
        return Extract((), (Input(path, KIND, "unreadable", problems[0].message),), problems)
    if not parsed.documents:
        return _refused(path, f"the file is empty; {_SHOW}", Location(path, source.revision))
    document = parsed.documents[0]
    fault, where = not_a_plan(document.root)
    if fault:
        return _refused(path, fault, document.locate(where))
    enabled = gc.isenabled()
    gc.disable()  # beside all that a large plan holds, each collection is slow and finds nothing
    try:
        found = _read(document, unit, reader, settings)
    finally:
        if enabled:
            gc.enable()
    state = Input(path, KIND, "partly-read" if problems else "read", problems[0].message if problems else "")
    return Extract(found.resources, (state, *found.inputs), (*problems, *found.notifications))


def _refused(path: str, message: str, location: Location) -> Extract:
    notification = Notification("error", "unreadable-input", message, location)
    return Extract((), (Input(path, KIND, "unreadable", message),), (notification,))


def _not_text(data: bytes) -> str:
    """Return what is wrong with a plan that cannot even be decoded, empty if nothing."""
    if data.startswith(b"PK\x03\x04"):
        return f"this is a binary plan, not JSON; {_SHOW}"
    if b"\0" in data[:4] and not data.startswith((*_UTF_16, b"\0\0\xfe\xff")):
        return "this is UTF-16 without a byte order mark; write the plan as UTF-8"
    return ""


def not_a_plan(root: object) -> tuple[str, tuple[str, ...]]:
    """Return why a JSON document is no plan that can be judged, empty if it is one, and the path to blame."""
    if isinstance(root, dict) and "@message" in root:
        return f"this is the log of a plan, not the plan; {_SHOW}", ()
    if not isinstance(root, dict) or not isinstance(root.get("format_version"), str):
        return f"this JSON is no Terraform plan; {_SHOW}", ()
    version = root["format_version"]
    if version.partition(".")[0] not in ("0", "1"):
        return f"the plan has format version {version}; versions 0.x and 1.x are read", ("format_version",)
    if "planned_values" not in root:
        held = "a state" if "values" in root else "no planned values"
        return f"this JSON holds {held}, not a plan; {_SHOW}", ()
    return "", ()


def _read(document: Document[object], unit: Unit, reader: Reader, settings: Settings) -> Extract:
    from trueline.dialects.terraform.plan.entries import entries_of, mapping
    from trueline.dialects.terraform.plan.places import Sources
    from trueline.dialects.terraform.plan.references import Configuration

    root = mapping(document.root)
    entries = list(entries_of(root))
    configuration = Configuration(mapping(root.get("configuration")), entries, mapping(root.get("variables")))
    sources = Sources(unit, reader, settings)
    parts = _Parts(configuration, sources, document)
    made = [_resource(entry, unit, parts) for entry in entries]
    notifications = (*sources.notifications, *incomplete(root, document))
    if not made and "resource_changes" not in root and sources.resources:
        made = sources.resources
        note = Notification("note", "plan-of-nothing", _OF_NOTHING, document.locate())
        notifications = (*notifications, note)
    return Extract((*made, *sources.declared), tuple(sources.inputs), notifications)


def incomplete(root: Mapping[str, object], document: Document[object]) -> list[Notification]:
    """Return what the plan says of its own gaps."""
    if root.get("errored") is True:
        message = "the plan ended in errors: resources are missing from it"
        return [Notification("error", "incomplete-plan", message, document.locate(("errored",)))]
    if root.get("complete") is False:
        message = "the plan is not complete: it was made for targets only, or leaves changes for later"
        return [Notification("warning", "incomplete-plan", message, document.locate(("complete",)))]
    return []


class _Parts:
    """What the resources of one plan share."""

    __slots__ = ("configuration", "document", "sources")

    def __init__(self, configuration: Configuration, sources: Sources, document: Document[object]) -> None:
        self.configuration = configuration
        self.sources = sources
        self.document = document


def _resource(entry: Entry, unit: Unit, parts: _Parts) -> Resource:
    from trueline.dialects.terraform.plan.places import place_of
    from trueline.dialects.terraform.plan.values import value_of
    from trueline.dialects.terraform.resources import TerraformResource

    instance = parts.sources.find(entry.address)
    resource = TerraformResource(
        partial(value_of, entry, parts.configuration),
        kind=f"terraform/{'data.' if entry.mode == 'data' else ''}{entry.kind}",
        address=entry.address,
        name=entry.name,
        locate=partial(place_of, entry, parts.sources, parts.document),
        source=instance.block.document.source.path if instance is not None else parts.document.source.path,
        unit=unit.root,
        environment=unit.environment,
        provide=lambda name: parts.configuration.provided(entry, name),
    )
    resource._refer = lambda attribute: _refer(entry, resource, attribute, parts)  # noqa: SLF001  # it needs itself
    return resource


def _refer(entry: Entry, resource: Resource, attribute: str, parts: _Parts) -> References:
    """Return what an attribute refers to; locals, which a plan does not explain, as the sources have them."""
    from trueline.dialects.references import refer

    planned = refer(resource.value, attribute)
    expressions = parts.configuration.expressions(entry)
    unexplained = parts.configuration.resolve(expressions.get(str(parse_path(attribute)[0])), entry).locals
    if planned.open is None and not unexplained:
        return planned
    told = parts.sources.refer(entry.address, attribute)
    if told is None:
        missing = Unknown([f"{name} ← not in the plan" for name in sorted(unexplained)])
        return References(planned.addresses, open=missing if planned.open is None else planned.open)
    addresses = set(planned.addresses)
    for address in told.addresses:
        base = address.removesuffix("[*]")
        addresses.update(parts.configuration.instances.get(base, [base]) if base != address else [address])
    return References(frozenset(addresses), open=told.open)
