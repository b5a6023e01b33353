//! The events that end a session.

use super::*;

fn failure(reason: ConnectFailureReason) -> VendorEvent {
    VendorEvent::ConnectFailure(vendor::ConnectFailure::builder().reason(reason).build())
}

fn ban() -> VendorEvent {
    let ban = vendor::TemporaryBan::builder()
        .code(vendor::TempBanReason::from(101))
        .expire(chrono::Duration::seconds(3600));
    VendorEvent::TemporaryBan(ban.build())
}

#[test]
fn each_logout_has_its_reason() {
    let cases = [
        (false, ConnectFailureReason::LoggedOut, "device_removed"),
        (true, ConnectFailureReason::LoggedOut, "not_linked"),
        (true, ConnectFailureReason::AccountLocked, "account_locked"),
        (true, ConnectFailureReason::UnknownLogout, "unknown_logout"),
    ];
    for (on_connect, vendor_reason, reason) in cases {
        let event = Event::LoggedOut {
            reason: reason.into(),
        };
        let translation = translate([logged_out(on_connect, vendor_reason)]);
        assert_eq!(translation, (vec![event], Next::Over));
    }
}

#[test]
fn each_terminal_event_is_emitted_once() {
    let cases = [
        (
            VendorEvent::StreamReplaced(vendor::StreamReplaced::builder().build()),
            Event::Replaced,
        ),
        (
            ban(),
            Event::Banned {
                lasts: Duration::from_secs(3600),
            },
        ),
        (
            failure(ConnectFailureReason::TempBanned),
            Event::Failed {
                reason: "refused_402".into(),
            },
        ),
    ];
    for (vendor_event, event) in cases {
        assert_eq!(translate([vendor_event]), (vec![event], Next::Over));
    }
}

#[test]
fn a_failure_that_the_client_retries_has_no_event() {
    for reason in [
        ConnectFailureReason::ServiceUnavailable,
        ConnectFailureReason::InternalServerError,
    ] {
        assert_eq!(translate([failure(reason)]), (vec![], Next::Continue));
    }
}
