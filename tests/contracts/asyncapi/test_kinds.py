"""Every kind of change of an AsyncAPI document: what it is called, where it stands, and what is none."""

from __future__ import annotations

import pytest

from trueline.contracts.asyncapi import KINDS, plan
from trueline.repo.working import WorkingTree

V2 = """\
asyncapi: 2.6.0
info: {title: a, version: 1.0.0}
servers:
  main: {url: "kafka://broker.example:9092", protocol: kafka}
channels:
  users/{id}/signed-up:
    parameters:
      id: {schema: {type: string, enum: [a, b]}}
    subscribe:
      message: {$ref: "#/components/messages/SignedUp"}
    publish:
      bindings: {kafka: {bindingVersion: 1, groupId: g}}
      message:
        oneOf:
          - $ref: "#/components/messages/Ask"
          - name: Cancel
            payload: {type: object}
  audit:
    subscribe:
      message: {name: Audited, payload: {type: string}}
components:
  messages:
    SignedUp:
      contentType: application/json
      correlationId: {location: $message.header#/id}
      traits: [{headers: {type: object, properties: {h: {type: string}}}}]
      payload:
        type: object
        required: [id]
        properties:
          id: {type: string}
          plan: {type: string, enum: [free, paid]}
    Ask:
      payload:
        type: object
        properties:
          size: {type: integer, maximum: 10}
"""
V3 = """\
asyncapi: 3.0.0
info: {title: a, version: 1.0.0}
servers:
  main: {host: "broker.example:9092", protocol: kafka}
channels:
  signedUp:
    address: users/{id}/signed-up
    parameters:
      id: {enum: [a, b]}
    messages:
      SignedUp: {$ref: "#/components/messages/SignedUp"}
      Ask: {$ref: "#/components/messages/Ask"}
      Cancel: {payload: {type: object}}
  audit:
    messages:
      Audited: {payload: {type: string}}
  free:
    address: free
    messages:
      One: {payload: {type: string, maxLength: 5}}
      Two: {payload: {type: string}}
operations:
  tell:
    action: send
    channel: {$ref: "#/channels/signedUp"}
    messages: [{$ref: "#/channels/signedUp/messages/SignedUp"}]
  hear:
    action: receive
    bindings: {kafka: {groupId: g}}
    channel: {$ref: "#/channels/signedUp"}
    messages:
      - {$ref: "#/channels/signedUp/messages/Ask"}
      - {$ref: "#/channels/signedUp/messages/Cancel"}
    reply:
      channel: {$ref: "#/channels/audit"}
  log:
    action: send
    channel: {$ref: "#/channels/audit"}
components:
  messages:
""" + V2[V2.index("    SignedUp:\n") :]
UP = "users/{}/signed-up"


def two(old, new):
    assert old in V2
    return V2, V2.replace(old, new, 1)


def three(old, new):
    assert old in V3
    return V3, V3.replace(old, new, 1)


AUDIT = V2[V2.index("  audit:") : V2.index("components:")]
LOG = V3[V3.index("  log:") : V3.index("components:")]
FREE = V3[V3.index("  free:") : V3.index("operations:")]
SERVER = '  main: {url: "kafka://broker.example:9092", protocol: kafka}\n'
PAIRS = {
    "server-added": (*two(SERVER, SERVER + SERVER.replace("main", "more")), "server more", 3, 5),
    "server-removed": (*two(SERVER, SERVER + SERVER.replace("main", "more"))[::-1], "server more", 5, 3),
    "server-address-changed": (*two("9092", "9093"), "server main", 4, 4),
    "server-protocol-changed": (*two("protocol: kafka", "protocol: kafka-secure"), "server main", 4, 4),
    "operation-added": (*two(AUDIT, "")[::-1], "send audit", 5, 19),
    "send-removed": (*two(AUDIT, ""), "send audit", 19, 5),
    "receive-removed": (*two("    publish:", "    x-publish:"), f"receive {UP}", 11, 5),
    "channel-removed": (*three(FREE, ""), "channel free", 17, 5),
    "parameter-value-removed": (*two("[a, b]", "[a]"), f"send {UP} id", 8, 8),
    "parameter-value-added": (*three("[a, b]", "[a, b, c]"), f"send {UP} id", 9, 9),
    "send-message-added": (
        *two(
            "{name: Audited, payload: {type: string}}", "{oneOf: [{name: Audited, payload: {type: string}}, {name: N}]}"
        ),
        "send audit N",
        19,
        20,
    ),
    "send-message-removed": (
        *two(
            "{name: Audited, payload: {type: string}}", "{oneOf: [{name: Audited, payload: {type: string}}, {name: N}]}"
        )[::-1],
        "send audit N",
        20,
        19,
    ),
    "receive-message-added": (
        *three('      - {$ref: "#/channels/signedUp/messages/Cancel"}\n', "")[::-1],
        f"receive {UP} Cancel",
        27,
        13,
    ),
    "receive-message-removed": (
        *three('      - {$ref: "#/channels/signedUp/messages/Cancel"}\n', ""),
        f"receive {UP} Cancel",
        13,
        27,
    ),
    "message-added": (*three("      Two: {payload: {type: string}}\n", "")[::-1], "channel free Two", 17, 21),
    "message-removed": (*three("      Two: {payload: {type: string}}\n", ""), "channel free Two", 21, 17),
    "content-type-changed": (*two("application/json", "application/xml"), f"send {UP} SignedUp", 24, 24),
    "correlation-id-changed": (*two("#/id", "#/other"), f"send {UP} SignedUp", 25, 25),
    "correlation-id-removed": (
        *two("      correlationId: {location: $message.header#/id}\n", ""),
        f"send {UP} SignedUp",
        25,
        23,
    ),
    "correlation-id-added": (
        *two("      correlationId: {location: $message.header#/id}\n", "")[::-1],
        f"send {UP} SignedUp",
        23,
        25,
    ),
    "payload-not-compared": (
        *two(
            "{type: object}\n  audit", "{type: object}\n            schemaFormat: application/vnd.apache.avro\n  audit"
        ),
        f"receive {UP} Cancel",
        17,
        17,
    ),
    "binding-changed": (*two("groupId: g", "groupId: h"), f"receive {UP}", 12, 12),
    "reply-added": (*three("    reply:\n", "    x-reply:\n")[::-1], f"receive {UP}", 27, 34),
    "reply-removed": (*three("    reply:\n", "    x-reply:\n"), f"receive {UP}", 34, 27),
    "send-schema-enum-value-added": (
        *two("[free, paid]", "[free, paid, x]"),
        f"send {UP} SignedUp payload.plan",
        32,
        32,
    ),
    "send-schema-property-became-optional": (*two("[id]", "[]"), f"send {UP} SignedUp payload.id", 29, 31),
    "send-schema-max-length-added": (
        *two("h: {type: string}", "h: {type: string, maxLength: 3}"),
        f"send {UP} SignedUp headers.h",
        26,
        26,
    ),
    "receive-schema-maximum-lowered": (*two("maximum: 10", "maximum: 9"), f"receive {UP} Ask payload.size", 37, 37),
    "message-schema-max-length-raised": (*three("maxLength: 5", "maxLength: 6"), "channel free One payload", 20, 20),
}


def line(place):
    return place.region.start_line if place.region else 0


def kinds(compared):
    return [(change.kind.removeprefix("asyncapi/"), change.subject) for change in compared.changes]


@pytest.mark.parametrize("kind", PAIRS)
def test_tells_what_differs_and_where(compare, kind):
    base, head, subject, *lines = PAIRS[kind]

    compared = compare(base, head)

    assert not compared.notifications
    assert [(kind, subject)] == kinds(compared)
    (change,) = compared.changes
    assert lines == [line(change.base_location), line(change.location)]
    assert (change.base_location.revision, change.location.revision) == ("b" * 40, "")


def test_each_own_kind_is_made_by_a_pair():
    own = {kind.removeprefix("asyncapi/") for kind in KINDS if "-schema-" not in kind}

    assert own <= {*PAIRS, "contract-added", "contract-removed"}


@pytest.mark.parametrize(
    ("change", "compatibility"),
    [
        pytest.param(("[free, paid]", "[free]"), "compatible", id="what is sent narrows"),
        pytest.param(("[free, paid]", "[free, paid, x]"), "dangerous", id="what is sent widens"),
        pytest.param(("maximum: 10", "maximum: 9"), "breaking", id="what is received narrows"),
        pytest.param(("maximum: 10", "maximum: 11"), "compatible", id="what is received widens"),
    ],
)
def test_who_breaks_depends_on_who_sends(compare, change, compatibility):
    (found,) = compare(*two(*change)).changes

    assert compatibility == found.compatibility


def test_a_message_that_several_operations_share_is_told_once(compare):
    base, head = three("Audited: {payload: {type: string}}", "Audited: {payload: {type: string, maxLength: 3}}")

    (change,) = compare(base, head).changes

    assert (change.kind, change.compatibility) == ("asyncapi/send-schema-max-length-added", "compatible")


def test_a_question_and_its_answer_have_two_directions(compare):
    base = V3.replace(LOG, "")
    head = base.replace("maximum: 10", "maximum: 9").replace(
        "Audited: {payload: {type: string}}", "Audited: {payload: {type: string, maxLength: 3}}"
    )

    found = {change.subject: change.compatibility for change in compare(base, head).changes}

    assert found[f"receive {UP} Ask payload.size"] == "breaking"
    assert found[f"receive {UP} reply Audited payload"] == "compatible"


@pytest.mark.parametrize(
    ("base", "head"),
    [
        pytest.param(V2, V2.replace("title: a", "title: b").replace("1.0.0}", "2.0.0}"), id="titles"),
        pytest.param(
            V2, V2.replace("{id}", "{user}").replace("      id: {schema", "      user: {schema"), id="parameters"
        ),
        pytest.param(V2, V2.replace("SignedUp", "Registered"), id="the only message"),
        pytest.param(V2, V2.replace("bindingVersion: 1", "bindingVersion: 2"), id="the text of a binding"),
        pytest.param(V3, V3.replace("signedUp", "other").replace("tell:", "inform:"), id="names of version 3"),
        pytest.param(V2, V3.replace(FREE, "").replace("    reply:", "    x-reply:"), id="version 2 to version 3"),
        pytest.param(V3.replace(FREE, "").replace("    reply:", "    x-reply:"), V2, id="and back"),
    ],
)
def test_what_means_the_same_is_no_change(compare, base, head):
    compared = compare(base, head)

    assert kinds(compared) == []
    assert compared.notifications == ()


def test_messages_without_a_name_have_that_of_their_schema(compare):
    """So that neither their order nor a name that they get is a change."""
    one, other = (f'{{payload: {{$ref: "#/components/schemas/{name}"}}}}' for name in ("One", "Other"))
    text = V2.replace("components:", "components:\n  schemas: {One: {maximum: 10}, Other: {maximum: 20}}")
    base, head = (
        text.replace("{name: Audited, payload: {type: string}}", f"{{oneOf: [{both}]}}")
        for both in (f"{one}, {other}", f"{other}, {one}")
    )

    compared = compare(base, head.replace("maximum: 20", "maximum: 21"))

    assert kinds(compared) == [("send-schema-maximum-raised", "send audit Other payload")]


def test_bindings_are_followed_to_where_they_are(compare):
    base = V2.replace("{kafka: {bindingVersion: 1, groupId: g}}", "{$ref: '#/components/operationBindings/b'}")
    base += "  operationBindings:\n    b: {kafka: {groupId: g}}\n"

    assert kinds(compare(base, V2)) == []


def test_references_lead_to_other_files(compare):
    split = V2[: V2.index("    Ask:")].replace("#/components/messages/Ask", "messages.yaml#/Ask")
    ask = V2[V2.index("    Ask:") :]

    compared = compare(V2, {"asyncapi.yaml": split, "messages.yaml": ask.replace("10", "9")})

    assert [("receive-schema-maximum-lowered", f"receive {UP} Ask payload.size")] == kinds(compared)
    assert compared.changes[0].location.path == "messages.yaml"
    assert {"asyncapi.yaml", "messages.yaml"} == {entry.path for entry in compared.inputs}


@pytest.mark.parametrize(
    ("reference", "what"),
    [
        pytest.param("#/nowhere", "nothing", id="nowhere"),
        pytest.param("../secret.yaml", "nothing", id="out of the repository"),
        pytest.param("https://example.org/a.yaml", "nothing", id="the network"),
        pytest.param("#/components/messages/Ask", "itself", id="a circle"),
    ],
)
def test_what_a_reference_does_not_lead_to_is_said(compare, reference, what):
    head = V2[: V2.index("    Ask:")] + f'    Ask: {{$ref: "{reference}"}}\n'

    compared = compare(V2, head)

    assert [(one.level, one.location.path) for one in compared.notifications] == [("error", "asyncapi.yaml")]
    assert "leads to nothing that may be read" in compared.notifications[0].message
    assert not [change for change in compared.changes if change.compatibility == "breaking"]


def test_a_schema_that_is_elsewhere_is_unknown_and_no_mistake(compare):
    base, head = two("payload: {type: string}}", "payload: {$ref: 'https://example.org/a.json'}}")

    compared = compare(base, head)

    assert [note.level for note in compared.notifications] == ["warning"]
    assert ("send-schema-may-have-changed", "send audit Audited payload") in kinds(compared)


def test_what_cannot_be_read_is_not_gone(compare):
    compared = compare(V2, V2.replace("  audit:", "  audit: ]"))

    assert [(note.level, entry.state) for note, entry in zip(compared.notifications, compared.inputs, strict=True)] == [
        ("error", "unreadable")
    ]
    assert kinds(compared) == []


def test_an_application_comes(compare):
    assert kinds(compare(None, V2)) == [("contract-added", "application")]


def test_an_application_goes(compare):
    assert kinds(compare(V3, None)) == [("contract-removed", "application")]


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param("channels: 3\nservers: []", id="other types"),
        pytest.param("channels: {a: {subscribe: {message: [1]}, parameters: 3}}", id="deeper"),
        pytest.param("channels: {a: {subscribe: {message: {payload: 3, traits: {}, bindings: 1}}}}", id="messages"),
    ],
)
def test_what_is_no_document_is_read_as_far_as_it_goes(compare, wrong):
    assert compare(V2, f"asyncapi: 2.6.0\n{wrong}\n").changes


def test_finds_documents(tmp_path):
    files = {
        "a.yaml": V2,
        "b.json": '{\n  "asyncapi": "3.0.0"}',
        "c.yml": 'x: 1\n"asyncapi": "2.0.0"\nchannels: {$ref: "d.yaml#/x"}',
        "d.yaml": "x: {}",
        "e.yaml": "# asyncapi: 2.0.0\n",
        "f.yaml": "openapi: 3.0.0",
        "g.md": V2,
        "package.json": '{"dependencies": {\n"asyncapi": "2.1.0"}}',
        "h.yaml": "asyncapi: 2.0.0\nchannels: ]",
    }
    for path, text in files.items():
        (tmp_path / path).write_text(text)
    tree = WorkingTree(str(tmp_path))

    units = plan(tree.paths(), tree)

    assert [(unit.root, unit.members) for unit in units] == [
        ("a.yaml", ("a.yaml",)),
        ("b.json", ("b.json",)),
        ("c.yml", ("c.yml", "d.yaml")),
        ("h.yaml", ("h.yaml",)),
    ]
