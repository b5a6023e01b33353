-- Sessions, the people's attempts to connect them, and what happened. Times are milliseconds since 1970.

CREATE TABLE tenants (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    callback_allow_list TEXT NOT NULL,
    allowed_origins TEXT NOT NULL,
    signing_secret TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE api_keys (
    id TEXT PRIMARY KEY,
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    label TEXT NOT NULL,
    scopes BIGINT NOT NULL,
    is_active BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    name TEXT NOT NULL,
    status TEXT NOT NULL,
    phone_number TEXT,
    lid TEXT,
    push_name TEXT,
    business_name TEXT,
    platform TEXT,
    method TEXT,
    proxy TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    UNIQUE (tenant_id, name)
);

CREATE INDEX sessions_by_status ON sessions (status);

CREATE TABLE widget_sessions (
    id TEXT PRIMARY KEY,
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    mode TEXT NOT NULL,
    callback_url TEXT,
    allowed_origins TEXT NOT NULL,
    phone_number TEXT,
    theme TEXT NOT NULL,
    locale TEXT NOT NULL,
    state TEXT,
    outcome TEXT NOT NULL,
    opened BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE INDEX widget_sessions_by_session ON widget_sessions (session_id);

CREATE TABLE events (
    id TEXT PRIMARY KEY,
    tenant_id TEXT NOT NULL,
    session_name TEXT NOT NULL,
    event TEXT NOT NULL,
    payload TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE INDEX events_by_session ON events (tenant_id, session_name, id);

-- What the engine keeps of a session: its identity, its ratchets. Deleting a session leaves nothing here.
CREATE TABLE engine_keys (
    session_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    value BYTEA NOT NULL,
    PRIMARY KEY (session_id, kind, key)
);
