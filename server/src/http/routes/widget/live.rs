//! `GET /widget/live`: the view as it changes, as server-sent events.
//!
//! The first event is always the whole boot, so a stream that broke resumes without a gap, also with another
//! process. Ends by itself when the widget session does.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::{Stream, StreamExt as _, stream};
use protocol::view::{Boot, event};

use crate::app::App;
use crate::domain::widget_session::WidgetSession;
use crate::http::error::ApiError;
use crate::http::extract::WidgetCaller;
use crate::http::headers::PRIVATE;
use crate::http::limits::stream_place;
use crate::pages::qr;
use crate::sessions::open_widget::Opened;
use crate::sessions::view;

/// Keeps proxies from closing a quiet stream.
const HEARTBEAT: Duration = Duration::from_secs(15);

pub(in crate::http) async fn get(
    State(app): State<App>,
    caller: WidgetCaller,
) -> Result<Response, ApiError> {
    let place = stream_place(&app)?;
    let held = (place, app.metrics.streams.listen());
    let events = events(app, caller.opened).inspect(move |_| {
        // The place is taken until the stream is dropped, by either side.
        let _ = &held;
    });
    // `X-Accel-Buffering` tells nginx to pass each event on at once.
    Ok((
        PRIVATE,
        [("x-accel-buffering", "no")],
        Sse::new(events).keep_alive(KeepAlive::new().interval(HEARTBEAT)),
    )
        .into_response())
}

enum State_ {
    First,
    Next,
    Over,
}

fn events(app: App, opened: Opened) -> impl Stream<Item = Result<Event, Infallible>> {
    stream::unfold(
        (app, opened, State_::First),
        |(app, mut opened, state)| async move {
            let over = match state {
                State_::Over => return None,
                State_::First => false,
                State_::Next => !changed(&app, &mut opened).await,
            };
            let name = if matches!(state, State_::First) {
                event::BOOT
            } else {
                event::VIEW
            };
            opened.widget = now_of(&app, opened.widget).await;
            let live = opened.live.borrow_and_update().clone();
            let boot = view::boot(&opened.widget, &opened.tenant, &live, app.now(), qr::svg);
            let next = if over { State_::Over } else { State_::Next };
            Some((Ok(written(name, &boot)), (app, opened, next)))
        },
    )
}

/// Waits for a change. False when there will be none: the widget session is over, or we are leaving.
async fn changed(app: &App, opened: &mut Opened) -> bool {
    let left = opened.widget.expires_at.remaining(app.now());
    tokio::select! {
        change = opened.live.changed() => change.is_ok(),
        () = tokio::time::sleep(left) => false,
        () = app.tasks.closing() => false,
    }
}

/// The widget session as it stands now; with the database away, as it last stood.
async fn now_of(app: &App, widget: WidgetSession) -> WidgetSession {
    app.store
        .widget_session(&widget.id)
        .await
        .ok()
        .flatten()
        .unwrap_or(widget)
}

fn written(name: &str, boot: &Boot) -> Event {
    let json = if name == event::BOOT {
        serde_json::to_string(boot)
    } else {
        serde_json::to_string(&boot.view)
    };
    Event::default()
        .event(name)
        .id(boot.view.seq.to_string())
        .data(json.expect("a view is plain data"))
}
