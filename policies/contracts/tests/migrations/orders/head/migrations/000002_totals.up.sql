SET lock_timeout = '2s';
SET statement_timeout = '1min';
ALTER TABLE orders ADD COLUMN currency text;
ALTER TABLE orders DROP COLUMN note; -- # finding: migration-breaking-change
CREATE INDEX orders_by_total ON orders (total); -- # finding: migration-holds-lock
GARBLE TABLE orders; -- # finding: migration-statement-unknown
