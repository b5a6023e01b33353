//! Converts domain values to the API's JSON.

use protocol::api;
use protocol::api::account;
use serde_json::{Value, json};

use crate::account::create_key::CreatedKey;
use crate::account::quotas::CountedTenant;
use crate::domain::api_key::ApiKeyRecord;
use crate::domain::paging::{List, Page};
use crate::domain::presence::Presence;
use crate::domain::proxy::ProxyUrl;
use crate::domain::quota::Quota;
use crate::domain::session::Session;
use crate::domain::time::Timestamp;
use crate::domain::widget_session::{Outcome, WidgetSession};
use crate::http::routes::account::texts;

pub fn session(session: &Session) -> api::Session {
    let account = session.account();
    api::Session {
        name: session.name.to_string(),
        status: session.status().word().to_owned(),
        status_reason: session.status().reason().map(str::to_owned),
        failure: session.failure.map(|failure| failure.as_str().to_owned()),
        restricted_until: session.restricted_until.map(|at| at.to_string()),
        phone_number: account.map(|account| account.phone_number.clone()),
        push_name: account.and_then(|account| account.push_name.clone()),
        business_name: account.and_then(|account| account.business_name.clone()),
        platform: account.map(|account| account.platform.as_str().to_owned()),
        lid: account.and_then(|account| account.lid.clone()),
        method: session.method.map(|method| method.as_str().to_owned()),
        proxy: session.proxy.as_ref().map(ProxyUrl::masked),
        presence: presence(session.presence),
        created_at: session.created_at.to_string(),
        updated_at: session.updated_at.to_string(),
        unlinked: None,
    }
}

pub(super) fn read_presence(presence: api::Presence) -> Presence {
    match presence {
        api::Presence::Available => Presence::Available,
        api::Presence::Unavailable => Presence::Unavailable,
    }
}

fn presence(presence: Presence) -> api::Presence {
    match presence {
        Presence::Available => api::Presence::Available,
        Presence::Unavailable => api::Presence::Unavailable,
    }
}

pub(super) fn widget_session(
    widget: &WidgetSession,
    session: String,
    now: Timestamp,
) -> api::WidgetSession {
    let over = widget.outcome == Outcome::Open && now >= widget.expires_at;
    api::WidgetSession {
        id: widget.id.to_string(),
        session,
        mode: widget.mode.as_str().to_owned(),
        outcome: if over {
            "expired"
        } else {
            widget.outcome.as_str()
        }
        .to_owned(),
        method: widget.method.map(|method| method.as_str().to_owned()),
        reason: widget.reason.map(|reason| reason.as_str().to_owned()),
        state: widget.state.clone(),
        created_at: widget.created_at.to_string(),
        expires_at: widget.expires_at.to_string(),
    }
}

pub fn key(key: &ApiKeyRecord) -> account::Key {
    account::Key {
        id: key.id.to_string(),
        key: None,
        label: key.label.as_str().to_owned(),
        scopes: key.scopes.names().into_iter().map(str::to_owned).collect(),
        tenant_id: key.tenant_id.to_string(),
        is_active: key.is_active,
        created_at: key.created_at.to_string(),
        expires_at: key.expires_at.to_string(),
        last_used_at: key.last_used_at.map(|at| at.to_string()),
    }
}

/// The new key's record with the key itself.
pub fn new_key(created: CreatedKey) -> account::Key {
    account::Key {
        key: Some(created.key),
        ..key(&created.record)
    }
}

pub fn tenant(counted: &CountedTenant) -> account::Tenant {
    let tenant = &counted.tenant;
    let brand = &tenant.brand;
    account::Tenant {
        id: tenant.id.to_string(),
        name: tenant.name.clone(),
        callback_allow_list: tenant.callback_allow_list.clone(),
        allowed_origins: tenant
            .allowed_origins
            .iter()
            .map(ToString::to_string)
            .collect(),
        branding: account::Branding {
            name: brand.name.as_ref().map(|name| name.as_str().to_owned()),
            logo_url: brand.logo.as_ref().map(|logo| logo.as_str().to_owned()),
            colors: account::Colors {
                accent: brand.accent.map(|color| color.to_string()),
                accent_dark: brand.accent_dark.map(|color| color.to_string()),
            },
            locale: brand.locale.as_ref().map(|it| it.as_str().to_owned()),
            texts: texts::shown(&brand.texts),
        },
        limit_first_messages: tenant.limits_first_messages,
        quotas: quotas(counted),
        created_at: tenant.created_at.to_string(),
        signing_secret: None,
    }
}

fn quotas(counted: &CountedTenant) -> account::Quotas {
    let of = |quota: Quota| account::Quota {
        limit: counted.quotas.of(quota),
        used: counted.used.of(quota),
        is_default: counted.tenant.quotas.of(quota).is_none(),
    };
    account::Quotas {
        sessions: of(Quota::Sessions),
        open_links: of(Quota::OpenLinks),
        webhooks: of(Quota::Webhooks),
    }
}

/// The new tenant with its signing secret.
pub fn new_tenant(new: &CountedTenant) -> account::Tenant {
    account::Tenant {
        signing_secret: Some(new.tenant.signing.current.expose().to_owned()),
        ..tenant(new)
    }
}

/// A page of a list, with the cursor of the next one.
pub(super) fn page<T, V>(list: List, page: &Page<T>, show: impl Fn(&T) -> V) -> api::Page<V> {
    api::Page {
        data: page.items.iter().map(show).collect(),
        next_cursor: page.next.as_ref().map(|position| list.cursor(position)),
    }
}

/// The response to a deletion.
pub(super) fn deleted(field: &str, name: &str) -> Value {
    json!({"data": {field: name, "deleted": true}})
}
