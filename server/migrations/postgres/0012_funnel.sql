-- How far each link came, and how long each step took, without anything that names a session, a number or a person. A
-- row stays when its link is deleted; only the link names the row, so from then on nothing connects the two.
CREATE TABLE funnel (
    id BIGSERIAL PRIMARY KEY,
    tenant_id TEXT NOT NULL,
    -- Days since 1970, in UTC, on which the link was created.
    day BIGINT NOT NULL,
    -- The last method that the person used; NULL: none yet.
    method TEXT,
    -- Of the number, once one is known: ISO 3166-1 alpha-2.
    country TEXT,
    outcome TEXT NOT NULL,
    -- Why attempts failed, each once, each between two commas.
    reasons TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    opened_at BIGINT,
    -- Milliseconds from opening to each step.
    chosen_ms BIGINT,
    shown_ms BIGINT,
    scanned_ms BIGINT,
    linked_ms BIGINT
);

-- Has every column that statistics read, so that they need no other page of the table.
CREATE INDEX funnel_by_day ON funnel (tenant_id, day, method, country, outcome, reasons, expires_at, opened_at,
    chosen_ms, shown_ms, scanned_ms, linked_ms);
CREATE INDEX funnel_by_age ON funnel (day);

-- Links of before have none.
ALTER TABLE widget_sessions ADD COLUMN funnel_id BIGINT;
