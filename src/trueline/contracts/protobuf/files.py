"""What changed in a file as a whole: its package, its syntax and the options that shape generated code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.contracts.protobuf.scene import Fact, is_deprecated, place
from trueline.parsers.protobuf.syntax import Constant, option

if TYPE_CHECKING:
    from trueline.contracts.protobuf.scene import Pair, Scene
    from trueline.contracts.protobuf.side import File
    from trueline.model.location import Location

# option → what holds when it is not set (descriptor.proto)
_OPTIONS: Final[dict[str, Constant]] = {
    "cc_enable_arenas": True,
    "cc_generic_services": False,
    "csharp_namespace": "",
    "go_package": "",
    "java_generic_services": False,
    "java_multiple_files": False,
    "java_outer_classname": "",
    "java_package": "",
    "objc_class_prefix": "",
    "optimize_for": "SPEED",
    "php_class_prefix": "",
    "php_metadata_namespace": "",
    "php_namespace": "",
    "py_generic_services": False,
    "ruby_package": "",
    "swift_prefix": "",
}


def compare(scene: Scene, pair: Pair) -> None:
    """Say what differs between the two files beside what they declare."""
    base, head = pair
    if base.package != head.package:
        fact = Fact(
            f"the package was {base.package or 'not set'} and is {head.package or 'not set'}",
            base.package,
            head.package,
        )
        scene.add("package-changed", base.path, base.top(), head.top(), fact)
    _compare_syntax(scene, pair)
    for name, unset in _OPTIONS.items():
        before, after = (_effective(file, name, unset) for file in pair)
        if before == after:
            continue
        fact = Fact(
            f"{name} was {_text(before)} and is {_text(after)}", before, after,
            rules=(f"FILE_SAME_{name.upper()}",), more=(("option", name),),
        )  # fmt: skip
        scene.add("file-option-changed", f"{base.path}:{name}", _at(base, name), _at(head, name), fact)
    if is_deprecated(head.root.options) and not is_deprecated(base.root.options):
        fact = Fact(f"the file {head.path} is deprecated")
        scene.add("deprecated", base.path, base.top(), _at(head, "deprecated"), fact)


def _compare_syntax(scene: Scene, pair: Pair) -> None:
    before, after = pair.base.root, pair.head.root
    if before.syntax == after.syntax:
        return
    was, is_ = (f"edition {one.edition}" if one.syntax == "editions" else one.syntax for one in (before, after))
    old, new = (file.at(file.root.syntax_place) if file.root.syntax_place else file.top() for file in pair)
    scene.add("syntax-changed", pair.base.path, old, new, Fact(f"the syntax was {was} and is {is_}", was, is_))


def _effective(file: File, name: str, unset: Constant) -> Constant:
    found = option(file.root.options, name)
    return unset if found is None else found


def _at(file: File, name: str) -> Location:
    top = file.root.package or file.root.syntax_place
    return file.at(place(file.root.options, name, (top.start, top.end) if top else (0, 1)))


def _text(value: Constant) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) or "not set"
