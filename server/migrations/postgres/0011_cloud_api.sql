-- The Cloud API: Meta apps that tenants gave with their links, signups under way, and the numbers that they connected.
-- Secrets, tokens and PINs are sealed.
CREATE TABLE meta_apps (
    key TEXT NOT NULL PRIMARY KEY,
    tenant_id TEXT NOT NULL,
    app_id TEXT NOT NULL,
    config_id TEXT NOT NULL,
    secret TEXT NOT NULL,
    graph_version TEXT NOT NULL,
    extras TEXT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE INDEX meta_apps_by_tenant ON meta_apps (tenant_id);

-- NULL: the operator's app.
ALTER TABLE widget_sessions ADD COLUMN meta_app TEXT;

CREATE TABLE signups (
    id TEXT NOT NULL PRIMARY KEY,
    session_id TEXT NOT NULL,
    meta_app TEXT NOT NULL,
    step TEXT NOT NULL,
    problem TEXT,
    code_hash TEXT,
    claimed TEXT NOT NULL,
    token TEXT,
    token_expires_at BIGINT,
    numbers TEXT NOT NULL,
    chosen TEXT,
    pin TEXT,
    updated_at BIGINT NOT NULL
);

CREATE INDEX signups_by_session ON signups (session_id);

-- `state`: reserved by a signup that is registering the number, active, or ended. An ended one keeps only the number's
-- PIN, because connecting the number again needs it.
CREATE TABLE cloud_accounts (
    session_id TEXT NOT NULL PRIMARY KEY,
    meta_app TEXT NOT NULL,
    waba_id TEXT NOT NULL,
    phone_number_id TEXT NOT NULL,
    phone_number TEXT NOT NULL,
    token TEXT,
    token_expires_at BIGINT,
    pin TEXT,
    registered BIGINT NOT NULL,
    state TEXT NOT NULL,
    warned BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE UNIQUE INDEX cloud_accounts_by_number ON cloud_accounts (phone_number_id) WHERE state <> 'ended';
CREATE INDEX cloud_accounts_by_waba ON cloud_accounts (waba_id, meta_app);

-- What has to be undone at Meta; NULL: a linked device of WhatsApp.
ALTER TABLE unlinkings ADD COLUMN cloud TEXT;
ALTER TABLE unlinkings ADD COLUMN meta_app TEXT;
