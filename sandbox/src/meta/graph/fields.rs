//! The fields of objects, and the choice of them by the parameter `fields`.

use serde_json::{Map, Value, json};

use super::error::GraphError;
use super::request::GraphRequest;
use crate::clock::date;
use crate::meta::model::{Account, Hosting, Number};
use crate::meta::state::State;

/// An object with all its fields, and those that Graph returns if none are requested.
pub(super) struct Object {
    pub(super) kind: &'static str,
    pub(super) fields: Value,
    pub(super) defaults: &'static [&'static str],
}

impl Object {
    pub(super) fn account(state: &State, account: &Account) -> Object {
        let business = state.businesses.get(&account.business_id);
        let name = business.map_or("", |business| &business.name);
        Object {
            kind: "WhatsAppBusinessAccount",
            fields: json!({
                "id": account.id,
                "name": account.name,
                "currency": "BRL",
                "timezone_id": "25",
                "message_template_namespace": format!("sandbox_{}", account.id),
                "account_review_status": "APPROVED",
                "business_verification_status": "verified",
                "owner_business_info": { "name": name, "id": account.business_id },
            }),
            defaults: &[
                "id",
                "name",
                "currency",
                "timezone_id",
                "message_template_namespace",
            ],
        }
    }

    pub(super) fn number(state: &State, number: &Number) -> Object {
        Object {
            kind: "WhatsAppBusinessPhoneNumber",
            fields: number_fields(state, number),
            defaults: &[
                "verified_name",
                "code_verification_status",
                "display_phone_number",
                "quality_rating",
                "platform_type",
                "throughput",
                "last_onboarded_time",
                "webhook_configuration",
                "id",
            ],
        }
    }

    /// The requested fields.
    pub(super) fn select(&self, request: &GraphRequest) -> Result<Value, GraphError> {
        let Some(names) = request.param("fields") else {
            return Ok(self.pick(self.defaults.iter().copied()));
        };
        let names: Vec<&str> = names.split(',').map(str::trim).collect();
        if let Some(unknown) = names.iter().find(|name| self.fields.get(**name).is_none()) {
            return Err(GraphError::numbered(
                100,
                &format!(
                    "Tried accessing nonexisting field ({unknown}) on node type ({})",
                    self.kind
                ),
            ));
        }
        Ok(self.pick(names.into_iter().chain(["id"])))
    }

    /// A field without a value is left out.
    fn pick<'a>(&self, names: impl Iterator<Item = &'a str>) -> Value {
        let fields = names.filter_map(|name| {
            let value = self.fields.get(name).filter(|value| !value.is_null())?;
            Some((name.to_owned(), value.clone()))
        });
        Value::Object(fields.collect::<Map<_, _>>())
    }
}

fn number_fields(state: &State, number: &Number) -> Value {
    let is_hosted = number.hosting != Hosting::Unregistered;
    json!({
        "id": number.id,
        "display_phone_number": number.display(),
        "verified_name": number.verified_name,
        "code_verification_status": if number.verified { "VERIFIED" } else { "NOT_VERIFIED" },
        "quality_rating": if is_hosted { "GREEN" } else { "UNKNOWN" },
        "platform_type": if is_hosted { "CLOUD_API" } else { "NOT_APPLICABLE" },
        "status": if is_hosted { "CONNECTED" } else { "PENDING" },
        "name_status": "APPROVED",
        "throughput": { "level": if is_hosted { "STANDARD" } else { "NOT_APPLICABLE" } },
        "is_on_biz_app": number.hosting == Hosting::BusinessApp,
        "is_pin_enabled": number.pin.is_some(),
        "account_mode": "LIVE",
        "last_onboarded_time": number.onboarded_at.map(date),
        "webhook_configuration": webhook_configuration(state, number),
    })
}

/// The webhook addresses of the apps that are subscribed to the number's WABA.
fn webhook_configuration(state: &State, number: &Number) -> Option<Value> {
    let account = state.accounts.get(&number.account_id)?;
    let (app_id, subscription) = account.subscriptions.first_key_value()?;
    let mut configuration = json!({ "application": state.apps.get(app_id)?.webhook_url });
    if let Some(uri) = &subscription.override_callback_uri {
        configuration["whatsapp_business_account"] = json!(uri);
    }
    Some(configuration)
}
