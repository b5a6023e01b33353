//! `POST /api/sessions`

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use protocol::api::{self, Data};

use crate::app::App;
use crate::domain::name::SessionName;
use crate::domain::proxy::ProxyUrl;
use crate::http::error::ApiError;
use crate::http::extract::{Body, Manages};
use crate::http::view;
use crate::sessions::{create, start};

pub(in crate::http) async fn post(
    State(app): State<App>,
    caller: Manages,
    Body(wish): Body<api::CreateSession>,
) -> Result<(StatusCode, Json<Data<api::Session>>), ApiError> {
    let name = SessionName::parse(&wish.name)?;
    let proxy = wish.proxy.map(proxy).transpose()?;
    let mut session = create::create(&app, &caller.tenant_id, name, proxy).await?;
    if wish.start {
        session = start::start(&app, &session).await?;
    }
    Ok((
        StatusCode::CREATED,
        Json(Data {
            data: view::session(&session),
        }),
    ))
}

/// A checked proxy address.
pub(super) fn proxy(text: String) -> Result<String, ApiError> {
    ProxyUrl::parse(&text)
        .map_err(|error| ApiError::field("invalid_proxy", format!("{error}.")))?;
    Ok(text)
}
