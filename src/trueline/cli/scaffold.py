"""The first lines of a new policy and of its tests: they load, and fail until they are filled in."""

from __future__ import annotations

import os
from typing import NamedTuple

from trueline.cli.files import write_all_below
from trueline.errors import UsageError
from trueline.policies.fields import is_kebab

_YAML = """\
policy: {id}
title: {title}
owner: name-of-a-team
rules:
  - id: {id}
    title: {title}
    description: Say why it is bad, and for whom.
    severity: {severity}
    for: {kind}
    # `it` is the value of one {kind}; docs/policy-language.md has the other names and functions.
    require: has(it.name_of_an_attribute)
    at: name_of_an_attribute
    message: "{{address}} has no name_of_an_attribute"
    fix: Say what to write instead.
"""

_PYTHON = '''\
"""{title}."""

from __future__ import annotations

from collections.abc import Iterator

from trueline import Hit, Resource, rule


@rule(id="{id}", severity="{severity}", kinds=["{kind}"])
def {function}(resource: Resource) -> Iterator[Hit]:
    """{title}.

    Say why it is bad, and for whom.

    Say what to write instead.
    """
    if resource.get("name_of_an_attribute") is None:
        yield Hit(f"{{resource.address}} has no name_of_an_attribute", at="name_of_an_attribute")
'''


class Start(NamedTuple):
    """What a new policy is asked to be."""

    id: str
    kind: str
    severity: str
    folder: str
    python: bool


def write(start: Start) -> list[str]:
    """Write the policy and its tests; return their paths. What is there already stays as it is."""
    if not is_kebab(start.id):
        raise UsageError("the id is not kebab-case", place=start.id, hint="such as bucket-without-owner")
    if "/" not in start.kind:
        raise UsageError("this is no kind", place=start.kind, hint="such as terraform/aws_s3_bucket")
    name = start.id.replace("-", "_") if start.python else start.id
    title = start.id.replace("-", " ").capitalize()
    policy = os.path.join(start.folder, name + (".py" if start.python else ".yaml"))
    text = (_PYTHON if start.python else _YAML).format(
        id=start.id, kind=start.kind, severity=start.severity, title=title, function=start.id.replace("-", "_")
    )
    tests = {os.path.join(start.folder, "tests", name, path): example for path, example in examples(start).items()}
    files = {policy: text, **tests}
    for path in files:
        if os.path.lexists(path):
            raise UsageError("the file is there already; it was left as it is", place=path)
    top, prefix = _top_of(start.folder)
    os.makedirs(top, exist_ok=True)
    ordered = [*tests, policy]  # a policy is not there before its tests are
    below = {prefix + os.path.relpath(path, start.folder).replace(os.sep, "/"): path for path in ordered}
    write_all_below(top, {name: files[path].encode() for name, path in below.items()}, fresh=True)
    return list(files)


def _top_of(folder: str) -> tuple[str, str]:
    """Return where a folder's way begins on which no link is followed, and the rest of the way."""
    plain = os.path.normpath(folder).replace(os.sep, "/")
    if os.path.isabs(folder) or plain == "." or plain.split("/")[0] == "..":
        return folder or ".", ""
    return ".", plain + "/"


def examples(start: Start) -> dict[str, str]:
    """Return by path the examples of the kind that is judged, each with one that is found and one that is not."""
    from trueline.cli.examples import EXAMPLES, HEAD

    dialect, _, type_ = start.kind.partition("/")
    found = EXAMPLES.get(start.kind) or EXAMPLES.get(dialect) or EXAMPLES["kubernetes"]
    return {path: HEAD + text.format(type=type_, id=start.id) for path, text in found.items()}
