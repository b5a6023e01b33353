use super::*;

#[test]
fn the_same_code_again_is_not_a_new_code() {
    let mut flow = after([boot(qr("one"))]);
    let again = Step::Qr {
        svg: "one".into(),
        remaining_ms: 5_000,
        lasts_ms: QR_LASTS,
    };
    let effects = flow.handle(boot(again), 14_000.0);
    assert_eq!(flow.qr.count(), 1);
    assert_eq!(flow.qr.left_s, 5);
    assert_eq!(effects, [], "the timer must not restart");
}

#[test]
fn a_new_code_is_on_the_other_layer() {
    let mut flow = after([boot(qr("one"))]);
    let first = flow.qr.visible_layer();
    let effects = flow.handle(
        view(Step::Qr {
            svg: "two".into(),
            remaining_ms: 18_000,
            lasts_ms: QR_LASTS,
        }),
        0.0,
    );
    assert_eq!(
        effects,
        [Effect::StartQrTimer(CodeTimer {
            lasts_ms: 20_000,
            age_ms: 2_000
        })]
    );
    assert_ne!(flow.qr.visible_layer(), first);
    assert_eq!(flow.qr.layer(first), "one");
    assert_eq!(flow.qr.layer(flow.qr.visible_layer()), "two");
}

#[test]
fn seconds_are_rounded_up() {
    let mut flow = after([boot(qr("one"))]);
    assert_eq!(flow.qr.left_s, 20);
    flow.handle(Input::Tick, 19_500.0);
    assert_eq!(flow.qr.left_s, 1);
    flow.handle(Input::Tick, 25_000.0);
    assert_eq!(flow.qr.left_s, 0);
}

#[test]
fn a_live_code_stays_while_the_stream_is_lost() {
    let mut flow = after([boot(qr("one"))]);
    for _ in 0..5 {
        flow.handle(Input::StreamLost, 1_000.0);
    }
    assert_eq!(flow.screen, Screen::Qr);
    assert!(flow.offline());
    flow.handle(boot(qr("one")), 2_000.0);
    assert!(!flow.offline());
}

#[test]
fn an_ended_code_and_a_lost_stream_are_unavailable() {
    let mut flow = after([boot(qr("one"))]);
    flow.handle(Input::StreamLost, 30_000.0);
    flow.handle(Input::StreamLost, 31_000.0);
    assert_eq!(flow.screen, Screen::Qr, "a short interruption is not shown");
    let effects = flow.handle(Input::StreamLost, 33_000.0);
    assert_eq!(flow.screen, Screen::Unavailable);
    assert!(posts(&effects, HostMessage::Error("unavailable".into())));
    assert!(
        flow.handle(Input::RetryClicked, 34_000.0)
            .contains(&Effect::ConnectStream)
    );
    assert_eq!(flow.screen, Screen::Preparing);
}

#[test]
fn timed_out_codes_are_renewed_on_request() {
    let mut flow = after([boot(Step::TimedOut)]);
    assert!(
        flow.handle(Input::RenewClicked, 0.0)
            .contains(&Effect::Renew)
    );
    assert_eq!(flow.screen, Screen::Preparing);
    flow.handle(view(qr("two")), 0.0);
    assert_eq!(flow.screen, Screen::Qr);
}

#[test]
fn a_failed_renewal_recovers_with_the_stream() {
    let mut flow = after([
        boot(Step::TimedOut),
        Input::RenewClicked,
        Input::RenewFailed,
    ]);
    assert_eq!(flow.screen, Screen::Unavailable);
    flow.handle(view(qr("two")), 0.0);
    assert_eq!(flow.screen, Screen::Qr, "the stream came back");
}
