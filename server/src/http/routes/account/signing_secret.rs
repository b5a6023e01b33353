//! `POST /api/account/signing-secret`: creates a new secret for redirects. It is returned once and signs after a
//! notice period.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use protocol::api::Data;
use protocol::api::account::{RotateSigningSecret, SigningSecret};

use super::settings::tenant;
use crate::account::Accounts;
use crate::account::rotate_signing;
use crate::domain::signing::{MAX_NOTICE, NOTICE};
use crate::http::error::{ApiError, ErrorCode};
use crate::http::extract::{Body, Owner};
use crate::http::headers::{PRIVATE, Private};

/// Create a new redirect signing secret.
///
/// It is returned only here and is used after a notice period, so that your backend can be updated first.
#[utoipa::path(
    post,
    path = "/api/account/signing-secret",
    operation_id = "rotateSigningSecret",
    tag = "Account",
    security(("apiKey" = ["*"])),
    request_body = RotateSigningSecret,
    responses((status = 201, description = "The secret, and the time from which it is used.", body = Data<SigningSecret>)),
    extensions(("x-errors" = json!(["invalid_notice"]))),
)]
pub(in crate::http) async fn post(
    State(accounts): State<Accounts>,
    Owner { tenant_id, .. }: Owner,
    Body(body): Body<RotateSigningSecret>,
) -> Result<(StatusCode, Private, Json<Data<SigningSecret>>), ApiError> {
    let notice = body.notice_seconds.map_or(NOTICE, Duration::from_secs);
    if notice > MAX_NOTICE {
        return Err(ApiError::with(
            ErrorCode::InvalidNotice,
            format!(
                "`noticeSeconds` is at most {} (30 days); 0 lets the new secret sign at once.",
                MAX_NOTICE.as_secs()
            ),
        ));
    }
    let tenant = tenant(&accounts, &tenant_id).await?;
    let (secret, from) = rotate_signing::rotate(&accounts, &tenant.id, notice).await?;
    let data = SigningSecret {
        secret: secret.expose().to_owned(),
        signs_from: from.to_string(),
    };
    Ok((StatusCode::CREATED, PRIVATE, Json(Data { data })))
}
