//! Checks the address that the service listens on and the one that browsers use: whether this installation responds
//! there, and whether a proxy changes requests or responses.

use std::io::ErrorKind;
use std::net::{SocketAddr, TcpListener};

use url::{Host, Url};

use super::responder::{Responder, identify};
use super::time::Clocks;
use super::{Context, Finding, framing};
use crate::cli::client;

const SERVICE: &str = "service";
const PUBLIC: &str = "public-url";
const HTTPS: &str = "https";
const AUTHORIZATION: &str = "authorization";

#[derive(Clone, Copy, PartialEq, Eq)]
enum Running {
    Yes,
    No,
    /// Unknown: the service listens on a free port.
    Perhaps,
}

pub(super) async fn check(context: &Context, clocks: &mut Clocks) -> Vec<Finding> {
    let (service, running) = listening(context, clocks).await;
    let mut found = vec![service];
    match &context.config.public_url {
        None => found.push(without_public_url(context.config.listen)),
        Some(url) => {
            found.push(https(url));
            found.extend(public(context, url, running, clocks).await);
        }
    }
    found
}

/// Whether only this machine can reach the URL.
pub(super) fn is_local(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

async fn listening(context: &Context, clocks: &mut Clocks) -> (Finding, Running) {
    let listen = context.config.listen;
    if listen.port() == 0 {
        let why = "LISTEN takes a free port at each start, so where it runs cannot be known";
        return (Finding::skipped(SERVICE, why), Running::Perhaps);
    }
    match TcpListener::bind(listen) {
        Ok(_) => {
            let says = format!("does not run; {listen} is free");
            let next = "start it: titan-connect serve";
            (Finding::warning(SERVICE, says, next), Running::No)
        }
        Err(error) if error.kind() == ErrorKind::AddrNotAvailable => {
            (unusable(listen, &error), Running::No)
        }
        Err(error) => busy(context, listen, &error, clocks).await,
    }
}

/// The address is in use, or may not be used.
async fn busy(
    context: &Context,
    listen: SocketAddr,
    error: &std::io::Error,
    clocks: &mut Clocks,
) -> (Finding, Running) {
    let identified = identify(context, &client::local_url(listen)).await;
    if let Some(there) = identified.service_time {
        clocks.record("the running service's clock", there, context.clock.now());
    }
    let finding = match identified.responder {
        Responder::ThisInstallation => {
            let says = format!("runs, and listens on {listen}");
            return (Finding::ok(SERVICE, says), Running::Yes);
        }
        Responder::OtherInstallation => Finding::fault(
            SERVICE,
            format!("the service that listens on {listen} has other secrets than this data folder"),
            "set DATA_DIR and API_KEY_SECRET to what it was started with",
        ),
        Responder::OtherProgram(name) => taken(listen, &name),
        Responder::WithoutAuthorization => taken(listen, "a proxy that takes keys away"),
        Responder::Unreachable(_) if error.kind() == ErrorKind::AddrInUse => taken(
            listen,
            "a program that does not answer as a web server does",
        ),
        Responder::Unreachable(_) => unusable(listen, error),
    };
    (finding, Running::No)
}

fn taken(listen: SocketAddr, by: &str) -> Finding {
    Finding::fault(
        SERVICE,
        format!("{listen} is taken by {by}, so the service cannot start"),
        "stop that program, or set LISTEN to another address",
    )
}

fn unusable(listen: SocketAddr, error: &std::io::Error) -> Finding {
    Finding::fault(
        SERVICE,
        format!("does not run, and {listen} cannot be listened on: {error}"),
        "set LISTEN to an address of this machine; ports below 1024 need a right of their own",
    )
}

fn without_public_url(listen: SocketAddr) -> Finding {
    let ip = listen.ip();
    if ip.is_loopback() {
        return Finding::ok(PUBLIC, "not set, so widget links work on this machine only");
    }
    Finding::fault(
        PUBLIC,
        format!(
            "not set, so every widget link begins with http://{listen}: not https, and of no use \
             to browsers elsewhere"
        ),
        "set PUBLIC_URL to the https address that browsers use",
    )
}

fn https(url: &Url) -> Finding {
    match url.scheme() {
        "https" => Finding::ok(HTTPS, "PUBLIC_URL is https"),
        _ if is_local(url) => Finding::ok(HTTPS, "PUBLIC_URL is on this machine"),
        _ => Finding::fault(
            HTTPS,
            "PUBLIC_URL is http: keys, tokens and codes can be read on the way, and pages of https \
             hosts may not show the widget",
            "put a proxy with a certificate before the service, and set PUBLIC_URL to its https \
             address",
        ),
    }
}

async fn public(
    context: &Context,
    url: &Url,
    running: Running,
    clocks: &mut Clocks,
) -> Vec<Finding> {
    let address = url.as_str().trim_end_matches('/');
    let identified = identify(context, address).await;
    if let Some(there) = identified.date {
        clocks.record("the clock at PUBLIC_URL", there, context.clock.now());
    }
    match identified.responder {
        Responder::ThisInstallation => vec![
            Finding::ok(PUBLIC, format!("{address} is this service")),
            Finding::ok(AUTHORIZATION, "keys arrive"),
            framing::check(address).await,
        ],
        Responder::WithoutAuthorization => vec![
            Finding::ok(PUBLIC, format!("{address} is Titan Connect")),
            Finding::fault(
                AUTHORIZATION,
                "what stands before the service takes the header `Authorization` away, so no API \
                 key works",
                "let the proxy pass it on",
            ),
            framing::check(address).await,
        ],
        Responder::OtherInstallation => vec![Finding::fault(
            PUBLIC,
            format!("{address} is a service with other secrets than this data folder"),
            "correct PUBLIC_URL, the proxy's target, or DATA_DIR",
        )],
        Responder::Unreachable(_) | Responder::OtherProgram(_) if running == Running::No => {
            vec![Finding::skipped(
                PUBLIC,
                "the service does not run; start it and ask again",
            )]
        }
        Responder::OtherProgram(name) => vec![Finding::fault(
            PUBLIC,
            format!("{address} is answered by {name}, not by this service"),
            "point the proxy at LISTEN, or correct PUBLIC_URL",
        )],
        Responder::Unreachable(why) => vec![Finding::fault(
            PUBLIC,
            format!("nobody answers at {address}: {why}"),
            "check PUBLIC_URL, its DNS entry, its certificate, and that the proxy runs",
        )],
    }
}

#[cfg(test)]
mod tests {
    use super::super::Outcome;
    use super::*;

    #[test]
    fn http_is_for_this_machine_only() {
        for (url, verdict) in [
            ("https://connect.example.com", Outcome::Ok),
            ("http://127.0.0.1:8080", Outcome::Ok),
            ("http://[::1]:8080", Outcome::Ok),
            ("http://app.localhost", Outcome::Ok),
            ("http://connect.example.com", Outcome::Fault),
            ("http://192.168.1.5:8080", Outcome::Fault),
            ("http://localhost.example.com", Outcome::Fault),
        ] {
            assert_eq!(https(&url.parse().unwrap()).verdict, verdict, "{url}");
        }
    }

    #[test]
    fn a_service_reachable_from_other_machines_needs_a_public_url() {
        for (listen, verdict) in [
            ("127.0.0.1:8080", Outcome::Ok),
            ("[::1]:8080", Outcome::Ok),
            ("0.0.0.0:8080", Outcome::Fault),
            ("192.168.1.5:8080", Outcome::Fault),
        ] {
            let found = without_public_url(listen.parse().unwrap());
            assert_eq!(found.verdict, verdict, "{listen}");
        }
    }
}
