//! What a signup has granted: the token, and the accounts that it covers.

use serde_json::Value;

use super::GraphError;
use crate::domain::meta_app::{AccessToken, DigitId};
use crate::domain::time::Timestamp;

/// The answer to an exchange.
pub struct Exchanged {
    pub token: AccessToken,
}

impl Exchanged {
    pub(super) fn read(answer: &Value) -> Result<Self, GraphError> {
        let token = answer["access_token"].as_str().filter(|it| !it.is_empty());
        let token = token.ok_or_else(|| GraphError::unexpected("Meta's answer has no token"))?;
        Ok(Exchanged {
            token: AccessToken::new(token),
        })
    }
}

/// What Meta says about a token.
#[derive(Debug, PartialEq, Eq)]
pub struct TokenInfo {
    pub app_id: String,
    pub is_valid: bool,
    /// `None`: never.
    pub expires_at: Option<Timestamp>,
    /// The accounts that it names, newest first. Scopes that name no account do not mean every account.
    pub waba_ids: Vec<DigitId>,
}

/// The names of scopes have changed before; what counts is that they are about WhatsApp Business.
const SCOPES: &str = "whatsapp_business_";

impl TokenInfo {
    pub(super) fn read(answer: &Value) -> Result<Self, GraphError> {
        let data = &answer["data"];
        let is_valid = data["is_valid"].as_bool();
        let is_valid =
            is_valid.ok_or_else(|| GraphError::unexpected("Meta's answer has no token data"))?;
        Ok(TokenInfo {
            app_id: text(&data["app_id"]),
            is_valid,
            expires_at: data["expires_at"]
                .as_i64()
                .filter(|seconds| *seconds > 0)
                .and_then(|seconds| seconds.checked_mul(1000))
                .map(Timestamp::from_millis),
            waba_ids: waba_ids(&data["granular_scopes"]),
        })
    }
}

fn waba_ids(scopes: &Value) -> Vec<DigitId> {
    let mut ids = Vec::new();
    for scope in scopes.as_array().into_iter().flatten() {
        let name = scope["scope"].as_str().unwrap_or_default();
        if !name.starts_with(SCOPES) {
            continue;
        }
        for target in scope["target_ids"].as_array().into_iter().flatten() {
            match DigitId::parse(&text(target)) {
                Some(id) if !ids.contains(&id) => ids.push(id),
                _ => {}
            }
        }
    }
    ids
}

/// Meta writes ids as text, and sometimes as numbers.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn ids(scopes: Value) -> Vec<String> {
        let ids = waba_ids(&scopes);
        ids.iter().map(|id| id.as_str().to_owned()).collect()
    }

    #[test]
    fn the_accounts_are_those_of_the_whatsapp_scopes() {
        for (scopes, expected) in [
            (
                json!([{"scope": "whatsapp_business_management", "target_ids": ["2", "1"]},
                       {"scope": "whatsapp_business_messaging", "target_ids": ["2", "1"]}]),
                vec!["2", "1"],
            ),
            (
                json!([{"scope": "whatsapp_business_manage_events", "target_ids": [3]}]),
                vec!["3"],
            ),
            // Without targets a scope names no account.
            (json!([{"scope": "whatsapp_business_management"}]), vec![]),
            (
                json!([{"scope": "pages_show_list", "target_ids": ["9"]}]),
                vec![],
            ),
            (
                json!([{"scope": "whatsapp_business_management", "target_ids": ["../9", null]}]),
                vec![],
            ),
            (json!(null), vec![]),
        ] {
            assert_eq!(ids(scopes.clone()), expected, "{scopes}");
        }
    }

    #[test]
    fn a_token_that_never_expires_has_no_end() {
        for (expires_at, expected) in [
            (json!(0), None),
            (json!(null), None),
            (
                json!(1_700_000_000),
                Some(Timestamp::from_millis(1_700_000_000_000)),
            ),
        ] {
            let answer = json!({"data": {"app_id": 1, "is_valid": true, "expires_at": expires_at}});
            let info = TokenInfo::read(&answer).unwrap();
            assert_eq!((info.expires_at, info.app_id.as_str()), (expected, "1"));
        }
    }

    #[test]
    fn an_answer_without_data_says_nothing_about_the_token() {
        assert!(TokenInfo::read(&json!({})).is_err());
        assert!(Exchanged::read(&json!({"access_token": ""})).is_err());
    }
}
