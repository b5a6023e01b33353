//! The addresses that the service listens on and that browsers use: does this installation answer there, and
//! does what stands before it leave requests and answers whole?

use std::io::ErrorKind;
use std::net::{SocketAddr, TcpListener};

use url::{Host, Url};

use super::time::Clocks;
use super::visit::{Who, visit};
use super::{Case, Finding, framing};
use crate::cli::client;

const SERVICE: &str = "service";
const PUBLIC: &str = "public-url";
const HTTPS: &str = "https";
const AUTHORIZATION: &str = "authorization";

#[derive(Clone, Copy, PartialEq, Eq)]
enum Running {
    Yes,
    No,
    /// It listens where we cannot know.
    Perhaps,
}

pub(super) async fn check(case: &Case, clocks: &mut Clocks) -> Vec<Finding> {
    let (service, running) = listening(case, clocks).await;
    let mut found = vec![service];
    match &case.config.public_url {
        None => found.push(without_public_url(case.config.listen)),
        Some(url) => {
            found.push(https(url));
            found.extend(public(case, url, running, clocks).await);
        }
    }
    found
}

/// This machine, and nobody else, reaches it.
pub(super) fn is_local(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

async fn listening(case: &Case, clocks: &mut Clocks) -> (Finding, Running) {
    let listen = case.config.listen;
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
        Err(error) => busy(case, listen, &error, clocks).await,
    }
}

/// Somebody has the address, or we may not have it.
async fn busy(
    case: &Case,
    listen: SocketAddr,
    error: &std::io::Error,
    clocks: &mut Clocks,
) -> (Finding, Running) {
    let visit = visit(case, &client::reached_at(listen)).await;
    if let Some(there) = visit.service_time {
        clocks.note("the running service's clock", there, case.clock.now());
    }
    let finding = match visit.who {
        Who::Ours => {
            let says = format!("runs, and listens on {listen}");
            return (Finding::ok(SERVICE, says), Running::Yes);
        }
        Who::Other => Finding::fault(
            SERVICE,
            format!("the service that listens on {listen} has other secrets than this data folder"),
            "set DATA_DIR and API_KEY_SECRET to what it was started with",
        ),
        Who::Stranger(name) => taken(listen, &name),
        Who::WithoutKey => taken(listen, "a proxy that takes keys away"),
        Who::Nobody(_) if error.kind() == ErrorKind::AddrInUse => taken(
            listen,
            "a program that does not answer as a web server does",
        ),
        Who::Nobody(_) => unusable(listen, error),
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
            "not set, so every widget link begins with http://{listen}: not https, and of no use to browsers elsewhere"
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
            "PUBLIC_URL is http: keys, tokens and codes can be read on the way, and pages of https hosts may not show the widget",
            "put a proxy with a certificate before the service, and set PUBLIC_URL to its https address",
        ),
    }
}

async fn public(case: &Case, url: &Url, running: Running, clocks: &mut Clocks) -> Vec<Finding> {
    let address = url.as_str().trim_end_matches('/');
    let visit = visit(case, address).await;
    if let Some(there) = visit.date {
        clocks.note("the clock at PUBLIC_URL", there, case.clock.now());
    }
    match visit.who {
        Who::Ours => vec![
            Finding::ok(PUBLIC, format!("{address} is this service")),
            Finding::ok(AUTHORIZATION, "keys arrive"),
            framing::check(address).await,
        ],
        Who::WithoutKey => vec![
            Finding::ok(PUBLIC, format!("{address} is Titan Connect")),
            Finding::fault(
                AUTHORIZATION,
                "what stands before the service takes the header `Authorization` away, so no API key works",
                "let the proxy pass it on",
            ),
            framing::check(address).await,
        ],
        Who::Other => vec![Finding::fault(
            PUBLIC,
            format!("{address} is a service with other secrets than this data folder"),
            "correct PUBLIC_URL, the proxy's target, or DATA_DIR",
        )],
        Who::Nobody(_) | Who::Stranger(_) if running == Running::No => vec![Finding::skipped(
            PUBLIC,
            "the service does not run; start it and ask again",
        )],
        Who::Stranger(name) => vec![Finding::fault(
            PUBLIC,
            format!("{address} is answered by {name}, not by this service"),
            "point the proxy at LISTEN, or correct PUBLIC_URL",
        )],
        Who::Nobody(why) => vec![Finding::fault(
            PUBLIC,
            format!("nobody answers at {address}: {why}"),
            "check PUBLIC_URL, its DNS entry, its certificate, and that the proxy runs",
        )],
    }
}

#[cfg(test)]
mod tests {
    use super::super::Verdict;
    use super::*;

    #[test]
    fn http_is_for_this_machine_only() {
        for (url, verdict) in [
            ("https://connect.example.com", Verdict::Ok),
            ("http://127.0.0.1:8080", Verdict::Ok),
            ("http://[::1]:8080", Verdict::Ok),
            ("http://app.localhost", Verdict::Ok),
            ("http://connect.example.com", Verdict::Fault),
            ("http://192.168.1.5:8080", Verdict::Fault),
            ("http://localhost.example.com", Verdict::Fault),
        ] {
            assert_eq!(https(&url.parse().unwrap()).verdict, verdict, "{url}");
        }
    }

    #[test]
    fn who_listens_for_others_needs_a_public_url() {
        for (listen, verdict) in [
            ("127.0.0.1:8080", Verdict::Ok),
            ("[::1]:8080", Verdict::Ok),
            ("0.0.0.0:8080", Verdict::Fault),
            ("192.168.1.5:8080", Verdict::Fault),
        ] {
            let found = without_public_url(listen.parse().unwrap());
            assert_eq!(found.verdict, verdict, "{listen}");
        }
    }
}
