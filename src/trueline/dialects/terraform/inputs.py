"""What a root's variables are given: ``terraform.tfvars``, ``*.auto.tfvars`` and the environment's own files."""

from __future__ import annotations

import posixpath
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from trueline.dialects.terraform.directory import FileProblem, parse_cached
from trueline.dialects.terraform.files import rooted
from trueline.dialects.terraform.frame import Frame, TemplateText
from trueline.dialects.terraform.functions.types import FunctionError
from trueline.dialects.terraform.module import Given
from trueline.errors import ReadError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.dialects.terraform.frame import Surroundings
    from trueline.model.document import Reader
    from trueline.model.settings import Environment


def variable_files(folder: str, reader: Reader, environment: Environment | None) -> list[str]:
    """Return the files that set a root's variables, the strongest last."""
    names = reader.list(folder)
    own = [name for name in ("terraform.tfvars", "terraform.tfvars.json") if name in names]
    own += sorted(name for name in names if name.endswith((".auto.tfvars", ".auto.tfvars.json")))
    found = [posixpath.join(folder, name) for name in own]
    for pattern, files in (environment.variable_files if environment is not None else {}).items():
        if fnmatchcase(folder or ".", pattern):
            found += [_beside(folder, name, reader) for name in files]
    return found


def _beside(folder: str, name: str, reader: Reader) -> str:
    try:
        near = rooted(folder, name)
    except FunctionError:
        return name
    return near if reader.exists(near) else posixpath.normpath(name)


def given_values(
    paths: Sequence[str], reader: Reader, environment: Environment | None, around: Surroundings
) -> tuple[dict[str, Given], list[FileProblem]]:
    """Return what each variable is given, and what became of each file."""
    given: dict[str, Given] = {}
    files: list[FileProblem] = []
    frame = Frame(TemplateText(around))
    for path in paths:
        try:
            parsed = parse_cached(reader.read(path))
        except ReadError as error:
            files.append(FileProblem(path, None, error.message))
            continue
        files.append(FileProblem(path, parsed))
        for document in parsed.documents:
            given.update({name: Given(value, frame) for name, value in document.root.attributes.items()})
    for name, value in (environment.variables if environment is not None else {}).items():
        given[name] = Given(None, value=value)
    return given, files
