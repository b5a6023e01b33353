//! Links that fail, and hosted accounts, whose links may fail at their login.

use super::*;

use waproto::buffa::Message;
use waproto::whatsapp::{ADVEncryptionType, ADVSignedDeviceIdentityHMAC};

fn pair_error(text: &str) -> VendorEvent {
    VendorEvent::PairError(
        vendor::PairError::builder()
            .id(pn())
            .lid(lid())
            .business_name(String::new())
            .platform(String::new())
            .error(format!("pairing crypto failed with code 401: {text}"))
            .build(),
    )
}

fn hosted_scan() -> VendorEvent {
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

#[test]
fn each_pairing_error_has_its_refusal() {
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
    for (events, refusal) in cases {
        assert_eq!(
            translate(events),
            (vec![Event::LinkRefused { refusal }], Next::Continue)
        );
    }
}

#[test]
fn the_link_of_a_hosted_account_is_emitted_with_its_login() {
    let (events, _) = translate([hosted_scan(), paired("smba", "Padaria"), connected()]);
    let named = account(Some("Ana Souza"), Some("Padaria"));
    assert_eq!(events, [linked(named.clone()), Event::Connected(named)]);

    let refused = logged_out(true, ConnectFailureReason::LoggedOut);
    let (events, next) = translate([hosted_scan(), paired("smba", "Padaria"), refused]);
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
