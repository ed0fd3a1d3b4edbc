"""The rules of a SARIF report, and how Trueline's severities are said in its words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.reporters.text import visible_lines

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trueline.model.level import Severity
    from trueline.model.report import Tally

LEVELS: Final[dict[Severity, str]] = {
    "info": "note",
    "low": "note",
    "medium": "warning",
    "high": "error",
    "critical": "error",
}
# GitHub: above 9.0 critical, from 7.0 high, from 4.0 medium, else low
_SECURITY_SEVERITIES: Final[dict[Severity, str]] = {
    "info": "0.5",
    "low": "2.0",
    "medium": "5.5",
    "high": "8.0",
    "critical": "9.5",
}
_PROBLEM_SEVERITIES: Final = {"note": "recommendation", "warning": "warning", "error": "error"}
_MOST_TAGS: Final = 20
_LONGEST_DESCRIPTION: Final = 1024
_LONGEST_NAME: Final = 255


def rule(tally: Tally) -> dict[str, object]:
    """Return the reporting descriptor of one rule; none of its texts is empty, which GitHub refuses."""
    title = clean(tally.title) or clean(tally.id)
    return {
        "id": clean(tally.id),
        "name": _name(tally.id),
        "shortDescription": {"text": _cut(title)},
        "fullDescription": {"text": _cut(clean(tally.description) or title)},
        "help": {"text": _help(tally, title), "markdown": _markdown(tally, title)},
        "defaultConfiguration": {"level": LEVELS[tally.severity]},
        "properties": {
            "tags": list(dict.fromkeys(["security", *map(clean, tally.tags)]))[:_MOST_TAGS],
            "precision": "high",
            "problem.severity": _PROBLEM_SEVERITIES[LEVELS[tally.severity]],
            "security-severity": _SECURITY_SEVERITIES[tally.severity],
            "policy": clean(tally.policy),
            "aliases": [clean(alias) for alias in tally.aliases],
        },
    }


def clean(text: str) -> str:
    """Return text whose hidden characters are visible and whose lines are kept."""
    return "\n".join(visible_lines(text))


def _name(rule_id: str) -> str:
    words = "".join(character if character.isalnum() else " " for character in rule_id).split()
    return "".join(word[:1].upper() + word[1:] for word in words)[:_LONGEST_NAME] or "Rule"


def _help(tally: Tally, title: str) -> str:
    parts = [title, clean(tally.description), clean(tally.fix), *map(clean, tally.references)]
    return "\n\n".join(part for part in parts if part)


def _markdown(tally: Tally, title: str) -> str:
    parts = [f"# {title}", clean(tally.description)]
    if tally.fix:
        parts += ["## Fix", clean(tally.fix)]
    if tally.references:
        parts += ["## References", _bullets(f"<{clean(link)}>" for link in tally.references)]
    if tally.aliases:
        parts.append("Elsewhere: " + ", ".join(f"`{clean(alias)}`" for alias in tally.aliases))
    return "\n\n".join(part for part in parts if part)


def _bullets(items: Iterable[str]) -> str:
    return "\n".join(f"* {item}" for item in items)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_DESCRIPTION else text[: _LONGEST_DESCRIPTION - 1] + "…"
