"""A pair for every kind of change that is not about schemas; ``# here`` marks the line that is told on its side.

Where no line of a side is marked, it is the line of what the fragment stands in.
"""

from __future__ import annotations

import textwrap
from typing import NamedTuple

HERE = "# here"
API = """\
openapi: 3.1.0
info: {title: Shop, version: 1.0.0}
"""
OPERATION = """\
paths:
  /orders/{id}:
    get: # here
"""
WEBHOOK = """\
webhooks:
  paid:
    get: # here
"""
ADDRESS = "GET /orders/{}"


class Pair(NamedTuple):
    """One kind, what its subject ends in, and the two texts; ``alone`` says that there is no other change."""

    kind: str
    subject: str
    base: str
    head: str
    alone: bool = True

    @property
    def id(self):
        return self.kind


def clean(fragment: str) -> str:
    return textwrap.dedent(fragment).strip("\n") + "\n"


def around(fragment: str, frame: str, indent: int) -> str:
    """Return a document with a fragment in it; the frame's mark counts where the fragment has none."""
    text = clean(fragment)
    if HERE in text:
        frame = frame.replace(HERE, "")
    return API + frame + textwrap.indent(text, " " * indent)


def line_of(text: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if HERE in line)


OK = "responses: {200: {description: fine}}"


def _response(text: str) -> str:
    return "responses:\n  200:\n    description: fine\n" + textwrap.indent(clean(text), "    ")


def _query(text: str) -> str:
    return "parameters:\n  - name: q\n    in: query\n" + textwrap.indent(clean(text), "    ")


def _json(text: str) -> str:
    return "content:\n  application/json:\n" + textwrap.indent(clean(text), "    ")


def _form(kind: str) -> str:
    encoding = f"photo: {{contentType: {kind}}} # here"
    return f"requestBody:\n  content:\n    multipart/form-data:\n      encoding:\n        {encoding}"


CONTENT = [
    Pair("parameter-added-required", "query parameter q", OK,
         f"{OK}\nparameters:\n  - name: q # here\n    in: query\n    required: true"),
    Pair("parameter-added-optional", "query parameter q", OK, f"{OK}\nparameters:\n  - name: q # here\n    in: query"),
    Pair("parameter-removed", "query parameter q", f"{OK}\nparameters:\n  - name: q # here\n    in: query", OK),
    Pair("parameter-became-required", "query parameter q", "parameters:\n  - name: q # here\n    in: query",
         "parameters:\n  - name: q\n    in: query\n    required: true # here"),
    Pair("parameter-became-optional", "query parameter q", _query("required: true # here"),
         _query("required: false # here")),
    Pair("parameter-location-changed", "query parameter q", "parameters:\n  - name: q\n    in: query # here",
         "parameters:\n  - name: q\n    in: header # here"),
    Pair("parameter-style-changed", "query parameter q", _query("style: form # here\nschema: {type: array}"),
         _query("style: pipeDelimited # here\nschema: {type: array}")),
    Pair("parameter-media-type-changed", "query parameter q", "parameters:\n  - name: q # here\n    in: query",
         _query("content: {application/json: {}} # here")),
    Pair("parameter-empty-value-disallowed", "query parameter q", _query("allowEmptyValue: true # here"),
         _query("allowEmptyValue: false # here")),
    Pair("parameter-empty-value-allowed", "query parameter q", _query("allowEmptyValue: false # here"),
         _query("allowEmptyValue: true # here")),
    Pair("parameter-reserved-disallowed", "query parameter q", _query("allowReserved: true # here"),
         _query("allowReserved: false # here")),
    Pair("parameter-reserved-allowed", "query parameter q", _query("allowReserved: false # here"),
         _query("allowReserved: true # here")),
    Pair("request-body-added-required", "request", OK,
         f"{OK}\nrequestBody: # here\n  required: true\n  content: {{}}"),
    Pair("request-body-added-optional", "request", OK, f"{OK}\nrequestBody: # here\n  content: {{}}\n  x: 1"),
    Pair("request-body-removed", "request", f"{OK}\nrequestBody: # here\n  required: true\n  content: {{}}", OK),
    Pair("request-body-became-required", "request", "requestBody:\n  required: false # here\n  content: {}",
         "requestBody:\n  required: true # here\n  content: {}"),
    Pair("request-body-became-optional", "request", "requestBody:\n  required: true # here\n  content: {}",
         "requestBody: # here\n  content: {}\n  description: much"),
    Pair("request-media-type-added", "request text/csv",
         "requestBody:\n  content: # here\n    application/json: {}\n    text/plain: {}",
         "requestBody:\n  content:\n    application/json: {}\n    text/plain: {}\n    text/csv: {} # here"),
    Pair("request-media-type-removed", "request text/plain",
         "requestBody:\n  content:\n    application/json: {}\n    text/plain: {} # here",
         "requestBody:\n  content: # here\n    application/json:\n      x-a: 1"),
    Pair("request-media-type-generalized", "request text/plain", "requestBody:\n  content:\n    text/plain: {} # here",
         "requestBody:\n  content:\n    text/*: {} # here"),
    Pair("request-media-type-specialized", "request text/plain", "requestBody:\n  content:\n    '*/*': {} # here",
         "requestBody:\n  content:\n    text/plain: {} # here"),
    Pair("request-schema-added", "request application/json",
         "requestBody:\n  content:\n    application/json: # here\n      x-a: 1\n      x-b: 1",
         "requestBody:\n  content:\n    application/json:\n      schema: {type: object} # here"),
    Pair("request-schema-removed", "request application/json",
         "requestBody:\n  content:\n    application/json:\n      schema: {type: object} # here",
         "requestBody:\n  content:\n    application/json: # here\n      x-a: 1\n      x-b: 1"),
    Pair("request-encoding-changed", "request multipart/form-data photo",
         _form("image/png"),
         _form("image/gif")),
    Pair("response-success-status-removed", "response 201",
         "responses:\n  200: {description: fine}\n  201: {description: made} # here",
         "responses: # here\n  200:\n    description: fine"),
    Pair("response-success-status-added", "response 201", "responses: # here\n  200:\n    description: fine",
         "responses:\n  200: {description: fine}\n  201: {description: made} # here"),
    Pair("response-error-status-removed", "response 404",
         "responses:\n  200: {description: fine}\n  404: {description: gone} # here",
         "responses: # here\n  200:\n    description: fine"),
    Pair("response-error-status-added", "response default", "responses: # here\n  200:\n    description: fine",
         "responses:\n  200: {description: fine}\n  default: {description: gone} # here"),
    Pair("response-status-generalized", "response 200", "responses:\n  200: {description: fine} # here",
         "responses:\n  2XX: {description: fine} # here"),
    Pair("response-status-specialized", "response 200", "responses:\n  default: {description: fine} # here",
         "responses:\n  default: {description: fine}\n  200: {description: fine} # here"),
    Pair("response-media-type-removed", "response 200 text/plain",
         _response("content:\n  application/json: {}\n  text/plain: {} # here"),
         _response("content: # here\n  application/json:\n    x-a: 1")),
    Pair("response-media-type-added", "response 200 text/plain",
         _response("content: # here\n  application/json:\n    x-a: 1"),
         _response("content:\n  application/json: {}\n  text/plain: {} # here")),
    Pair("response-media-type-generalized", "response 200 text/plain", _response("content:\n  text/plain: {} # here"),
         _response("content:\n  '*/*': {} # here")),
    Pair("response-media-type-specialized", "response 200 text/plain", _response("content:\n  text/*: {} # here"),
         _response("content:\n  text/plain: {} # here")),
    Pair("response-schema-added", "response 200 application/json",
         _response("content:\n  application/json: # here\n    x-a: 1\n    x-b: 1"),
         _response(_json("schema: {type: object} # here"))),
    Pair("response-schema-removed", "response 200 application/json", _response(_json("schema: {type: object} # here")),
         _response("content:\n  application/json: # here\n    x-a: 1\n    x-b: 1")),
    Pair("response-header-added-required", "response 200 header x-total", _response("headers: # here\n  A:\n    x: 1"),
         _response("headers:\n  A: {}\n  X-Total: {required: true} # here")),
    Pair("response-header-added-optional", "response 200 header x-total", _response("headers: # here\n  A:\n    x: 1"),
         _response("headers:\n  A: {}\n  X-Total: {} # here")),
    Pair("response-header-removed-required", "response 200 header x-total",
         _response("headers:\n  A: {}\n  X-Total: {required: true} # here"),
         _response("headers: # here\n  A:\n    x: 1")),
    Pair("response-header-removed-optional", "response 200 header x-total",
         _response("headers:\n  A: {}\n  X-Total: {} # here"), _response("headers: # here\n  A:\n    x: 1")),
    Pair("response-header-became-optional", "response 200 header x-total",
         _response("headers:\n  X-Total: {required: true} # here"),
         _response("headers:\n  x-total: {required: false} # here")),
    Pair("response-header-became-required", "response 200 header x-total",
         _response("headers:\n  X-Total: {required: false} # here"),
         _response("headers:\n  X-Total: {required: true} # here")),
    Pair("response-link-added", "response 200 link next", _response("links: # here\n  a:\n    operationId: a"),
         _response("links:\n  a: {operationId: a}\n  next: {operationId: b} # here")),
    Pair("response-link-removed", "response 200 link next",
         _response("links:\n  a: {operationId: a}\n  next: {operationId: b} # here"),
         _response("links: # here\n  a:\n    operationId: a")),
    Pair("response-link-changed", "response 200 link next", _response("links:\n  next: {operationId: b} # here"),
         _response("links:\n  next: {operationId: c} # here")),
]  # fmt: skip
"""Fragments of an operation."""


def _lifecycle(what: str) -> list[Pair]:
    subject = "" if what == "operation" else "query parameter q"

    def told(text: str) -> str:
        return clean(text) + OK if what == "operation" else _query(text)

    return [
        Pair(f"{what}-deprecated", subject, told("deprecated: false # here"), told("deprecated: true # here")),
        Pair(f"{what}-reactivated", subject, told("deprecated: true # here"), told("deprecated: false # here")),
        Pair(f"{what}-sunset-removed", subject, told("x-sunset: 2027-01-31 # here\ndeprecated: true"),
             told("x-sunset: '' # here\ndeprecated: true")),
        Pair(f"{what}-sunset-earlier", subject, told("x-sunset: 2027-01-31 # here\ndeprecated: true"),
             told("x-sunset: 2026-01-31 # here\ndeprecated: true")),
        Pair(f"{what}-sunset-later", subject, told("x-sunset: 2027-01-31 # here\ndeprecated: true"),
             told("x-sunset: 2027-02-28T00:00:00Z # here\ndeprecated: true")),
        Pair(f"{what}-sunset-invalid", subject, told("x-sunset: 2027-01-31 # here\ndeprecated: true"),
             told("x-sunset: 2027-02-30 # here\ndeprecated: true")),
        Pair(f"{what}-stability-lowered", subject, told("x-stability-level: stable # here"),
             told("x-stability-level: beta # here")),
        Pair(f"{what}-stability-raised", subject, told("x-stability-level: alpha # here"),
             told("x-stability-level: beta # here")),
        Pair(f"{what}-stability-invalid", subject, told("x-stability-level: beta # here"),
             told("x-stability-level: solid # here")),
    ]  # fmt: skip


def _secured(text: str) -> str:
    return clean(text) + OK


OPERATIONS = [
    *_lifecycle("operation"),
    *_lifecycle("parameter"),
    Pair("operation-id-changed", "", f"operationId: a # here\n{OK}", f"operationId: b # here\n{OK}"),
    Pair("operation-id-added", "", OK, f"operationId: b # here\n{OK}"),
    Pair("security-added", "security", "security: [{}] # here\n" + OK, "security: [{key: []}] # here\n" + OK),
    Pair("security-removed", "security", "security: [{key: []}] # here\n" + OK, "security: [] # here\n" + OK),
    Pair("security-alternative-removed", "security", _secured("security:\n  - key: [] # here\n  - token: []"),
         _secured("security: # here\n  - token: []")),
    Pair("security-alternative-added", "security", _secured("security: # here\n  - token: []"),
         _secured("security:\n  - key: [] # here\n  - token: []")),
    Pair("security-scope-added", "security", _secured("security:\n  - token: [a] # here"),
         _secured("security:\n  - token: [a, b] # here")),
    Pair("security-scope-removed", "security", _secured("security:\n  - token: [a, b] # here"),
         _secured("security:\n  - token: [a] # here")),
    Pair("callback-removed", "callback done {$url} POST",
         "callbacks:\n  done:\n    '{$url}':\n      post: # here\n        x: 1\n  other:\n    x: 1",
         "callbacks: # here\n  other:\n    x: 1"),
    Pair("callback-added", "callback done {$url} POST", "callbacks: # here\n  other:\n    x: 1",
         "callbacks:\n  done:\n    '{$url}':\n      post: # here\n        x: 1\n  other:\n    x: 1"),
]  # fmt: skip
"""Fragments of an operation, about itself."""

_OAUTH = "components:\n  securitySchemes:\n    o:\n      type: oauth2\n      flows:\n"


def _flow(text: str) -> str:
    return _OAUTH + textwrap.indent(clean(text), "        ")


def _scheme(text: str) -> str:
    return "components:\n  securitySchemes:\n" + textwrap.indent(clean(text), "    ")


_ONE_SCHEME = "components:\n  securitySchemes: # here\n    a:\n      type: mutualTLS"
_TWO_SCHEMES = "a: {type: mutualTLS}\nb: {type: http, scheme: basic} # here"
_ONE_FLOW = _OAUTH.replace("flows:", "flows: # here") + "        implicit:\n          x: 1"
_TWO_FLOWS = "implicit: {}\npassword: {scopes: {}} # here"
_ONE_SCOPE = "implicit:\n  scopes: # here\n    a: A\n    x-a: 1"
_TWO_SCOPES = "implicit:\n  scopes:\n    a: A\n    b: B # here"
_VARIABLE = "servers:\n  - url: https://{r}.example\n    variables:\n      r:\n        "
_PATHS = "paths:\n  /a:\n    get:\n      x-a: 1\n"
_TWO = "  /b:\n    get: # here\n      x-a: 1\n"
WHOLE = [
    Pair("version-changed", "version", "openapi: 3.1.0\ninfo:\n  version: 1.0.0 # here",
         "openapi: 3.1.0\ninfo:\n  version: 1.1.0 # here"),
    Pair("version-decreased", "version", "openapi: 3.1.0\ninfo:\n  version: 1.0.10 # here",
         "openapi: 3.1.0\ninfo:\n  version: 1.0.9 # here"),
    Pair("component-schema-removed", "schema B",
         API + "components:\n  schemas:\n    A: {}\n    B: {} # here",
         API + "components:\n  schemas: # here\n    A:\n      x: 1"),
    Pair("operation-added", "GET /b", API + "paths: # here\n  /a:\n    get:\n      x-a: 1\n", API + _PATHS + _TWO),
    Pair("operation-removed", "GET /b", API + _PATHS + _TWO, API + "paths: # here\n  /a:\n    get:\n      x-a: 1\n"),
    Pair("operation-version-changed", "GET /v1/a", API + "paths:\n  /v1/a:\n    get: # here\n      x-a: 1\n",
         API + "paths:\n  /v2/a:\n    get: # here\n      x-a: 1\n"),
    Pair("security-scheme-added", "security scheme b", API + _ONE_SCHEME,
         API + _scheme(_TWO_SCHEMES)),
    Pair("security-scheme-removed", "security scheme b",
         API + _scheme(_TWO_SCHEMES),
         API + _ONE_SCHEME),
    Pair("security-scheme-changed", "security scheme a",
         API + _scheme("a: {type: apiKey, in: query, name: key} # here"),
         API + _scheme("a: {type: apiKey, in: header, name: key} # here")),
    Pair("security-scheme-url-changed", "security scheme o implicit",
         API + _flow("implicit:\n  authorizationUrl: https://a.example # here"),
         API + _flow("implicit:\n  authorizationUrl: https://b.example # here")),
    Pair("security-flow-removed", "security scheme o",
         API + _flow(_TWO_FLOWS),
         API + _ONE_FLOW),
    Pair("security-flow-added", "security scheme o",
         API + _ONE_FLOW,
         API + _flow(_TWO_FLOWS)),
    Pair("security-scheme-scope-removed", "security scheme o implicit b",
         API + _flow(_TWO_SCOPES), API + _flow(_ONE_SCOPE)),
    Pair("security-scheme-scope-added", "security scheme o implicit b",
         API + _flow(_ONE_SCOPE), API + _flow(_TWO_SCOPES)),
    Pair("server-added", "server https://b.example", API + "servers: [{url: https://a.example}] # here",
         API + "servers:\n  - url: https://a.example/\n  - url: https://b.example # here"),
    Pair("server-removed", "server https://b.example",
         API + "servers:\n  - url: https://a.example/\n  - url: https://b.example # here",
         API + "servers: [{url: https://a.example}] # here"),
    Pair("server-variable-value-removed", "server https://{r}.example r eu",
         API + _VARIABLE + "enum: [us,\n          eu, # here\n        ]",
         API + _VARIABLE + "enum: [us] # here"),
    Pair("server-variable-default-changed", "server https://{r}.example r",
         API + _VARIABLE + "default: eu # here",
         API + _VARIABLE + "default: us # here"),
    Pair("webhook-added", "webhook POST paid", API + "webhooks: # here\n  a:\n    get:\n      x: 1",
         API + "webhooks:\n  a: {get: {}}\n  paid:\n    post: # here\n      x: 1"),
    Pair("webhook-removed", "webhook POST paid",
         API + "webhooks:\n  a: {get: {}}\n  paid:\n    post: # here\n      x: 1",
         API + "webhooks: # here\n  a:\n    get:\n      x: 1"),
]  # fmt: skip
"""Whole documents."""
