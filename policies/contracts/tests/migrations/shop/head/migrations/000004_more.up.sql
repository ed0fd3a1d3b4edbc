ALTER TABLE orders ADD COLUMN colour text;
CREATE INDEX CONCURRENTLY lines_by_text ON lines (text);
