mod refusals;
mod terminal;

use super::*;
use std::sync::Arc;
use std::time::Duration;

use wacore::chrono;
use wacore::net::DisconnectReason;
use wacore::types::events::Event as VendorEvent;
use wacore_binary::OwnedNodeRef;
use wacore_binary::builder::NodeBuilder;

fn pn() -> Jid {
    "5511999990001:1@s.whatsapp.net"
        .parse()
        .expect("an address")
}

fn lid() -> Jid {
    "100000000000001:1@lid".parse().expect("an address")
}

fn identity(push_name: &str) -> Option<Identity> {
    Some(Identity {
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

fn paired(platform: &str, business_name: &str) -> VendorEvent {
    VendorEvent::PairSuccess(
        vendor::PairSuccess::builder()
            .id(pn())
            .lid(lid())
            .business_name(business_name.into())
            .platform(platform.into())
            .build(),
    )
}

fn connected() -> VendorEvent {
    VendorEvent::Connected(vendor::Connected::builder().build())
}

fn disconnected() -> VendorEvent {
    let reason = DisconnectReason::StreamEnded;
    VendorEvent::Disconnected(vendor::Disconnected::builder().reason(reason).build())
}

fn logged_out(on_connect: bool, reason: ConnectFailureReason) -> VendorEvent {
    VendorEvent::LoggedOut(
        vendor::LoggedOut::builder()
            .on_connect(on_connect)
            .reason(reason)
            .build(),
    )
}

fn code_entry() -> VendorEvent {
    let stage = NodeBuilder::new("link_code_companion_reg").attr("stage", "primary_hello");
    let notification = NodeBuilder::new("notification").children([stage.build()]);
    stanza(notification.build())
}

fn stanza(stanza: wacore_binary::Node) -> VendorEvent {
    let bytes = wacore_binary::marshal::marshal(&stanza).expect("a valid stanza");
    let packed = wacore_binary::util::unpack(&bytes)
        .expect("not compressed")
        .into_owned();
    VendorEvent::RawNode(Arc::new(OwnedNodeRef::new(packed).expect("a valid stanza")))
}

/// Translates the events in order.
fn translate(vendor_events: impl IntoIterator<Item = VendorEvent>) -> Translation {
    let mut translator = Translator::default();
    let mut events = Vec::new();
    let mut next = Next::Continue;
    for event in vendor_events {
        assert_eq!(next, Next::Continue, "an event after the end");
        let (more, then) = translator.translate(&event, identity("Ana Souza"), 2.0);
        events.extend(more);
        next = then;
    }
    (events, next)
}

#[test]
fn the_lifetime_of_a_code_is_scaled() {
    let qr = vendor::PairingQrCode::builder()
        .code("2@abc".into())
        .timeout(Duration::from_secs(60))
        .build();
    let expected = Event::Qr {
        code: QrCode::new("2@abc"),
        lasts: Duration::from_secs(30),
    };
    assert_eq!(
        translate([VendorEvent::PairingQrCode(qr)]),
        (vec![expected], Next::Continue)
    );
}

#[test]
fn exhausted_codes_end_the_client_without_an_event() {
    let exhausted = vendor::PairingQrCodesExhausted::builder()
        .disconnected(true)
        .build();
    let event = VendorEvent::PairingQrCodesExhausted(exhausted);
    assert_eq!(translate([event]), (vec![], Next::Exhausted));
}

#[test]
fn a_client_with_a_phone_code_continues_without_qr_codes() {
    let exhausted = vendor::PairingQrCodesExhausted::builder()
        .disconnected(false)
        .build();
    let event = VendorEvent::PairingQrCodesExhausted(exhausted);
    assert_eq!(translate([event]), (vec![], Next::PhoneCodeOnly));
}

#[test]
fn a_link_is_by_phone_code_after_an_entry_that_did_not_fail() {
    let refresh = || {
        let refresh = vendor::PairingCodeRefresh::builder();
        VendorEvent::PairingCodeRefresh(refresh.force_manual(false).build())
    };
    let cases = [
        (vec![code_entry()], Via::PhoneCode),
        (vec![code_entry(), refresh()], Via::Qr),
        (vec![refresh(), code_entry()], Via::PhoneCode),
        (vec![], Via::Qr),
    ];
    for (mut events, via) in cases {
        events.push(paired("android", ""));
        let account = account(None, None);
        let expected = vec![Event::Linked { account, via }];
        assert_eq!(translate(events), (expected, Next::Continue));
    }
}

#[test]
fn a_link_a_login_and_a_reconnect_are_emitted_in_order() {
    let (events, next) = translate([
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
    assert_eq!(next, Next::Continue);
}

#[test]
fn a_login_is_emitted_once_for_each_connection() {
    let named = Event::Connected(account(Some("Ana Souza"), None));
    let (events, _) = translate([connected(), connected(), disconnected(), connected()]);
    assert_eq!(events, [named.clone(), Event::Dropped, named]);

    let mut translator = Translator::new(Profile::default());
    for logins in [1, 0, 1] {
        let login = translator.translate(&connected(), identity("Ana Souza"), 1.0);
        assert_eq!(login.0.len(), logins);
        if logins == 0 {
            translator.client_starts();
        }
    }
}

#[test]
fn a_business_account_has_its_name() {
    let (events, _) = translate([paired("smba", "Padaria"), connected()]);
    assert_eq!(
        events,
        [
            linked(account(None, Some("Padaria"))),
            Event::Connected(account(Some("Ana Souza"), Some("Padaria"))),
        ]
    );
}

#[test]
fn dropped_is_emitted_only_after_connected() {
    assert_eq!(
        translate([disconnected(), disconnected()]),
        (vec![], Next::Continue)
    );
    let (events, _) = translate([connected(), disconnected(), disconnected()]);
    assert_eq!(
        events
            .iter()
            .filter(|event| **event == Event::Dropped)
            .count(),
        1
    );
}

#[test]
fn a_push_name_is_emitted_when_it_changes() {
    let named = |old: &str, new: &str| {
        VendorEvent::SelfPushNameUpdated(
            vendor::SelfPushNameUpdated::builder()
                .from_server(true)
                .old_name(old.into())
                .new_name(new.into())
                .build(),
        )
    };
    let (events, _) = translate([named("", "Ana"), named("Ana", "Ana"), named("Ana", "")]);
    assert_eq!(events, [Event::PushName("Ana".into())]);
}

#[test]
fn a_passkey_request_has_its_own_event() {
    let request = vendor::PairPasskeyRequest::builder()
        .request_options_json("{}".into())
        .build();
    let (events, next) = translate([VendorEvent::PairPasskeyRequest(request)]);
    assert_eq!(
        (events, next),
        (vec![Event::PasskeyRequired], Next::Continue)
    );
}
