"""Macros of a template: they may add anything to it, or change it, when it is deployed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.dialects.cloudformation.node import TRANSFORM
from trueline.model.document import Problem
from trueline.parsers.yaml_tree import tag_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.model.document import Document
    from trueline.model.location import Path

_OWN: Final = (
    "AWS::CodeDeployBlueGreen", "AWS::CodeStar", "AWS::LanguageExtensions", "AWS::SecretsManager-", "AWS::Serverless-",
    "AWS::ServiceCatalog",
)  # fmt: skip
"""How the names of AWS's own macros begin, of which it is known what they make of what is declared."""
_APART: Final = frozenset({"Metadata", "Outputs"})
"""Sections whose macros reach nothing that is declared elsewhere."""
_TAG: Final = "!Transform"
_RESOURCES: Final = "Resources"


def opening(message: str, document: Document[object], path: Path) -> Problem:
    """Return the problem that what is declared may be more than is here."""
    return Problem(message, document.locate(path).region, fatal=False, opens=True)


def transforms(document: Document[object]) -> Iterator[Problem]:
    """Yield a problem for each macro that may reach further than the value in whose place it stands."""
    data, root = document.source.data, document.root
    if not isinstance(root, dict) or (b"Transform" not in data and b"\0" not in data and b"\\" not in data):
        return
    said = root.get("Transform")
    for one in said if isinstance(said, list) else [said]:
        name = one.get("Name") if isinstance(one, dict) else one
        if one is not None and not (isinstance(name, str) and name.startswith(_OWN)):
            yield opening(_says(name), document, ("Transform",))
    for path, name in _calls(root):
        yield opening(_says(name), document, path)


def _says(name: object) -> str:
    called = name if isinstance(name, str) else "a macro"
    return f"what {called} makes of this template is not known, and not judged"


def _calls(root: dict[object, object]) -> Iterator[tuple[Path, object]]:
    """Yield where a macro is called beside others, or for more than a value.

    Where it stands for a whole resource, or among all of them, whoever reads these says so.
    """
    waiting: list[tuple[Path, object]] = [((str(key),), part) for key, part in root.items() if key not in _APART]
    if TRANSFORM in root:
        yield (TRANSFORM,), _name(root[TRANSFORM])
    while waiting:
        path, value = waiting.pop()
        if tag_of(value) == _TAG and not _is_value(path):
            yield path, _name(value)
        if isinstance(value, dict):
            if TRANSFORM in value and not (len(value) == 1 and _is_value(path)) and path != (_RESOURCES,):
                yield path, _name(value[TRANSFORM])
            waiting += [((*path, str(key)), part) for key, part in value.items()]
        elif isinstance(value, list):
            waiting += [((*path, place), part) for place, part in enumerate(value)]


def _is_value(path: Path) -> bool:
    """Tell whether what stands there is a resource or a part of one, which is not known as a whole then."""
    return path[:1] == (_RESOURCES,) and len(path) > 1


def _name(argument: object) -> object:
    return argument.get("Name") if isinstance(argument, dict) else None
