"""Consumers: the finding says who breaks, and what nobody uses is let through."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.acceptance.conftest import git

SCHEMA = "type Query {\n  order: Order\n}\n\ntype Order {\n  id: ID!\n  total: Int\n  note: String\n}\n"
API = """\
openapi: 3.0.3
info: {title: shop, version: 1.0.0}
paths:
  /orders:
    get: {responses: {"200": {description: all}}}
  /carts:
    get: {responses: {"200": {description: all}}}
"""
CONFIG = """\
contracts:
  consumers:
    till:
      files: clients/till/*.graphql
      complete: true
    shop:
      uses: {api.yaml: GET /orders}
      complete: true
"""
FILES = {
    ".trueline/config.yaml": CONFIG,
    "schema.graphql": SCHEMA,
    "api.yaml": API,
    "clients/till/orders.graphql": "query Orders { order { total } }\n",
}


@pytest.fixture
def change(repository):
    def make(files: dict[str, str | None]):
        top = repository(FILES)
        git(top, "switch", "--quiet", "--create=change")
        for name in (name for name, text in files.items() if text is None):
            git(top, "rm", "--quiet", name)
        return repository({name: text for name, text in files.items() if text is not None})

    return make


def judge(trueline, top) -> tuple[int, list[str]]:
    ran: Any = trueline("check", "--base", "main", "--report", "json", cwd=top)
    return ran.code, [one["message"] for one in json.loads(ran.out)["findings"] if one["blocks"]]


NO_TOTAL, NO_NOTE = SCHEMA.replace("  total: Int\n", ""), SCHEMA.replace("  note: String\n", "")


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({"schema.graphql": NO_TOTAL}, ["; used by till"], id="a field that is asked for"),
        pytest.param({"schema.graphql": NO_NOTE}, [], id="a field that nobody asks for"),
        pytest.param(
            {"schema.graphql": NO_TOTAL, "clients/till/orders.graphql": None},
            ["; used by till"],
            id="a change that takes the query away, too",
        ),
        pytest.param(
            {"schema.graphql": NO_TOTAL, ".trueline/config.yaml": CONFIG.replace("till/*", "none/*")},
            ["; used by till"],
            id="a change that says that nobody uses it",
        ),
        pytest.param(
            {"schema.graphql": NO_NOTE, "clients/till/new.graphql": "{ order { note } }\n"},
            ["; used by till"],
            id="a query that comes with the change",
        ),
        pytest.param(
            {"api.yaml": API.replace("  /orders:\n", "  /others:\n")},
            ["; used by shop"],
            id="an operation that is used",
        ),
        pytest.param({"api.yaml": API.replace("  /carts:\n", "  /others:\n")}, [], id="an operation that is not"),
    ],
)
def test_only_what_somebody_uses_blocks(trueline, change, files, expected) -> None:
    code, messages = judge(trueline, change(files))

    assert code == (1 if expected else 0)
    assert [message[message.index(";") :] for message in messages] == expected


def test_a_consumer_that_cannot_be_read_uses_everything_and_is_said(trueline, change) -> None:
    top = change({"schema.graphql": NO_NOTE, "clients/till/broken.graphql": "query { order {\n"})
    ran = trueline("check", "--base", "main", "--report", "json", cwd=top)

    assert ran.code == 1
    assert [one["id"] for one in ran.report["notifications"]] == ["consumer-unreadable"]
    assert ran.report["notifications"][0]["location"]["path"] == "clients/till/broken.graphql"


@pytest.mark.parametrize(
    ("config", "said"),
    [
        pytest.param(CONFIG.replace("GET /orders}", "GET /order}"), "consumer-subject-unknown", id="a misspelt path"),
        pytest.param(
            CONFIG.replace("till/*.graphql", "till/*"), "consumer-file-unknown", id="files that nothing reads"
        ),
        pytest.param(CONFIG.replace("api.yaml", "ap.yaml"), "consumer-contract-unknown", id="a misspelt contract"),
        pytest.param(CONFIG.replace("complete: true", "complete: false", 1), "", id="one that may use more"),
        pytest.param(CONFIG + "    other: {complete: false}\n", "", id="one that says nothing"),
    ],
)
def test_what_is_not_sure_lets_nothing_through(trueline, repository, config, said) -> None:
    top = repository({**FILES, ".trueline/config.yaml": config, "clients/till/page.ts": "gql`{ order { note } }`\n"})
    (top / "schema.graphql").write_text(NO_NOTE)
    (top / "api.yaml").write_text(API.replace("  /carts:\n", "  /others:\n"))
    ran = trueline("check", "--base", "HEAD", "--report", "json", cwd=top)

    assert ran.code == 1
    assert said in {"", *(one["id"] for one in ran.report["notifications"])}


def test_a_fragment_stands_for_no_field_that_it_does_not_name(trueline, change) -> None:
    top = change({"schema.graphql": NO_NOTE, "clients/till/orders.graphql": "{ order { ... on Order { total } } }\n"})

    assert judge(trueline, top) == (0, [])


def test_a_pact_that_nests_too_deeply_uses_everything(trueline, repository) -> None:
    config = "contracts: {consumers: {web: {files: pacts/*.json, complete: true}}}\n"
    deep = '{"consumer": {}, "interactions": ' + "[" * 200_000
    top = repository({"api.yaml": API, ".trueline/config.yaml": config, "pacts/web.json": deep})
    (top / "api.yaml").write_text(API.replace("  /carts:\n", "  /others:\n"))
    ran = trueline("check", "--base", "HEAD", "--report", "json", cwd=top)

    assert ran.code == 1
    assert "consumer-unreadable" in {one["id"] for one in ran.report["notifications"]}


def test_files_that_are_not_there_are_said(trueline, repository) -> None:
    top = repository({**FILES, ".trueline/config.yaml": CONFIG.replace("till/*", "none/*")})
    (top / "schema.graphql").write_text(NO_NOTE)
    ran = trueline("check", "--base", "HEAD", "--report", "json", cwd=top)

    assert ran.code == 1  # nobody is known to use it, and nobody is known not to
    assert "consumer-without-files" in {one["id"] for one in ran.report["notifications"]}


def test_the_changelog_says_who_uses_it(trueline, change) -> None:
    ran = trueline("diff", "main", "--report", "json", cwd=change({"schema.graphql": NO_TOTAL}))

    assert json.loads(ran.out)["changes"][0]["details"]["consumers"] == ["till"]


INPUTS = """\
type Query { search: [Result] user: User }
type Mutation { create(input: In): ID open(input: Op): ID }
union Result = User | Shop
interface Named { name: String }
type User implements Named { id: ID name: String }
type Shop { id: ID }
input In { name: String age: Int }
input Op { x: Int }
"""


@pytest.mark.parametrize(
    ("query", "old", "new"),
    [
        pytest.param(
            'mutation { create(input: {name: "x"}) }', "age: Int", "age: Int!", id="an input that must say more"
        ),
        pytest.param("mutation { open(input: {}) }", "{ x: Int }", "{ x: Int y: Int! }", id="an empty input"),
        pytest.param("{ search { ... on User { id } } }", "User | Shop", "Shop", id="a member of a union"),
        pytest.param("{ user { ... on Named { name } } }", "User implements Named", "User", id="an interface"),
    ],
)
def test_who_uses_a_type_is_touched_by_what_is_said_of_it(trueline, repository, query, old, new) -> None:
    config = "contracts: {consumers: {web: {files: q/*.graphql, complete: true}}}\n"
    top = repository({".trueline/config.yaml": config, "schema.graphql": INPUTS, "q/a.graphql": query})
    (top / "schema.graphql").write_text(INPUTS.replace(old, new))
    ran = trueline("check", "--base", "HEAD", "--report", "json", cwd=top)

    assert (ran.code, ran.report["changes"][0]["details"]["consumers"]) == (1, ["web"])


def test_what_nobody_uses_is_not_fixed_by_a_change_that_keeps_it_gone(trueline, repository) -> None:
    config = CONFIG.replace("contracts:\n", "contracts:\n  against: v*\n")
    top = repository({**FILES, ".trueline/config.yaml": config})
    git(top, "tag", "v1")
    repository({"schema.graphql": NO_NOTE})
    git(top, "switch", "--quiet", "--create=change")
    repository({"schema.graphql": NO_NOTE + "\n# still gone\n"})
    ran: Any = trueline("check", "--base", "main", "--report", "json", cwd=top)
    report = json.loads(ran.out)

    assert ran.code == 0
    assert [one["subject"] for one in report["changes"]] == ["Order.note"]
    assert report["findings"] == []


def test_a_contract_of_a_release_that_is_gone_is_judged_without_a_base(trueline, repository) -> None:
    config = CONFIG.replace("contracts:\n", "contracts:\n  against: v*\n")
    top = repository({**FILES, ".trueline/config.yaml": config})
    git(top, "tag", "v1")
    git(top, "rm", "--quiet", "api.yaml")
    repository({"x": ""})
    ran: Any = trueline("check", "--report", "json", cwd=top)

    assert ran.code == 1
    assert any("shop" in one["message"] for one in json.loads(ran.out)["findings"])
