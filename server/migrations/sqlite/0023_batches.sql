-- What is deleted in batches is found by these.
CREATE INDEX widget_sessions_by_app ON widget_sessions (meta_app, expires_at) WHERE meta_app IS NOT NULL;
CREATE INDEX cloud_accounts_by_app ON cloud_accounts (meta_app);
CREATE INDEX signups_by_age ON signups (updated_at);
CREATE INDEX api_keys_deleted ON api_keys (expires_at) WHERE deleted_at IS NOT NULL;
