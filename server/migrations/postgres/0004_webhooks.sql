-- Webhooks, the outbox of each event for each webhook, and what became of every attempt.

CREATE TABLE webhooks (
    id BIGSERIAL PRIMARY KEY,
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    url TEXT NOT NULL,
    session_name TEXT,
    label TEXT,
    headers TEXT NOT NULL,
    retries TEXT,
    enabled BIGINT NOT NULL,
    disabled_reason TEXT,
    failing_since BIGINT,
    failures BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE INDEX webhooks_by_tenant ON webhooks (tenant_id);

-- Which events a webhook wants; '*' for all.
CREATE TABLE webhook_events (
    webhook_id BIGINT NOT NULL,
    event TEXT NOT NULL,
    PRIMARY KEY (webhook_id, event)
);

-- The keys that sign, sealed. The one without an end is the current one.
CREATE TABLE webhook_keys (
    id TEXT PRIMARY KEY,
    webhook_id BIGINT NOT NULL,
    hmac_key TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT
);

CREATE INDEX webhook_keys_by_webhook ON webhook_keys (webhook_id);

-- An event that concerns one webhook goes to that one alone, or to every other.
ALTER TABLE events ADD COLUMN only_webhook BIGINT;
ALTER TABLE events ADD COLUMN except_webhook BIGINT;
CREATE INDEX events_by_tenant ON events (tenant_id, created_at);
CREATE INDEX events_by_age ON events (created_at);

CREATE TABLE webhook_deliveries (
    webhook_id BIGINT NOT NULL,
    event_id TEXT NOT NULL,
    session_name TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (webhook_id, event_id)
);

CREATE INDEX webhook_deliveries_waiting ON webhook_deliveries (webhook_id, session_name, event_id) WHERE state = 'pending';
CREATE INDEX webhook_deliveries_by_event ON webhook_deliveries (event_id);

CREATE TABLE webhook_attempts (
    id BIGSERIAL PRIMARY KEY,
    webhook_id BIGINT NOT NULL,
    event_id TEXT NOT NULL,
    at BIGINT NOT NULL,
    status BIGINT,
    failure TEXT,
    duration_ms BIGINT NOT NULL,
    answer TEXT NOT NULL
);

CREATE INDEX webhook_attempts_by_delivery ON webhook_attempts (webhook_id, event_id, id);

-- One row for each session and webhook: events leave a lane one after the other. `next_at` is empty when nothing
-- waits; `version` grows with every event that joins, so that a lane is not put to rest over a newcomer.
CREATE TABLE webhook_lanes (
    webhook_id BIGINT NOT NULL,
    session_name TEXT NOT NULL,
    next_at BIGINT,
    version BIGINT NOT NULL,
    claimed_by TEXT,
    claimed_until BIGINT NOT NULL,
    stalled BIGINT NOT NULL,
    PRIMARY KEY (webhook_id, session_name)
);

CREATE INDEX webhook_lanes_due ON webhook_lanes (webhook_id, next_at) WHERE next_at IS NOT NULL;
