-- Keys that are switched off, deleted and seen in use; tenants with a look of their own and a secret on the way.

ALTER TABLE api_keys ADD COLUMN last_used_at INTEGER;
-- A deleted key stays as a row until it would have expired: until then its signature is good.
ALTER TABLE api_keys ADD COLUMN deleted_at INTEGER;
CREATE INDEX api_keys_by_tenant ON api_keys (tenant_id, id);

ALTER TABLE tenants ADD COLUMN brand TEXT NOT NULL DEFAULT '{}';
ALTER TABLE tenants ADD COLUMN next_signing_secret TEXT;
ALTER TABLE tenants ADD COLUMN next_signs_from INTEGER;
