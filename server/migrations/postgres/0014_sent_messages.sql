-- Messages that were sent over a linked device, until they are read, refused or too old: only their receipts are
-- reported. `delivered`: the report of the delivery is written.
CREATE TABLE sent_messages (
    session_id TEXT NOT NULL,
    id TEXT NOT NULL,
    delivered BIGINT NOT NULL,
    sent_at BIGINT NOT NULL,
    PRIMARY KEY (session_id, id)
);

CREATE INDEX sent_messages_by_time ON sent_messages (sent_at);

-- Until when WhatsApp lets the account write only to people with whom it has a conversation.
ALTER TABLE sessions ADD COLUMN restricted_until BIGINT;
