CREATE TABLE orders (
  id bigint PRIMARY KEY,
  number text UNIQUE,
  note text,
  total numeric,
  state text,
  spare text
);
CREATE TABLE lines (id bigint, text text);
CREATE TABLE old (id bigint);
CREATE VIEW totals AS SELECT total FROM orders;
