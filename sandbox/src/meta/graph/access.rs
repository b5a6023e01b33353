//! What the token of a request allows.

use super::error::GraphError;
use super::request::GraphRequest;
use super::token_error::{check_state, no_token, unparsable};
use crate::meta::Meta;
use crate::meta::model::{Account, MetaApp, Number, Token};
use crate::meta::secret::hmac_hex;
use crate::meta::state::State;

/// Scopes that allow reading and changing a WABA. Newer tokens have the second one instead of the first.
const MANAGE: [&str; 2] = [
    "whatsapp_business_management",
    "whatsapp_business_manage_events",
];
const MESSAGE: [&str; 1] = ["whatsapp_business_messaging"];

/// A valid business token.
pub(super) struct Access {
    pub(super) token: Token,
}

impl Access {
    pub(super) fn of(meta: &Meta, request: &GraphRequest) -> Result<Access, GraphError> {
        let state = meta.store.read();
        let value = request.token().ok_or_else(no_token)?;
        let token = state.tokens.get(&value).ok_or_else(unparsable)?;
        let app = state.apps.get(&token.app_id).ok_or_else(unparsable)?;
        check_state(token, meta.now())?;
        check_proof(app, &value, request)?;
        Ok(Access {
            token: token.clone(),
        })
    }

    /// Access that may read and change WABAs.
    pub(super) fn to_manage(meta: &Meta, request: &GraphRequest) -> Result<Access, GraphError> {
        Access::of(meta, request)?.with_scope(&MANAGE, || {
            GraphError::numbered(10, "Application does not have permission for this action")
        })
    }

    /// Access that may register numbers and send messages.
    pub(super) fn to_message(meta: &Meta, request: &GraphRequest) -> Result<Access, GraphError> {
        Access::of(meta, request)?.with_scope(&MESSAGE, || {
            let text = "You do not have the necessary permissions required to send messages on behalf of this \
                        WhatsApp Business Account";
            GraphError::numbered(200, text).status(403)
        })
    }

    fn with_scope(
        self,
        scopes: &[&str],
        error: impl FnOnce() -> GraphError,
    ) -> Result<Access, GraphError> {
        match self.token.has_scope(scopes) {
            true => Ok(self),
            false => Err(error()),
        }
    }

    /// The WABA in the path, if the business granted it.
    pub(super) fn account<'a>(
        &self,
        state: &'a State,
        request: &GraphRequest,
    ) -> Result<&'a Account, GraphError> {
        let id = object_id(request);
        let account = state.accounts.get(id);
        account
            .filter(|account| self.token.covers(&account.id))
            .ok_or_else(|| unsupported(request))
    }

    /// The number in the path, if the business granted its WABA.
    pub(super) fn number<'a>(
        &self,
        state: &'a State,
        request: &GraphRequest,
    ) -> Result<&'a Number, GraphError> {
        let number = state.numbers.get(object_id(request));
        number
            .filter(|number| self.token.covers(&number.account_id))
            .ok_or_else(|| unsupported(request))
    }
}

fn object_id(request: &GraphRequest) -> &str {
    request.segments.first().map_or("", String::as_str)
}

/// Graph's error for an object that does not exist, or that the token does not cover.
pub(super) fn unsupported(request: &GraphRequest) -> GraphError {
    let method = request.method.as_str().to_lowercase();
    let id = object_id(request);
    let message = format!(
        "Unsupported {method} request. Object with ID '{id}' does not exist, cannot be loaded due to missing \
         permissions, or does not support this operation. Please read the Graph API documentation at \
         https://developers.facebook.com/docs/graph-api"
    );
    GraphError::method(100, message).subcode(33)
}

/// `appsecret_proof` counts only in the query. It is verified whenever it is sent.
pub(super) fn check_proof(
    app: &MetaApp,
    token: &str,
    request: &GraphRequest,
) -> Result<(), GraphError> {
    let proof = request.query.get("appsecret_proof");
    match proof.and_then(|proof| proof.as_str()) {
        Some(proof) if proof == hmac_hex(&app.app_secret, token.as_bytes()) => Ok(()),
        Some(_) => Err(GraphError::method(
            100,
            "Invalid appsecret_proof provided in the API argument",
        )),
        None if app.require_proof => Err(GraphError::method(
            100,
            "API calls from the server require an appsecret_proof argument",
        )),
        None => Ok(()),
    }
}
