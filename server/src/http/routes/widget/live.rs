//! `GET /widget/live`: streams the view as server-sent events.
//!
//! The first event is always the whole boot, so a new stream leaves no gap after a broken one, also with another
//! process. Streams are not resumed, and events have no ids. A stream ends when its widget session expires, and with the
//! event `replaced` when its link has as many newer ones as it may have.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::{Stream, StreamExt as _, stream};
use protocol::view::event;
use serde::Serialize;

use crate::app::App;
use crate::http::error::ApiError;
use crate::http::extract::WidgetCaller;
use crate::http::headers::PRIVATE;
use crate::http::limits::stream_permit;
use crate::http::pages::qr;
use crate::sessions::link_streams::LinkStream;
use crate::sessions::open_widget::LoadedLink;
use crate::sessions::view;

/// Prevents proxies from closing an idle stream.
const HEARTBEAT: Duration = Duration::from_secs(15);

pub(in crate::http) async fn get(
    State(app): State<App>,
    caller: WidgetCaller,
) -> Result<Response, ApiError> {
    let permit = stream_permit(&app)?;
    let stream = app.sessions.link_streams.open(&caller.opened.widget.id);
    let held = (permit, app.metrics.streams.add_listener());
    let events = events(app, caller.opened, stream).inspect(move |_| {
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

/// What the stream does next.
enum Next {
    Boot,
    Wait,
    End,
}

fn events(
    app: App,
    opened: LoadedLink,
    stream: LinkStream,
) -> impl Stream<Item = Result<Event, Infallible>> {
    stream::unfold(
        (app, opened, stream, Next::Boot),
        |(app, mut link, stream, next)| async move {
            let (event, next) = match next {
                Next::Boot => (boot(&app, &link), Next::Wait),
                Next::Wait => change(&app, &mut link, &stream).await,
                Next::End => return None,
            };
            Some((Ok(event), (app, link, stream, next)))
        },
    )
}

fn boot(app: &App, link: &LoadedLink) -> Event {
    let draw = qr::drawer(&app.sessions);
    let boot = view::boot(link, &link.latest(), app.now(), &draw);
    to_event(event::BOOT, &boot)
}

/// The next event: a change, or one of the stream's ends.
async fn change(app: &App, link: &mut LoadedLink, stream: &LinkStream) -> (Event, Next) {
    let left = link.ends_at().remaining(app.now());
    let is_changed = tokio::select! {
        change = link.live.changed() => change.is_ok(),
        () = tokio::time::sleep(left) => false,
        () = app.tasks.closing() => false,
        () = stream.replaced() => {
            app.metrics.streams.replaced();
            return (Event::default().event(event::REPLACED).data("{}"), Next::End);
        }
    };
    let (live, next) = if is_changed {
        (link.refresh_stream(&app.sessions, stream).await, Next::Wait)
    } else {
        (link.refresh(&app.sessions).await, Next::End)
    };
    let draw = qr::drawer(&app.sessions);
    let view = view::view(link, &live, app.now(), &draw);
    (to_event(event::VIEW, &view), next)
}

fn to_event(name: &str, content: &impl Serialize) -> Event {
    let json = serde_json::to_string(content).expect("a view is plain data");
    Event::default().event(name).data(json)
}
