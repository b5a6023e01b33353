//! What only `titan-connect dev` understands: the sandbox's clock, another sandbox, the playground's address.

use std::net::SocketAddr;

use super::{Faults, Reader};

const PLAYGROUND_LISTEN: &str = "PLAYGROUND_LISTEN";
const SANDBOX_SPEED: &str = "SANDBOX_SPEED";
pub const SANDBOX_NETWORK: &str = "SANDBOX_NETWORK";
const CLOCK_OFFSET: &str = "TITAN_CLOCK_OFFSET_SECONDS";

#[derive(Debug, Clone)]
pub struct Rehearsal {
    /// `None`: port 8081, or a free one where the service itself takes a free one.
    pub playground_listen: Option<SocketAddr>,
    /// How much faster than in life codes expire.
    pub speed: f64,
    /// The socket of another process's sandbox, used in place of our own.
    pub network: Option<String>,
    /// Shifts our clock, so that fifteen minutes can be over at once.
    pub clock_offset_seconds: i64,
}

impl Rehearsal {
    pub fn read(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let mut read = Reader {
            lookup: &lookup,
            faults: &mut faults,
        };
        let rehearsal = Rehearsal {
            playground_listen: read.value(
                PLAYGROUND_LISTEN,
                "an address and port such as 127.0.0.1:8081",
                |text| text.parse().ok(),
            ),
            speed: read
                .value(SANDBOX_SPEED, "a factor from 1 to 1000", |text| {
                    text.parse()
                        .ok()
                        .filter(|speed| (1.0..=1000.0).contains(speed))
                })
                .unwrap_or(1.0),
            network: read.value(
                SANDBOX_NETWORK,
                "the wsUrl of another sandbox, ws://127.0.0.1:PORT/sandbox/ws/chat",
                |text| text.starts_with("ws://").then(|| text.to_owned()),
            ),
            clock_offset_seconds: read
                .value(CLOCK_OFFSET, "a whole number of seconds", |text| {
                    text.parse().ok()
                })
                .unwrap_or(0),
        };
        faults.or(rehearsal)
    }
}
