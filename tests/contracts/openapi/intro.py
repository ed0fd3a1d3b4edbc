"""What stands at the top of the page about OpenAPI."""

from __future__ import annotations

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
  `operation_sunset`, `operation_stability`. What went or changed has the `deprecated` and `sunset` (of `x-sunset` or
  `sunset`) that base gave it or the operation it is in, and its own `stability` (of `x-stability-level`).
* What the API sends to its clients (webhooks, `x-webhooks`, callbacks) has the opposite direction: kinds that begin
  with `webhook-`; the schemas of what it sends have those of responses, of what comes back those of requests.

Not compared: descriptions, examples, tags, titles, `externalDocs`, XML; components that nothing uses (but for the names
of schemas that are gone, and all schemas of a file that has nothing but components); `contentSchema`; levels of
stability inside schemas. References to the network or out of the repository are never followed: each is a warning, and
one that leads nowhere in the head an error.

[How to read this page](README.md#how-to-read-a-page).
"""
