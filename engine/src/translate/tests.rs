use super::*;
use std::sync::Arc;

use wacore::chrono;
use wacore::net::DisconnectReason;
use wacore::types::events::Event as Told;
use wacore_binary::OwnedNodeRef;
use wacore_binary::builder::NodeBuilder;
use waproto::buffa::Message;
use waproto::whatsapp::{ADVEncryptionType, ADVSignedDeviceIdentityHMAC};

fn pn() -> Jid {
    "5511999990001:1@s.whatsapp.net"
        .parse()
        .expect("an address")
}

fn lid() -> Jid {
    "100000000000001:1@lid".parse().expect("an address")
}

fn me(push_name: &str) -> Option<Me> {
    Some(Me {
        pn: pn(),
        lid: lid(),
        push_name: push_name.into(),
    })
}

fn account(push_name: Option<&str>, business_name: Option<&str>) -> Account {
    Account {
        phone_number: "+5511999990001".into(),
        lid: "100000000000001@lid".into(),
        push_name: push_name.map(Into::into),
        business_name: business_name.map(Into::into),
        platform: match business_name {
            Some(_) => crate::Platform::Business,
            None => crate::Platform::Consumer,
        },
    }
}

fn linked(account: Account) -> Event {
    let via = Via::Qr;
    Event::Linked { account, via }
}

fn paired(platform: &str, business_name: &str) -> Told {
    Told::PairSuccess(
        vendor::PairSuccess::builder()
            .id(pn())
            .lid(lid())
            .business_name(business_name.into())
            .platform(platform.into())
            .build(),
    )
}

fn connected() -> Told {
    Told::Connected(vendor::Connected::builder().build())
}

fn disconnected() -> Told {
    let reason = DisconnectReason::StreamEnded;
    Told::Disconnected(vendor::Disconnected::builder().reason(reason).build())
}

fn logged_out(on_connect: bool, reason: ConnectFailureReason) -> Told {
    Told::LoggedOut(
        vendor::LoggedOut::builder()
            .on_connect(on_connect)
            .reason(reason)
            .build(),
    )
}

fn pair_error(text: &str) -> Told {
    Told::PairError(
        vendor::PairError::builder()
            .id(pn())
            .lid(lid())
            .business_name(String::new())
            .platform(String::new())
            .error(format!("pairing crypto failed with code 401: {text}"))
            .build(),
    )
}

fn hosted_scan() -> Told {
    let identity = ADVSignedDeviceIdentityHMAC {
        account_type: Some(ADVEncryptionType::HOSTED),
        ..Default::default()
    }
    .encode_to_vec();
    let identity = NodeBuilder::new("device-identity").bytes(identity).build();
    let success = NodeBuilder::new("pair-success")
        .children([identity])
        .build();
    stanza(NodeBuilder::new("iq").children([success]).build())
}

fn code_typed_stanza() -> Told {
    let stage = NodeBuilder::new("link_code_companion_reg").attr("stage", "primary_hello");
    let notification = NodeBuilder::new("notification").children([stage.build()]);
    stanza(notification.build())
}

fn stanza(stanza: wacore_binary::Node) -> Told {
    let bytes = wacore_binary::marshal::marshal(&stanza).expect("a valid stanza");
    let packed = wacore_binary::util::unpack(&bytes)
        .expect("not compressed")
        .into_owned();
    Told::RawNode(Arc::new(OwnedNodeRef::new(packed).expect("a valid stanza")))
}

/// Feeds the events in order and collects what the embedder hears.
fn heard(told: impl IntoIterator<Item = Told>) -> (Vec<Event>, Next) {
    let mut known = Known::default();
    let mut events = Vec::new();
    let mut next = Next::Go;
    for told in told {
        assert_eq!(next, Next::Go, "told something after the end");
        let (more, then) = known.translate(&told, me("Ana Souza"), 2.0);
        events.extend(more);
        next = then;
    }
    (events, next)
}

#[test]
fn a_code_lasts_by_the_clock_of_the_client() {
    let qr = vendor::PairingQrCode::builder()
        .code("2@abc".into())
        .timeout(Duration::from_secs(60))
        .build();
    let expected = Event::Qr {
        code: QrCode::new("2@abc"),
        lasts: Duration::from_secs(30),
    };
    assert_eq!(heard([Told::PairingQrCode(qr)]), (vec![expected], Next::Go));
}

#[test]
fn exhaustion_ends_the_client_and_is_told_by_its_owner() {
    let exhausted = vendor::PairingQrCodesExhausted::builder()
        .disconnected(true)
        .build();
    let told = Told::PairingQrCodesExhausted(exhausted);
    assert_eq!(heard([told]), (vec![], Next::Exhausted));
}

#[test]
fn a_client_with_a_phone_code_goes_on_without_qr_codes() {
    let exhausted = vendor::PairingQrCodesExhausted::builder()
        .disconnected(false)
        .build();
    let told = Told::PairingQrCodesExhausted(exhausted);
    assert_eq!(heard([told]), (vec![], Next::CodeOnly));
}

#[test]
fn a_link_is_by_phone_code_when_one_was_typed_and_not_written_off() {
    let refresh = || {
        let refresh = vendor::PairingCodeRefresh::builder();
        Told::PairingCodeRefresh(refresh.force_manual(false).build())
    };
    let cases = [
        (vec![code_typed_stanza()], Via::PhoneCode),
        (vec![code_typed_stanza(), refresh()], Via::Qr),
        (vec![refresh(), code_typed_stanza()], Via::PhoneCode),
        (vec![], Via::Qr),
    ];
    for (mut told, via) in cases {
        told.push(paired("android", ""));
        let account = account(None, None);
        let expected = vec![Event::Linked { account, via }];
        assert_eq!(heard(told), (expected, Next::Go));
    }
}

#[test]
fn a_link_and_its_login() {
    let (events, next) = heard([
        paired("android", ""),
        connected(),
        disconnected(),
        connected(),
    ]);
    let named = account(Some("Ana Souza"), None);
    assert_eq!(
        events,
        [
            linked(account(None, None)),
            Event::Connected(named.clone()),
            Event::Dropped,
            Event::Connected(named),
        ]
    );
    assert_eq!(next, Next::Go);
}

#[test]
fn a_business_keeps_its_name() {
    let (events, _) = heard([paired("smba", "Padaria"), connected()]);
    assert_eq!(
        events,
        [
            linked(account(None, Some("Padaria"))),
            Event::Connected(account(Some("Ana Souza"), Some("Padaria"))),
        ]
    );
}

#[test]
fn only_what_was_connected_is_dropped() {
    assert_eq!(heard([disconnected(), disconnected()]), (vec![], Next::Go));
    let (events, _) = heard([connected(), disconnected(), disconnected()]);
    assert_eq!(
        events
            .iter()
            .filter(|event| **event == Event::Dropped)
            .count(),
        1
    );
}

#[test]
fn a_push_name_is_told_when_it_changes() {
    let named = |old: &str, new: &str| {
        Told::SelfPushNameUpdated(
            vendor::SelfPushNameUpdated::builder()
                .from_server(true)
                .old_name(old.into())
                .new_name(new.into())
                .build(),
        )
    };
    let (events, _) = heard([named("", "Ana"), named("Ana", "Ana"), named("Ana", "")]);
    assert_eq!(events, [Event::PushName("Ana".into())]);
}

#[test]
fn each_refusal_has_its_name() {
    let cases = [
        (
            vec![pair_error("signature-mismatch (…)")],
            Refusal::SignatureMismatch,
        ),
        (
            vec![pair_error("hmac-mismatch (…)")],
            Refusal::Other("hmac_mismatch".into()),
        ),
        (
            vec![pair_error("something new")],
            Refusal::Other("unknown".into()),
        ),
        (
            vec![hosted_scan(), pair_error("signature-mismatch (…)")],
            Refusal::Coexistence,
        ),
    ];
    for (told, refusal) in cases {
        assert_eq!(
            heard(told),
            (vec![Event::LinkRefused { refusal }], Next::Go)
        );
    }
}

#[test]
fn the_link_of_a_hosted_account_is_believed_when_its_login_works() {
    let (events, _) = heard([hosted_scan(), paired("smba", "Padaria"), connected()]);
    let named = account(Some("Ana Souza"), Some("Padaria"));
    assert_eq!(events, [linked(named.clone()), Event::Connected(named)]);

    let refused = logged_out(true, ConnectFailureReason::LoggedOut);
    let (events, next) = heard([hosted_scan(), paired("smba", "Padaria"), refused]);
    assert_eq!(
        events,
        [
            Event::LinkRefused {
                refusal: Refusal::Coexistence
            },
            Event::LoggedOut {
                reason: "not_linked".into()
            },
        ]
    );
    assert_eq!(next, Next::Over);
}

#[test]
fn each_end_is_told_once_and_ends() {
    let failure =
        |reason| Told::ConnectFailure(vendor::ConnectFailure::builder().reason(reason).build());
    let out = |reason: &str| Event::LoggedOut {
        reason: reason.into(),
    };
    let failed = |reason: &str| Event::Failed {
        reason: reason.into(),
    };
    let ban = vendor::TemporaryBan::builder()
        .code(vendor::TempBanReason::from(101))
        .expire(chrono::Duration::seconds(3600))
        .build();
    let cases = [
        (
            logged_out(false, ConnectFailureReason::LoggedOut),
            out("device_removed"),
        ),
        (
            logged_out(true, ConnectFailureReason::LoggedOut),
            out("not_linked"),
        ),
        (
            logged_out(true, ConnectFailureReason::AccountLocked),
            out("account_locked"),
        ),
        (
            logged_out(true, ConnectFailureReason::UnknownLogout),
            out("unknown_logout"),
        ),
        (
            Told::StreamReplaced(vendor::StreamReplaced::builder().build()),
            Event::Replaced,
        ),
        (
            Told::TemporaryBan(ban),
            Event::Banned {
                lasts: Duration::from_secs(3600),
            },
        ),
        (
            Told::ClientOutdated(vendor::ClientOutdated::builder().build()),
            Event::Outdated,
        ),
        (
            failure(ConnectFailureReason::TempBanned),
            failed("refused_402"),
        ),
    ];
    for (told, event) in cases {
        assert_eq!(heard([told]), (vec![event], Next::Over));
    }
    for reason in [
        ConnectFailureReason::ServiceUnavailable,
        ConnectFailureReason::InternalServerError,
    ] {
        assert_eq!(heard([failure(reason)]), (vec![], Next::Go));
    }
}

#[test]
fn a_passkey_is_a_step_of_its_own() {
    let request = vendor::PairPasskeyRequest::builder()
        .request_options_json("{}".into())
        .build();
    let (events, next) = heard([Told::PairPasskeyRequest(request)]);
    assert_eq!((events, next), (vec![Event::PasskeyRequired], Next::Go));
}
