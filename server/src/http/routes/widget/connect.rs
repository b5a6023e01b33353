//! `GET /widget/connect?token=…`, and `GET /widget/connect/{id}` for a reload after the token has left the
//! address bar.
//!
//! Only a navigation by a browser starts the session and gets the code in the first HTML. Any other request gets the
//! page without a code, and the page's script requests the start. The same applies to a frame of a page that is not
//! known to be allowed: if the browser blocks it, its script does not run.

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::domain::id::WidgetSessionId;
use crate::domain::mode::Method;
use crate::http::error::{ApiError, internal};
use crate::http::extract::{LinkToken, PageRequest, WantedLooks};
use crate::http::headers;
use crate::http::pages::rejected_link::RejectedLink;
use crate::http::pages::{connect, qr, rejected_link};
use crate::http::routes::account::settings;
use crate::sessions::Sessions;
use crate::sessions::command::CommandError;
use crate::sessions::meta_apps;
use crate::sessions::open_widget::{self, LoadedLink, OpenLinkError};
use crate::sessions::view;

pub(in crate::http) async fn get(
    State(app): State<App>,
    page_request: PageRequest,
    wanted: WantedLooks,
    LinkToken(token): LinkToken,
) -> Result<Response, ApiError> {
    let token = match token {
        Ok(token) => token,
        Err(rejected) => return reject(rejected, &wanted),
    };
    let opened = match open(&app.sessions, &page_request, &token).await {
        Ok(opened) => opened,
        Err(
            OpenLinkError::Token(_)
            | OpenLinkError::LinkNotFound
            | OpenLinkError::Command(CommandError::SessionDeleted),
        ) => {
            return reject(RejectedLink::Invalid, &wanted);
        }
        Err(OpenLinkError::Command(error)) => return Err(error.into()),
        Err(OpenLinkError::Store(error)) => return Err(error.into()),
    };
    let live = opened.latest();
    let boot = view::boot(&opened, &live, app.now(), &qr::drawer(&app.sessions));
    let framing = opened.widget.framing(app.sessions.requires_origins);
    headers::page(
        connect::page(
            &boot,
            &opened.tenant.brand,
            framing,
            page_request.host(framing),
            &wanted.of_link(&opened.widget, &opened.tenant),
        )
        .map_err(|error| internal(&error))?,
    )
}

async fn open(
    sessions: &Sessions,
    page_request: &PageRequest,
    token: &str,
) -> Result<LoadedLink, OpenLinkError> {
    let mut link = open_widget::load(sessions, token).await?;
    if page_request.is_shown(link.widget.framing(sessions.requires_origins)) {
        link.open(sessions).await?;
    }
    Ok(link)
}

pub(in crate::http) async fn again(
    State(app): State<App>,
    wanted: WantedLooks,
    id: Result<Path<WidgetSessionId>, PathRejection>,
) -> Result<Response, ApiError> {
    let id = id.ok().filter(|Path(id)| !id.as_str().contains('\0'));
    let Some(Path(id)) = id else {
        return reject(RejectedLink::Missing, &wanted);
    };
    let Some(widget) = app.store.widget_session(&id).await? else {
        return reject(RejectedLink::Missing, &wanted);
    };
    let tenant = settings::tenant(&app.accounts, &widget.tenant_id).await?;
    let methods = app.sessions.methods.of(&widget);
    let meta_app = meta_apps::of_link(&app.sessions, &widget).await?;
    let meta_app = meta_app.filter(|_| methods.contains(&Method::CloudApi));
    let keys = &app.sessions.widget_tokens;
    let meta = meta_app.map(|it| app.sessions.meta.page(&it, &widget.id, keys));
    let looks = wanted.of_link(&widget, &tenant);
    let framing = widget.framing(app.sessions.requires_origins);
    let page = connect::shell(
        &widget,
        framing,
        &methods,
        &tenant.brand,
        meta.as_ref(),
        &looks,
    );
    headers::page(page.map_err(|error| internal(&error))?)
}

fn reject(why: RejectedLink, wanted: &WantedLooks) -> Result<Response, ApiError> {
    let page = rejected_link::page(why, wanted.language());
    let page = headers::page(page.map_err(|error| internal(&error))?)?;
    Ok((StatusCode::FORBIDDEN, page).into_response())
}
