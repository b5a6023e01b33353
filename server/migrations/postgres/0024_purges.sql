-- Until when the last link of a session that exists only for links is valid. NULL: the tenant has used the session by
-- itself, or a number was linked, so it stays until it is deleted.
ALTER TABLE sessions ADD COLUMN links_until BIGINT;

-- A link and its new session are created within a millisecond, which two requests are not.
UPDATE sessions SET links_until = (
    SELECT MAX(w.expires_at) FROM widget_sessions w WHERE w.session_id = sessions.id
) WHERE phone_number IS NULL AND announced = 0 AND method IS NULL AND sealed_proxy IS NULL AND proxy IS NULL
    AND (status = 'created' OR started_by = 'link') AND EXISTS (
        SELECT 1 FROM widget_sessions w WHERE w.session_id = sessions.id
        AND w.created_at BETWEEN sessions.created_at AND sessions.created_at + 1
    );

CREATE INDEX sessions_by_links ON sessions (links_until) WHERE links_until IS NOT NULL;
CREATE INDEX widget_sessions_by_end ON widget_sessions (expires_at);
CREATE INDEX widget_sessions_by_funnel ON widget_sessions (funnel_id);
CREATE INDEX code_limits_by_time ON code_limits (last_at);
CREATE INDEX webhook_lanes_idle ON webhook_lanes (webhook_id, session_name) WHERE next_at IS NULL;

-- The rows of `funnel` whose links were deleted, added up: for each step how many links came to it (`took` is -1), and
-- for each time of a step how many links took so long. Unknown methods and countries are empty.
CREATE TABLE funnel_sums (
    tenant_id TEXT NOT NULL,
    day BIGINT NOT NULL,
    method TEXT NOT NULL,
    country TEXT NOT NULL,
    outcome TEXT NOT NULL,
    reasons TEXT NOT NULL,
    step TEXT NOT NULL,
    took BIGINT NOT NULL,
    links BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, day, method, country, outcome, reasons, step, took)
);

CREATE INDEX funnel_sums_by_age ON funnel_sums (day);
CREATE INDEX funnel_by_end ON funnel (expires_at);
