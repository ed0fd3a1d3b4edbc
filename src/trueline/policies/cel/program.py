"""A checked expression, ready to be evaluated."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from trueline.policies.cel.errors import CelSyntaxError, EvaluationError, LimitReachedError
from trueline.policies.cel.facts import Facts
from trueline.policies.cel.run import Host, Run
from trueline.values.unknown import UnknownValueError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from typing import TypeAlias

    from trueline.policies.cel.run import Evaluate
    from trueline.policies.cel.syntax import Node

    _Tree: TypeAlias = tuple[str, list[str], list[list[str]], list[str], str, list[object]]

NO_HOST = Host()


class Program:
    """One expression: its text, what is known of it, and its evaluation.

    ``variables`` are the names it uses; ``calls`` the functions it calls, each with its literal texts; ``reads`` the
    dotted paths of ``it`` that it reads (members of lists as ``[*]``); ``kind`` what it gives (``bool``, ``string``,
    …), ``dyn`` where that depends on the values.
    """

    __slots__ = ("_evaluate", "_names", "_tree", "calls", "kind", "reads", "text", "variables")

    def __init__(self, text: str, tree: Node | list[object], facts: Facts) -> None:
        self.text = text
        self.variables = frozenset(facts.variables)
        self.calls = facts.calls
        self.reads = facts.reads
        self.kind = facts.kind
        self._tree = tree
        self._evaluate: Evaluate | None = None
        self._names = 0

    @property
    def tree(self) -> Node:
        """The syntax tree."""
        if isinstance(self._tree, list):
            from trueline.policies.cel.tree import decode

            self._tree = decode(self._tree)
        return self._tree

    def evaluate(self, activation: Mapping[str, object], host: Host = NO_HOST) -> object:
        """Return the value for these names, an ``Unknown`` where it cannot be known; raise ``EvaluationError``.

        A name that is not there is given as None, which has no fields. Names are asked of ``activation`` when they
        are first needed, so it may compute them.
        """
        evaluate = self._evaluate or self._compile()
        run = Run(activation, host, self._names)
        try:
            return evaluate(run)
        except EvaluationError as error:
            raise error.at(0, len(self.text))  # noqa: B904  # the same error, with its place
        except UnknownValueError as error:
            return error.unknown
        except RecursionError:
            raise LimitReachedError("the values are nested too deeply").at(0, len(self.text)) from None

    def _compile(self) -> Evaluate:
        from trueline.policies.cel.compile import Compiler

        compiler = Compiler(self.variables)
        self._evaluate = compiler.compile(self.tree)
        self._names = compiler.names
        return self._evaluate

    def __repr__(self) -> str:
        return f"<Program {self.text}>"


def compile_expression(text: str, variables: Collection[str], *, boolean: bool = False) -> Program:
    """Return the program of ``text``, which may use the names in ``variables``.

    Raises ``CelSyntaxError`` for wrong syntax, unknown names and functions, wrong arities and literal kinds, patterns
    that are not valid and, where it must be ``boolean``, a result that is seen to be something else.
    """
    from trueline.policies.cel.check import check
    from trueline.policies.cel.parser import parse

    try:
        tree = parse(text)
        return Program(text, tree, check(tree, variables, boolean=boolean))
    except RecursionError:
        raise CelSyntaxError("this expression is nested too deeply", 0, len(text)) from None


def to_tree(program: Program) -> list[object]:
    """Return the program as lists that JSON can hold."""
    from trueline.policies.cel.tree import encode

    calls = [[name, *texts] for name, texts in program.calls]
    return [program.text, sorted(program.variables), calls, [*program.reads], program.kind, encode(program.tree)]


def from_tree(data: list[object]) -> Program:
    """Return the program that ``to_tree`` made lists of; nothing is parsed or checked again."""
    text, variables, calls, reads, kind, tree = cast("_Tree", data)
    facts = Facts(tuple(variables), tuple((name, tuple(texts)) for name, *texts in calls), tuple(reads), kind)
    return Program(text, tree, facts)
