"""Rendered charts and kustomizations: objects whose places are those of the files they were made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.dialects import documents
from trueline.dialects.kubernetes.chart import packed, path_of, values_files
from trueline.dialects.kubernetes.kinds import CLUSTER_WIDE
from trueline.dialects.kubernetes.layout import CHARTS, KUSTOMIZATIONS
from trueline.dialects.kubernetes.objects import Manifest, drop_nulls, manifests, resource
from trueline.dialects.kubernetes.overlay import Origin, Overlay
from trueline.dialects.kubernetes.template import Chart
from trueline.dialects.kubernetes.volatile import forget
from trueline.model.document import Source
from trueline.model.location import Location
from trueline.model.report import Input, Notification
from trueline.model.unit import Extract
from trueline.parsers import yaml
from trueline.parsers.scalar import read_plain_as_go

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from trueline.dialects.kubernetes.chart import Dependency, Rendered
    from trueline.dialects.kubernetes.kustomization import Reached
    from trueline.dialects.kubernetes.template import Template
    from trueline.model.document import Parsed, Reader
    from trueline.model.location import Path
    from trueline.model.resource import Place, Resource
    from trueline.model.settings import Release
    from trueline.model.unit import Unit


def extract_kustomization(text: str, unit: Unit, reached: Reached, reader: Reader) -> Extract:
    """Return the objects of ``text``, which Kustomize made from what ``reached`` names."""
    overlay = Overlay(reached, reader)
    parsed = yaml.parse(Source(str(unit.options["path"]), text.encode()), read_plain_as_go)
    made = []
    for document in parsed.documents:
        drop_nulls(document.root)
        for manifest in manifests(document.root):
            origin = overlay.origin_of(manifest)
            source = origin.document.source.path if origin is not None else str(unit.options["path"])
            made.append(resource(manifest, source=source, locate=_overlaid(overlay, manifest, origin)))
    inputs = [Input(path, KUSTOMIZATIONS, "read") for path in reached.members]
    return _finish(unit, made, inputs, _problems(parsed, str(unit.options["path"])))


def extract_chart(renderings: Iterable[Rendered], unit: Unit, reader: Reader) -> Extract:
    """Return the objects that Helm made from the chart of ``unit``, those of each release."""
    definitions = path_of(unit.root, "crds/")  # those are manifests of their own
    made: list[Resource] = []
    problems: list[Notification] = []
    for rendering in renderings:
        chart = Chart(unit.root, reader, values_files(rendering.release, reader))
        parsed = _parse(chart, rendering.text)
        problems += _problems_of_chart(parsed, rendering.text, chart)
        if rendering.again is not None:
            is_steady = forget(parsed.documents, _parse(chart, rendering.again).documents)
            problems += [] if is_steady and rendering.is_steady else [_unsteady(chart)]
        for document in parsed.documents:
            template = chart.template_of(comment.text for comment in document.comments)
            if template.path.startswith(definitions):
                continue
            drop_nulls(document.root)
            for manifest in manifests(document.root):
                _install(manifest, rendering.release)
                made.append(resource(manifest, source=template.path, locate=_templated(chart, template, manifest)))
    problems += [_packed(chart, unit) for chart in packed(unit.root, reader)]
    inputs = [Input(path, CHARTS, "read") for path in unit.members if not path.startswith(definitions)]
    return _finish(unit, made, inputs, problems)


def _parse(chart: Chart, text: str) -> Parsed[object]:
    return yaml.parse(Source(chart.path, text.encode()), read_plain_as_go)


def _unsteady(chart: Chart) -> Notification:
    message = "it gives other objects or fields at an upgrade, or each time: those of an installation are judged"
    return Notification("warning", "unsteady-chart", message, Location(chart.path))


def _packed(dependency: Dependency, unit: Unit) -> Notification:
    message = f"{dependency.name} is judged as it is packed in charts/, and not as it is in {dependency.folder}"
    return Notification(
        "warning", "packed-chart", f"{message}: run helm dependency build", Location(path_of(unit.root))
    )


def _install(manifest: Manifest, release: Release) -> None:
    """Put an object that names no namespace into the release's, as Helm does when it installs it."""
    metadata = manifest.value.get("metadata")
    if release.namespace and isinstance(metadata, dict) and manifest.kind not in CLUSTER_WIDE:
        metadata.setdefault("namespace", release.namespace)


def _overlaid(overlay: Overlay, manifest: Manifest, origin: Origin | None) -> Callable[[Path], Place]:
    return lambda path: overlay.place(path, manifest, origin)


def _templated(chart: Chart, template: Template, manifest: Manifest) -> Callable[[Path], Place]:
    return lambda path: chart.place(path, template, manifest)


def _finish(unit: Unit, made: list[Resource], inputs: list[Input], problems: Iterable[Notification]) -> Extract:
    for one in made:
        one.unit, one.environment = unit.root, unit.environment
    documents.tell_apart(made)
    return Extract(tuple(made), tuple(inputs), tuple(problems))


def _problems_of_chart(parsed: Parsed[object], text: str, chart: Chart) -> list[Notification]:
    """Return what is wrong with rendered text, each at the template that it comes from."""
    lines = text.split("\n")
    found = []
    for problem, note in zip(parsed.problems, _problems(parsed, chart.path), strict=True):
        above = lines[: problem.region.start_line] if problem.region is not None else []
        source = next((line for line in reversed(above) if line.startswith("# Source: ")), "")
        template = chart.template_of([source.removeprefix("# ")])
        found.append(note._replace(location=Location(template.path)))
    return found


def _problems(parsed: Parsed[object], path: str) -> list[Notification]:
    """Return what is wrong with rendered text; its lines are nobody's, so that the whole file is the place."""
    return [
        Notification("error", documents.UNREADABLE, f"as rendered: {problem.message}", Location(path))
        for problem in parsed.problems
    ]
