"""What somebody may do by hand to what Terraform made: the code, the change, and what must be told at which line."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from provider import schema

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from provider.server import Cloud


class Case(NamedTuple):
    """``code`` is planned (with ``words``) after the ``before`` was applied and ``change`` was done to what is there.

    A comment says what must be told at its line of the plan, and of the state after it was refreshed: the last word of
    the kind, or several; the attribute without places of elements, what holds of it; and ``of`` another address than
    that of the store ``a``. ``beside`` must be told elsewhere than in code. ``module`` is the code of the module ``m``.
    """

    code: str
    change: Callable[[Cloud], object]
    before: str = ""
    words: Sequence[str] = ()
    beside: Sequence[str] = ()
    module: str = ""


def _set(store: str = "a", **members: object) -> Callable[[Cloud], object]:
    """Return the change of attributes of a store."""
    return lambda cloud: cloud.named(store).update(members)


def _in(*path: str | int, **members: object) -> Callable[[Cloud], object]:
    """Return the change of what stands at a path of the store ``a``."""

    def change(cloud: Cloud) -> None:
        found = cloud.named("a")
        for step in path:
            found = found[step]
        found.update(members)

    return change


def _gone(name: str) -> Callable[[Cloud], object]:
    return lambda cloud: cloud.delete(name)


def _made(cloud: Cloud) -> None:
    """Make a store that no state knows."""
    members = {**schema.STORE, **schema.WRITE_ONLY}
    cloud.objects["st-a"] = {**schema.empty(members), "id": "st-a", "arn": "arn", "name": "a", "size": 9, "revision": 1}


def _nothing(_: Cloud) -> None:
    """Do nothing."""


def _rules(change: Callable[[dict[str, object]], object], port: int) -> Callable[[Cloud], object]:
    """Return a change of the rule of a port: sets have their elements anywhere."""
    return lambda cloud: [change(rule) for rule in cloud.named("a")["rule"] if rule["port"] == port]


def _store(body: str, name: str = "a") -> str:
    return f'resource "cloud_store" "{name}" {{\n  name = "{name}"\n{body}}}\n'


def _new(name: str, body: str = "") -> str:
    return f'resource "cloud_store" "{name}" {{ # missing of cloud_store.{name}\n  name = "{name}"\n{body}}}\n'


SIZED = _store("  size = 1\n")
TOLD = _store("  size = 1 # changed+reverted+differs size\n")
OPEN = {"port": 22, "cidrs": ["0.0.0.0/0"], "note": None}
TAPE = {"kind": "tape", "size": 30, "copy": []}
SECRET = """\
variable "s" {
  default   = "canary-3"
  sensitive = true
}
"""

ATTRIBUTES = {
    "a number": Case(TOLD, _set(size=2)),
    "a number, larger than a float holds": Case(
        _store("  size = 9007199254740993 # changed+reverted+differs size\n"), _set(size=9007199254740992)
    ),
    "a number that code does not set": Case("""\
resource "cloud_store" "a" { # changed+reverted size
  name = "a"
}
""", _set(size=2)),
    "a boolean": Case(_store("  public = false # changed+reverted+differs public\n"), _set(public=True)),
    "a boolean that is false where nothing was set": Case("""\
resource "cloud_store" "a" { # changed+reverted public (default)
  name = "a"
}
""", _set(public=False)),
    "an empty text where nothing was set": Case(_store(""), _set(policy="")),
    "JSON that is spelled otherwise": Case(
        _store("  policy = jsonencode({ a = 1, b = [2] })\n"), _set(policy='{"b": [2], "a": 1}'),
    ),
    "JSON that says something else": Case(
        _store("  policy = jsonencode({ a = 1 }) # changed+reverted+differs policy\n"), _set(policy='{"a":2}')
    ),
    "a member of a map": Case(_store("""\
  tags = {
    env = "prod" # changed+reverted+differs tags.env
  }
"""), _set(tags={"env": "dev"})),
    "a member more of a map": Case(
        _store('  tags = { env = "prod" } # changed+reverted+differs tags.by\n'), _set(tags={"env": "prod", "by": "x"}),
    ),
    "a member more of a map, and empty": Case(
        _store('  tags = { env = "prod" } # changed+reverted+differs tags.by\n'), _set(tags={"env": "prod", "by": ""}),
    ),
    "an empty member less of a map": Case(
        _store('  tags = { env = "" } # changed+reverted+differs tags.env\n'), _set(tags=None)
    ),
    "a block of nothing": Case(_store(""), _set(limits={"cpu": None, "owner": ""})),
    "a member less of a map": Case(_store("""\
  tags = {
    env = "prod"
    on  = "1" # changed+reverted+differs tags.on
  }
"""), _set(tags={"env": "prod"})),
    "all of a map": Case(_store('  tags = { env = "prod" } # changed+reverted+differs tags.env\n'), _set(tags=None)),
    "an element of a list": Case(_store("""\
  zones = [
    "a",
    "b", # changed+reverted+differs zones
  ]
"""), _set(zones=["a", "c"])),
    "the order of a list": Case(
        _store('  zones = ["b", "a"] # changed+reverted zones (order)\n'), _set(zones=["a", "b"])
    ),
    "the order of a set": Case(_store("  ports = [3, 1]\n"), _set(ports=[3, 1])),
    "an element more of a set": Case(
        _store("  ports = [3, 1] # changed+reverted+differs ports\n"), _set(ports=[1, 3, 5]),
    ),
    "an element less of a set": Case(_store("""\
  ports = [
    3,
    1, # changed+reverted+differs ports
  ]
"""), _set(ports=[3])),
    "a secret": Case(_store('  secret = "canary-1" # changed+reverted+differs secret\n'), _set(secret="canary-2")),
    "a secret that a variable is": Case(SECRET + _store("""\
  tags = {
    k = var.s # changed+reverted+differs tags.k
  }
"""), _set(tags={"k": "canary-4"})),
    "a text that a secret is in": Case(_store("""\
  secret = "canary-1"
  policy = "x canary-1" # changed+reverted+differs policy
"""), _set(policy="y canary-1")),
    "what only the cloud sets": Case("""\
resource "cloud_store" "a" { # changed arn (computed)
  name = "a"
}
""", _set(arn="arn:other")),
}  # fmt: skip
BLOCKS = {
    "a member of the second block": Case(_store("""\
  disk {
    kind = "ssd"
    size = 1
  }
  disk {
    kind = "tape"
    size = 2 # changed+reverted+differs disk.size
  }
"""), _in("disk", 1, size=3)),
    "a member of a block in a block": Case(_store("""\
  disk {
    copy {
      keep = 1 # changed+reverted+differs disk.copy.keep
    }
  }
"""), _in("disk", 0, "copy", 0, keep=2)),
    "a member of a single block": Case(_store("""\
  limits {
    cpu = 1 # changed+reverted+differs limits.cpu
  }
"""), _in("limits", cpu=2)),
    "a secret in a block": Case(_store("""\
  limits {
    owner = "canary-1" # changed+reverted+differs limits.owner
  }
"""), _in("limits", owner="canary-2")),
    "a single block less": Case(_store("""\
  limits { # differs limits
    cpu = 1 # changed+reverted limits.cpu
  }
"""), _set(limits=None)),
    "a block less": Case(_store("""\
  disk {
    kind = "ssd"
  }
  disk { # changed+reverted+differs disk
    kind = "tape"
  }
"""), lambda cloud: cloud.named("a")["disk"].pop()),
    "a block more": Case("""\
resource "cloud_store" "a" { # changed+reverted+differs disk
  name = "a"
  disk {
    kind = "ssd"
  }
}
""", lambda cloud: cloud.named("a")["disk"].append(TAPE)),
    "blocks in another order": Case("""\
resource "cloud_store" "a" { # changed+reverted disk (order)
  name = "a"
  disk {
    kind = "ssd"
  }
  disk {
    kind = "tape"
  }
}
""", lambda cloud: cloud.named("a")["disk"].reverse()),
    "a block of a set more": Case("""\
resource "cloud_store" "a" { # changed+reverted+differs rule
  name = "a"
  rule {
    port = 443
  }
}
""", lambda cloud: cloud.named("a")["rule"].append(OPEN)),
    "a block of a set less": Case(_store("""\
  rule {
    port = 80
  }
  rule { # changed+reverted+differs rule
    port = 443
  }
"""), lambda cloud: cloud.named("a").update(rule=[rule for rule in cloud.named("a")["rule"] if rule["port"] == 80])),
    "a member of a block of a set": Case(_store("""\
  rule {
    port = 80
    note = "w"
  }
  rule {
    port  = 443
    cidrs = ["10.0.0.0/8"] # changed+reverted+differs rule.cidrs
    note  = "x"
  }
"""), _rules(lambda rule: rule.update(cidrs=["10.0.0.0/8", "0.0.0.0/0"]), 443)),
    "a secret in a block of a set": Case(SECRET + _store("""\
  rule {
    port = 80
    note = var.s # changed+reverted+differs rule.note
  }
"""), _rules(lambda rule: rule.update(note="canary-4"), 80)),
}  # fmt: skip
WHOLE = {
    "nothing": Case(SIZED, _nothing),
    "deleted": Case("""\
resource "cloud_store" "a" { # deleted+reverted+missing
  name = "a"
}
""", _gone("a")),
    "deleted, and no longer declared": Case("", _gone("a"), before=SIZED, beside=["deleted"]),
    "changed, and no longer declared": Case(
        "", _set(size=2), before=SIZED, beside=["changed size", "destroyed", "unchecked", "undeclared"],
    ),
    "changed, and forgotten": Case(_store("", "b") + """\
removed {
  from = cloud_store.a
  lifecycle {
    destroy = false
  }
}
""", _set(size=2), before=_store("", "b") + SIZED, beside=["unchecked", "undeclared"]),
    "a refresh alone": Case(_store("  size = 1 # changed+differs size\n"), _set(size=2), words=["-refresh-only"]),
    "a refresh alone of what was deleted": Case("""\
resource "cloud_store" "a" { # deleted+missing
  name = "a"
}
""", _gone("a"), words=["-refresh-only"]),
    "all is destroyed": Case("""\
resource "cloud_store" "a" { # destroyed+unchecked
  name = "a"
  size = 1 # differs size
}
""", _set(size=2), words=["-destroy"], beside=["unchecked of "]),
    "a replacement": Case("""\
resource "cloud_store" "a" {
  name = "b" # destroyed+unchecked, differs name
  size = 1 # changed+reverted+differs size
}
""", _set(size=2), before=SIZED),
    "a replacement that drift causes": Case("""\
resource "cloud_store" "a" {
  name = "a" # changed+reverted+differs name, destroyed+unchecked
}
""", _set(name="z")),
    "a replacement that was asked for": Case("""\
resource "cloud_store" "a" { # destroyed+unchecked
  name = "a"
  size = 1 # changed+reverted+differs size
}
""", _set(size=2), words=["-replace=cloud_store.a"]),
    "code says the same by now": Case(_store("  size = 2 # changed size\n"), _set(size=2), before=SIZED),
    "code says something else by now": Case(
        _store("  size = 3 # changed+reverted+differs size\n"), _set(size=2), before=SIZED,
    ),
    "code no longer says it": Case("""\
resource "cloud_store" "a" { # changed+reverted size
  name = "a"
}
""", _set(size=2), before=SIZED),
    "it is ignored": Case(_store("""\
  size = 1 # changed+differs size (ignored)
  lifecycle {
    ignore_changes = [size]
  }
"""), _set(size=2)),
    "all is ignored": Case(_store("""\
  size = 1 # changed+differs size (ignored)
  lifecycle {
    ignore_changes = all
  }
"""), _set(size=2)),
    "one member of a map is ignored": Case(_store("""\
  tags = {
    a = "1" # changed+differs tags.a (ignored)
    b = "1" # changed+reverted+differs tags.b
  }
  lifecycle {
    ignore_changes = [tags["a"]]
  }
"""), _set(tags={"a": "2", "b": "2"})),
    "something depends on it": Case("""\
resource "cloud_store" "a" { # changed address (relevant)
  name = "a"
  size = 1 # changed+reverted+differs size
}
"""
        + _store("  policy = cloud_store.a.address # differs policy of cloud_store.b\n", "b"),
        _set(address="other.example.com", size=2),
    ),
    "what is planned is not known": Case(
        _store("  policy = cloud_store.b.address # changed policy, unchecked policy\n") + _new("b"),
        _set(policy="other"), before=_store('  policy = "p"\n'),
    ),
    "something new takes it": Case(
        TOLD + _new("b", "  policy = cloud_store.a.id\n"), _set(size=2), before=SIZED
    ),
    "it was moved": Case("""\
moved {
  from = cloud_store.old
  to   = cloud_store.a
}
""" + TOLD, _set(size=2),
        before="""\
resource "cloud_store" "old" {
  name = "a"
  size = 1
}
""",
    ),
}  # fmt: skip
MANY = {
    "count became for_each": Case("""\
resource "cloud_store" "a" {
  for_each = toset(["x"])
  name     = "a"
  size     = 1 # changed+reverted+differs size of cloud_store.a["x"]
}
moved {
  from = cloud_store.a[0]
  to   = cloud_store.a["x"]
}
""",
        _set(size=2), before="""\
resource "cloud_store" "a" {
  count = 1
  name  = "a"
  size  = 1
}
""",
    ),
    "one of some": Case("""\
resource "cloud_store" "a" {
  for_each = { x = 1, y = 2 }
  name     = each.key
  size     = each.value # changed+reverted+differs size of cloud_store.a["y"]
}
""", _set("y", size=3)),
    "one of some is gone": Case("""\
resource "cloud_store" "a" { # deleted+reverted+missing of cloud_store.a[1]
  count = 2
  name  = "n${count.index}"
}
""", _gone("n1")),
    "one of some, and fewer are declared": Case("""\
resource "cloud_store" "a" { # destroyed+unchecked of cloud_store.a[1]
  count = 1
  name  = "n${count.index}"
  size  = 1 # changed size of cloud_store.a[1]
}
""",
        _set("n1", size=2), beside=["undeclared of cloud_store.a[1]"],
        before="""\
resource "cloud_store" "a" {
  count = 2
  name  = "n${count.index}"
  size  = 1
}
""",
    ),
    "one in a module of several": Case("""\
module "m" {
  source   = "./m"
  for_each = toset(["x", "y"])
  name     = each.key
}
""",
        _set("y", size=2),
        module="""\
variable "name" {}
resource "cloud_store" "a" {
  name = var.name
  size = 1 # changed+reverted+differs size of module.m["y"].cloud_store.a
}
""",
    ),
    "taken in": Case("""\
import {
  to = cloud_store.a
  id = "st-a"
}
resource "cloud_store" "a" { # missing
  name = "a"
}
""", _made, before="""\
locals {
}
"""
    ),
}  # fmt: skip
CASES = {**ATTRIBUTES, **BLOCKS, **WHOLE, **MANY}
