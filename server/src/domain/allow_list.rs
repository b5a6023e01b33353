//! Ranges that the operator allows for webhooks or proxies: `10.1.0.0/16`, `127.0.0.1/32:3000`, `[fd00::/8]:8080`,
//! separated by commas.

use std::net::IpAddr;

use ipnet::IpNet;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AllowList(Vec<Range>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Range {
    net: IpNet,
    /// `None`: every port.
    port: Option<u16>,
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a list of ranges such as 10.1.0.0/16, 127.0.0.1/32:3000 or [fd00::/8]:8080")]
pub struct BadAllowList;

impl AllowList {
    pub fn parse(text: &str) -> Result<Self, BadAllowList> {
        text.split(',')
            .map(|range| Range::parse(range.trim()).ok_or(BadAllowList))
            .collect::<Result<_, _>>()
            .map(AllowList)
    }

    /// Loopback addresses, for development.
    pub fn this_machine() -> Self {
        Self::parse("127.0.0.0/8,::1/128").expect("two ranges")
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn contains(&self, ip: IpAddr, port: u16) -> bool {
        let ip = ip.to_canonical();
        self.0
            .iter()
            .any(|range| range.net.contains(&ip) && range.port.is_none_or(|only| only == port))
    }
}

impl Range {
    fn parse(text: &str) -> Option<Self> {
        let (net, port) = match text.strip_prefix('[') {
            Some(rest) => {
                let (net, tail) = rest.split_once(']')?;
                (net, tail.strip_prefix(':')?.parse().ok().map(Some)?)
            }
            None if text.matches(':').count() == 1 => {
                let (net, port) = text.split_once(':')?;
                (net, port.parse().ok().map(Some)?)
            }
            None => (text, None),
        };
        let net = net.parse().ok()?;
        Some(Range { net, port })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_ranges_with_and_without_a_port() {
        let list =
            AllowList::parse("10.1.0.0/16, 127.0.0.1/32:3000,fd00::/8, [::1/128]:8080").unwrap();
        for (ip, port, inside) in [
            ("10.1.255.1", 80, true),
            ("10.2.0.1", 80, false),
            ("127.0.0.1", 3000, true),
            ("::ffff:127.0.0.1", 3000, true),
            ("127.0.0.1", 3001, false),
            ("fd12::1", 9, true),
            ("::1", 8080, true),
            ("::1", 8081, false),
        ] {
            assert_eq!(
                list.contains(ip.parse().unwrap(), port),
                inside,
                "{ip} {port}"
            );
        }
        for bad in [
            "",
            "10.0.0.0",
            "10.0.0.0/33",
            "10.0.0.0/8:x",
            "10.0.0.0/8:70000",
            "example.com",
            "[::1/128]x",
            "10.0.0.0/8,",
        ] {
            assert_eq!(AllowList::parse(bad), Err(BadAllowList), "{bad}");
        }
    }
}
