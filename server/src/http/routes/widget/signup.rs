//! `POST /widget/signup`: what the widget learns from Meta's window, and what the person decides. The response is the
//! view to show.

use axum::Json;
use axum::extract::State;
use protocol::api::{Data, WidgetSignup};
use protocol::view::View;

use crate::domain::cloud_account::Pin;
use crate::domain::meta_app::{DigitId, SignupCode};
use crate::domain::signup::Claimed;
use crate::http::error::{ApiError, ErrorCode};
use crate::http::extract::{Body, WidgetCaller};
use crate::http::pages::qr;
use crate::sessions::open_widget::LoadedLink;
use crate::sessions::{Sessions, signup, view};

/// Meta's codes have a few hundred characters.
const LONGEST_CODE: usize = 4096;

pub(in crate::http) async fn post(
    State(sessions): State<Sessions>,
    caller: WidgetCaller,
    Body(request): Body<WidgetSignup>,
) -> Result<Json<Data<View>>, ApiError> {
    let mut link = caller.opened;
    take(&sessions, &link, request).await?;
    let live = link.refresh(&sessions).await;
    let data = view::view(&link, &live, sessions.now(), &qr::drawer(&sessions));
    Ok(Json(Data { data }))
}

async fn take(
    sessions: &Sessions,
    link: &LoadedLink,
    request: WidgetSignup,
) -> Result<(), ApiError> {
    match request {
        WidgetSignup::Begin => signup::begin(sessions, link).await?,
        WidgetSignup::Report {
            waba_ids,
            phone_number_id,
            coexistence,
        } => {
            let claimed = Claimed {
                waba_ids,
                phone_number_id,
                coexistence,
            };
            signup::report(sessions, link, claimed).await?;
        }
        WidgetSignup::Code { code } => {
            let fits = (1..=LONGEST_CODE).contains(&code.len());
            let code = fits.then(|| SignupCode::new(code));
            signup::exchange(sessions, link, code.ok_or_else(unreadable)?, None).await?;
        }
        WidgetSignup::Choose { number } => {
            let number = DigitId::parse(&number).ok_or_else(unreadable)?;
            signup::choose(sessions, link, &number).await?;
        }
        WidgetSignup::Pin { pin } => {
            let pin = Pin::parse(&pin).ok_or_else(|| {
                ApiError::with(ErrorCode::InvalidPin, "A PIN has exactly six digits.")
            })?;
            signup::enter_pin(sessions, link, pin).await?;
        }
        WidgetSignup::Retry => signup::retry(sessions, link).await?,
        WidgetSignup::Error { code } => signup::note_error(link, &code),
    }
    Ok(())
}

fn unreadable() -> ApiError {
    ApiError::json("a value of it is not one of Meta's".to_owned())
}
