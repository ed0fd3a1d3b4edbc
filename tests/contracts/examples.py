"""The pairs of all formats in one shape, and what the differs say of them: the examples of ``docs/contracts``."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import yaml
from tests.contracts.asyncapi.test_kinds import PAIRS as ASYNCAPI
from tests.contracts.asyncapi.test_kinds import V3
from tests.contracts.json_schema.test_kinds import CASES
from tests.contracts.kubernetes_crd.test_kinds import BASE as CRD
from tests.contracts.kubernetes_crd.test_kinds import PAIRS as CRDS
from tests.contracts.openapi.pairs import API, CONTENT, HERE, OPERATION, OPERATIONS, WEBHOOK, WHOLE, around
from tests.contracts.openapi.schema_pairs import PAIRS as SCHEMAS
from tests.contracts.terraform_module.test_kinds import OUTPUT
from tests.contracts.terraform_module.test_kinds import PAIRS as MODULES
from tests.oracles.avro_pairs import PAIRS as AVRO
from tests.oracles.graphql_pairs import PAIRS as GRAPHQL
from tests.oracles.graphql_pairs import QUERY
from tests.oracles.proto_pairs import PAIRS as PROTO
from tests.oracles.sql_pairs import PAIRS as SQL

from trueline.contracts.registry import FORMATS, load
from trueline.repo.working import WorkingTree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.model.change import Change

Files = dict[str, str]
_EITHER = [{"minLength": 1}, {"maxLength": 3}]
ALL_SCHEMAS = {
    **SCHEMAS,
    "composition-changed": ({"type": "string", "anyOf": _EITHER}, {"type": "string", "oneOf": _EITHER}),
    "one-of-overlap": (
        {"oneOf": [{"type": "string"}, {"type": "integer"}]},
        {"oneOf": [{"type": "string"}, {"type": "integer"}, {"minLength": 9}]},
    ),
}


class Example(NamedTuple):
    """The files of both sides, and the database that they are for."""

    base: Files
    head: Files
    database: str = ""


class Made(NamedTuple):
    """An example, and the changes that are made of it."""

    example: Example
    changes: tuple[Change, ...]


def examples(name: str) -> Iterator[Example]:
    """Return the pairs of a format."""
    return _FORMATS[name]()


@cache
def made(name: str) -> Mapping[str, Made]:
    """Return by kind the example that says least besides, by comparing all pairs of the format."""
    found: dict[str, Made] = {}
    for example in examples(name):
        changes = compare(name, example)
        for kind in {change.kind for change in changes}:
            if kind not in found or _weight(Made(example, changes)) < _weight(found[kind]):
                found[kind] = Made(example, changes)
    return dict(sorted(found.items()))


def compare(name: str, example: Example) -> tuple[Change, ...]:
    """Return what the format says of two folders."""
    module, sides = load(name), []
    with tempfile.TemporaryDirectory() as folder:
        for side, files in (("base", example.base), ("head", example.head)):
            (Path(folder) / side).mkdir()
            for path, text in files.items():
                (Path(folder) / side / path).parent.mkdir(parents=True, exist_ok=True)
                (Path(folder) / side / path).write_text(text, "utf-8")
            tree = WorkingTree(str(Path(folder) / side))
            tree.revision = "b" * 40 if side == "base" else ""
            unit = next(iter(module.plan(tree.paths(), tree)), None)
            if unit and example.database:
                unit = unit._replace(options={**unit.options, "database": example.database})
            sides += [unit, tree]
        return module.compare(*sides).changes


def _weight(one: Made) -> tuple[int, int]:
    return len(one.changes), sum(map(len, (*one.example.base.values(), *one.example.head.values())))


def _both(path: str, base: str, head: str) -> Example:
    return Example({path: base}, {path: head})


def _gone(path: str, text: str) -> Iterator[Example]:
    """Yield a contract that comes, and one that goes."""
    yield Example({}, {path: text})
    yield Example({path: text}, {})


def _asyncapi() -> Iterator[Example]:
    yield from _gone("asyncapi.yaml", V3)
    for base, head, *_ in ASYNCAPI.values():
        yield _both("asyncapi.yaml", base, head)
    for pair in ALL_SCHEMAS.values():
        for action in ("send", "receive", ""):
            yield _both("asyncapi.yaml", *(_application(action, schema) for schema in pair))


def _application(action: str, schema: object) -> str:
    root: dict[str, object] = {"asyncapi": "3.0.0", "info": {"title": "a", "version": "1.0.0"}}
    if isinstance(schema, dict):  # what newer drafts call otherwise
        schema = {"dependencies" if key.startswith("dependent") else key: value for key, value in schema.items()}
    root["channels"] = {"c": {"address": "c", "messages": {"M": {"payload": schema}}}}
    if action:
        root["operations"] = {"o": {"action": action, "channel": {"$ref": "#/channels/c"}}}
    return _yaml(root)


def _avro() -> Iterator[Example]:
    yield from _gone("a.avsc", AVRO[0].base)
    for pair in AVRO:
        yield _both("a.avsc", pair.base, pair.head)


def _graphql() -> Iterator[Example]:
    yield from _gone("schema.graphql", QUERY)
    for pair in GRAPHQL.values():
        yield _both("schema.graphql", pair.base, pair.head)


def _json_schema() -> Iterator[Example]:
    for case in CASES:
        yield Example(*({"a.schema.yaml": _schema(text)} if text else {} for text in (case.base, case.head)))


def _schema(text: str) -> str:
    """Return a text that says what it is; a flow mapping is spread, to have room for that."""
    if text.startswith("{"):
        text = _yaml(yaml.safe_load(text)) if text != "{}" else ""
    return f"{_DIALECT}\n{text}\n"


_DIALECT = "$schema: https://json-schema.org/draft/2020-12/schema"


def _kubernetes_crd() -> Iterator[Example]:
    for base, head, *_ in CRDS.values():
        yield _both("crd.yaml", base, head)
    moved = CRD.replace("storage: true", "storage: false").replace("storage: false", "storage: true", 1)
    yield _both("crd.yaml", CRD, moved)
    yield _both("crd.yaml", CRD, CRD.replace("maximum: 10", "maximum: 11"))
    members = [{"required": ["a"]}, {"required": ["b"]}, {"required": ["c"]}]
    parts = {"type": "object", "properties": {one: {"type": "string"} for one in "abc"}}
    yield _both("crd.yaml", *(_definition({**parts, "oneOf": kept}) for kept in (members, members[:2])))
    yield _both("crd.yaml", *(_definition({**parts, "allOf": _choices(count)}) for count in (8, 7)))
    for pair in ALL_SCHEMAS.values():
        yield _both("crd.yaml", *(_definition(schema) for schema in pair))


def _choices(count: int) -> list[dict[str, object]]:
    """Return choices that are too many when each is taken with each."""
    return [{"anyOf": [{"required": [f"{side}{number}"]} for side in "ab"]} for number in range(count)]


def _definition(schema: object) -> str:
    inner = {"type": "object", "properties": {"spec": schema}}
    version = {"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": inner}}
    spec = {"group": "example.org", "scope": "Namespaced", "names": {"kind": "Widget", "plural": "widgets"}}
    meta = {"name": "widgets.example.org"}
    head = {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": meta}
    return _yaml({**head, "spec": {**spec, "versions": [version]}})


def _openapi() -> Iterator[Example]:
    yield from _gone("api.yaml", f"{API}paths: {{}}\n")
    for pair in WHOLE:
        yield _both("api.yaml", _bare(pair.base), _bare(pair.head))
    for pair in (*CONTENT, *OPERATIONS):
        for frame in (OPERATION, WEBHOOK):
            yield _both("api.yaml", *(_bare(around(text, frame, 6)) for text in (pair.base, pair.head)))
    for schemas in ALL_SCHEMAS.values():
        for role in ("request", "response", "parameter"):
            yield _both("api.yaml", *(_operation(role, schema) for schema in schemas))


def _bare(text: str) -> str:
    return "".join(f"{line.replace(HERE, '').rstrip()}\n" for line in text.splitlines())


def _operation(role: str, schema: object) -> str:
    content = {"content": {"application/json": {"schema": schema}}}
    operation = {
        "request": {"requestBody": content},
        "response": {"responses": {"200": content}},
        "parameter": {"parameters": [{"in": "query", "name": "q", "schema": schema}]},
    }[role]
    return API + _yaml({"paths": {"/a": {"get": operation}}})


def _protobuf() -> Iterator[Example]:
    text = 'syntax = "proto3";\npackage a.v1;\nmessage M {\n  int32 x = 1;\n  string y = 2;\n}\n'
    more = "enum E {\n  Z = 0;\n  Y = 1;\n}\nservice S {\n  rpc R(M) returns (M);\n}\n"
    for pair in PROTO:
        yield _both("a.proto", *pair.texts)
    yield Example({"a.proto": text}, {"x/b.proto": text})
    yield Example({"a.proto": text}, {"b.proto": text.replace("a.v1", "b")})
    yield Example({"a.proto": text}, {})
    yield Example({"a.proto": text + more}, {"a.proto": text[: text.index("message")], "b.proto": text + more})


def _sql() -> Iterator[Example]:
    for pair in SQL:
        old = {"migrations/1_a.sql": pair.base}
        yield Example(old, {**old, "migrations/2_b.sql": f"{pair.limits}\n{pair.head}\n"}, pair.database)
    one, two = "CREATE TABLE t (a int);\n", "CREATE TABLE s (a int);\n"
    both = {"migrations/1_a.sql": one, "migrations/3_b.sql": two}
    yield Example(both, {**both, "migrations/3_b.sql": two.replace("int", "text")})
    yield Example(both, {"migrations/1_a.sql": one})
    yield Example(both, {"migrations/1_a.sql": one, "migrations/4_b.sql": two})
    yield Example(both, {**both, "migrations/2_c.sql": "CREATE TABLE r (a int);\n"})
    yield Example(both, {**both, "migrations/03_c.sql": "CREATE TABLE r (a int);\n"})
    yield Example(
        both, {**both, "migrations/4_c.sql": "CREATE TABLE r (a int);\n", "migrations/04_d.sql": "SELECT 1;\n"}
    )


def _terraform_module() -> Iterator[Example]:
    yield from _gone("main.tf", OUTPUT)
    for base, head, *_ in MODULES.values():
        yield _both("main.tf", base, head)


def _yaml(value: object) -> str:
    return yaml.dump(value, Dumper=_NoAliases, sort_keys=False)


class _NoAliases(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:
        return True


_FORMATS = {
    "asyncapi": _asyncapi,
    "avro": _avro,
    "graphql": _graphql,
    "json-schema": _json_schema,
    "kubernetes-crd": _kubernetes_crd,
    "openapi": _openapi,
    "protobuf": _protobuf,
    "sql": _sql,
    "terraform-module": _terraform_module,
}
assert _FORMATS.keys() == FORMATS.keys()
