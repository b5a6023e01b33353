//! `POST /api/{session}/pair/phone`: a code to type on the phone.

use axum::Json;
use axum::extract::State;
use protocol::api::{PairPhone, PairPhoneCode};

use crate::app::App;
use crate::domain::phone::PhoneNumber;
use crate::http::error::ApiError;
use crate::http::extract::{Body, Managed};
use crate::http::headers::PRIVATE;
use crate::sessions::pair_by_phone::{Asker, pair_by_phone};

type Answer = (
    [(axum::http::HeaderName, axum::http::HeaderValue); 1],
    Json<PairPhoneCode>,
);

pub(in crate::http) async fn post(
    State(app): State<App>,
    Managed(session): Managed,
    Body(wish): Body<PairPhone>,
) -> Result<Answer, ApiError> {
    let number = PhoneNumber::parse(&wish.phone_number)?;
    let issued = pair_by_phone(&app, &session, &number, &Asker::Backend).await?;
    let answer = PairPhoneCode {
        code: issued.code.0,
        expires_at: issued.expires_at.to_string(),
        event: None,
    };
    Ok((PRIVATE, Json(answer)))
}
