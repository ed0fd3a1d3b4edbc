"""Texts that hold data: JSON of policies and task definitions, files inside of ConfigMaps."""

from __future__ import annotations

import json
import re
from typing import Final

from trueline.model.document import Source

_LARGEST: Final = 200_000
_LINE: Final = re.compile(r"^\s*(?:export\s+)?([A-Za-z_][\w.\-/]*)\s*[=:]\s*(.*?)\s*$")
_PROPERTIES: Final = (".properties", ".env", ".conf", ".ini", ".cfg", ".config")
_YAML_START: Final = re.compile(r"(?:---\s*\n|\s*#[^\n]*\n)*\"?[A-Za-z_][\w.-]*\"?:[ \t]*(?:\n|[^\s])")
_YAML: Final = (".yaml", ".yml")


def unfold(name: str, text: str) -> object:
    """Return the data that a text holds, by how it begins or what it is called; None where it is only a text."""
    if len(text) > _LARGEST or not text:
        return None
    if text.lstrip()[:1] in ("{", "["):
        return _json(text)
    if "\n" in text and (name.endswith(_YAML) or _YAML_START.match(text)):
        return _yaml(text)
    if name.endswith(_PROPERTIES) and "\n" in text:
        return _properties(text)
    return None


def _json(text: str) -> object:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict | list) else None


def _yaml(text: str) -> object:
    from trueline.parsers import yaml

    parsed = yaml.parse(Source("", text.encode(errors="replace")))
    if parsed.problems or len(parsed.documents) != 1:
        return None
    root = parsed.documents[0].root
    return root if isinstance(root, dict | list) else None


def _properties(text: str) -> object:
    """Return the settings of a file of lines ``key=value``, None where another line stands in it."""
    found: dict[str, object] = {}
    section = ""
    for line in text.splitlines():
        bare = line.strip()
        if not bare or bare[0] in "#;!":
            continue
        if bare.startswith("[") and bare.endswith("]"):
            section = bare[1:-1] + "."
            continue
        match = _LINE.match(line)
        if match is None:
            return None
        found[section + match[1]] = match[2]
    return found
