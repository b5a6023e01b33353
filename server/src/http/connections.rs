//! Accepts connections, as many as there are places, and serves each within its time limits.
//!
//! axum's own loop has none: a client that sends half a request, or reads nothing of its response, keeps its connection
//! for ever. A connection beyond the limits is closed at once, which costs the others nothing.

mod activity;
mod connection;
mod observed;

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use tokio::net::{TcpListener, TcpStream};

use self::connection::{Ended, serve_connection};
use crate::app::App;
use crate::runtime::limits::{ConnectionLimit, ConnectionPlace};
use crate::runtime::tasks::Group;

/// The pause after an error that concerns the process, such as too many open files.
const PAUSE: Duration = Duration::from_secs(1);

/// What a client reads that is quick enough, before its connection is closed.
const NO_PLACE: &[u8] =
    b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 5\r\nconnection: close\r\n\
                          content-length: 0\r\n\r\n";

/// Serves until the app closes, and then until the requests have ended that were under way.
pub async fn serve(app: &App, listener: TcpListener, router: Router) {
    let mut connections = Group::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => {
                    if let Some(place) = place(app, &stream, peer) {
                        connections.spawn(run(app.clone(), router.clone(), stream, peer, place));
                    }
                }
                Err(error) => pause_after(&error).await,
            },
            Some(()) = connections.next() => {}
            () = app.tasks.closing() => break,
        }
    }
    drop(listener);
    while connections.next().await.is_some() {}
}

/// A place for this connection. Without one the client is told so, if its side is quick.
fn place(app: &App, stream: &TcpStream, peer: SocketAddr) -> Option<ConnectionPlace> {
    let limit = match app.limits.connection_place(peer.ip()) {
        Ok(place) => return Some(place),
        Err(limit) => limit,
    };
    let variable = match limit {
        ConnectionLimit::All => {
            app.metrics.limits.overloaded("connection");
            "MAX_CONNECTIONS"
        }
        ConnectionLimit::Address => {
            app.metrics.limits.overloaded("address");
            "MAX_CONNECTIONS_PER_ADDRESS"
        }
    };
    if let Some(refused) = app.limits.count_refused_connection(app.now()) {
        tracing::warn!(
            refused,
            limit = variable,
            "connections are closed at once, because as many are open as may be"
        );
    }
    let _unread = stream.try_write(NO_PLACE);
    None
}

async fn run(
    app: App,
    router: Router,
    stream: TcpStream,
    peer: SocketAddr,
    place: ConnectionPlace,
) {
    let _open = (place, app.metrics.connections.add());
    // Events of a live stream are small and must not wait for each other.
    let _is_best_effort = stream.set_nodelay(true);
    let times = app.limits.connection_times();
    let ended = serve_connection(stream, peer, router, times, app.tasks.closing()).await;
    if let Ended::TimedOut(wait) = ended {
        app.metrics.connections.timed_out(wait.name());
    }
}

/// An error of one connection is none of the others.
async fn pause_after(error: &std::io::Error) {
    use std::io::ErrorKind;
    let is_of_connection = matches!(
        error.kind(),
        ErrorKind::ConnectionRefused
            | ErrorKind::ConnectionAborted
            | ErrorKind::ConnectionReset
            | ErrorKind::Interrupted
    );
    if !is_of_connection {
        tracing::error!(%error, "no connection can be accepted; trying again");
        tokio::time::sleep(PAUSE).await;
    }
}
