-- Which WhatsApp network the sessions are linked on: 'whatsapp', or 'sandbox:' and the sandbox's root public key.
-- One row, written by the first start of the service.

CREATE TABLE installation (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    network TEXT NOT NULL,
    recorded_at BIGINT NOT NULL
);
