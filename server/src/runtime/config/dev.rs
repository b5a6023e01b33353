//! Variables of `titan-connect dev` only: the sandbox's clock, another sandbox, the playground's address.

use std::net::SocketAddr;

use sandbox::Addresses;

use super::{ConfigError, LISTEN, Reader, yes_or_no};

const PLAYGROUND_LISTEN: &str = "PLAYGROUND_LISTEN";
const SANDBOX_META_LISTEN: &str = "SANDBOX_META_LISTEN";
const SANDBOX_META_PAGES: &str = "SANDBOX_META_PAGES";
const SANDBOX_SPEED: &str = "SANDBOX_SPEED";
pub const SANDBOX_NETWORK: &str = "SANDBOX_NETWORK";
const CLOCK_OFFSET: &str = "TITAN_CLOCK_OFFSET_SECONDS";
const REMOTE_ACCESS: &str = "SANDBOX_REMOTE_ACCESS";

/// The sandbox's API requires no key, so it must not be reachable from other machines.
const LOOPBACK: &str = "a loopback address such as 127.0.0.1:8080, because whoever reaches the \
                        sandbox controls its phones and reads their messages without a key. Set \
                        SANDBOX_REMOTE_ACCESS=yes if other machines are meant to, or in a \
                        container that publishes the port on loopback only";

#[derive(Debug, Clone)]
pub struct DevConfig {
    /// `None`: port 8081, or a free port if the service also uses a free port.
    pub playground_listen: Option<SocketAddr>,
    /// Where the sandbox's Meta listens. `None`: port 8082, or a free port if the service also uses a free port.
    pub meta_listen: Option<SocketAddr>,
    /// The widget opens Meta's pages under Facebook's own names, which the browser has to be led to.
    pub meta_pages: MetaPages,
    /// How much faster than in production codes expire.
    pub speed: f64,
    /// How the sandbox's accounts address people.
    pub addresses: Addresses,
    /// The socket URL of another process's sandbox, used instead of an own one.
    pub network: Option<String>,
    /// Shifts the clock, so that expiry can be tried without waiting.
    pub clock_offset_seconds: i64,
    /// Other machines may reach the sandbox.
    pub remote_access: bool,
}

/// Where the widget expects Meta's pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MetaPages {
    /// At the sandbox's own address.
    Sandbox,
    /// At facebook.com, as in production. Tests lead the browser from there to the sandbox.
    Facebook,
}

impl DevConfig {
    pub fn read(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let mut faults = ConfigError::default();
        let mut read = Reader {
            lookup: &lookup,
            faults: &mut faults,
        };
        let dev_config = DevConfig {
            playground_listen: read.value(
                PLAYGROUND_LISTEN,
                "an address and port such as 127.0.0.1:8081",
                |text| text.parse().ok(),
            ),
            meta_listen: read.value(
                SANDBOX_META_LISTEN,
                "an address and port such as 127.0.0.1:8082",
                |text| text.parse().ok(),
            ),
            meta_pages: read
                .value(
                    SANDBOX_META_PAGES,
                    "sandbox or facebook",
                    |text| match text {
                        "sandbox" => Some(MetaPages::Sandbox),
                        "facebook" => Some(MetaPages::Facebook),
                        _ => None,
                    },
                )
                .unwrap_or(MetaPages::Sandbox),
            speed: read
                .value(SANDBOX_SPEED, "a factor from 1 to 1000", |text| {
                    text.parse()
                        .ok()
                        .filter(|speed| (1.0..=1000.0).contains(speed))
                })
                .unwrap_or(1.0),
            addresses: read
                .value(Addresses::VARIABLE, "lid or number", |text| {
                    Addresses::parse(Some(text))
                })
                .unwrap_or(Addresses::Lid),
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
            remote_access: read
                .value(REMOTE_ACCESS, "yes or no", yes_or_no)
                .unwrap_or(false),
        };
        faults.or(dev_config)
    }

    /// Rejects addresses that other machines can reach, unless remote access is enabled.
    pub fn check_exposure(&self, listen: SocketAddr) -> Result<(), ConfigError> {
        let mut faults = ConfigError::default();
        let addresses = [
            (LISTEN, Some(listen)),
            (PLAYGROUND_LISTEN, self.playground_listen),
            (SANDBOX_META_LISTEN, self.meta_listen),
        ];
        for (name, address) in addresses {
            let exposed = address.filter(|address| !address.ip().to_canonical().is_loopback());
            if let Some(address) = exposed.filter(|_| !self.remote_access) {
                faults.add(name, &address.to_string(), LOOPBACK);
            }
        }
        faults.or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exposure(pairs: &[(&str, &str)]) -> Result<(), String> {
        let lookup = |name: &str| {
            let pair = pairs.iter().find(|pair| pair.0 == name);
            pair.map(|pair| pair.1.to_owned())
        };
        let listen = lookup(LISTEN).unwrap_or_else(|| "127.0.0.1:8080".to_owned());
        let dev_config = DevConfig::read(lookup).unwrap();
        dev_config
            .check_exposure(listen.parse().unwrap())
            .map_err(|faults| faults.to_string())
    }

    #[test]
    fn the_sandbox_listens_on_this_machine_by_default() {
        for listen in [
            "127.0.0.1:0",
            "127.8.9.1:80",
            "[::1]:8080",
            "[::ffff:127.0.0.1]:1",
        ] {
            assert_eq!(
                exposure(&[(LISTEN, listen), (PLAYGROUND_LISTEN, listen)]),
                Ok(())
            );
        }
        for listen in [
            "0.0.0.0:8080",
            "[::]:0",
            "192.168.1.5:80",
            "[::ffff:10.0.0.1]:1",
        ] {
            for name in [LISTEN, PLAYGROUND_LISTEN, SANDBOX_META_LISTEN] {
                let refused = exposure(&[(name, listen)]).unwrap_err();
                assert!(refused.contains(&format!("{name}: ")), "{refused}");
                assert!(refused.contains("SANDBOX_REMOTE_ACCESS=yes"), "{refused}");
                assert!(exposure(&[(name, listen), (REMOTE_ACCESS, "no")]).is_err());
                assert_eq!(exposure(&[(name, listen), (REMOTE_ACCESS, "yes")]), Ok(()));
            }
        }
    }
}
