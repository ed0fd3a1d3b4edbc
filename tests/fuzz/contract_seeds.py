"""One contract of each format that uses much of what the format has; what the fuzzing of differs starts from."""

OPENAPI = b"""openapi: 3.1.0
info: {title: Shop, version: 1.2.0}
servers: [{url: "https://{host}/v1", variables: {host: {default: example.org, enum: [example.org]}}}]
security: [{oauth: [read]}]
paths:
  /orders/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string, format: uuid}}
    get:
      operationId: order
      deprecated: true
      x-sunset: "2030-01-01"
      parameters:
        - {name: page, in: query, schema: {type: integer, minimum: 1, default: 1}}
        - $ref: '#/components/parameters/Trace'
      responses:
        "200":
          description: ok
          headers: {ETag: {schema: {type: string}}}
          content:
            application/json: {schema: {$ref: '#/components/schemas/Order'}}
          links: {next: {operationId: order}}
        default: {$ref: '#/components/responses/Wrong'}
    post:
      requestBody:
        required: true
        content:
          application/json: {schema: {$ref: 'schemas/order.yaml#/New'}}
      callbacks:
        paid: {'{$request.body#/url}': {post: {responses: {"204": {description: done}}}}}
      responses: {"201": {description: made}}
webhooks:
  paid: {post: {responses: {"200": {description: ok}}}}
components:
  parameters: {Trace: {name: X-Trace, in: header, schema: {type: string, maxLength: 40}}}
  responses: {Wrong: {description: wrong, content: {text/plain: {schema: {type: string}}}}}
  securitySchemes:
    oauth: {type: oauth2, flows: {clientCredentials: {tokenUrl: '/t', scopes: {read: r, write: w}}}}
  schemas:
    Order:
      allOf:
        - {type: object, required: [id], properties: {id: {type: string}, total: {type: [number, 'null']}}}
        - {properties: {lines: {type: array, minItems: 1, items: {$ref: '#/components/schemas/Line'}}}}
      additionalProperties: false
    Line:
      oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]
      discriminator: {propertyName: kind, mapping: {a: '#/components/schemas/A'}}
    A: {type: object, properties: {kind: {const: a}, parent: {$ref: '#/components/schemas/Order'}}}
    B: {type: object, properties: {kind: {enum: [b, c]}, note: {type: string, pattern: '^x', readOnly: true}}}
"""

ORDERS = b"""New:
  anyOf:
    - {type: object, properties: {url: {type: string}, again: {$ref: '#/New'}}}
    - {type: 'null'}
"""

SCHEMA = b"""{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://example.org/order",
  "type": "object",
  "required": ["id"],
  "properties": {
    "id": {"type": "string", "minLength": 1},
    "tree": {"$ref": "#/$defs/node"},
    "price": {"type": "number", "multipleOf": 0.01, "exclusiveMinimum": 0}
  },
  "patternProperties": {"^x-": {"type": ["string", "null"]}},
  "dependentRequired": {"price": ["id"]},
  "if": {"properties": {"id": {"const": "a"}}},
  "then": {"required": ["price"]},
  "unevaluatedProperties": false,
  "$defs": {
    "node": {
      "$anchor": "node",
      "prefixItems": [{"enum": [1, 2, "a", null]}],
      "items": {"oneOf": [{"$ref": "#node"}, {"not": {"type": "array"}}]},
      "contains": {"type": "integer"}, "uniqueItems": true
    }
  }
}
"""

AVRO = b"""{
  "type": "record", "name": "Order", "namespace": "shop", "aliases": ["Purchase"],
  "fields": [
    {"name": "id", "type": "long", "aliases": ["number"]},
    {"name": "state", "type": {"type": "enum", "name": "State", "symbols": ["NEW", "PAID"], "default": "NEW"}},
    {"name": "next", "type": ["null", "Order"], "default": null},
    {"name": "sum", "type": {"type": "fixed", "name": "Sum", "size": 8, "logicalType": "decimal", "precision": 9}},
    {"name": "tags", "type": {"type": "map", "values": {"type": "array", "items": ["int", "string"]}}, "default": {}}
  ]
}
"""

PROTO = b"""syntax = "proto3";
package shop.v1;
import "shop/common.proto";
import "google/protobuf/timestamp.proto";
option go_package = "shop/v1";
message Order {
  reserved 5, 7 to 9; reserved "old";
  string id = 1 [deprecated = true];
  optional int64 total = 2 [jstype = JS_STRING, json_name = "sum"];
  repeated Line lines = 3;
  map<string, Money> prices = 4;
  oneof payment { string card = 10; Money cash = 11; }
  enum State { option allow_alias = true; STATE_UNSPECIFIED = 0; NEW = 1; FRESH = 1; reserved 4; }
  State state = 12;
  message Line { int32 count = 1; Order order = 2; }
}
service Shop {
  rpc Get(Order) returns (stream Order) { option idempotency_level = NO_SIDE_EFFECTS; }
  rpc Put(stream Money) returns (Money);
}
"""

PROTO2 = b"""syntax = "proto2";
package shop.v1;
message Money {
  required int64 units = 1 [default = 7];
  optional group Part = 2 { optional bytes raw = 1 [ctype = CORD]; }
  extensions 100 to max;
}
extend Money { optional string note = 100; }
"""

GRAPHQL = b'''schema { query: Query mutation: Mutation }
directive @tag(name: String! = "a") repeatable on FIELD_DEFINITION | OBJECT
"""An order."""
type Order implements Node & Named @tag(name: "x") {
  id: ID!
  name(long: Boolean = false, format: Format = SHORT): String @deprecated(reason: "use title")
  lines(first: Int, filter: Filter = {state: [NEW], deep: {state: []}}): [Line!]!
}
extend type Order { added: Date }
interface Node { id: ID! }
interface Named implements Node { id: ID! name(long: Boolean): String }
type Line implements Node { id: ID! }
union Found = Order | Line
enum Format { SHORT LONG @deprecated }
enum State { NEW PAID }
scalar Date @specifiedBy(url: "https://example.org")
input Filter @oneOf { state: [State!] deep: Filter }
type Query { find(text: String!): [Found] node(id: ID!): Node }
type Mutation { pay(id: ID!, filter: Filter): Order }
'''

ASYNCAPI = b"""asyncapi: 3.0.0
info: {title: Orders, version: 1.0.0}
servers: {main: {host: 'example.org', protocol: kafka}}
channels:
  orders:
    address: orders.{region}
    parameters: {region: {enum: [eu, us]}}
    messages: {made: {$ref: '#/components/messages/Made'}}
operations:
  send: {action: send, channel: {$ref: '#/channels/orders'}, messages: [{$ref: '#/channels/orders/messages/made'}]}
  take: {action: receive, channel: {$ref: '#/channels/orders'}}
components:
  messages:
    Made:
      contentType: application/json
      headers: {type: object, properties: {trace: {type: string}}}
      payload: {type: object, required: [id], properties: {id: {type: string}}}
  schemas: {N: {type: object, properties: {next: {$ref: '#/components/schemas/N'}}}}
"""

SQL = b"""CREATE TABLE orders (id bigserial PRIMARY KEY, note varchar(40) DEFAULT 'a''b', total numeric(10) NOT NULL);
CREATE UNIQUE INDEX CONCURRENTLY orders_note ON orders (lower(note)) WHERE total > 0;
ALTER TABLE orders ADD COLUMN at timestamptz DEFAULT now(), ADD CONSTRAINT positive CHECK (total > 0) NOT VALID;
ALTER TABLE ONLY orders VALIDATE CONSTRAINT positive;
ALTER TABLE orders ALTER COLUMN total TYPE numeric(12, 2) USING total::numeric, ALTER COLUMN note SET NOT NULL;
CREATE TYPE state AS ENUM ('new', 'paid');
ALTER TYPE state ADD VALUE 'sent' BEFORE 'paid';
CREATE VIEW open_orders AS SELECT id, note FROM orders WHERE note IS NOT NULL;
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN RETURN NEW; END; $body$;
BEGIN; SET lock_timeout = '1s'; ALTER TABLE orders RENAME COLUMN note TO remark; COMMIT;
INSERT INTO orders (total) SELECT 1 FROM generate_series(1, 10);
DROP TABLE IF EXISTS gone CASCADE;
"""

CRD = b"""apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.example.org}
spec:
  group: example.org
  scope: Namespaced
  names: {plural: widgets, singular: widget, kind: Widget, shortNames: [w]}
  conversion: {strategy: None}
  versions:
    - name: v1
      served: true
      storage: true
      subresources: {status: {}, scale: {specReplicasPath: .spec.n, statusReplicasPath: .status.n}}
      additionalPrinterColumns: [{name: n, type: integer, jsonPath: .spec.n}]
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              required: [n]
              x-kubernetes-validations: [{rule: self.n > 0}]
              properties:
                n: {type: integer, minimum: 0, default: 1}
                any: {x-kubernetes-int-or-string: true, anyOf: [{type: integer}, {type: string}]}
                list: {type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [a], items: {type: object}}
                free: {type: object, x-kubernetes-preserve-unknown-fields: true}
    - {name: v1beta1, served: true, storage: false, deprecated: true, schema: {openAPIV3Schema: {type: object}}}
"""

MODULE = b"""terraform {
  required_version = ">= 1.5"
  required_providers { aws = { source = "hashicorp/aws", version = "~> 5.0", configuration_aliases = [aws.east] } }
}
variable "name" {
  type     = string
  nullable = false
  validation {
    condition     = length(var.name) > 1
    error_message = "short"
  }
}
variable "rules" {
  type = map(object({
    port = number, cidr = optional(list(string), ["10.0.0.0/8"]), deep = optional(object({ a = any }))
  }))
  default = {}
  sensitive = true
}
output "id" {
  value     = <<-EOT
    ${var.name}
  EOT
  sensitive = true
}
"""

SEEDS = (
    {"api/openapi.yaml": OPENAPI, "api/schemas/order.yaml": ORDERS},
    {"order.schema.json": SCHEMA},
    {"order.avsc": AVRO},
    {"shop/v1/shop.proto": PROTO, "shop/common.proto": PROTO2},
    {"schema.graphql": GRAPHQL, "more.graphql": b"extend type Query { more: Int }\n"},
    {"asyncapi.yaml": ASYNCAPI},
    {"db/migrations/V1__first.sql": SQL, "db/migrations/V2__next.sql": b"ALTER TABLE orders DROP COLUMN at;\n"},
    {"crd/widget.yaml": CRD},
    {"modules/net/main.tf": MODULE},
)
