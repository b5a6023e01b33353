//! The messages to the host.

use super::*;

fn failed() -> Step {
    Step::Failed {
        reason: "banned".into(),
        callback: None,
    }
}

/// The messages to the host, in order.
fn messages(effects: Vec<Effect>) -> Vec<HostMessage> {
    let posted = effects.into_iter().filter_map(|effect| match effect {
        Effect::PostToHost(message) => Some(message),
        _ => None,
    });
    posted.collect()
}

#[test]
fn the_host_gets_ready_once() {
    let mut flow = Flow::default();
    assert!(posts(
        &flow.handle(boot(qr("one")), 0.0),
        HostMessage::Ready
    ));
    assert!(!posts(
        &flow.handle(boot(qr("one")), 0.0),
        HostMessage::Ready
    ));
}

#[test]
fn success_is_reported_once_and_redirects() {
    let mut flow = after([boot(qr("one")), view(Step::Scanned)]);
    let effects = flow.handle(view(connected()), 0.0);
    assert!(posts(
        &effects,
        HostMessage::Connected {
            method: "qr".into(),
            phone_number: "+5511912345678".into()
        }
    ));
    assert!(effects.contains(&Effect::Redirect("https://app.acme.example/done".into())));
    assert!(effects.contains(&Effect::CloseStream));
    assert_eq!(flow.handle(boot(connected()), 0.0), []);
}

#[test]
fn a_failure_is_reported_with_its_reason() {
    let mut flow = after([boot(Step::Scanned)]);
    assert!(posts(
        &flow.handle(view(failed()), 0.0),
        HostMessage::Error("banned".into())
    ));
    assert!(
        flow.handle(Input::RenewClicked, 0.0)
            .contains(&Effect::Renew)
    );
}

#[test]
fn cancelling_posts_cancelled_and_close_once_for_answer_and_stream() {
    let cancelled = || {
        view(Step::Cancelled {
            callback: Some("https://app.acme.example/done".into()),
        })
    };
    // The answer and the stream carry the same view, in either order.
    let mut flow = after([boot(qr("one"))]);
    assert_eq!(flow.handle(Input::CancelClicked, 0.0), [Effect::Cancel]);
    assert_eq!(
        messages(flow.handle(cancelled(), 0.0)),
        [HostMessage::Step("cancelled"), HostMessage::Close]
    );
    assert_eq!(flow.handle(cancelled(), 0.0), []);
    assert_eq!(flow.handle(view(Step::Expired), 0.0), []);
    assert_eq!(flow.screen.name(), "cancelled");
}

#[test]
fn a_failed_cancellation_closes_too() {
    let mut flow = after([boot(qr("one")), Input::CancelClicked]);
    assert_eq!(
        messages(flow.handle(Input::CancelFailed, 0.0)),
        [HostMessage::Step("cancelled"), HostMessage::Close]
    );
    assert_eq!(flow.handle(view(Step::Expired), 0.0), []);
}

#[test]
fn cancelling_after_success_reports_the_success() {
    let mut flow = after([boot(Step::Scanned), Input::CancelClicked]);
    let posted = messages(flow.handle(view(connected()), 0.0));
    assert!(matches!(
        posted[..],
        [
            HostMessage::Step("connected"),
            HostMessage::Connected { .. }
        ]
    ));
}

#[test]
fn the_host_is_shown_if_the_tenant_named_it_and_the_browser_reports_it() {
    let mut flow = after([boot(qr("one"))]);
    assert_eq!(flow.host(), "", "the browser reports nothing");
    flow.parent_origin = "https://stranger.example".into();
    assert_eq!(flow.host(), "", "the tenant did not name it");
    flow.parent_origin = "https://app.acme.example".into();
    assert_eq!(flow.host(), "https://app.acme.example");
}
