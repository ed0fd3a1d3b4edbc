"""One root in one environment: where modules are found, what is read, and what went wrong on the way."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from trueline.dialects.terraform.directory import Directory, load
from trueline.dialects.terraform.files import rooted
from trueline.dialects.terraform.frame import Frame
from trueline.dialects.terraform.functions.types import FunctionError, LimitError
from trueline.dialects.terraform.lazy import Missing
from trueline.dialects.terraform.module import Caller, Entry, Given
from trueline.errors import ReadError
from trueline.model.report import Notification
from trueline.parsers.hcl.syntax import Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TypeAlias

    from trueline.dialects.terraform.expansion import Key
    from trueline.dialects.terraform.module import Module
    from trueline.model.document import Reader
    from trueline.parsers.hcl.syntax import Block

    Applied: TypeAlias = Callable[[str, tuple[str | int, ...]], object]
    """Gives what the last apply knew of a resource's attribute, by address and path; None where nobody here knows."""

DEEPEST_CALL = 30
MOST_SCOPES = 5_000
MOST_STEPS = 5_000_000
_CALL_META = frozenset({"source", "version", "count", "for_each", "providers", "depends_on"})


class World:
    """What all modules of one evaluation share."""

    def __init__(self, folder: str, reader: Reader, workspace: str = "", applied: Applied | None = None) -> None:
        self.folder = folder
        self.reader = reader
        self.workspace = workspace
        self.applied = applied
        self.directories: dict[str, Directory] = {}
        self.notifications: dict[tuple[str, str], Notification] = {}
        self._installed: Mapping[str, str] | None = None
        self._scopes = 0
        self._steps = 0

    def spend(self, steps: int) -> None:
        """Count steps of loops; raise ``FunctionError`` where there were too many for one evaluation."""
        self._steps += steps
        if self._steps > MOST_STEPS:
            raise LimitError(f"the loops of this root take more than {MOST_STEPS} steps")

    def directory(self, path: str) -> Directory:
        """Return the directory at ``path``, read once."""
        found = self.directories.get(path)
        if found is None:
            found = self.directories[path] = load(path, self.reader)
            for block, reason in found.refused:
                name = ".".join((block.type, *block.labels))
                self.notify("error", "terraform-declaration", f"{name} {reason}", block)
            for block in found.others:
                self.notify("note", "terraform-block", f"no rule can judge a block of type {block.type}", block)
        return found

    def shadowed(self) -> frozenset[str]:
        """Return the files so far that OpenTofu does not read beside files of its own."""
        return frozenset(path for directory in self.directories.values() for path in directory.shadowed)

    def enter(self, scope: Module, name: str, block: Block, key: Key) -> Entry | Missing:
        """Return how one instance of a called module is entered, or what stands for it where it cannot be."""
        address = f"{scope.prefix}module.{name}{key.text}"
        frame = Frame(scope, key.names)
        path = self._find(scope, name, block)
        if isinstance(path, Missing):
            return path
        self._scopes += 1
        if self._scopes > MOST_SCOPES or address.count("module.") > DEEPEST_CALL:
            message = (
                f"{address} is not looked into: more than {MOST_SCOPES} module calls, or deeper than {DEEPEST_CALL}"
            )
            self.notify("error", "terraform-too-many-modules", message, block)
            return Missing(address, "too many modules")
        given = {
            argument: Given(attribute, frame)
            for argument, attribute in block.body.attributes.items()
            if argument not in _CALL_META
        }
        return Entry(self.directory(path), address + ".", given, Caller(scope, name, block, frame))

    def _find(self, scope: Module, name: str, block: Block) -> str | Missing:
        address = f"module.{name}"
        attribute = block.body.attributes.get("source")
        source = attribute.expression if attribute is not None else None
        if not isinstance(source, Literal) or not isinstance(source.value, str):
            self.notify("error", "terraform-module-source", f"{address} has no source that can be read", block)
            return Missing(address, "its source is not known")
        if not source.value.startswith(("./", "../")):
            return self._find_installed(scope, name, block, source.value)
        try:
            path = rooted(scope.directory.path, source.value)
        except FunctionError:
            message = f"the source {source.value!r} of {address} is outside the repository and is not read"
            self.notify("error", "terraform-module-outside", message, block)
            return Missing(address, "its source is outside the repository")
        if _is_cycle(scope, path):
            self.notify("error", "terraform-module-cycle", f"{address} calls a module that calls it", block)
            return Missing(address, "the modules call each other in a circle")
        if not self.directory(path).files:
            message = f"{address} has no Terraform files at {path or '.'}"
            self.notify("error", "terraform-module-missing", message, block)
            return Missing(address, "the module is missing")
        return path

    def _find_installed(self, scope: Module, name: str, block: Block, source: str) -> str | Missing:
        key = ".".join((*_names(scope), name))
        path = self._manifest().get(key)
        if path is not None and not _is_cycle(scope, path) and self.directory(path).files:
            return path
        message = f"module.{name} ({source}) is not installed, so what it declares is not judged; run terraform init"
        self.notify("note", "terraform-module-not-installed", message, block)
        return Missing(f"module.{name}", "module not installed")

    def _manifest(self) -> Mapping[str, str]:
        if self._installed is None:
            self._installed = {}
            path = posixpath.join(self.folder, ".terraform/modules/modules.json")
            if self.reader.exists(path):
                self._installed = self._read_manifest(path)
        return self._installed

    def _read_manifest(self, path: str) -> Mapping[str, str]:
        import json

        found: dict[str, str] = {}
        try:
            modules = json.loads(self.reader.read(path).data).get("Modules", [])
            for module in modules:
                found[str(module["Key"])] = rooted(self.folder, str(module["Dir"]))
        except (ReadError, ValueError, AttributeError, KeyError, TypeError, FunctionError, RecursionError):
            message = "the list of installed modules cannot be read; run terraform init"
            self.notifications[path, message] = Notification("warning", "terraform-module-manifest", message)
        return found

    def notify(self, level: str, kind: str, message: str, block: Block) -> None:
        """Note a problem at a block, once."""
        location = block.document.location((block.start, block.end))
        wanted: dict[str, Notification] = {
            word: Notification(word, kind, message, location) for word in ("note", "warning", "error")
        }
        self.notifications.setdefault((str(location), message), wanted[level])


def _names(scope: Module) -> list[str]:
    names: list[str] = []
    caller = scope.caller
    while caller is not None:
        names.insert(0, caller.name)
        caller = caller.scope.caller
    return names


def _is_cycle(scope: Module, path: str) -> bool:
    current: Module | None = scope
    while current is not None:
        if current.directory.path == path:
            return True
        current = current.caller.scope if current.caller is not None else None
    return False
