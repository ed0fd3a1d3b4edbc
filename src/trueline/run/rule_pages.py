"""The pages of ``docs/rules``, made of the built-in rules and their tests by ``python -m`` and this module's name."""

from __future__ import annotations

import os
import re
import sys
import textwrap
from typing import TYPE_CHECKING, Final

from trueline.model.level import SEVERITIES
from trueline.policies import packs
from trueline.policies.folders import InstalledFiles, builtin_folder
from trueline.run.examples import examples
from trueline.run.policy_tests import folder_for_tests

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from trueline.model.rule import Rule
    from trueline.run.examples import Example

INDEX: Final = "README.md"
HERE: Final = "found here"
_MARK: Final = re.compile(r"\s*(#|//)\s*(?:finding|unknown):[^#/]*$")
_LANGUAGES: Final = {".Dockerfile": "dockerfile", ".json": "json", ".tf": "hcl", ".yaml": "yaml", ".yml": "yaml"}


def pages() -> dict[str, str]:
    """Return the text of each page by its name: one for each built-in rule, and the list of all."""
    rules = [rule for rule in packs.load((packs.BUILTIN,), InstalledFiles("", "")).rules if not rule.replaced_by]
    found = {f"{rule.id}.md": "\n".join(_page(rule)) + "\n" for rule in rules}
    found[INDEX] = "\n".join(_index(rules)) + "\n"
    return found


def write(folder: str) -> None:
    """Write all pages into ``folder``, and remove those of rules that are gone."""
    found = pages()
    os.makedirs(folder, exist_ok=True)
    for name in os.listdir(folder):
        if name.endswith(".md") and name not in found:
            os.unlink(os.path.join(folder, name))
    for name, text in found.items():
        with open(os.path.join(folder, name), "w", encoding="utf-8", newline="\n") as file:
            file.write(text)


def _page(rule: Rule) -> Iterator[str]:
    summary, _, why = rule.description.partition("\n\n") if _is_python(rule) else ("", "", rule.description)
    yield f"# {rule.id}"
    yield ""
    yield f"**{rule.title}.** {' '.join(summary.split())}".rstrip()
    yield ""
    yield from _table(rule)
    if why:
        yield from _section("Why", _paragraphs(why))
    if rule.fix:
        yield from _section("What to do", [*textwrap.wrap(rule.fix, 120, break_long_words=False)])
    found = examples(rule, folder_for_tests(_on_disk(rule)))
    for heading, example in (("Bad", found.bad), ("Good", found.good)):
        if example is not None:
            yield from _section(heading, _code(example))
    if rule.parameters:
        yield from _section("Parameters", _parameters(rule))
    if rule.aliases:
        yield from _section("Aliases", [f"Other tools call it {_listed(rule.aliases)}."])
    if rule.references:
        yield from _section("See also", [f"* <{reference}>" for reference in rule.references])


def _table(rule: Rule) -> Iterator[str]:
    rows = {
        "severity": rule.severity or "",
        "enforcement": rule.enforcement or "",
        "judges": _listed(rule.kinds),
        "sees": {"unit": "what is judged together with it", "repository": "the whole repository"}.get(rule.scope, ""),
        "policy": f"`{rule.policy}` in `{rule.location.path.removeprefix(packs.BUILTIN + '/')}`",
        "benchmarks": _listed(rule.benchmarks),
    }
    yield "| | |"
    yield "|---|---|"
    yield from (f"| {name} | {value} |" for name, value in rows.items() if value)


def _section(heading: str, lines: Iterable[str]) -> Iterator[str]:
    yield ""
    yield f"## {heading}"
    yield ""
    yield from lines


def _paragraphs(text: str) -> list[str]:
    wrapped = [textwrap.fill(" ".join(paragraph.split()), 120) for paragraph in text.split("\n\n")]
    return "\n\n".join(wrapped).split("\n")


def _code(example: Example) -> Iterator[str]:
    if example.is_change:
        yield f"```{example.language}"
        yield from (_MARK.sub("", line).rstrip() for line in example.lines)
        yield "```"
        return
    lines = []
    for number, line in enumerate(example.lines, example.first):
        bare = _MARK.sub("", line)
        found = _MARK.search(line)
        if found and not bare.strip():  # it speaks of the next line
            continue
        if number == example.marked and not found:
            lines.append(f"{bare[: len(bare) - len(bare.lstrip())]}# {HERE}")
        lines.append(f"{bare} {found[1]} {HERE}" if number == example.marked and found else bare)
    yield f"```{_LANGUAGES.get(os.path.splitext(example.path)[1], '')}"
    yield from textwrap.dedent("\n".join(lines)).split("\n")
    yield "```"
    if example.said:
        yield from ("", "What is said of it:", "", "```text", *textwrap.wrap(example.said, 120), "```")


def _parameters(rule: Rule) -> Iterator[str]:
    yield "| name | default | what it means |"
    yield "|---|---|---|"
    for name, schema in rule.parameters.items():
        yield f"| `{name}` | {_default(schema)} | {schema.get('description', '')} |"


def _default(schema: Mapping[str, object]) -> str:
    default = schema["default"]
    if isinstance(default, dict):
        return f"{len(default)} entries, in the policy"
    return _listed([str(one) for one in default]) if isinstance(default, list) else f"`{default}`"


def _index(rules: Sequence[Rule]) -> Iterator[str]:
    yield "# Rules"
    yield ""
    yield f"What the {len(rules)} built-in rules look for. These pages are made of the rules and their tests."
    packs_of: dict[str, list[Rule]] = {}
    for rule in rules:
        packs_of.setdefault(rule.location.path.split("/")[1], []).append(rule)
    for pack in sorted(packs_of):
        yield from _section(pack, ["| rule | severity | |", "|---|---|---|"])
        for rule in sorted(packs_of[pack], key=_by_severity):
            yield f"| [{rule.id}]({rule.id}.md) | {rule.severity} | {rule.title} |"


def _by_severity(rule: Rule) -> tuple[int, str]:
    return -SEVERITIES.index(rule.severity or "medium"), rule.id


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _is_python(rule: Rule) -> bool:
    return rule.location.path.endswith(".py")


def _on_disk(rule: Rule) -> str:
    return builtin_folder()[0] + rule.location.path.removeprefix(packs.BUILTIN)


if __name__ == "__main__":
    write(sys.argv[1])
