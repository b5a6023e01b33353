//! The widget, authenticated by its token in the `Authorization` header. URLs do not contain the token, because they
//! are logged.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use super::tenant::bearer;
use crate::app::App;
use crate::http::error::{ApiError, ErrorCode};
use crate::http::request_id;
use crate::sessions::open_widget::{self, LoadedLink};

pub(in crate::http) struct WidgetCaller {
    pub opened: LoadedLink,
    pub token: String,
}

impl FromRequestParts<App> for WidgetCaller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let token = bearer(&parts.headers).ok_or(ErrorCode::InvalidWidgetToken)?;
        let opened = open_widget::load(&app.sessions, token).await?;
        request_id::record_tenant(&opened.tenant.id);
        Ok(WidgetCaller {
            token: token.to_owned(),
            opened,
        })
    }
}
