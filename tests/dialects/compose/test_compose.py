"""Compose projects as facts: units, merging, extending, interpolation, shapes and places."""

from __future__ import annotations

import pytest
from effort import ends

from trueline.values.unknown import Unknown, is_sensitive


def values(extract):
    return {one.address: shown(one.value) for one in extract.resources}


def shown(value: object) -> object:
    if isinstance(value, Unknown):
        return f"? {value.reasons[0]}"
    if isinstance(value, dict):
        return {key: shown(member) for key, member in value.items()}
    return [shown(member) for member in value] if isinstance(value, list) else value


def service(read, text: str):
    """Return the service ``web`` of a Compose file."""
    extract = read.extract({"compose.yaml": text})["compose.yaml"]
    return next(one for one in extract.resources if one.address == "service/web")


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({"a/compose.yaml": "services: {a: {image: b}}"}, {"a/compose.yaml": ["a/compose.yaml"]}, id="one"),
        pytest.param(
            {"compose.yaml": "services: {a: {image: b}}", "compose.override.yml": "services: {a: {tty: true}}"},
            {"compose.yaml": ["compose.yaml", "compose.override.yml"]},
            id="override",
        ),
        pytest.param(
            {
                "docker-compose.yml": "services: {a: {image: b}}",
                "docker-compose.prod.yml": "services: {a: {tty: true}}",
            },
            {
                "docker-compose.yml": ["docker-compose.yml"],
                "docker-compose.prod.yml": ["docker-compose.yml", "docker-compose.prod.yml"],
            },
            id="a fragment is on its base",
        ),
        pytest.param(
            {"docker-compose.yml": "services: {a: {image: b}}", "docker-compose.dev.yml": "services: {a: {image: c}}"},
            {"docker-compose.yml": ["docker-compose.yml"], "docker-compose.dev.yml": ["docker-compose.dev.yml"]},
            id="what can stand alone does",
        ),
        pytest.param(
            {"compose.yaml": "include: [b/compose.yaml]", "b/compose.yaml": "services: {a: {image: c}}"},
            {"compose.yaml": ["compose.yaml"]},
            id="included",
        ),
        pytest.param(
            {
                "compose.yaml": "services: {a: {extends: {file: compose.common.yaml, service: b}}}",
                "compose.common.yaml": "services: {b: {image: c}}",
            },
            {"compose.yaml": ["compose.yaml"]},
            id="only there to be extended",
        ),
        pytest.param(
            {"compose.yaml": "include: [b/compose.yaml]", "b/compose.yaml": "include: [../compose.yaml]"},
            {"b/compose.yaml": ["b/compose.yaml"], "compose.yaml": ["compose.yaml"]},
            id="a circle hides nobody",
        ),
        pytest.param(
            {
                "compose.yaml": "services: {a: {extends: {file: compose.common.yaml, service: b}}}",
                "compose.common.yaml": "services: {b: {image: c}, d: {image: e}}",
            },
            {"compose.yaml": ["compose.yaml"], "compose.common.yaml": ["compose.common.yaml"]},
            id="who extends one service hides no other",
        ),
        pytest.param(
            {
                "compose.yaml": "services: {a: {extends: {file: compose.common.yaml, service: b}}}",
                "compose.common.yaml": "services: {b: {extends: d}, d: {image: e}}",
            },
            {"compose.yaml": ["compose.yaml"]},
            id="extended by what is extended",
        ),
        pytest.param(
            {
                "compose.yaml": "services: {a: {image: b, env_file: compose.prod.yaml}}",
                "compose.prod.yaml": "services: {b: {image: c}}",
            },
            {"compose.yaml": ["compose.yaml"], "compose.prod.yaml": ["compose.prod.yaml"]},
            id="who takes variables from it does not judge it",
        ),
    ],
)
def test_files_make_projects(read, files, expected):
    units = [unit for unit in read.plan(files) if unit.dialect == "compose"]

    assert {unit.root: list(unit.options["files"]) for unit in units} == expected


def test_no_other_dialect_is_offered_files_of_its_name(read):
    files = {
        "compose.yaml": "services: {web: {extends: {file: compose.base.yml, service: a}}}",
        "compose.base.yml": "services: {a: {image: b}}",
        "other.yml": "a: 1",
    }

    assert [(unit.dialect, unit.root) for unit in read.plan(files)] == [
        ("compose", "compose.yaml"),
        ("manifest", "other.yml"),
    ]


@pytest.mark.parametrize(
    "naming",
    [
        pytest.param("services: {web: {image: a, env_file: [FILE]}}", id="env_file"),
        pytest.param("services: {web: {extends: {file: FILE, service: a}}}", id="extends"),
        pytest.param("include: [FILE]", id="include"),
    ],
)
@pytest.mark.parametrize("name", ["deploy/pod.yaml", "compose/pod.yaml", "infra/main.tf", "Dockerfile"])
def test_a_file_that_it_names_is_hidden_from_nobody(read, naming, name):
    files = {"compose.yaml": naming.replace("FILE", name), name: "a: 1"}
    alone = read.plan({name: "a: 1"})

    assert [unit for unit in read.plan(files) if unit.dialect != "compose"] == alone


def test_further_documents_are_judged_as_what_they_are(read):
    pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n"
    extract = read.extract({"compose.yaml": f"services: {{web: {{image: a}}}}\n---\n{pod}"})["compose.yaml"]

    assert [one.address for one in extract.resources] == ["service/web", "Pod/a"]
    assert extract.notifications == ()


def test_a_further_document_of_a_project_is_not_passed_over(read):
    text = "services: {web: {image: a}}\n---\nservices: {db: {image: b}}\n"
    extract = read.extract({"compose.yaml": text})["compose.yaml"]

    assert [(note.level, note.location.region.start_line) for note in extract.notifications] == [("error", 3)]
    assert [(one.path, one.state) for one in extract.inputs] == [("compose.yaml", "partly-read")]


def test_what_is_only_called_so_is_judged_as_what_it_is(read):
    extract = read.extract({"compose.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n"})["compose.yaml"]

    assert [one.address for one in extract.resources] == ["Pod/a"]
    assert [(one.kind, one.state) for one in extract.inputs] == [("kubernetes", "read")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("ports: ['80']", {"ports": [{"target": 80, "protocol": "tcp"}]}, id="port"),
        pytest.param(
            "ports: [8080:80/udp]", {"ports": [{"target": 80, "protocol": "udp", "published": 8080}]}, id="published"
        ),
        pytest.param(
            "ports: ['127.0.0.1:1-2:1-2']",
            {"ports": [{"target": "1-2", "protocol": "tcp", "published": "1-2", "host_ip": "127.0.0.1"}]},
            id="range on an address",
        ),
        pytest.param(
            "ports: ['[::1]:1:2', '127.0.0.1::3']",
            {
                "ports": [
                    {"target": 2, "protocol": "tcp", "published": 1, "host_ip": "::1"},
                    {"target": 3, "protocol": "tcp", "host_ip": "127.0.0.1"},
                ]
            },
            id="addresses",
        ),
        pytest.param("ports: [{target: '80'}]", {"ports": [{"target": 80}]}, id="long port"),
        pytest.param(
            "ports: ['${P}:80']",
            {
                "ports": [
                    {
                        "target": 80,
                        "protocol": "tcp",
                        "published": "? ${P} ← not set in .env",
                        "host_ip": "? ${P} ← not set in .env",
                    }
                ]
            },
            id="a variable may hold an address",
        ),
        pytest.param(
            "volumes: ['./a:/b:ro,z', cc:/d, /e, 'C:\\x:/y']",
            {
                "volumes": [
                    {"type": "bind", "source": "./a", "target": "/b", "read_only": True, "mode": "ro,z"},
                    {"type": "volume", "source": "cc", "target": "/d"},
                    {"type": "volume", "target": "/e"},
                    {"type": "bind", "source": "C:\\x", "target": "/y"},
                ]
            },
            id="volumes",
        ),
        pytest.param(
            "environment: [A=1=2, B, C=]",
            {"environment": {"A": "1=2", "B": "? B ← taken from whoever runs Compose", "C": ""}},
            id="environment as a list",
        ),
        pytest.param(
            "environment: {A: 1, B: true, C: 1.5}", {"environment": {"A": "1", "B": "true", "C": "1.5"}}, id="as a map"
        ),
        pytest.param("build: ./x", {"build": {"context": "./x"}}, id="build"),
        pytest.param("build: {args: [A=1]}", {"build": {"args": {"A": "1"}}}, id="build arguments"),
        pytest.param("depends_on: [a]", {"depends_on": {"a": {"condition": "service_started"}}}, id="depends_on"),
        pytest.param("networks: [a]", {"networks": {"a": {}}}, id="networks"),
        pytest.param("secrets: [a]", {"secrets": [{"source": "a"}]}, id="secrets"),
        pytest.param("env_file: a", {"env_file": [{"path": "a"}]}, id="env_file"),
        pytest.param("labels: [a=b]", {"labels": {"a": "b"}}, id="labels"),
        pytest.param("privileged: 'yes'", {"privileged": True}, id="a switch as text"),
        pytest.param("tty: no", {"tty": False}, id="YAML 1.1 where a boolean is meant"),
        pytest.param("x: no", {"x": "no"}, id="YAML 1.2 elsewhere"),
        pytest.param("secrets: [{source: a, mode: 0440}]", {"secrets": [{"source": "a", "mode": 288}]}, id="octal"),
    ],
)
def test_short_spellings_become_long_ones(read, text, expected):
    assert shown(service(read, f"services:\n  web:\n    {text}\n").value) == expected


@pytest.mark.parametrize(
    ("text", "env", "expected"),
    [
        pytest.param("a:$V", "V=1\n", "a:1", id="set"),
        pytest.param("${V}", "", "? ${V} ← not set in .env", id="not set"),
        pytest.param("a:${V:-2}", "V=\n", "a:2", id="empty with a default"),
        pytest.param("a:${V-2}", "V=\n", "a:", id="empty is set"),
        pytest.param("a:${V:-${W:-3}}", "", "a:3", id="default in a default"),
        pytest.param("a:${V:?say it}", "V=4\n", "a:4", id="required and there"),
        pytest.param("${V?say it}", "", "? ${V} ← not set in .env", id="required and missing"),
        pytest.param("a:${V:+b}", "V=1\n", "a:b", id="instead"),
        pytest.param("a:$$V", "V=1\n", "a:$V", id="a dollar"),
        pytest.param("a:$V", "# c\nexport V='1 # $X'\n", "a:1 # $X", id="single quotes"),
        pytest.param("a:$V", 'U=1\nV="$U\\n2" # c\n', "a:1\n2", id="double quotes"),
        pytest.param("a:$V", "V=1 # c\n", "a:1", id="comment"),
    ],
)
def test_variables_come_from_the_env_file_beside_it(read, text, env, expected):
    extract = read.extract({"compose.yaml": f'services: {{web: {{image: "{text}"}}}}', ".env": env})["compose.yaml"]
    (found,) = extract.resources

    assert shown(found.value["image"]) == expected


def test_a_variable_that_is_written_wrong_is_said(read):
    extract = read.extract({"compose.yaml": "services:\n  web:\n    image: a${V##*/}\n"})["compose.yaml"]

    assert [(note.level, str(note.location)) for note in extract.notifications] == [("error", "compose.yaml:3:12")]


BASE = """\
services:
  web:
    image: a
    command: [a]
    ports: ["80:80", "81:81"]
    volumes: [./a:/x, ./b:/y]
    environment: {A: 1, B: 2}
    dns: [a]
    logging: {driver: x, options: {a: b}}
"""


@pytest.mark.parametrize(
    ("over", "key", "expected"),
    [
        pytest.param("image: b", "image", "b", id="scalar"),
        pytest.param("command: [b]", "command", ["b"], id="a command is replaced"),
        pytest.param("environment: [B=3]", "environment", {"A": "1", "B": "3"}, id="maps are merged, however written"),
        pytest.param("dns: [b, a]", "dns", ["a", "b"], id="lists are appended"),
        pytest.param(
            "ports: !override ['82:82']", "ports", [{"target": 82, "protocol": "tcp", "published": 82}], id="!override"
        ),
        pytest.param("ports: !reset []", "ports", None, id="!reset"),
        pytest.param("environment: {A: !reset null}", "environment", {"B": "2"}, id="!reset of one"),
        pytest.param("logging: {driver: y}", "logging", {"driver": "y"}, id="options of another driver"),
        pytest.param("image: ", "image", "a", id="null changes nothing"),
        pytest.param(
            "volumes: [./c:/x]",
            "volumes",
            [{"type": "bind", "source": "./c", "target": "/x"}, {"type": "bind", "source": "./b", "target": "/y"}],
            id="volumes by target",
        ),
    ],
)
def test_an_override_is_merged_on_its_base(read, over, key, expected):
    found = read.extract({"compose.yaml": BASE, "compose.override.yaml": f"services:\n  web:\n    {over}\n"})

    assert shown(found["compose.yaml"].resources[0].value).get(key) == expected


def test_each_value_stands_where_it_is_written(read):
    over = "services:\n  web:\n    environment:\n      - B=3\n"
    found = read.extract({"compose.yaml": BASE, "compose.override.yaml": over})["compose.yaml"].resources[0]

    assert str(found.locate(("environment", "A")).primary) == "compose.yaml:7:22"
    assert str(found.locate(("environment", "B")).primary) == "compose.override.yaml:4:9"
    assert str(found.locate(("ports", 1, "published")).primary) == "compose.yaml:5:22"
    assert str(found.locate(("privileged",)).primary) == "compose.yaml:2:3"


def test_extends_follows_files_and_merges(read):
    text = "services:\n  web: {extends: {file: b/base.yml, service: one}, tty: true}\n"
    base = "services:\n  one: {extends: two, image: x}\n  two: {image: y, privileged: true, env_file: a.env}\n"
    files = {"compose.yaml": text, "b/base.yml": base, "b/a.env": "A=1\nMY_SECRET=s1\n"}
    found = read.extract(files)["compose.yaml"].resources[0]

    assert shown(found.value) == {
        "image": "x",
        "privileged": True,
        "env_file": [{"path": "a.env"}],
        "environment": {"A": "1", "MY_SECRET": "s1"},
        "tty": True,
    }
    assert str(found.locate(("environment", "MY_SECRET")).primary) == "b/a.env:2:11"
    assert str(found.locate().primary) == "compose.yaml:2:8"
    assert is_sensitive(found.value["environment"]["MY_SECRET"])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("services: {web: {extends: web}}", "the service web extends itself", id="itself"),
        pytest.param("services: {web: {extends: a}, a: {extends: web}}", "the service", id="a circle"),
        pytest.param("services: {web: {extends: nobody}}", "there is no service nobody to extend", id="nobody"),
        pytest.param(
            "services: {web: {extends: {file: ../x.yml, service: a}}}",
            "../x.yml is not in the repository, so what it extends is not known",
            id="outside",
        ),
        pytest.param("include: [none.yml]\nservices: {}", "none.yml is not in the repository", id="include of nothing"),
        pytest.param(
            "include: [compose.yaml]\nservices: {web: {image: a}}", "files include each other", id="includes itself"
        ),
        pytest.param("services: {web: {image: a, image: b}}", "the key image stands twice", id="twice"),
        pytest.param("services: [", "did not find", id="broken"),
    ],
)
def test_what_cannot_be_followed_is_said(read, text, message):
    extract = read.extract({"compose.yaml": text})["compose.yaml"]
    errors = [note for note in extract.notifications if note.level == "error"]

    assert [note.message[: len(message)] for note in errors][:1] == [message]
    assert errors[0].location.region is not None


def test_an_include_from_elsewhere_is_a_warning(read):
    extract = read.extract({"compose.yaml": "include: ['https://x/y.git']\nservices: {web: {image: a}}"})[
        "compose.yaml"
    ]

    assert [(note.level, str(note.location)) for note in extract.notifications] == [("warning", "compose.yaml:1:11")]
    assert [one.address for one in extract.resources] == ["service/web"]


def test_includes_are_judged_with_their_project(read):
    files = {
        "compose.yaml": "include:\n  - path: [b/compose.yaml, b/more.yaml]\nservices: {web: {image: '$V'}}\n",
        "b/compose.yaml": "services: {api: {image: 'a:$V'}}\nvolumes: {data: }\n",
        "b/more.yaml": "services: {api: {tty: true}}\n",
        "b/.env": "V=2\n",
        ".env": "W=1\n",
    }
    extract = read.extract(files)["compose.yaml"]

    assert values(extract) == {
        "service/api": {"image": "a:2", "tty": True},
        "service/web": {"image": "? ${V} ← not set in .env"},
        "volume/data": {},
    }


def test_a_fragment_is_judged_for_what_it_says(read):
    files = {
        "compose.yaml": "services: {a: {image: x}, b: {image: y}}",
        "compose.prod.yaml": "services: {b: {privileged: true}}",
    }
    found = read.extract(files)

    assert values(found["compose.prod.yaml"]) == {"service/b": {"image": "y", "privileged": True}}
    assert list(values(found["compose.yaml"])) == ["service/a", "service/b"]


def test_anchors_and_extensions_are_followed(read):
    text = "x-a: &a\n  image: b\n  tty: true\nservices:\n  web:\n    <<: *a\n    image: c\n"
    found = service(read, text)

    assert found.value == {"tty": True, "image": "c"}
    assert str(found.locate(("tty",)).primary) == "compose.yaml:3:8"


def test_every_section_is_a_fact(read):
    text = (
        "services: {web: {image: a}}\nvolumes: {v: {labels: [a=b]}}\nnetworks: {n: {internal: true}}\n"
        "secrets: {s: {file: ./s}}\nconfigs: {c: {content: x}}\n"
    )
    extract = read.extract({"compose.yaml": text})["compose.yaml"]

    assert [(one.kind, one.address) for one in extract.resources] == [
        ("compose/service", "service/web"),
        ("compose/volume", "volume/v"),
        ("compose/network", "network/n"),
        ("compose/secret", "secret/s"),
        ("compose/config", "config/c"),
    ]
    assert extract.resources[1].value == {"labels": {"a": "b"}}


def test_doubling_variables_end(read):
    env = "A0=xxxxxxxxxx\n" + "".join(f"A{n + 1}=$A{n}$A{n}\n" for n in range(60))
    found = read.extract({"compose.yaml": "services: {web: {image: $A60}}", ".env": env})["compose.yaml"]

    assert isinstance(found.resources[0].value["image"], Unknown)


def test_doubling_includes_end(read):
    files = {f"f{n}/compose.yaml": f"include: [../f{n + 1}/compose.yaml, ../f{n + 1}/compose.yaml]" for n in range(29)}
    extract = read.extract({**files, "f29/compose.yaml": "services: {a: {image: b}}"})["f0/compose.yaml"]

    assert "files include each other" in {note.message for note in extract.notifications}


def test_a_long_chain_of_extends_ends(read):
    services = "".join(f"  s{n}: {{extends: s{n + 1}}}\n" for n in range(500))
    extract = read.extract({"compose.yaml": f"services:\n{services}  s500: {{image: a}}\n"})["compose.yaml"]

    assert extract.notifications != ()


MANY = range(3_000)


@pytest.mark.parametrize(
    "files",
    [
        pytest.param(
            {
                "compose.yaml": "services:\n  b:\n    cap_add: ["
                + ", ".join(f"C{n}" for n in MANY)
                + "]\n"
                + "".join(f"  s{n}: {{extends: b}}\n" for n in MANY)
            },
            id="extends",
        ),
        pytest.param(
            {
                "compose.yaml": "services:\n" + "".join(f"  s{n}: {{image: a, env_file: e.env}}\n" for n in MANY),
                "e.env": "".join(f"A{n}=1\n" for n in MANY),
            },
            id="env_file",
        ),
        pytest.param(
            {
                "compose.yaml": "services: {a: {image: b}}\n",
                ".env": f"B={'b' * 50_000}\n" + "".join(f"A{n}=$B.\n" for n in MANY),
            },
            id=".env",
        ),
        pytest.param(
            {
                "compose.yaml": f"services: {{a: {{image: b, command: [{', '.join(['${B}'] * 3_000)}]}}}}\n".replace(
                    "${B}", "'${B}.'"
                ),
                ".env": f"B={'b' * 50_000}\n",
            },
            id="texts",
        ),
        pytest.param(
            {
                "compose.yaml": "include:\n" + "- big.yaml\n" * 190,
                "big.yaml": "services:\n" + "".join(f"  s{n}: {{image: b}}\n" for n in MANY),
            },
            id="include",
        ),
    ],
)
def test_what_becomes_far_larger_than_it_is_written_is_no_pass(read, files):
    with ends():
        extract = read.extract(files)["compose.yaml"]

    assert [(note.level, note.message) for note in extract.notifications] == [
        ("error", "the project becomes far larger than its files are")
    ]


@pytest.mark.parametrize("data", [pytest.param(b"A=\0\nB=1\n", id="NUL"), pytest.param(b"A=\xff\n", id="no UTF-8")])
def test_an_env_file_that_cannot_be_read_is_no_pass(read, data):
    files = {"compose.yaml": "services: {a: {image: b, env_file: e.env}}", "e.env": data}
    extract = read.extract(files)["compose.yaml"]

    assert [(note.level, note.location.path) for note in extract.notifications] == [("error", "e.env")]
    assert ("e.env", "partly-read") in [(one.path, one.state) for one in extract.inputs]
