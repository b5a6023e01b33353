-- Bans that end by themselves, links announced once, limits of phone codes, sealed values, messages told once.

ALTER TABLE sessions ADD COLUMN announced BIGINT NOT NULL DEFAULT 1;
ALTER TABLE sessions ADD COLUMN resume_at BIGINT;

ALTER TABLE widget_sessions ADD COLUMN codes BIGINT NOT NULL DEFAULT 0;

-- The number itself is not kept: a keyed hash is enough to count.
CREATE TABLE code_limits (
    number_hash TEXT PRIMARY KEY,
    issued BIGINT NOT NULL,
    last_at BIGINT NOT NULL
);

-- One row per sealing key ever used, with a value only that key opens: losing a key is noticed at the start.
CREATE TABLE seal_keys (
    id TEXT PRIMARY KEY,
    proof BYTEA NOT NULL,
    created_at BIGINT NOT NULL
);

-- What an event came from, where it may come twice.
ALTER TABLE events ADD COLUMN source TEXT;
CREATE UNIQUE INDEX events_by_source ON events (tenant_id, session_name, source);
