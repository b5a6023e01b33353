-- Whether the start that the first opening of a link asks for has happened. A process that dies between the two
-- leaves it to the next load.
ALTER TABLE widget_sessions ADD COLUMN started BIGINT NOT NULL DEFAULT 0;
UPDATE widget_sessions SET started = opened;
