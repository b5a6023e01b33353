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

-- What is watched of each linked session, and which warnings were sent.
CREATE TABLE session_watch (
    session_id TEXT PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
    linked_at BIGINT NOT NULL,
    -- When its phone gave its last sign.
    phone_seen_at BIGINT NOT NULL,
    phone_warned_at BIGINT,
    risk_warned_at BIGINT
);

-- The people that a session knows, each by a keyed hash: they wrote, or it wrote to them first.
CREATE TABLE session_contacts (
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    contact TEXT NOT NULL,
    is_first BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (session_id, contact)
);

CREATE INDEX session_contacts_by_first ON session_contacts (session_id, is_first, at);
CREATE INDEX session_contacts_by_age ON session_contacts (at);

-- Whether the tenant wants risky first messages to be refused.
ALTER TABLE tenants ADD COLUMN limits_first_messages BIGINT NOT NULL DEFAULT 0;
