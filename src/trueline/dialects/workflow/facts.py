"""Workflows and actions to facts: the whole, its jobs and its steps, with what holds for them from above.

A fact's value is what is written, and beside it under names that GitHub does not use: ``on`` as a map in every shape,
``granted`` (the permissions that hold for a job), ``labels`` (of its runner), ``action`` and ``call`` (what ``uses``
names), ``expressions``, and for a step ``job`` and ``inputs``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trueline.dialects.workflow import names, texts
from trueline.dialects.workflow.events import events, written_at
from trueline.dialects.workflow.shape import Shape, only_maps
from trueline.dialects.workflow.uses import parse as parse_uses
from trueline.model.document import Problem
from trueline.model.resource import NO_REFERENCES, Place, References, Resource
from trueline.parsers.yaml import YamlDocument

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from trueline.dialects.workflow.texts import Use
    from trueline.model.document import Document
    from trueline.model.location import Location, Path

Value = dict[str, object]
Environment = dict[str, tuple[str, ...]]


class Fact(NamedTuple):
    """One part of a file: its value for rules, where it is written, and what its own names stand for there.

    ``moved`` maps the first step of a path to where it is written; ``uses`` are its expressions.
    """

    kind: str
    address: str
    name: str
    value: Value
    base: Path
    uses: Sequence[Use]
    moved: Mapping[str, Path]
    refers: Mapping[str, frozenset[str]]


class Reading:
    """The facts of one document, and what is wrong with it."""

    def __init__(self, document: Document[object]) -> None:
        self.document = document
        self.path = document.source.path
        self.shape = Shape(document)
        self._spans: dict[Path, list[tuple[int, int]]] = {}
        root = document.root if isinstance(document.root, dict) else {}
        self.facts: list[Fact] = list(self._workflow(root) if names.is_workflow_path(self.path) else self._action(root))

    def resources(self) -> Iterator[Resource]:
        """Yield each fact as a resource."""
        for fact in self.facts:
            yield self._resource(fact)

    def tell_expressions(self) -> None:
        """Add to the problems the expressions that cannot be read; GitHub would not run such a file."""
        for fact in self.facts:
            for use in fact.uses:
                if use.error:
                    region = self._locate_use(fact.base, use).region
                    message = f"an expression that cannot be read: {use.error}"
                    is_ours = use.error == texts.TOO_MANY  # GitHub would run it
                    self.shape.problems.append(Problem(message, region, fatal=is_ours))

    def _workflow(self, root: Value) -> Iterator[Fact]:
        workflow = self.shape.members("workflow", root, ())
        for key in ("on", "jobs"):
            if key not in root:
                self.shape.tell(f"a workflow without `{key}`: GitHub does not run it", (), fatal=False)
        triggers = events(workflow.get("on"))
        found = list(texts.uses(workflow, apart=frozenset(("jobs", "on"))))
        written: Value = {}
        value = {
            **only_maps(workflow),
            "on": triggers,
            "expressions": [use.as_fact() for use in found],
            "jobs": written,
        }
        jobs: list[Fact] = []
        for name, job in workflow.get("jobs", {}).items():  # type: ignore[attr-defined]  # a map, or it is not kept
            members = self.shape.map(f"jobs.{name}", job, ("jobs", name))
            if members is not None:
                written[name] = members = self.shape.members("job", members, ("jobs", name))
                jobs += self._job(name, members, value)
        yield Fact("github/workflow", self.path, self.path.rpartition("/")[2], value, (), found, {}, {})
        yield from jobs

    def _job(self, name: str, job: Value, workflow: Value) -> Iterator[Fact]:
        base: Path = ("jobs", name)
        environment = texts.environment_of(workflow, job)
        found = texts.through(texts.uses(job, apart=frozenset(("steps",))), environment)
        granted = "job" if "permissions" in job else "workflow" if "permissions" in workflow else ""
        value = {
            **only_maps(job),
            "id": name,
            "on": workflow["on"],
            "labels": _labels(job.get("runs-on")),
            "expressions": [use.as_fact() for use in found],
        }
        moved: dict[str, Path] = {"id": base, "labels": (*base, "runs-on"), "call": (*base, "uses")}
        if granted:
            value["granted"] = (job if granted == "job" else workflow)["permissions"]
            moved["granted"] = (*base, "permissions") if granted == "job" else ("permissions",)
        if "container" in job:
            value["container"] = _container(job["container"])
        if isinstance(job.get("services"), dict):
            value["services"] = {name: _container(service) for name, service in job["services"].items()}  # type: ignore[attr-defined]  # just looked
        refers = {"needs": frozenset(f"{self.path}:{need}" for need in _listed(job.get("needs")))}
        if isinstance(job.get("uses"), str):
            value["call"] = parse_uses(str(job["uses"]))
            refers["uses"] = self._local_workflow(value["call"])
        around = {key: member for key, member in value.items() if key not in ("steps", "expressions", "on")}
        above = {"job": around, "on": workflow["on"], "inputs": _inputs(workflow["on"])}
        steps = list(self._steps(job.get("steps"), (*base, "steps"), above, environment))
        if "steps" in job:
            value["steps"] = [{key: one for key, one in step.value.items() if key not in above} for step in steps]
        address = f"{self.path}:{name}"
        yield Fact("github/job", address, name, value, base, found, moved, refers)
        for step in steps:
            yield step._replace(address=f"{address}/{step.name}", moved={**step.moved, "job": base})

    def _action(self, root: Value) -> Iterator[Fact]:
        action = self.shape.members("action", root, ())
        runs = action.get("runs", {})
        found = list(texts.uses(action, apart=frozenset(("runs",))))
        value = {**action, "expressions": [use.as_fact() for use in found]}
        yield Fact("github/action", self.path, str(action.get("name", self.path)), value, (), found, {}, {})
        if isinstance(runs, dict):
            inputs = action.get("inputs", {})
            above: Value = {
                "inputs": dict.fromkeys(map(str.lower, inputs), "string") if isinstance(inputs, dict) else {}
            }
            for step in self._steps(runs.get("steps"), ("runs", "steps"), above, {}):
                yield step._replace(address=f"{self.path}:{step.name}")

    def _steps(self, steps: object, base: Path, above: Value, environment: Environment) -> Iterator[Fact]:
        if steps is not None and not isinstance(steps, list):
            self.shape.tell("`steps` must be a list", base)
            return
        for number, written in enumerate(steps or ()):
            at = (*base, number)
            members = self.shape.map("a step", written, at)
            if members is not None:
                yield self._step(self.shape.members("step", members, at), at, above, environment)

    def _step(self, step: Value, base: Path, above: Value, environment: Environment) -> Fact:
        found = texts.through(texts.uses(step), {**environment, **texts.environment_of(step)})
        value = {**only_maps(step), "expressions": [use.as_fact() for use in found], **above}
        refers: dict[str, frozenset[str]] = {}
        if isinstance(step.get("uses"), str):
            value["action"] = used = parse_uses(str(step["uses"]))
            if used["source"] == "local":
                refers["uses"] = names.local_actions(self.path, str(used["path"]))
        moved = {"action": (*base, "uses")}
        return Fact("github/step", "", names.step_name(step), value, base, found, moved, refers)

    def _local_workflow(self, call: object) -> frozenset[str]:
        if isinstance(call, dict) and call["source"] == "local":
            return frozenset((names.local_workflow(self.path, str(call["path"])),))
        return frozenset()

    def _resource(self, fact: Fact) -> Resource:
        def refer(attribute: str) -> References:
            addresses = fact.refers.get(attribute)
            return References(addresses) if addresses else NO_REFERENCES

        return Resource(
            kind=fact.kind,
            address=fact.address,
            name=fact.name,
            value=fact.value,
            locate=lambda path: Place(self._locate(fact, path)),
            source=self.path,
            refer=refer,
        )

    def _locate(self, fact: Fact, path: Path) -> Location:
        if not path:
            return self.document.locate(fact.base)
        head, rest = path[0], path[1:]
        if head == "expressions" and rest and isinstance(rest[0], int) and rest[0] < len(fact.uses):
            return self._locate_use(fact.base, fact.uses[rest[0]])
        if head == "on":
            root = self.document.root
            return self.document.locate(("on", *written_at(root.get("on") if isinstance(root, dict) else None, rest)))
        if head == "steps" and fact.kind == "github/job" and len(rest) > 1:
            for step in self.facts:
                if step.base == (*fact.base, "steps", rest[0]):
                    return self._locate(step, rest[1:])
        return self.document.locate((*fact.moved.get(str(head), (*fact.base, head)), *rest))

    def _locate_use(self, base: Path, use: Use) -> Location:
        path = (*base, *use.path)
        number = use.number
        if number is None or not isinstance(self.document, YamlDocument):
            return self.document.locate(path)

        def find(written: str) -> tuple[int, int] | None:
            if path not in self._spans:
                self._spans[path] = texts.written_spans(written)
            return self._spans[path][number] if number < len(self._spans[path]) else None

        return self.document.locate_part(path, find)


def _container(value: object) -> object:
    """Return a container as a map, also where it is only the name of its image."""
    if not isinstance(value, dict):
        return {"image": value}
    is_told = isinstance(value.get("credentials", {}), dict)
    return value if is_told else {key: member for key, member in value.items() if key != "credentials"}


def _labels(runs_on: object) -> list[str]:
    """Return the labels that a runner must have, whatever the shape of ``runs-on``."""
    if isinstance(runs_on, dict):
        return _listed(runs_on.get("labels"))
    return _listed(runs_on)


def _listed(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [member for member in value if isinstance(member, str)] if isinstance(value, list) else []


def _inputs(triggers: object) -> Value:
    """Return the type of each input that a workflow may be given, under its name in lower case; ``string`` wins."""
    found: Value = {}
    for event in ("workflow_call", "workflow_dispatch"):
        filters = triggers.get(event) if isinstance(triggers, dict) else None
        declared = filters.get("inputs") if isinstance(filters, dict) else None
        for name, entry in declared.items() if isinstance(declared, dict) else ():
            kind = entry.get("type", "string") if isinstance(entry, dict) else "string"
            key = name.lower()
            found[key] = kind if found.get(key, kind) == kind else "string"
    return found
