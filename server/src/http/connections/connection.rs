//! One connection: its requests one after the other, until it ends or its client takes too long.

use std::future::poll_fn;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode};
use hyper::body::{Body as HttpBody, Frame, Incoming, SizeHint};
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::Instant;

use super::activity::{Activity, Wait};
use super::observed::Observed;
use crate::runtime::config::ConnectionTimes;

/// The largest head of a request. It is kept while it is incomplete, so many large ones would fill the memory.
const LARGEST_HEAD: usize = 32 * 1024;

/// How a connection ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ended {
    /// By either side, or because of an error.
    Closed,
    TimedOut(Wait),
}

/// Serves one connection. After `closing`, the request that is under way is finished.
pub(super) async fn serve_connection<S>(
    stream: S,
    peer: SocketAddr,
    router: Router,
    times: ConnectionTimes,
    closing: impl Future<Output = ()>,
) -> Ended
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let activity = Activity::new(Instant::now());
    let of_requests = activity.clone();
    let router = TowerToHyperService::new(router);
    let service = service_fn(move |mut request: Request<Incoming>| {
        of_requests.begin_exchange();
        request.extensions_mut().insert(ConnectInfo(peer));
        let exchange = Exchange(of_requests.clone());
        let answer = router.call(request);
        async move {
            let response = answer.await?;
            if response.status() == StatusCode::SWITCHING_PROTOCOLS {
                exchange.0.upgrade();
            }
            Ok::<_, std::convert::Infallible>(response.map(|body| Sent {
                body,
                _exchange: exchange,
            }))
        }
    });
    let stream = TokioIo::new(Observed::new(stream, activity.clone()));
    let connection = http1::Builder::new()
        .max_buf_size(LARGEST_HEAD)
        .serve_connection(stream, service)
        .with_upgrades();
    let (mut connection, mut closing) = (pin!(connection), pin!(closing));
    let mut timer = pin!(tokio::time::sleep(times.keep_alive));
    let mut is_closing = false;
    poll_fn(|context| {
        if !is_closing && closing.as_mut().poll(context).is_ready() {
            is_closing = true;
            connection.as_mut().graceful_shutdown();
        }
        // An error is the client's, or concerns the client alone.
        if connection.as_mut().poll(context).is_ready() {
            return Poll::Ready(Ended::Closed);
        }
        // Everything that changes the deadline happens while the connection is polled.
        let Some((deadline, wait)) = activity.deadline(&times) else {
            return Poll::Pending;
        };
        if timer.deadline() != deadline {
            timer.as_mut().reset(deadline);
        }
        ready!(timer.as_mut().poll(context));
        Poll::Ready(Ended::TimedOut(wait))
    })
    .await
}

/// A request and its response. Dropped when the response has been made, or when the request is given up.
struct Exchange(Activity);

impl Drop for Exchange {
    fn drop(&mut self) {
        self.0.end_exchange(Instant::now());
    }
}

/// A response's body, which ends the exchange.
struct Sent {
    body: Body,
    _exchange: Exchange,
}

impl HttpBody for Sent {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests;
