//! Checks that this machine can reach WhatsApp: name, connection, TLS and WebSocket. Opens no session.

use engine::{Network, Unreachable, probe};

use super::Finding;

const NAME: &str = "whatsapp";

/// Why a sandbox build checks nothing.
pub(super) const OWN_NETWORK: &str =
    "this binary was built with the feature `sandbox` and brings its own network";

pub(super) async fn check(lookup: impl Fn(&str) -> Option<String>) -> Finding {
    let Some(network) = network(lookup) else {
        return Finding::skipped(NAME, OWN_NETWORK);
    };
    match probe(&network).await {
        Ok(()) => Finding::ok(NAME, "WhatsApp answers"),
        Err(failed) => Finding::fault(
            NAME,
            format!(
                "WhatsApp cannot be reached ({}): {}",
                failed.reason.code(),
                failed.detail
            ),
            next(failed.reason),
        ),
    }
}

#[cfg(not(feature = "sandbox"))]
pub(super) fn network(_lookup: impl Fn(&str) -> Option<String>) -> Option<Network> {
    Some(Network::WhatsApp)
}

/// Only the sandbox of another process can be checked.
#[cfg(feature = "sandbox")]
pub(super) fn network(lookup: impl Fn(&str) -> Option<String>) -> Option<Network> {
    lookup(crate::runtime::config::SANDBOX_NETWORK).map(|socket_url| Network::Sandbox {
        socket_url,
        speed: 1.0,
    })
}

fn next(reason: Unreachable) -> &'static str {
    match reason {
        Unreachable::NameNotFound => {
            "let this machine resolve web.whatsapp.com: check its name servers, e.g. \
             /etc/resolv.conf"
        }
        Unreachable::HandshakeStalled | Unreachable::HandshakeFailed => {
            "something between this machine and WhatsApp holds or changes the connection: let TCP \
             to web.whatsapp.com, port 443, through without inspection"
        }
        _ => {
            "let TCP to web.whatsapp.com, port 443, out of this machine and its network; sessions \
             may also go through a `proxy` of their own"
        }
    }
}
