"""Dockerfiles: a stage for each FROM, and the image that the last of them gives."""

from __future__ import annotations

import re
from posixpath import basename
from typing import TYPE_CHECKING, Final

from trueline.errors import ReadError
from trueline.model.location import Location
from trueline.model.report import Input, Notification
from trueline.model.resource import Resource
from trueline.model.unit import Extract, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.model.document import Reader
    from trueline.model.settings import Settings

DOCKERFILE: Final = "dockerfile"
STAGE: Final = "docker/stage"
IMAGE: Final = "docker/image"
_UNREADABLE: Final = "unreadable-input"
_NAME = re.compile(r"dockerfile|(?:Docker|Container)file(?:[.-].+)?|.+\.(?:[Dd]ocker|[Cc]ontainer)file")
# templates of a Dockerfile, and what is none though it is called after one
_OTHERS = re.compile(
    r"\.(?:adoc|bak|dockerignore|erb|html|in|j2|jinja2?|json|lock|m4|md|mustache|orig|patch|py|rej|rst|sh|swp|template|"
    r"tmpl|toml|tpl|txt|ya?ml)$|~$",
    re.IGNORECASE,
)


def is_dockerfile(path: str) -> bool:
    """Tell whether a file of that name is a Dockerfile."""
    name = basename(path)
    return _NAME.fullmatch(name) is not None and _OTHERS.search(name) is None


def plan(paths: Sequence[str], reader: Reader, settings: Settings) -> Sequence[Unit]:  # noqa: ARG001  # the protocol's
    """Return a unit for each Dockerfile."""
    return [Unit(DOCKERFILE, path, members=(path,)) for path in paths if is_dockerfile(path)]


def extract(unit: Unit, reader: Reader, settings: Settings) -> Extract:  # noqa: ARG001  # the protocol's
    """Return the stages and the image of a Dockerfile."""
    from trueline.dialects.dockerfile.stages import TooLargeError
    from trueline.dialects.documents import tell_apart
    from trueline.parsers import dockerfile

    path = unit.root
    try:
        source = reader.read(path)
    except ReadError as error:
        notification = Notification("error", _UNREADABLE, error.message, Location(path))
        return Extract((), (Input(path, DOCKERFILE, "unreadable", error.message),), (notification,))
    parsed = dockerfile.parse(source)
    try:
        resources = [one for document in parsed.documents for one in _resources(document, path)]
    except TooLargeError:
        message = "its variables and stages make far more text than it has itself"
        notification = Notification("error", _UNREADABLE, message, Location(path, source.revision))
        return Extract((), (Input(path, DOCKERFILE, "unreadable", message),), (notification,))
    for resource in resources:
        resource.unit = path
    tell_apart(resources)
    if not parsed.problems:
        return Extract(tuple(resources), (Input(path, DOCKERFILE, "read"),))
    state = Input(path, DOCKERFILE, "partly-read" if resources else "unreadable", parsed.problems[0].message)
    notifications = [
        Notification("error", _UNREADABLE, problem.message, Location(path, source.revision, problem.region))
        for problem in parsed.problems
    ]
    return Extract(tuple(resources), (state,), tuple(notifications))


def _resources(document: object, path: str) -> Iterator[Resource]:
    from trueline.dialects.dockerfile.facts import StageFact
    from trueline.dialects.dockerfile.stages import read_stages
    from trueline.parsers.dockerfile import DockerfileDocument

    assert isinstance(document, DockerfileDocument)  # noqa: S101  # the parser makes no others
    stages, outer = read_stages(document.root)
    facts: list[StageFact] = []
    for stage in stages:
        above = facts[stage.parent.number].config if stage.parent is not None else None
        facts.append(StageFact(stage, document.root, outer, above))
    for fact in facts:
        fact.value["final"] = fact is facts[-1]
        yield Resource(
            kind=STAGE,
            address=f"{path}:{fact.stage.label}",
            name=fact.stage.label,
            value=fact.value,
            locate=fact.placed.locator(document),
            source=path,
        )
    if facts:
        value, placed = facts[-1].config.image(facts[-1].stage)
        yield Resource(
            kind=IMAGE, address=path, name=basename(path), value=value, locate=placed.locator(document), source=path
        )
