-- Phone codes granted by one statement; webhooks, sessions and replays worked off in batches that survive a crash.

-- How long whoever asked last was told to wait; 0 where the code was granted.
ALTER TABLE code_limits ADD COLUMN wait_ms BIGINT NOT NULL DEFAULT 0;

-- Keys of the installation that outlive the rotation of every other, sealed.
CREATE TABLE service_keys (
    name TEXT PRIMARY KEY,
    sealed TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

-- A deleted webhook is invisible from then on; its row goes after the last of the rows that belong to it.
ALTER TABLE webhooks ADD COLUMN deleted_at BIGINT;

-- A deleted session whose keys and events are still being deleted. Events after `last_event` are those of a new
-- session of the same name.
CREATE TABLE session_purges (
    session_id TEXT PRIMARY KEY,
    tenant_id TEXT NOT NULL,
    session_name TEXT NOT NULL,
    last_event TEXT NOT NULL
);

-- A replay under way: every event from `since` to `until`, of which those up to `reached_at`, `reached_event` are queued.
CREATE TABLE webhook_replays (
    webhook_id BIGINT NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    reached_at BIGINT NOT NULL,
    reached_event TEXT NOT NULL,
    PRIMARY KEY (webhook_id, since, until)
);

-- Batches continue after an event.
DROP INDEX events_by_tenant;
CREATE INDEX events_by_tenant ON events (tenant_id, created_at, id);
