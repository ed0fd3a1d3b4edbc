"""A file of the gate's folder: read whole, one document, or a ``ConfigError`` that says where it is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from trueline.errors import ConfigError, ReadError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.model.document import Reader
    from trueline.parsers.fields import FieldProblem
    from trueline.parsers.yaml import YamlDocument


def open_document(reader: Reader, path: str, name: str) -> YamlDocument | None:
    """Return the document at ``path``, None where the file is empty; ``name`` is what it is called in messages."""
    from trueline.parsers import yaml

    try:
        source = reader.read(path)
    except ReadError as error:
        raise ConfigError(f"{name} cannot be read: {error.message}", place=path) from error
    parsed = yaml.parse(source)
    if parsed.problems:
        problem = parsed.problems[0]
        place = f"{path}:{problem.region.start_line}:{problem.region.start_column}" if problem.region else path
        raise ConfigError(problem.message, place=place)
    if not parsed.documents:
        return None
    if len(parsed.documents) > 1:
        raise ConfigError(f"{name} has more than one document", place=path, hint="what follows `---` would not count")
    return cast("YamlDocument", parsed.documents[0])


def refuse(problems: Sequence[FieldProblem], path: str, schema: str) -> None:
    """Raise ``ConfigError`` with all problems of a file, if there are any."""
    if problems:
        raise ConfigError("\n".join(map(str, problems)), hint=f"`trueline schema {schema}` has {path}")
