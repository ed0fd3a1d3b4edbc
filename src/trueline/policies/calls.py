"""One call of a Python rule: what it yields, raises or could not tell, as answers."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from trueline.model.resource import Resource, parse_path
from trueline.model.rule import Answer
from trueline.policies.authoring import Check, Hit, RuleContext
from trueline.values.unknown import UnknownValueError, find

if TYPE_CHECKING:
    from types import ModuleType, TracebackType

    from trueline.model.location import Path
    from trueline.model.resource import Place


class Reply(NamedTuple):
    """One answer, and the resources that explain it."""

    answer: Answer
    related: tuple[Resource, ...] = ()


class BrokenPolicyError(Exception):
    """A policy file could not be run; the text says why and where."""


def load_module(path: str, data: bytes) -> ModuleType:
    """Run a policy file as a module of its own, under a name that no import uses."""
    from importlib.abc import SourceLoader
    from importlib.util import module_from_spec, spec_from_loader

    class Loader(SourceLoader):  # the names of its arguments are Python's
        def get_filename(self, fullname: str) -> str:  # noqa: ARG002
            return path

        def get_data(self, path: str | bytes) -> bytes:  # noqa: ARG002
            return data

    name = "trueline_policy_" + "".join(character if character.isalnum() else "_" for character in path)
    spec = spec_from_loader(name, Loader())
    if spec is None or spec.loader is None:
        raise BrokenPolicyError(f"{path} is no module")
    module = module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look their module up
    try:
        spec.loader.exec_module(module)
    except Exception as error:  # an author's module may raise anything
        raise BrokenPolicyError(explain(error, path)) from error
    return module


def find_check(module: ModuleType, function: str, path: str) -> Check:
    """Return the rule that ``function`` is."""
    check = getattr(module, function, None)
    if not isinstance(check, Check):
        raise BrokenPolicyError(f"`{function}` is no rule any more once {path} has run")
    return check


def call(check: Check, arguments: int, kind: str, context: RuleContext, path: str) -> list[Reply]:
    """Call a rule for a resource; there is at least one answer, and whatever it raises is one too."""
    resource = context.resource
    base = resource.families.get(kind, ())
    seen = _view(resource, base) if base else resource
    replies: list[Reply] = []
    try:
        for hit in _hits(check, (seen, context)[:arguments]):
            replies.append(_reply(hit, base))  # noqa: PERF401  # those before an error count
    except UnknownValueError as unknown:
        replies.append(Reply(Answer("unknown", path=base, element=base, reasons=unknown.unknown.reasons)))
    except Exception as error:  # noqa: BLE001  # the one call whose errors are the author's
        replies.append(Reply(Answer("error", explain(error, path), base, base)))
    return replies or [Reply(Answer("pass", path=base, element=base))]


def _hits(check: Check, arguments: tuple[object, ...]) -> Iterator[Hit]:
    result: object = check(*arguments)
    if not isinstance(result, Iterable) or isinstance(result, str):
        raise TypeError(f"the rule returned {type(result).__name__}; it must yield Hit, or nothing")
    for hit in result:
        if not isinstance(hit, Hit):
            raise TypeError(f"the rule yielded {type(hit).__name__}, not Hit")
        yield hit


def _reply(hit: Hit, base: Path) -> Reply:
    related = tuple(resource for resource in hit.related if isinstance(resource, Resource))
    places = tuple(resource.locate().primary for resource in related)
    return Reply(Answer("fail", str(hit.message), base + parse_path(hit.at), base, related=places), related)


def _view(resource: Resource, base: Path) -> Resource:
    """Return the resource as a rule for a family sees it: paths begin at the family's value."""

    def locate(path: Path) -> Place:
        return resource.locate(base + path)

    view = Resource(
        kind=resource.kind,
        address=resource.address,
        name=resource.name,
        value=find(resource.value, base, {}),
        locate=locate,
        source=resource.source,
        refer=resource.refer,
        unit=resource.unit,
        environment=resource.environment,
        labels=resource.labels,
    )
    view.before = resource.before and _view(resource.before, base)
    return view


def explain(error: BaseException, path: str) -> str:
    """Return the type and text of an error, and the last line of the policy it came through, if any."""
    line = _last_line(error.__traceback__, path)
    if isinstance(error, SyntaxError):
        line, text = error.lineno or 0, error.msg
    else:
        text = str(error) if not isinstance(error, UnknownValueError) else "an unknown value was used"
    said = f"{type(error).__name__}: {text}" if text else type(error).__name__
    return f"{said} ({path}:{line})" if line else said


def _last_line(traceback: TracebackType | None, path: str) -> int:
    line = 0
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == path:
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line
