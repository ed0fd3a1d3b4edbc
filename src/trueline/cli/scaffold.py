"""The first lines of a new policy and of its tests: they load, and fail until they are filled in."""

from __future__ import annotations

import os
from typing import NamedTuple

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

_TERRAFORM = """\
# The rule must point at each line that ends in such a comment, and be silent everywhere else. `unknown:` with the id
# marks what cannot be told. Fill both in, and move the comment to the line that the finding points at.
resource "{type}" "found" {{ # finding: {id}
}}

resource "{type}" "silent" {{
}}
"""

_KUBERNETES = """\
# The rule must point at each line that ends in such a comment, and be silent everywhere else. `unknown:` with the id
# marks what cannot be told. Fill both in, and move the comment to the line that the finding points at.
apiVersion: v1
kind: {type}
metadata:
  name: found # finding: {id}
---
apiVersion: v1
kind: {type}
metadata:
  name: silent
"""


_WORKLOAD = """\
# The rule must point at each line that ends in such a comment, and be silent everywhere else. `unknown:` with the id
# marks what cannot be told. Fill both in, and move the comment to the line that the finding points at.
apiVersion: v1
kind: Pod
metadata:
  name: found # finding: {id}
spec:
  containers:
    - name: web
      image: registry.example.com/web:1.0
---
apiVersion: v1
kind: Pod
metadata:
  name: silent
spec:
  containers:
    - name: web
      image: registry.example.com/web:1.0
"""


class Start(NamedTuple):
    """What a new policy is asked to be."""

    id: str
    kind: str
    severity: str
    folder: str
    python: bool


def write(start: Start) -> list[str]:
    """Write the policy and its test; return their paths. What is there already stays as it is."""
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
    dialect, _, type_ = start.kind.partition("/")
    if dialect == "terraform":
        test = os.path.join(start.folder, "tests", name, "main.tf")
        example = _TERRAFORM.format(type=type_, id=start.id)
    else:
        test = os.path.join(start.folder, "tests", name, "main.yaml")
        example = (_WORKLOAD if type_ == "workload" else _KUBERNETES).format(type=type_, id=start.id)
    for path in (policy, test):
        if os.path.lexists(path):
            raise UsageError("the file is there already; it was left as it is", place=path)
    for path, content in ((policy, text), (test, example)):
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        with open(path, "x", encoding="utf-8") as file:
            file.write(content)
    return [policy, test]
