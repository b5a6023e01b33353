//! `GET /widget/live`: streams the view as server-sent events.
//!
//! The first event is always the whole boot, so a new stream leaves no gap after a broken one, also with another
//! process. Streams are not resumed, and events have no ids. A stream ends when its widget session expires.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::{Stream, StreamExt as _, stream};
use protocol::view::{Boot, event};

use crate::app::App;
use crate::http::error::ApiError;
use crate::http::extract::WidgetCaller;
use crate::http::headers::PRIVATE;
use crate::http::limits::stream_permit;
use crate::http::pages::qr;
use crate::sessions::open_widget::LoadedLink;
use crate::sessions::view;

/// Prevents proxies from closing an idle stream.
const HEARTBEAT: Duration = Duration::from_secs(15);

pub(in crate::http) async fn get(
    State(app): State<App>,
    caller: WidgetCaller,
) -> Result<Response, ApiError> {
    let permit = stream_permit(&app)?;
    let held = (permit, app.metrics.streams.add_listener());
    let events = events(app, caller.opened).inspect(move |_| {
        // The permit is held until the stream is dropped.
        let _ = &held;
    });
    // `X-Accel-Buffering` tells nginx to forward each event at once.
    Ok((
        PRIVATE,
        [("x-accel-buffering", "no")],
        Sse::new(events).keep_alive(KeepAlive::new().interval(HEARTBEAT)),
    )
        .into_response())
}

enum StreamState {
    First,
    Next,
    Done,
}

fn events(app: App, opened: LoadedLink) -> impl Stream<Item = Result<Event, Infallible>> {
    stream::unfold(
        (app, opened, StreamState::First),
        |(app, mut opened, state)| async move {
            let (name, live, is_last) = match state {
                StreamState::Done => return None,
                StreamState::First => (event::BOOT, opened.latest(), false),
                StreamState::Next => {
                    let is_last = !changed(&app, &mut opened).await;
                    (event::VIEW, opened.refresh(&app.sessions).await, is_last)
                }
            };
            let boot = view::boot(
                &opened,
                &live,
                app.now(),
                qr::widget_code(app.sessions.qr_link),
            );
            let next = if is_last {
                StreamState::Done
            } else {
                StreamState::Next
            };
            Some((Ok(to_event(name, &boot)), (app, opened, next)))
        },
    )
}

/// Waits for a change. False if there will be none: the widget session has expired, or the service shuts down.
async fn changed(app: &App, opened: &mut LoadedLink) -> bool {
    let left = opened.ends_at().remaining(app.now());
    tokio::select! {
        change = opened.live.changed() => change.is_ok(),
        () = tokio::time::sleep(left) => false,
        () = app.tasks.closing() => false,
    }
}

fn to_event(name: &str, boot: &Boot) -> Event {
    let json = if name == event::BOOT {
        serde_json::to_string(boot)
    } else {
        serde_json::to_string(&boot.view)
    };
    Event::default()
        .event(name)
        .data(json.expect("a view is plain data"))
}
