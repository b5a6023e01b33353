-- Who waits for a session's codes and for which number they are, why an attempt failed, and links that WhatsApp
-- still has though their sessions were logged out or deleted.

-- A session of before may have been started by anybody: it goes on.
ALTER TABLE sessions ADD COLUMN started_by TEXT NOT NULL DEFAULT 'backend';
ALTER TABLE sessions ADD COLUMN code_lock TEXT;
ALTER TABLE sessions ADD COLUMN failure TEXT;

ALTER TABLE widget_sessions ADD COLUMN method TEXT;
ALTER TABLE widget_sessions ADD COLUMN reason TEXT;

-- Codes that were on show are for the number of the link that was opened last.
UPDATE sessions SET code_lock = (
    SELECT w.phone_number FROM widget_sessions w
    WHERE w.session_id = sessions.id AND w.opened = 1 AND w.outcome = 'open'
    ORDER BY w.id DESC LIMIT 1
) WHERE status = 'scanning';

CREATE TABLE unlinkings (
    id TEXT PRIMARY KEY,
    tenant_id TEXT NOT NULL,
    proxy TEXT,
    attempts INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL
);

CREATE INDEX unlinkings_by_time ON unlinkings (next_at);
