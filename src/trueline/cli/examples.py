"""The first examples of a new policy's tests, one set for each kind of file."""

from __future__ import annotations

from typing import Final

HEAD: Final = """\
# The rule must point at each line that ends in such a comment, and be silent everywhere else. `unknown:` with the id
# marks what cannot be told. Fill both in, and move the comment to the line that the finding points at.
"""

_TERRAFORM = """\
resource "{type}" "found" {{ # finding: {id}
}}

resource "{type}" "silent" {{
}}
"""

_KUBERNETES = """\
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

_CLOUDFORMATION = """\
AWSTemplateFormatVersion: "2010-09-09"
Resources:
  Found: # finding: {id}
    Type: {type}
  Silent:
    Type: {type}
"""

_SERVICES = """\
services:
  found: # finding: {id}
    image: registry.example.com/web:1.0
  silent:
    image: registry.example.com/web:1.0
"""

_SHARED = """\
{type}s:
  found: # finding: {id}
    name: found
  silent:
    name: silent
"""

# A comment of a Dockerfile has a line of its own, above the one that it speaks of.
_STAGES = """\
# finding: {id}
FROM registry.example.com/base:1.0 AS found
FROM registry.example.com/base:1.0 AS silent
"""

_IMAGE = "FROM registry.example.com/base:1.0\n"

_WORKFLOW = """\
on: push
jobs:
  build:
    runs-on: ubuntu-24.04
    steps:
      - run: make
"""

_JOBS = """\
on: push
jobs:
  found: # finding: {id}
    runs-on: ubuntu-24.04
    steps:
      - run: make
  silent:
    runs-on: ubuntu-24.04
    steps:
      - run: make
"""

_STEPS = """\
on: push
jobs:
  build:
    runs-on: ubuntu-24.04
    steps:
      - run: make found # finding: {id}
      - run: make silent
"""

_ACTION = """\
name: Make{mark}
runs:
  using: composite
  steps: []
"""

_MARK = " # finding: {id}"
_CALLED = ".github/workflows/main.yml"

EXAMPLES: Final = {
    "terraform": {"main.tf": _TERRAFORM},
    "cloudformation": {"main.yaml": _CLOUDFORMATION},
    "kubernetes": {"main.yaml": _KUBERNETES},
    "kubernetes/workload": {"main.yaml": _WORKLOAD},
    "compose": {"main/compose.yaml": _SHARED},
    "compose/service": {"main/compose.yaml": _SERVICES},
    "docker": {"main.Dockerfile": _STAGES},
    "docker/image": {"found.Dockerfile": f"#{_MARK[2:]}\n{_IMAGE}", "silent.Dockerfile": _IMAGE},
    "github": {f"main/{_CALLED}": _JOBS},
    "github/step": {f"main/{_CALLED}": _STEPS},
    "github/workflow": {
        f"found/{_CALLED}": _WORKFLOW.replace("\n", f"{_MARK}\n", 1),
        f"silent/{_CALLED}": _WORKFLOW,
    },
    "github/action": {
        "found/action.yml": _ACTION.replace("{mark}", _MARK),
        "silent/action.yml": _ACTION.replace("{mark}", ""),
    },
}
"""By kind, or else by dialect: path below the policy's tests → text with holes for the type and the rule's id."""
