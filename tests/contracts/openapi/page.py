"""Makes ``docs/contracts/openapi.md`` of the kinds and their pairs: ``python -m tests.contracts.openapi.page``."""

from __future__ import annotations

import json
from pathlib import Path

from trueline.contracts.openapi import KINDS
from trueline.contracts.openapi.kinds_api import API
from trueline.contracts.openapi.kinds_content import CONTENT
from trueline.contracts.openapi.oasdiff import REASONS, SERIOUS
from trueline.contracts.schema import RULES

from .pairs import CONTENT as CONTENT_PAIRS
from .pairs import HERE, OPERATIONS, WHOLE, clean
from .schema_pairs import PAIRS

PAGE = Path(__file__).parents[3] / "docs" / "contracts" / "openapi.md"
INTRO = """\
# OpenAPI: what a change breaks

Two revisions of a contract in OpenAPI 2.0, 3.0, 3.1 or 3.2 (YAML or JSON, whatever the file is called, also split over
files of the repository) are read into one form and compared. What clients send may only widen, what they read may only
narrow; a schema used both ways gives a change for each direction. What means the same gives none: another version of
OpenAPI, other names of path parameters, security schemes and components, `$ref` or not, `/v1` in the paths or in the
servers.

* An operation is the one with the same path and method; else the same but for the names of its parameters; else the
  same with the server's path before it; else the same in another version (`/v1/` → `/v2/`).
* A **subject** is an address that no move and no order alters: `GET /orders/{} response 200 application/json
  items[].total`. Path parameters are numbered; `[]` is every element, `{}` every other property, `<cat>` a member of
  a choice.
* A schema that many operations use gives one change for each place, with the first operation in its subject and all in
  `details.operations` (1,000 at most; `operation_count` counts them all).
* Every change has `version_before`, `version_after` and `bump` (major, minor, patch, none; unknown where versions are
  no numbers), and within an operation `path_version_before`, `path_version_after`, `operation_deprecated`,
  `operation_sunset`, `operation_stability`. What came, went or changed has its own `deprecated`, `sunset` (of
  `x-sunset` or `sunset`) and `stability` (of `x-stability-level`).
* What the API sends to its clients (webhooks, `x-webhooks`, callbacks) has the opposite direction: kinds that begin
  with `webhook-`; the schemas of what it sends have those of responses, of what comes back those of requests.

Not compared: descriptions, examples, tags, titles, `externalDocs`, XML; components that nothing uses (but for the names
of schemas that are gone, and all schemas of a file that has nothing but components); `contentSchema`; levels of
stability inside schemas. References to the network or out of the repository are never followed: each is a warning, and
one that leads nowhere in the head an error.

This page is made by `python -m tests.contracts.openapi.page`.
"""


def render() -> str:
    return "\n".join([INTRO, *_api(), *_content(), *_schemas(), *_oasdiff(), *_examples()]) + "\n"


def _api():
    yield from ("## The API and its operations", "", "| kind | says | compatibility | called |", "|---|---|---|---|")
    for row in API:
        yield _row(KINDS[f"openapi/{row[0]}"])
    yield ""


def _content():
    yield from ("## What operations exchange", "")
    yield from ("| kind | says | compatibility | in a webhook | called |", "|---|---|---|---|---|")
    for row in CONTENT:
        kind, webhook = KINDS[f"openapi/{row[0]}"], KINDS[f"openapi/webhook-{row[0]}"]
        yield f"| `{row[0]}` | {kind.title} | {kind.compatibility} | {webhook.compatibility} | {_names(kind)} |"
    yield ""


def _schemas():
    yield from ("## Schemas", "")
    yield "Each is `request-…` in what clients send, `response-…` in what they read, `parameter-…` in a parameter."
    yield from ("", "| kind | says | sent | read | why, where it is not what narrowing and widening say |")
    yield "|---|---|---|---|---|"
    for name, rule in RULES.items():
        phrase = KINDS[f"openapi/request-{name}"].title.partition(", ")[2]
        yield f"| `{name}` | {phrase} | {rule.request} | {rule.response} | {rule.reason} |"
    yield ""


def _oasdiff():
    yield from (
        "## Coming from oasdiff",
        "",
        "Its checks that are errors or warnings by default, and what they are here.",
    )
    yield from ("", "| oasdiff | here |", "|---|---|")
    ours: dict[str, list[str]] = {}
    for kind in KINDS.values():
        for alias in kind.aliases:
            ours.setdefault(alias, []).append(f"`{kind.id}`")
    for name in sorted(SERIOUS):
        yield f"| {name} | {', '.join(ours.get(f'oasdiff:{name}', ())) or REASONS[name]} |"
    yield ""


def _examples():
    yield from ("## Examples", "", "Before and after; of schemas and of operations what stands in them.", "")
    for pair in (*WHOLE, *OPERATIONS, *CONTENT_PAIRS):
        yield from (f"### {pair.kind}", "", "```yaml", *_lines(pair.base), "# becomes", *_lines(pair.head), "```", "")
    yield from ("### Schemas", "", "| kind | before | after |", "|---|---|---|")
    for name in sorted(PAIRS):
        before, after = (json.dumps(schema).replace("|", "\\|") for schema in PAIRS[name])
        yield f"| `{name}` | `{before}` | `{after}` |"


def _lines(text: str):
    return [line.replace(HERE, "").rstrip() for line in clean(text).splitlines()]


def _row(kind) -> str:
    return f"| `{kind.id.partition('/')[2]}` | {kind.title} | {kind.compatibility} | {_names(kind)} |"


def _names(kind) -> str:
    return ", ".join(name.removeprefix("oasdiff:") for name in kind.aliases)


if __name__ == "__main__":
    PAGE.write_text(render(), "utf-8")
