-- Only first messages are stored here; the engine knows the contacts.
CREATE TABLE first_messages (
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    -- A keyed hash of the person.
    recipient TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (session_id, recipient)
);

CREATE INDEX first_messages_by_session ON first_messages (session_id, at);
CREATE INDEX first_messages_by_age ON first_messages (at);

INSERT INTO first_messages (session_id, recipient, at)
SELECT session_id, contact, at FROM session_contacts WHERE is_first = 1;

DROP TABLE session_contacts;
