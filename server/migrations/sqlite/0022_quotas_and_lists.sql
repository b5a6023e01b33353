-- Quotas that the operator gave a tenant; NULL: the default of the configuration.
ALTER TABLE tenants ADD COLUMN quota_sessions BIGINT;
ALTER TABLE tenants ADD COLUMN quota_open_links BIGINT;
ALTER TABLE tenants ADD COLUMN quota_webhooks BIGINT;

CREATE INDEX widget_sessions_open ON widget_sessions (tenant_id, expires_at) WHERE outcome = 'open';

-- Lists are read page by page, in these orders.
CREATE INDEX sessions_by_creation ON sessions (tenant_id, created_at, id);
CREATE INDEX tenants_by_creation ON tenants (created_at, id);
DROP INDEX webhooks_by_tenant;
CREATE INDEX webhooks_by_tenant ON webhooks (tenant_id, id);
DROP INDEX meta_apps_by_tenant;
CREATE INDEX meta_apps_by_tenant ON meta_apps (tenant_id, app_id);
CREATE INDEX webhook_deliveries_failed ON webhook_deliveries (webhook_id, event_id) WHERE state = 'failed';
