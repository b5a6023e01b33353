//! `POST /widget/phone`: a code to enter on the phone.

use axum::Json;
use axum::extract::State;
use protocol::api::WidgetPhone;
use serde_json::{Value, json};

use crate::domain::mode::Method;
use crate::domain::phone::PhoneNumber;
use crate::http::error::{ApiError, ErrorCode};
use crate::http::extract::{Body, WidgetCaller};
use crate::sessions::Sessions;
use crate::sessions::pair_by_phone::{Caller, pair_by_phone};

pub(in crate::http) async fn post(
    State(sessions): State<Sessions>,
    mut caller: WidgetCaller,
    Body(request): Body<WidgetPhone>,
) -> Result<Json<Value>, ApiError> {
    let opened = &mut caller.opened;
    if !opened.widget.is_open(sessions.now())
        || !sessions
            .methods
            .of(&opened.widget)
            .contains(&Method::Pairing)
    {
        return Err(ErrorCode::InvalidWidgetToken.into());
    }
    let number = match &request.country {
        Some(country) => PhoneNumber::parse_in(country, &request.phone_number)?,
        None => PhoneNumber::parse(&request.phone_number)?,
    };
    opened.start(&sessions).await?;
    let widget = &opened.widget;
    let session = opened.live.borrow().session.clone();
    let asker = Caller::Widget {
        id: &widget.id,
        lock: widget.phone_number.as_ref(),
    };
    let issued = pair_by_phone(&sessions, &session, &number, &asker).await?;
    let remaining = issued.expires_at.remaining(sessions.now());
    Ok(Json(json!({"data": {
        "code": issued.code.expose(),
        "phoneNumber": issued.number.as_str(),
        "remainingMs": remaining.as_millis(),
        "lastsMs": issued.lasts.as_millis(),
    }})))
}
