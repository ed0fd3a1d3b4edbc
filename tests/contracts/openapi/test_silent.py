"""What means the same gives no change."""

from __future__ import annotations

import json
import textwrap

import pytest

from .pairs import API


def spec(text: str, head: str = API) -> str:
    return head + textwrap.dedent(text)


SWAGGER = """\
swagger: "2.0"
info: {title: Shop, version: 1.0.0}
host: shop.example
basePath: /v1
schemes: [https]
consumes: [application/json]
produces: [application/json]
securityDefinitions:
  basic: {type: basic}
  key: {type: apiKey, in: header, name: X-Key}
  login:
    type: oauth2
    flow: accessCode
    authorizationUrl: https://shop.example/a
    tokenUrl: https://shop.example/t
    scopes: {read: r}
security:
  - key: []
paths:
  /orders:
    get:
      parameters:
        - {name: tag, in: query, type: array, items: {type: string}, collectionFormat: multi}
        - {name: page, in: query, type: integer, minimum: 1}
      responses:
        200:
          description: fine
          headers: {X-Total: {type: integer}}
          schema: {type: array, items: {$ref: "#/definitions/Order"}}
    post:
      parameters:
        - {name: order, in: body, required: true, schema: {$ref: "#/definitions/Order"}}
      responses: {201: {description: made}}
  /photos:
    post:
      consumes: [multipart/form-data]
      parameters:
        - {name: photo, in: formData, type: file, required: true}
        - {name: title, in: formData, type: string, maxLength: 10}
      responses: {201: {description: made}}
definitions:
  Order:
    type: object
    required: [id]
    properties:
      id: {type: string}
      note: {type: string, x-nullable: true}
"""
OPENAPI_30 = """\
openapi: 3.0.3
info: {title: Shop, version: 1.0.0}
servers: [{url: https://shop.example/v1}]
security:
  - key: []
paths:
  /orders:
    get:
      parameters:
        - {name: tag, in: query, explode: true, schema: {type: array, items: {type: string}}}
        - {name: page, in: query, schema: {type: integer, minimum: 1}}
      responses:
        "200":
          description: fine
          headers: {x-total: {schema: {type: integer}}}
          content:
            application/json:
              schema: {type: array, items: {$ref: "#/components/schemas/Order"}}
    post:
      requestBody:
        required: true
        content:
          application/json: {schema: {$ref: "#/components/schemas/Order"}}
      responses: {"201": {description: made}}
  /photos:
    post:
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema:
              type: object
              required: [photo]
              properties:
                photo: {type: string, format: binary}
                title: {type: string, maxLength: 10}
      responses: {"201": {description: made}}
components:
  securitySchemes:
    basic: {type: http, scheme: basic}
    key: {type: apiKey, in: header, name: X-Key}
    login:
      type: oauth2
      flows:
        authorizationCode:
          authorizationUrl: https://shop.example/a
          tokenUrl: https://shop.example/t
          scopes: {read: r}
  schemas:
    Order:
      type: object
      required: [id]
      properties:
        id: {type: string}
        note: {type: string, nullable: true}
"""
SECURED = "security: {}\ncomponents: {{securitySchemes: {}}}\npaths: {{/a: {{get: {{x: 1}}}}}}"
OPENAPI_31 = OPENAPI_30.replace("3.0.3", "3.1.0").replace("type: string, nullable: true", "type: [string, 'null']")


@pytest.mark.parametrize(
    ("base", "head"),
    [
        pytest.param(OPENAPI_30, OPENAPI_31, id="3.0 written as 3.1"),
        pytest.param(OPENAPI_31, OPENAPI_31.replace("3.1.0", "3.2.0"), id="3.1 written as 3.2"),
        pytest.param(
            spec('paths: {"/a/{id}/b/{no}": {get: {parameters: [{in: path, name: id}, {in: path, name: no}]}}}'),
            spec('paths: {"/a/{key}/b/{id}": {get: {parameters: [{in: path, name: id}, {in: path, name: key}]}}}'),
            id="path parameters that are called otherwise, one as another was",
        ),
        pytest.param(
            spec("paths: {/a: {get: {parameters: [{in: header, name: X-Key}]}}}"),
            spec("paths: {/a: {parameters: [{in: header, name: x-key}], get: {}}}"),
            id="a header in other letters, told for the whole path",
        ),
        pytest.param(
            spec("paths: {/a: {get: {parameters: [{in: query, name: q, schema: {type: string}}]}}}"),
            spec(
                """\
                paths: {/a: {get: {parameters: [{$ref: "#/components/parameters/q"}]}}}
                components:
                  parameters: {q: {in: query, name: q, schema: {$ref: "#/components/schemas/q"}}}
                  schemas: {q: {type: string}}
                """
            ),
            id="a parameter and its schema moved to the components",
        ),
        pytest.param(
            spec("paths: {/a: {get: {parameters: [{in: query, name: q, explode: true, schema: {type: string}}]}}}"),
            spec("paths: {/a: {get: {parameters: [{in: query, name: q, explode: false, schema: {type: string}}]}}}"),
            id="explode says nothing of a text",
        ),
        pytest.param(
            spec("paths: {/a: {get: {responses: {200: {content: {Application/JSON;charset=utf-8: {}}}}}}}"),
            spec("paths: {/a: {get: {responses: {200: {content: {application/json: {}}}}}}}"),
            id="a media type in other letters and with a charset",
        ),
        pytest.param(
            spec("servers: [{url: https://a.example/v1}]\npaths: {/orders: {get: {x: 1}}}"),
            spec("servers: [{url: https://a.example/}]\npaths: {/v1/orders: {get: {x: 1}}}"),
            id="the version moved from the server to the paths",
        ),
        pytest.param(
            spec(SECURED.format("[{a: []}, {b: []}]", "{a: {type: http}, b: {type: mutualTLS}}")),
            spec(SECURED.format("[{b: []}, {c: []}]", "{c: {type: http}, b: {type: mutualTLS}}")),
            id="a security scheme of another name, and alternatives in another order",
        ),
        pytest.param(
            spec("security: [{a: []}]\npaths: {/a: {get: {x: 1}}, /b: {get: {security: []}}}"),
            spec("paths: {/a: {get: {security: [{a: []}]}}, /b: {get: {x: 1}}}"),
            id="requirements told for each operation",
        ),
        pytest.param(
            spec("tags: [a]\nexternalDocs: {url: a}\npaths: {/a: {get: {summary: a, tags: [a], x-owner: a}}}"),
            spec("tags: [b]\nexternalDocs: {url: b}\npaths: {/a: {get: {summary: b, tags: [b], x-owner: b}}}"),
            id="what is said about the API",
        ),
        pytest.param(
            spec("paths: {/a: {get: {x: 1}}}\ncomponents: {schemas: {A: {type: string}}}"),
            spec("paths: {/a: {get: {x: 1}}}\ncomponents: {schemas: {A: {type: integer}}}"),
            id="a schema that nothing uses",
        ),
    ],
)  # fmt: skip
def test_a_refactoring_is_silent(compared, base, head):
    there, back = compared(base, head), compared(head, base)
    unnamed = [one for one in back.changes if one.kind != "openapi/component-schema-removed"]  # a name alone

    assert (there.changes, there.notifications) == ((), ())
    assert (unnamed, back.notifications) == ([], ())


@pytest.mark.parametrize(("base", "head"), [(SWAGGER, OPENAPI_30), (OPENAPI_30, SWAGGER)], ids=["2 to 3", "3 to 2"])
def test_another_version_of_openapi_is_silent(compared, base, head):
    assert [(one.kind, one.subject, one.message) for one in compared(base, head).changes] == []


def test_json_of_the_same_contract_is_silent(compared):
    from trueline.model.document import Source
    from trueline.parsers import yaml

    root = yaml.parse(Source("a.yaml", OPENAPI_30.encode())).documents[0].root
    found = compared({"api.yaml": OPENAPI_30}, {"api.json": json.dumps(root)})

    assert (found.changes, found.notifications) == ((), ())


MEMBERS = """\
components:
  schemas:
    A: {type: object, required: [t], properties: {t: {enum: [a]}, x: {type: string}}}
    B: {type: object, required: [t], properties: {t: {enum: [b]}, y: {type: string}}}
"""
A, B = "{$ref: '#/components/schemas/A'}", "{$ref: '#/components/schemas/B'}"
NONE = "{type: 'null'}"


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        pytest.param("{type: string, nullable: true}", "{type: [string, 'null']}", id="a type"),
        pytest.param(
            "{type: string, nullable: true, enum: [a]}", "{type: [string, 'null'], enum: [a, null]}", id="enum"
        ),
        pytest.param(f"{{nullable: true, allOf: [{A}]}}", f"{{oneOf: [{A}, {NONE}]}}", id="a reference"),
        pytest.param(f"{{nullable: true, oneOf: [{A}, {B}]}}", f"{{oneOf: [{A}, {B}, {NONE}]}}", id="another member"),
        pytest.param(
            f"{{nullable: true, oneOf: [{A}, {B}]}}",
            f"{{anyOf: [{{oneOf: [{A}, {B}]}}, {NONE}]}}",
            id="beside a choice",
        ),
        pytest.param(
            "{type: integer, minimum: 0, exclusiveMinimum: true}", "{type: integer, minimum: 1}", id="a limit"
        ),
        pytest.param("{type: string, format: byte}", "{type: string, contentEncoding: base64}", id="encoded bytes"),
        pytest.param(
            "{type: object, properties: {a: {type: string, format: binary}}}",
            "{type: object, properties: {a: {type: string, contentMediaType: application/octet-stream}}}",
            id="mere bytes",
        ),
        pytest.param("{type: string, enum: [a]}", "{const: a}", id="one value"),
    ],
)
def test_what_3_1_writes_otherwise_is_silent(compared, older, newer):
    frame = (
        "openapi: %s\ninfo: {title: Shop, version: 1.0.0}\npaths:\n  /a:\n    post:\n"
        "      requestBody: {content: {application/json: {schema: %s}}}\n"
        "      responses: {'200': {content: {application/json: {schema: %s}}}}\n"
    )
    base, head = (
        frame % (version, schema, schema) + MEMBERS for version, schema in (("3.0.3", older), ("3.1.0", newer))
    )

    assert compared(base, head).changes == ()
    assert compared(head, base).changes == ()


def test_a_body_of_mere_bytes_needs_no_schema_in_3_1(compared):
    operation = "{post: {requestBody: {content: {image/png: %s}}}}"
    text = f"openapi: %s\ninfo: {{title: Shop, version: 1.0.0}}\npaths: {{/a: {operation}}}\n"
    older, newer = text % ("3.0.3", "{schema: {type: string, format: binary}}"), text % ("3.1.0", "{}")

    assert compared(older, newer).changes == ()
    assert compared(newer, older).changes == ()
