-- The version of the web client that WhatsApp has published last.
CREATE TABLE whatsapp_version (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    version TEXT NOT NULL,
    -- When a look-up named it first, and last.
    since BIGINT NOT NULL,
    checked_at BIGINT NOT NULL
);
