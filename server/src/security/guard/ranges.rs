//! Which addresses are public according to IANA's registries of special addresses, and which belong to a cloud's
//! metadata service. An IPv6 address that contains an IPv4 address is treated like that one.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

const fn v4(a: u8, b: u8, c: u8, d: u8, prefix: u8) -> Ipv4Net {
    Ipv4Net::new_assert(Ipv4Addr::new(a, b, c, d), prefix)
}

const fn v6(a: u16, b: u16, c: u16, prefix: u8) -> Ipv6Net {
    Ipv6Net::new_assert(Ipv6Addr::new(a, b, c, 0, 0, 0, 0, 0), prefix)
}

const SPECIAL_V4: [Ipv4Net; 18] = [
    v4(0, 0, 0, 0, 8),        // this network
    v4(10, 0, 0, 0, 8),       // private
    v4(100, 64, 0, 0, 10),    // carriers' NAT
    v4(127, 0, 0, 0, 8),      // loopback
    v4(168, 63, 129, 16, 32), // Azure's wire server
    v4(169, 254, 0, 0, 16),   // link-local
    v4(172, 16, 0, 0, 12),    // private
    v4(192, 0, 0, 0, 24),     // protocol assignments
    v4(192, 0, 2, 0, 24),     // documentation
    v4(192, 31, 196, 0, 24),  // AS112
    v4(192, 52, 193, 0, 24),  // AMT
    v4(192, 88, 99, 0, 24),   // 6to4 relays
    v4(192, 168, 0, 0, 16),   // private
    v4(192, 175, 48, 0, 24),  // AS112
    v4(198, 18, 0, 0, 15),    // benchmarks
    v4(198, 51, 100, 0, 24),  // documentation
    v4(203, 0, 113, 0, 24),   // documentation
    v4(224, 0, 0, 0, 3),      // multicast, reserved, broadcast
];

/// The part of IPv6 that is assigned for public use.
const PUBLIC_V6: Ipv6Net = v6(0x2000, 0, 0, 3);

const SPECIAL_V6: [Ipv6Net; 4] = [
    v6(0x2001, 0, 0, 23),     // Teredo, ORCHID, benchmarks, protocols
    v6(0x2001, 0xdb8, 0, 32), // documentation
    v6(0x2002, 0, 0, 16),     // 6to4
    v6(0x3fff, 0, 0, 20),     // documentation
];

const METADATA_V4: [Ipv4Addr; 6] = [
    Ipv4Addr::new(169, 254, 169, 254), // nearly everybody
    Ipv4Addr::new(169, 254, 170, 2),   // ECS tasks
    Ipv4Addr::new(169, 254, 170, 23),  // EKS pods
    Ipv4Addr::new(168, 63, 129, 16),   // Azure
    Ipv4Addr::new(100, 100, 100, 200), // Alibaba
    Ipv4Addr::new(192, 0, 0, 192),     // Oracle
];

const METADATA_V6: [Ipv6Addr; 4] = [
    Ipv6Addr::new(0xfd00, 0x0ec2, 0, 0, 0, 0, 0, 0x254), // EC2
    Ipv6Addr::new(0xfd00, 0x0ec2, 0, 0, 0, 0, 0, 0x23),  // EKS pods
    Ipv6Addr::new(0xfd20, 0x00ce, 0, 0, 0, 0, 0, 0x254), // Google
    Ipv6Addr::new(0xfd00, 0xc1, 0, 0, 0, 0, 0xa9fe, 0xa9fe), // Oracle
];

/// Whether the address is reachable on the internet. IPv6 addresses that contain an IPv4 address are not public.
pub(super) fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => !SPECIAL_V4.iter().any(|net| net.contains(&ip)),
        IpAddr::V6(ip) => {
            let special = SPECIAL_V6.iter().any(|net| net.contains(&ip));
            PUBLIC_V6.contains(&ip) && !special && isatap(ip).is_none()
        }
    }
}

pub(super) fn is_metadata(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => METADATA_V4.contains(&ip),
        IpAddr::V6(ip) => {
            METADATA_V6.contains(&ip) || carried(ip).is_some_and(|ip| METADATA_V4.contains(&ip))
        }
    }
}

/// The IPv4 address to which an IPv6 address is translated or tunnelled.
fn carried(ip: Ipv6Addr) -> Option<Ipv4Addr> {
    let s = ip.segments();
    let inside = |net: &str| {
        net.parse::<IpNet>()
            .is_ok_and(|net| net.contains(&IpAddr::V6(ip)))
    };
    let at = |high: u16, low: u16| Some(Ipv4Addr::from((u32::from(high) << 16) | u32::from(low)));
    if inside("::ffff:0:0/96")
        || inside("::/96")
        || inside("64:ff9b::/96")
        || inside("64:ff9b:1::/48")
        || inside("::ffff:0:0:0/96")
    {
        return at(s[6], s[7]);
    }
    if s[0] == 0x2002 {
        return at(s[1], s[2]);
    }
    if s[0] == 0x2001 && s[1] == 0 {
        return at(!s[6], !s[7]);
    }
    // The usual metadata address as a link-local IPv6 address.
    if inside("fe80::/10") {
        return at(s[6], s[7]);
    }
    isatap(ip)
}

fn isatap(ip: Ipv6Addr) -> Option<Ipv4Addr> {
    let s = ip.segments();
    (matches!(s[4], 0 | 0x0200) && s[5] == 0x5efe)
        .then(|| Ipv4Addr::from((u32::from(s[6]) << 16) | u32::from(s[7])))
}
