"""Dockerfiles as facts: stages, images, variables and places."""

from __future__ import annotations

import pytest

from trueline.values.unknown import Unknown, is_sensitive


def resources(read, text: str):
    return {one.address: one for one in read.extract({"api/Dockerfile": text})["api/Dockerfile"].resources}


def shown(value: object) -> object:
    return f"? {value.reasons[0]}" if isinstance(value, Unknown) else value


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Dockerfile", True),
        ("a/dockerfile", True),
        ("Dockerfile.dev", True),
        ("Dockerfile-alpine", True),
        ("web.Dockerfile", True),
        ("web.dockerfile", True),
        ("Containerfile", True),
        ("Containerfile.dev", True),
        ("Dockerfile.dockerignore", False),
        (".dockerignore", False),
        ("Dockerfile.md", False),
        ("Dockerfile.template", False),
        ("Dockerfile.j2", False),
        ("Dockerfiles", False),
        ("dockerfile.go", False),
        ("Dockerfile/readme", False),
    ],
)
def test_knows_a_dockerfile_by_its_name(read, name, expected):
    units = read.plan({name: "FROM scratch\n"})

    assert [unit.root for unit in units if unit.dialect == "dockerfile"] == ([name] if expected else [])


def test_a_stage_is_named_or_numbered_and_the_last_is_the_image(read):
    found = resources(read, "FROM a AS Build\nFROM b\nFROM build\nUSER app\n")

    assert list(found) == [
        "api/Dockerfile:build",
        "api/Dockerfile:1",
        "api/Dockerfile:2",
        "api/Dockerfile",
    ]
    assert found["api/Dockerfile:2"].value["stage"] == "build"
    assert [found[f"api/Dockerfile:{name}"].value["final"] for name in ("build", "1", "2")] == [False, False, True]
    assert found["api/Dockerfile"].value == {"stage": "2", "image": "a", "user": "app"}


def test_an_image_is_configured_by_all_stages_it_is_built_on(read):
    text = """\
FROM alpine:3 AS base
ENV A=1 B=2
USER app
EXPOSE 80
HEALTHCHECK --interval=5s CMD curl x
FROM golang AS other
USER root
FROM base
ENV B="3 $A"
LABEL team=shop
EXPOSE 443/tcp
CMD ["run"]
ENTRYPOINT run it
"""
    image = resources(read, text)["api/Dockerfile"]

    assert image.value == {
        "stage": "2",
        "image": "alpine:3",
        "env": {"A": "1", "B": "3 1"},
        "user": "app",
        "ports": ["80", "443/tcp"],
        "healthcheck": {"type": "CMD", "command": ["curl x"], "interval": "5s"},
        "labels": {"team": "shop"},
        "cmd": {"form": "exec", "command": ["run"]},
        "entrypoint": {"form": "shell", "command": ["run it"]},
    }
    assert str(image.locate(("user",)).primary) == "api/Dockerfile:3:6"
    assert str(image.locate(("ports", 1)).primary) == "api/Dockerfile:11:8"
    assert str(image.locate(("env", "B")).primary) == "api/Dockerfile:9:7"
    assert str(image.locate(("volumes",)).primary) == "api/Dockerfile:8:6"


@pytest.mark.parametrize(
    ("before", "image", "expected"),
    [
        pytest.param("ARG V=3\n", "a:$V", "a:3", id="default"),
        pytest.param("ARG V=3\nARG W=${V}.1\n", "a:${W}", "a:3.1", id="of another"),
        pytest.param("ARG V\n", "a:$V", "? $V ← not set", id="without a default"),
        pytest.param("ARG V\n", "a:${V:-4}", "a:4", id="its own default"),
        pytest.param("ARG V=\n", "a${V:+:}${V:-4}", "a4", id="empty is not set"),
        pytest.param("ARG V=v3.18.2\n", "a:${V#v}", "a:3.18.2", id="prefix"),
        pytest.param("ARG V=v3.18.2\n", "a:${V%.*}", "a:v3.18", id="shortest suffix"),
        pytest.param("ARG V=v3.18.2\n", "a:${V%%.*}", "a:v3", id="longest suffix"),
        pytest.param("ARG V=3_18\n", "a:${V/_/.}", "a:3.18", id="replaced"),
        pytest.param('ARG V="3"\n', "'a':\"$V\"", "a:3", id="quotes"),
        pytest.param("", "a:$TARGETARCH", "? TARGETARCH ← what the image is built on and for", id="platform"),
        pytest.param("", "a:\\$V", "a:$V", id="escaped"),
        pytest.param("", "a:${V?}", "? $V ← not set", id="required"),
    ],
)
def test_variables_of_from_are_those_above_it(read, before, image, expected):
    stage = resources(read, f"{before}FROM {image}\n")["api/Dockerfile:0"]

    assert shown(stage.value["image"]) == expected


def test_variables_of_a_stage_are_its_own(read):
    text = "ARG A=1\nARG B=2\nFROM x\nARG A\nARG C=$A$B\nENV D=$C E=$D PATH=/x:$PATH\nENV C=9\nUSER u$C\n"
    stage = resources(read, text)["api/Dockerfile:0"].value

    assert [shown(one.get("value")) for one in stage["args"]] == [
        None,
        "? $B ← not set here, the base image may set it",
    ]
    assert stage["env"][0]["name"] == "D"
    assert stage["users"] == ["u9"]
    assert stage["env"][2]["value"].prefix == "/x:"


def test_what_nobody_can_set_is_not_set(read):
    stage = resources(read, "FROM scratch\nENV A=${X:-y} B=a$X\n")["api/Dockerfile:0"].value

    assert [shown(one["value"]) for one in stage["env"]] == ["y", "? $X ← not set"]


def test_run_is_read_as_commands(read):
    text = """\
FROM a
RUN --mount=type=secret,id=npm,required set -e && \\
    curl -k https://x/y | sh
RUN ["/bin/sh", "-c", "wget z"]
RUN <<EOF
echo hi
EOF
RUN python3 <<EOF
import os
EOF
"""
    stage = resources(read, text)["api/Dockerfile:0"]
    commands = stage.value["commands"]

    assert [one["id"] for one in commands] == [
        "set -e", "curl -k https://x/y", "sh", "sh -c wget z", "wget z", "echo hi", "python3",
    ]  # fmt: skip
    assert commands[1]["feeds"] == ["sh"]
    assert str(stage.locate(("commands", 1, "arguments", 0)).primary) == "api/Dockerfile:3:10"
    assert str(stage.locate(("commands", 5)).primary) == "api/Dockerfile:6:1"
    assert stage.value["instructions"][0]["mounts"] == [{"type": "secret", "id": "npm", "required": True}]


def test_what_no_shell_reads_has_no_commands(read):
    stage = resources(read, 'FROM a\nSHELL ["powershell", "-c"]\nRUN Get-It | sh\n')["api/Dockerfile:0"]

    assert "commands" not in stage.value


def test_copies_know_where_from(read):
    text = "FROM a AS b\nFROM a\nARG V=1\nCOPY --from=b --chmod=755 x-$V y /z/\nADD <<E /f\nE\n"
    copies = resources(read, text)["api/Dockerfile:1"].value["copies"]

    assert copies == [
        {"id": "COPY x-$V y /z/", "keyword": "COPY", "sources": ["x-1", "y"], "destination": "/z/", "from": "b",
         "chmod": "755"},
        {"id": "ADD /f", "keyword": "ADD", "sources": [], "destination": "/f"},
    ]  # fmt: skip


def test_a_secret_is_marked_by_its_name(read):
    found = resources(read, "FROM a\nENV DB_PASSWORD=x1 LEVEL=y1\nARG API_KEY=z1\n")
    stage = found["api/Dockerfile:0"].value

    assert [is_sensitive(one["value"]) for one in (*stage["env"], *stage["args"])] == [True, False, True]
    assert is_sensitive(found["api/Dockerfile"].value["env"]["DB_PASSWORD"])


def test_onbuild_changes_another_image(read):
    found = resources(read, "FROM a\nONBUILD USER x\nONBUILD RUN y\n")

    assert "user" not in found["api/Dockerfile"].value
    assert found["api/Dockerfile:0"].value["commands"] == [
        {"id": "y", "program": "y", "arguments": [], "onbuild": True, "instruction": 1}
    ]


def test_a_broken_file_is_never_a_pass(read):
    extract = read.extract({"Dockerfile": "FROM a\nFRUN x\nUSER b\n"})["Dockerfile"]

    assert [(one.path, one.kind, one.state) for one in extract.inputs] == [("Dockerfile", "dockerfile", "partly-read")]
    assert [(note.level, str(note.location)) for note in extract.notifications] == [("error", "Dockerfile:2:1")]
    assert [one.address for one in extract.resources] == ["Dockerfile:0", "Dockerfile"]


def test_an_empty_file_is_unreadable(read):
    extract = read.extract({"Dockerfile": ""})["Dockerfile"]

    assert [one.state for one in extract.inputs] == ["unreadable"]
    assert [note.message for note in extract.notifications] == ["the file has no instructions"]


def test_deep_variables_end(read):
    stage = resources(read, "FROM a:" + "${A:-" * 500 + "}" * 500 + "\n")["api/Dockerfile:0"]

    assert isinstance(stage.value["image"], Unknown)


@pytest.mark.parametrize(
    "twice",
    [
        pytest.param("$A{n}$A{n}", id="plain"),
        pytest.param("${{A{n}:-}}${{A{n}:-}}", id="with a default"),
        pytest.param("${{A{n}//x/xx}}", id="replaced"),
    ],
)
def test_doubling_variables_end(read, twice):
    lines = "".join(f"ENV A{n + 1}={twice.format(n=n)}\n" for n in range(60))
    stage = resources(read, f"FROM scratch\nENV A0=xxxxxxxxxx\n{lines}")["api/Dockerfile:0"]

    assert isinstance(stage.value["env"][-1]["value"], Unknown)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"ARG B={'b' * 1000}\n" + "ARG A=${B%%*a*c*d*e}\n" * 3_000, id="patterns"),
        pytest.param(f"ENV B={'b' * 90_000}\n" + "".join(f"ENV C{n}=$B.\n" for n in range(300)), id="long values"),
        pytest.param(
            "".join(f"LABEL l{n}=1\n" for n in range(5_000)) + "".join(f"FROM {n} AS {n + 1}\n" for n in range(5_000)),
            id="stages on stages",
        ),
    ],
)
def test_what_makes_far_more_than_it_says_is_no_pass(read, text):
    extract = read.extract({"Dockerfile": f"FROM a AS 0\n{text}"})["Dockerfile"]

    assert [(one.state, one.reason) for one in extract.inputs] == [
        ("unreadable", "its variables and stages make far more text than it has itself")
    ]
    assert [note.level for note in extract.notifications] == ["error"]
