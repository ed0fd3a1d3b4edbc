"""The built-in packs as one file of checked rules, so that no YAML is parsed and no expression checked at start-up.

``python -m trueline.policies.index`` writes it. The cases of a rule are JSON in a text of their own, read when the
rule's first fact appears.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.model.document import Source
    from trueline.policies.specs import Spec

PATH: Final = os.path.join(os.path.dirname(os.path.abspath(__file__)), "index.json")


class Index:
    """The rules of the built-in packs by file; a file that has other bytes than those that were read is not in it."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._sums: Mapping[str, int] = data["files"]
        self._specs: dict[str, list[Spec]] = {}
        for spec in data["rules"]:
            self._specs.setdefault(spec["place"][0], []).append(spec)

    def files(self) -> list[str]:
        """Return the paths of all files, as the packs name them."""
        return list(self._sums)

    def specs(self, path: str) -> tuple[Spec, ...]:
        """Return the rules of a file."""
        return tuple(self._specs.get(path, ()))

    def is_current(self, source: Source) -> bool:
        """Tell whether the file is the one that was read for the index."""
        return self._sums.get(source.path) == _sum(source)


def load() -> Index | None:
    """Return the index that is shipped, or None where there is none."""
    import json

    try:
        with open(PATH, "rb") as file:
            return Index(json.loads(file.read()))
    except FileNotFoundError:
        return None


def build() -> str:
    """Return the index of the built-in packs as they are now; raise ``PolicyError`` when they are not valid."""
    import json

    from trueline.errors import PolicyError
    from trueline.policies import packs

    sums: dict[str, int] = {}
    rules: list[Spec] = []
    for source in packs.builtin_sources():
        specs, problems = packs.read_file(source)
        if problems:
            raise PolicyError("\n".join(map(str, problems)))
        sums[source.path] = _sum(source)
        rules += map(_shipped, specs)
    # one rule a line, so that a change of one is a change of one line
    lines = ",\n".join(json.dumps(rule, ensure_ascii=False, separators=(",", ":")) for rule in rules)
    return f'{{"files":{json.dumps(sums, indent=0)},\n"rules":[\n{lines}\n]}}\n'


def _sum(source: Source) -> int:
    import zlib

    return zlib.crc32(source.data)


def _shipped(spec: Spec) -> Spec:
    import json

    if "cases" not in spec:
        return spec
    on = spec.get("on", "resource")
    cases = [_checked(case, on) for case in spec["cases"]]
    return {**spec, "cases": json.dumps(cases, ensure_ascii=False, separators=(",", ":"))}


def _checked(case: Mapping[str, Any], on: str) -> dict[str, Any]:
    """Return a case with the checked trees of its expressions in place of their texts."""
    from trueline.policies import template
    from trueline.policies.cel.program import compile_expression, to_tree
    from trueline.policies.names import given

    names = given(on).union(case.get("let", ()))

    def tree(text: str) -> list[object]:
        return to_tree(compile_expression(text, names))

    checked = dict(case)
    for key in _texts(case):
        checked[key] = tree(case[key])
    if "let" in case:
        checked["let"] = {name: tree(text) for name, text in case["let"].items()}
    parts = template.split(case.get("message", ""))
    checked["holes"] = [tree(part.expression) for part in parts if isinstance(part, template.Hole)]
    return checked


def _texts(case: Mapping[str, Any]) -> Iterator[str]:
    yield from (key for key in ("when", "identity") if key in case)
    if case["verb"] != "schema":
        yield "body"


def main() -> None:
    """Write the index."""
    text = build()
    with open(PATH, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)


if __name__ == "__main__":
    main()
