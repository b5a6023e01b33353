use std::net::IpAddr;

use super::BadUrl::{Credentials, Metadata, NotAnAddress, Plain, Port, Private};
use super::*;
use crate::domain::allow_list::AllowList;
use crate::security::guard::Guard;

fn check(guard: &Guard, text: &str) -> Result<(), BadUrl> {
    let target = Target::parse(text)?;
    Ok(guard.check(&target.host(), target.service())?)
}

/// Addresses that are internal, or not the address of a web server.
const REFUSED: [(&str, BadUrl); 164] = [
    // Private, loopback, link-local, carriers, tests, multicast, reserved.
    ("https://10.0.0.1/", Private),
    ("https://10.255.255.255/", Private),
    ("https://172.16.0.1/", Private),
    ("https://172.31.255.254/", Private),
    ("https://192.168.0.1/", Private),
    ("https://192.168.255.255/", Private),
    ("https://127.0.0.1/", Private),
    ("https://127.255.255.254/", Private),
    ("https://0.0.0.0/", Private),
    ("https://0.1.2.3/", Private),
    ("https://169.254.1.1/", Private),
    ("https://100.64.0.1/", Private),
    ("https://100.127.255.255/", Private),
    ("https://192.0.0.1/", Private),
    ("https://192.0.2.1/", Private),
    ("https://192.31.196.1/", Private),
    ("https://192.52.193.1/", Private),
    ("https://192.88.99.1/", Private),
    ("https://192.175.48.1/", Private),
    ("https://198.18.0.1/", Private),
    ("https://198.19.255.255/", Private),
    ("https://198.51.100.1/", Private),
    ("https://203.0.113.1/", Private),
    ("https://224.0.0.1/", Private),
    ("https://239.255.255.255/", Private),
    ("https://240.0.0.1/", Private),
    ("https://255.255.255.255/", Private),
    // The same addresses in other notations that URL parsers accept.
    ("https://127.1/", Private),
    ("https://127.0.1/", Private),
    ("https://0177.0.0.1/", Private),
    ("https://0x7f.0.0.1/", Private),
    ("https://0x7f000001/", Private),
    ("https://0X7F000001/", Private),
    ("https://2130706433/", Private),
    ("https://017700000001/", Private),
    ("https://0x7f.1/", Private),
    ("https://0177.1/", Private),
    ("https://0/", Private),
    ("https://00/", Private),
    ("https://0x0/", Private),
    ("https://127.0.0.1./", Private),
    ("https://2130706433./", Private),
    ("https://10.1/", Private),
    ("https://0xa.0x0.0x0.0x1/", Private),
    ("https://012.0.0.1/", Private),
    ("https://167772161/", Private),
    ("https://0xc0a80001/", Private),
    ("https://3232235521/", Private),
    ("https://0300.0250.0.1/", Private),
    ("https://192.168.1/", Private),
    ("https://%31%32%37.0.0.1/", Private),
    ("https://127%2e0%2e0%2e1/", Private),
    ("https://①②⑦.⓪.⓪.①/", Private),
    ("https://127。0。0。1/", Private),
    ("https://127.0.0.1/", Private),
    ("https:\\\\127.0.0.1\\", Private),
    ("https:127.0.0.1", Private),
    ("https:///127.0.0.1/", Private),
    ("  https://127.0.0.1/  ", Private),
    ("https://127.0.0\t.1/", Private),
    ("HTTPS://127.0.0.1/", Private),
    ("https://127.0.0.1:8443/", Private),
    // IPv6.
    ("https://[::1]/", Private),
    ("https://[0:0:0:0:0:0:0:1]/", Private),
    ("https://[0000:0000::0001]/", Private),
    ("https://[::]/", Private),
    ("https://[::ffff:127.0.0.1]/", Private),
    ("https://[::ffff:7f00:1]/", Private),
    ("https://[0:0:0:0:0:ffff:10.0.0.1]/", Private),
    ("https://[::ffff:8.8.8.8]/", Private),
    ("https://[::ffff:0:127.0.0.1]/", Private),
    ("https://[::127.0.0.1]/", Private),
    ("https://[::10.0.0.1]/", Private),
    ("https://[64:ff9b::127.0.0.1]/", Private),
    ("https://[64:ff9b::8.8.8.8]/", Private),
    ("https://[64:ff9b:1::10.0.0.1]/", Private),
    ("https://[2002:7f00:1::]/", Private),
    ("https://[2002:a00:1::]/", Private),
    ("https://[2001:0:53aa:64c:0:0:80ff:fffe]/", Private),
    ("https://[2001::1]/", Private),
    ("https://[2001:2::1]/", Private),
    ("https://[2001:10::1]/", Private),
    ("https://[2001:20::1]/", Private),
    ("https://[2001:db8::1]/", Private),
    ("https://[3fff::1]/", Private),
    ("https://[fc00::1]/", Private),
    ("https://[fd12:3456:789a::1]/", Private),
    ("https://[fe80::1]/", Private),
    ("https://[febf::1]/", Private),
    ("https://[fec0::1]/", Private),
    ("https://[ff02::1]/", Private),
    ("https://[ff0e::1]/", Private),
    ("https://[100::1]/", Private),
    ("https://[5f00::1]/", Private),
    ("https://[4000::1]/", Private),
    ("https://[2a00:1450::5efe:7f00:1]/", Private),
    ("https://[2a00:1450::200:5efe:a00:1]/", Private),
    // Metadata.
    ("https://169.254.169.254/latest/meta-data/", Metadata),
    ("https://169.254.170.2/", Metadata),
    ("https://169.254.170.23/", Metadata),
    ("https://168.63.129.16/", Metadata),
    ("https://100.100.100.200/", Metadata),
    ("https://192.0.0.192/", Metadata),
    ("https://0xa9fea9fe/", Metadata),
    ("https://2852039166/", Metadata),
    ("https://0251.0376.0251.0376/", Metadata),
    ("https://169.254.43518/", Metadata),
    ("https://[fd00:ec2::254]/", Metadata),
    ("https://[fd00:ec2::23]/", Metadata),
    ("https://[fd20:ce::254]/", Metadata),
    ("https://[fd00:c1::a9fe:a9fe]/", Metadata),
    ("https://[fe80::a9fe:a9fe]/", Metadata),
    ("https://[::ffff:169.254.169.254]/", Metadata),
    ("https://[::ffff:a9fe:a9fe]/", Metadata),
    ("https://[::169.254.169.254]/", Metadata),
    ("https://[64:ff9b::169.254.169.254]/", Metadata),
    ("https://[64:ff9b::a9fe:a9fe]/", Metadata),
    ("https://[2002:a9fe:a9fe::]/", Metadata),
    ("https://[2001:0:0:0:0:0:5601:5601]/", Metadata),
    // Names.
    ("https://localhost/", Private),
    ("https://LOCALHOST/", Private),
    ("https://localhost./", Private),
    ("https://api.localhost/", Private),
    ("https://printer.local/", Private),
    ("https://metadata.google.internal/", Private),
    ("https://db.internal./", Private),
    ("https://ｌｏｃａｌｈｏｓｔ/", Private),
    ("https://ⓛocalhost/", Private),
    ("https://router.lan/", Private),
    ("https://nas.home.arpa/", Private),
    ("https://wiki.intranet/", Private),
    ("https://git.corp/", Private),
    ("https://redis/", Private),
    ("https://kubernetes.default.svc.cluster.local/", Private),
    // Not a web server, or not an address.
    ("http://example.com/", Plain),
    ("http://93.184.215.14/", Plain),
    ("https://example.com:22/", Port),
    ("https://example.com:25/", Port),
    ("https://example.com:80/", Port),
    ("https://example.com:0/", Port),
    ("https://example.com:6379/", Port),
    ("https://example.com:5432/", Port),
    ("https://93.184.215.14:10250/", Port),
    ("https://user@example.com/", Credentials),
    ("https://user:pw@example.com/", Credentials),
    ("https://example.com@127.0.0.1/", Credentials),
    ("https://127.0.0.1#@example.com/", Credentials),
    ("https://example.com/#x", Credentials),
    ("https://", NotAnAddress),
    ("https://[::1", NotAnAddress),
    ("https://256.0.0.1/", NotAnAddress),
    ("https://1.2.3.4.5/", NotAnAddress),
    ("https://0x100000000/", NotAnAddress),
    ("https://[fe80::1%25eth0]/", NotAnAddress),
    ("https://exa mple.com/", NotAnAddress),
    ("https://example.com:99999/", NotAnAddress),
    ("ftp://example.com/", NotAnAddress),
    ("file:///etc/passwd", NotAnAddress),
    ("gopher://example.com/", NotAnAddress),
    ("unix:/var/run/docker.sock", NotAnAddress),
    ("//example.com/", NotAnAddress),
    ("/hook", NotAnAddress),
    ("example.com", NotAnAddress),
    ("", NotAnAddress),
];

#[test]
fn internal_addresses_are_refused_in_every_notation() {
    for (text, expected) in REFUSED {
        assert_eq!(check(&Guard::default(), text), Err(expected), "{text}");
    }
    let too_long = format!("https://example.com/{}", "x".repeat(MAX_LENGTH));
    assert_eq!(
        check(&Guard::default(), &too_long),
        Err(BadUrl::NotAnAddress)
    );
}

#[test]
fn public_addresses_are_allowed() {
    for text in [
        "https://example.com/hooks/whatsapp?tenant=7",
        "https://example.com./",
        "https://example.com:8443/",
        "https://example.com:3000/",
        "https://bücher.example/",
        "https://localhost.example.com/",
        "https://mylocal/".replace("mylocal", "my.locals").as_str(),
        "https://8.8.8.8/",
        "https://100.63.255.255/",
        "https://100.128.0.0/",
        "https://172.32.0.1/",
        "https://223.255.255.255/",
        "https://[2a00:1450:4001:82b::200e]/",
        "https://[2606:4700::1111]:8443/",
    ] {
        assert_eq!(check(&Guard::default(), text), Ok(()), "{text}");
    }
}

#[test]
fn allowed_ranges_are_open_except_metadata_services() {
    let guard =
        Guard::new(AllowList::parse("127.0.0.0/8,10.0.0.0/8:9000,169.254.0.0/16,::/0").unwrap());
    for (text, expected) in [
        ("http://127.0.0.1:3000/", Ok(())),
        ("https://127.0.0.1/", Ok(())),
        ("http://[::1]:8080/", Ok(())),
        ("http://10.1.2.3:9000/", Ok(())),
        ("http://10.1.2.3:9001/", Err(BadUrl::Private)),
        ("http://192.168.0.1/", Err(BadUrl::Private)),
        ("http://169.254.169.254/", Err(BadUrl::Metadata)),
        ("http://[fd00:ec2::254]/", Err(BadUrl::Metadata)),
        ("http://[::ffff:169.254.169.254]/", Err(BadUrl::Metadata)),
        ("http://8.8.8.8/", Err(BadUrl::Plain)),
    ] {
        assert_eq!(check(&guard, text), expected, "{text}");
    }
}

#[test]
fn a_name_with_one_refused_address_is_refused() {
    let open = Guard::new(AllowList::this_machine());
    let service = Target::parse("https://hooks.example.com/")
        .unwrap()
        .service();
    let plain = Target::parse("http://hooks.example.com/")
        .unwrap()
        .service();
    let check = |guard: &Guard, host: &str, addresses: &[&str], service| {
        let addresses: Vec<IpAddr> = addresses.iter().map(|ip| ip.parse().unwrap()).collect();
        guard.check_resolved(host, &addresses, service)
    };
    let closed = Guard::default();
    assert_eq!(
        check(
            &closed,
            "a.example",
            &["8.8.8.8", "2606:4700::1111"],
            service
        ),
        Ok(())
    );
    assert_eq!(
        check(&closed, "a.example", &["8.8.8.8", "10.0.0.1"], service),
        Err(GuardError::Private)
    );
    assert_eq!(
        check(&closed, "a.example", &["::ffff:10.0.0.1"], service),
        Err(GuardError::Private)
    );
    assert_eq!(
        check(&closed, "a.example", &[], service),
        Err(GuardError::Unresolved)
    );
    assert_eq!(check(&open, "a.example", &["127.0.0.1"], plain), Ok(()));
    assert_eq!(
        check(&open, "a.example", &["127.0.0.1", "8.8.8.8"], plain),
        Err(GuardError::Plain)
    );
    assert_eq!(check(&open, "localhost", &["127.0.0.1"], plain), Ok(()));
    assert_eq!(
        check(&open, "db.internal", &["8.8.8.8"], service),
        Err(GuardError::Private)
    );
}
