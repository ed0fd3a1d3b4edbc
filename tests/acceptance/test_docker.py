"""Dockerfiles and Compose projects, from the command to the report."""

from __future__ import annotations

import subprocess

import pytest
from tests.acceptance.conftest import git

SECRET = "tea-kettle-4711"
DOCKERFILE = f"""\
FROM alpine:3.20
ENV DB_PASSWORD={SECRET}
RUN curl -k https://example.com/a | sh
USER root
"""
COMPOSE = f"""\
services:
  web:
    image: ghcr.io/shop/web:1.4.2
    privileged: true
    environment:
      DB_PASSWORD: {SECRET}
"""


def found(ran):
    return {(one["rule_id"], one["fingerprint"]) for one in ran.report["findings"]}


@pytest.mark.parametrize("name", ["json", "sarif", "sarif-full", "terminal"])
def test_a_secret_is_found_and_in_no_report(trueline, tree, name):
    top = tree({"Dockerfile": DOCKERFILE, "compose.yaml": COMPOSE})
    ran = trueline("check", "--report", name, cwd=top)

    assert ran.code == 1
    assert ("secret-in-image" in ran.out, "service-secret-in-environment" in ran.out) == (True, True)
    assert SECRET not in ran.out


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param("api/Dockerfile", "FROM alpine:3.20\nFRUN x\nUSER 1\n", id="unknown instruction"),
        pytest.param("web.Dockerfile", "RUN x\n", id="no FROM"),
        pytest.param("Containerfile", "", id="empty"),
        pytest.param("compose.yaml", "services: [", id="no YAML"),
        pytest.param("compose.yaml", "services: {a: {extends: b}}", id="extends nobody"),
    ],
)
def test_what_is_broken_is_no_pass(trueline, tree, path, text):
    ran = trueline("check", "--report", "json", cwd=tree({path: text}))

    assert ran.code == 3
    assert [one["location"]["path"] for one in ran.report["notifications"] if one["level"] == "error"] == [path]


def test_a_finding_stays_itself_when_lines_move(trueline, tree):
    top = tree({"Dockerfile": DOCKERFILE, "compose.yaml": COMPOSE})
    before = found(trueline("check", "--report", "json", cwd=top))
    moved = DOCKERFILE.replace("ENV", "# first\nLABEL team=shop\nRUN true && \\\n  echo\n\nENV")
    tree({"Dockerfile": moved, "compose.yaml": "# above\n\nx-a: {}\n" + COMPOSE})
    after = found(trueline("check", "--report", "json", cwd=top))

    assert len(before) > 5
    assert before == after


def test_what_a_project_reads_is_part_of_it(trueline, tree):
    top = tree(
        {
            "shop/compose.yaml": "services: {web: {image: 'a:${TAG}', mem_limit: 1g}}\n",
            "shop/.env": "TAG=1\n",
            "other/Dockerfile": DOCKERFILE,
        }
    )
    for command in ("init -q", "add -A", "-c user.name=a -c user.email=a@b commit -qm a"):
        subprocess.run(["git", *command.split()], cwd=top, check=True)
    (top / "shop/.env").write_text("TAG=latest\n")
    subprocess.run(["git", "add", "-A"], cwd=top, check=True)
    ran = trueline("check", "--staged", "--report", "json", cwd=top)

    assert [(one["rule_id"], one["status"]) for one in ran.report["findings"]] == [
        ("service-can-gain-privileges", "unchanged"),
        ("service-image-latest", "new"),
    ]


def test_an_env_file_that_git_ignores_is_each_developers_own(trueline, tree):
    top = tree(
        {
            "compose.yaml": "services: {web: {image: 'a:${TAG}'}}\n",
            ".env": "TAG=latest\n",
            ".gitignore": ".env\n",
        }
    )
    subprocess.run(["git", "init", "-q"], cwd=top, check=True)
    ran = trueline("check", "--report", "json", cwd=top)

    assert "service-image-latest" not in {one["rule_id"] for one in ran.report["findings"]}
    assert [one["rule_id"] for one in ran.report["unknowns"]] == ["service-image-latest"]


@pytest.mark.parametrize(
    ("gone", "option"),
    [pytest.param("compose.override.yaml", "--base=HEAD", id="override"), pytest.param(".env", "--staged", id=".env")],
)
def test_a_file_that_goes_makes_what_it_prevented_new(trueline, repository, gone, option):
    top = repository(
        {
            "compose.yaml": "services: {web: {image: 'ghcr.io/a/b:1', privileged: '${PRIVILEGED:-true}'}}\n",
            "compose.override.yaml": "services: {web: {privileged: 'false'}}\n" if gone != ".env" else "services: {}\n",
            ".env": "PRIVILEGED=false\n" if gone == ".env" else "\n",
        }
    )
    git(top, "rm", "-q", gone)
    ran = trueline("check", option, "--report", "json", cwd=top)
    found = {one["rule_id"]: one["status"] for one in ran.report["findings"]}

    assert (ran.code, found.get("service-privileged")) == (1, "new")


def test_what_a_variable_names_is_part_of_a_project_too(trueline, repository):
    top = repository(
        {
            "shop/compose.yaml": "include: ['${MORE:-../more/web.yaml}']\n",
            "more/web.yaml": "services: {web: {image: 'ghcr.io/a/b:1'}}\n",
        }
    )
    (top / "more/web.yaml").write_text("services: {web: {image: 'ghcr.io/a/b:1', privileged: true}}\n")
    git(top, "add", "-A")
    ran = trueline("check", "--staged", "--report", "json", cwd=top)

    assert ("service-privileged", "new") in [(one["rule_id"], one["status"]) for one in ran.report["findings"]]
