-- The version of the web client that WhatsApp has published last.
CREATE TABLE whatsapp_version (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    version TEXT NOT NULL,
    -- When a look-up named it first, and last.
    since BIGINT NOT NULL,
    checked_at BIGINT NOT NULL
);

-- What happened to a session's connection, for `titan-connect report`: words and error codes, no number and no name.
-- Only the last entries of each session are kept.
CREATE TABLE session_history (
    id BIGSERIAL PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    at BIGINT NOT NULL,
    what TEXT NOT NULL,
    code TEXT
);

CREATE INDEX session_history_by_session ON session_history (session_id, id);
