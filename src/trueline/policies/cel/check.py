"""What is looked at once, when a rule is loaded: names, functions, arities, literal kinds; and what the rule reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from trueline.policies.cel.arithmetic import OPERANDS
from trueline.policies.cel.equality import NUMBERS
from trueline.policies.cel.errors import CelSyntaxError
from trueline.policies.cel.facts import Facts
from trueline.policies.cel.function import signature
from trueline.policies.cel.kinds import KIND_NAMES, kind_of, short
from trueline.policies.cel.macros import METHODS
from trueline.policies.cel.registry import ROOM_OF, function_named
from trueline.policies.cel.syntax import Bind, Call, Index, Literal, Macro, Name, Operation, Select, children

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from trueline.policies.cel.function import Function
    from trueline.policies.cel.syntax import ListOf, MapOf, Node

DYN: Final = "dyn"
_CLOSED: Final = NUMBERS | {"string", "bytes", "list"}
_PATTERNS: Final = frozenset(("matches", "find", "findAll"))


def check(tree: Node, variables: Collection[str], *, boolean: bool = False) -> Facts:
    """Return the facts of ``tree``; raise ``CelSyntaxError`` for what can be seen to be wrong."""
    checker = _Checker(variables)
    kind = checker.kind(tree)
    if boolean and kind not in ("bool", DYN):
        raise CelSyntaxError(f"this must be true or false, it is {short(kind)}", tree.start, tree.end)
    return Facts(
        tuple(sorted(checker.used)), tuple(dict.fromkeys(checker.calls)), tuple(dict.fromkeys(checker.reads)), kind
    )


class _Checker:
    """Goes through a tree once; ``kind`` returns what a node gives as far as it can be seen."""

    def __init__(self, variables: Collection[str]) -> None:
        self.used: set[str] = set()
        self.calls: list[tuple[str, tuple[str, ...]]] = []
        self.reads: list[str] = []
        self._variables = variables
        self._scope: Mapping[str, str | None] = {}

    def kind(self, node: Node) -> str:
        see = cast("Callable[[_Checker, Node], str]", _VISITS[type(node).__name__])
        return see(self, node)

    def _each(self, nodes: Iterable[Node]) -> list[str]:
        return [self.kind(node) for node in nodes]

    def _literal(self, node: Literal) -> str:
        return kind_of(node.value)

    def _name(self, node: Name) -> str:
        if node.name in self._scope:
            self._read(node)
            return DYN
        if node.name in self._variables:
            self.used.add(node.name)
            self._read(node)
            return DYN
        if node.name in KIND_NAMES:
            return "type"
        known = [*self._scope, *self._variables]
        raise CelSyntaxError(f"there is no name '{node.name}'{_near(node.name, known)}", node.start, node.end)

    def _select(self, node: Select) -> str:
        self._chain(node)
        return "optional_type" if node.optional and not node.test else "bool" if node.test else DYN

    def _index(self, node: Index) -> str:
        self._chain(node)
        return "optional_type" if node.optional else DYN

    def _chain(self, node: Select | Index) -> None:
        """Check what a chain of fields and members stands on, and record the path it reads."""
        if self._read(node):
            inner: Node = node
            while isinstance(inner, Select | Index):
                if isinstance(inner, Index):
                    self.kind(inner.key)
                inner = inner.operand
            if isinstance(inner, Name) and inner.name not in self._scope:
                self.used.add(inner.name)
            return
        kinds = self._each(children(node))
        if kinds[0] in ("string", "int", "bool", "double"):
            raise CelSyntaxError(f"{short(kinds[0])} has no fields and no members", node.start, node.end)

    def _read(self, node: Node) -> bool:
        path = self._path(node)
        if path is None:
            return False
        self.reads.append(path)
        return True

    def _path(self, node: Node) -> str | None:
        """Return the path below ``it`` that a node reads, None where it reads something else."""
        if isinstance(node, Name):
            if node.name in self._scope:
                return self._scope[node.name]
            return "" if node.name == "it" and "it" in self._variables else None
        if isinstance(node, Select):
            before = self._path(node.operand)
            return None if before is None else f"{before}.{node.field}".lstrip(".")
        if isinstance(node, Index):
            before = self._path(node.operand)
            if before is None:
                return None
            key = node.key.value if isinstance(node.key, Literal) else None
            return f'{before}["{key}"]' if isinstance(key, str) else f"{before}[*]"
        return None

    def _call(self, node: Call) -> str:
        kinds = self._each(node.arguments)
        function = function_named(node.name) if node.name in ROOM_OF else None
        if function is None or ("m" if node.method else "f") not in function.style:
            raise CelSyntaxError(_no_function(node, function), node.start, node.end)
        self._check_arguments(node, function, kinds)
        texts = tuple(a.value for a in node.arguments if isinstance(a, Literal) and isinstance(a.value, str))
        self.calls.append((node.name, texts))
        return function.gives

    def _check_arguments(self, node: Call, function: Function, kinds: list[str]) -> None:
        wanted = signature(function)
        shown = len(kinds) - node.method
        if not wanted.takes(len(kinds)):
            raise CelSyntaxError(f"{node.name}() does not take {shown} arguments", node.start, node.end)
        for position, kind in enumerate(kinds):
            parameter = wanted.parameter(position)
            if kind != DYN and parameter.kinds and kind not in parameter.kinds:
                place = node.arguments[position]
                message = f"{node.name}() takes {parameter.words}, not {short(kind)}"
                raise CelSyntaxError(message, place.start, place.end)
        if node.name in _PATTERNS and isinstance(node.arguments[1], Literal):
            _check_pattern(node.arguments[1])

    def _operation(self, node: Operation) -> str:
        kinds = self._each(node.operands)
        operator = node.operator
        if operator in ("&&", "||", "!_"):
            for operand, kind in zip(node.operands, kinds, strict=True):
                _must_be_bool(operand, kind)
            return "bool"
        if operator == "?:":
            _must_be_bool(node.operands[0], kinds[0])
            return kinds[1] if kinds[1] == kinds[2] else DYN
        if operator == "-_":
            return self._negated(node, kinds[0])
        return _binary(node, kinds)

    def _negated(self, node: Operation, kind: str) -> str:
        if kind not in ("int", "double", DYN):
            raise CelSyntaxError(f"no '-' before {short(kind)}", node.start, node.end)
        return kind

    def _list(self, node: ListOf) -> str:
        self._each(node.items)
        return "list"

    def _map(self, node: MapOf) -> str:
        self._each(children(node))
        return "map"

    def _macro(self, node: Macro) -> str:
        kind = self.kind(node.source)
        if kind not in ("list", "map", DYN):
            raise CelSyntaxError(f"{node.macro}() goes through a list or a map, not {short(kind)}", *node.source[:2])
        path = self._path(node.source)
        member = None if path is None else f"{path}[*]"
        outer = self._scope
        self._scope = {**outer, **dict.fromkeys(node.names[:-1]), node.names[-1]: member}
        kinds = self._each(node.bodies)
        self._scope = outer
        if node.macro in ("all", "exists", "exists_one", "filter") or len(kinds) == 2:
            _must_be_bool(node.bodies[0], kinds[0])
        return {"all": "bool", "exists": "bool", "exists_one": "bool"}.get(
            node.macro, "map" if node.macro.startswith("transform") else "list"
        )

    def _bind(self, node: Bind) -> str:
        self.kind(node.value)
        outer = self._scope
        self._scope = {**outer, node.name: self._path(node.value)}
        kind = self.kind(node.body)
        self._scope = outer
        return kind if node.macro == "bind" else "optional_type"


_VISITS: Final[dict[str, object]] = {
    "Literal": _Checker._literal,  # noqa: SLF001  # its own methods, by node
    "Name": _Checker._name,  # noqa: SLF001
    "Select": _Checker._select,  # noqa: SLF001
    "Index": _Checker._index,  # noqa: SLF001
    "Call": _Checker._call,  # noqa: SLF001
    "Operation": _Checker._operation,  # noqa: SLF001
    "ListOf": _Checker._list,  # noqa: SLF001
    "MapOf": _Checker._map,  # noqa: SLF001
    "Macro": _Checker._macro,  # noqa: SLF001
    "Bind": _Checker._bind,  # noqa: SLF001
}


def _must_be_bool(node: Node, kind: str) -> None:
    if kind not in ("bool", DYN):
        raise CelSyntaxError(f"expected true or false, this is {short(kind)}", node.start, node.end)


def _binary(node: Operation, kinds: list[str]) -> str:
    operator = node.operator
    left, right = kinds
    if operator in ("==", "!="):
        if DYN not in kinds and left != right and not NUMBERS.issuperset(kinds):
            message = f"{short(left)} is never equal to {short(right)}"
            raise CelSyntaxError(message, node.start, node.end)
        return "bool"
    if operator == "in":
        if right not in ("list", "map", DYN):
            raise CelSyntaxError(f"'in' looks into a list or a map, not {short(right)}", *node.operands[1][:2])
        return "bool"
    if operator in ("<", "<=", ">", ">="):
        if DYN not in kinds and left != right and not NUMBERS.issuperset(kinds):
            raise CelSyntaxError(f"{short(left)} and {short(right)} have no order", node.start, node.end)
        return "bool"
    if DYN in kinds:
        return DYN
    if sorted(kinds) == ["double", "int"]:
        left = right = "double"
    if (operator, left, right) not in OPERANDS:
        raise CelSyntaxError(f"no '{operator}' between {short(left)} and {short(right)}", node.start, node.end)
    return left if left == right and left in _CLOSED else DYN


def _check_pattern(node: Literal) -> None:
    from trueline.values.re2 import PatternError, translate

    try:
        translate(str(node.value))
    except PatternError as error:
        raise CelSyntaxError(f"this pattern is not valid: {error}", node.start, node.end) from error


def _no_function(node: Call, function: Function | None) -> str:
    if function is not None:
        usage = f"{node.name}(x)" if node.method else f"x.{node.name}()"
        return f"{node.name}() is written {usage}"
    return f"there is no function '{node.name}'{_near(node.name, [*ROOM_OF, *METHODS, 'has', 'cel.bind'])}"


def _near(name: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, sorted(known), n=1)
    return f", did you mean '{near[0]}'?" if near else ""
