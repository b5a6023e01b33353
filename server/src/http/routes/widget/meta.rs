//! `GET /widget/meta?code=…&state=…`: Meta's window comes back to this address when it was opened as a page. The browser
//! goes on to the link's page, which has its token in the tab's storage.

use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::domain::meta_app::SignupCode;
use crate::http::error::{ApiError, internal};
use crate::http::extract::WantedLooks;
use crate::http::headers;
use crate::http::pages::rejected_link::{self, RejectedLink};
use crate::sessions::Sessions;
use crate::sessions::open_widget::{self, OpenLinkError};
use crate::sessions::signup::{self, SignupError};

#[derive(Deserialize)]
pub(in crate::http) struct Returned {
    state: Option<String>,
    /// Absent if the person gave up, or Meta refused.
    code: Option<String>,
    error_reason: Option<String>,
}

pub(in crate::http) async fn get(
    State(sessions): State<Sessions>,
    wanted: WantedLooks,
    Query(returned): Query<Returned>,
) -> Result<Response, ApiError> {
    let state = returned.state.unwrap_or_default();
    let link = match open_widget::load_by_state(&sessions, &state).await {
        Ok(link) => link,
        Err(OpenLinkError::Store(error)) => return Err(error.into()),
        Err(_) => return reject(&wanted),
    };
    if let Some(code) = returned.code.filter(|code| !code.is_empty()) {
        let address = sessions.meta.return_url().to_owned();
        let code = SignupCode::new(code);
        match signup::exchange(&sessions, &link, code, Some(address)).await {
            // The link's page says what has become of it.
            Ok(()) | Err(SignupError::NotExpected | SignupError::NotOffered) => {}
            Err(SignupError::Store(error)) => return Err(error.into()),
        }
    } else if let Some(reason) = returned.error_reason {
        signup::note_error(&link, &reason);
    }
    let page = format!("/widget/connect/{}", link.widget.id);
    let headers = [
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    Ok((headers, Redirect::to(&page)).into_response())
}

fn reject(wanted: &WantedLooks) -> Result<Response, ApiError> {
    let page = rejected_link::page(RejectedLink::Invalid, wanted.language())
        .map_err(|error| internal(&error))?;
    let page = headers::page(page)?;
    Ok((axum::http::StatusCode::FORBIDDEN, page).into_response())
}
