//! Meta's window and its two signals.

use super::*;

fn heard(outcome: MetaOutcome) -> Input {
    Input::Signup(SignupInput::Reported(outcome))
}

fn code() -> Input {
    Input::Signup(SignupInput::CodeReceived("abc".into()))
}

fn closed() -> Input {
    Input::Signup(SignupInput::WindowClosed)
}

#[test]
fn a_click_begins_and_opens_the_window_at_once() {
    let mut flow = on_cloud_tab([]);
    assert_eq!(flow.signup.action(), Some(SignupAction::OpenWindow));
    let effects = flow.handle(clicked(SignupAction::OpenWindow), 0.0);
    let expected = [
        Effect::SendSignup(SignupRequest::Begin),
        Effect::OpenMeta,
        Effect::FocusSignup,
    ];
    assert_eq!(effects, expected);
    assert_eq!(flow.signup.stage(), SignupStage::Waiting);
}

#[test]
fn a_click_before_the_sdk_is_loaded_changes_nothing() {
    let mut flow = after([boot_cloud(ALONE, Step::Preparing, None)]);
    assert!(flow.signup.is_loading());
    assert_eq!(flow.handle(clicked(SignupAction::OpenWindow), 0.0), []);
}

#[test]
fn without_the_sdk_there_is_a_link() {
    let mut failed = on_cloud_tab([Input::Signup(SignupInput::SdkFailed)]);
    let mut slow = after([boot_cloud(ALONE, Step::Preparing, None)]);
    slow.handle(Input::Tick, 9_999.0);
    assert_eq!(slow.signup.stage(), SignupStage::Start);
    slow.handle(Input::Tick, 10_000.0);
    for flow in [&mut failed, &mut slow] {
        assert_eq!(flow.signup.stage(), SignupStage::NoSdk);
        assert_eq!(flow.signup.action(), Some(SignupAction::FollowLink));
        let effects = flow.handle(clicked(SignupAction::FollowLink), 0.0);
        assert_eq!(requests(effects), [SignupRequest::Begin]);
        assert_eq!(flow.signup.stage(), SignupStage::Waiting);
    }
    slow.handle(clicked(SignupAction::GoBack), 0.0);
    slow.handle(Input::Signup(SignupInput::SdkReady), 60_000.0);
    assert_eq!(slow.signup.stage(), SignupStage::Start, "it came late");
}

#[test]
fn a_blocked_window_has_a_link_and_another_attempt() {
    let flow = on_cloud_tab([
        clicked(SignupAction::OpenWindow),
        Input::Signup(SignupInput::WindowBlocked),
    ]);
    assert_eq!(flow.signup.stage(), SignupStage::Blocked);
    assert_eq!(flow.signup.action(), Some(SignupAction::FollowLink));
    assert_eq!(flow.signup.other_action(), Some(SignupAction::OpenWindow));
}

#[test]
fn the_signals_are_sent_at_once_in_either_order() {
    let report = SignupReport {
        waba_ids: vec!["12".into()],
        ..SignupReport::default()
    };
    let sent_code = SignupRequest::Code {
        code: "abc".into(),
        begins: true,
    };
    let mut flow = in_window([]);
    assert_eq!(requests(flow.handle(code(), 0.0)), [sent_code]);
    assert_eq!(flow.signup.stage(), SignupStage::Working);
    let sent = requests(flow.handle(heard(finished(&["12"])), 0.0));
    assert_eq!(sent, [SignupRequest::Report(report)]);
    let mut flow = in_window([heard(finished(&["12"]))]);
    assert_eq!(flow.signup.stage(), SignupStage::Waiting);
    assert_eq!(requests(flow.handle(code(), 0.0)).len(), 1);
}

#[test]
fn a_code_is_sent_also_while_another_request_is_under_way() {
    let mut flow = on_cloud_tab([streamed(signup("no_number")), clicked(SignupAction::Retry)]);
    let sent = requests(flow.handle(code(), 0.0));
    assert!(matches!(
        sent[..],
        [SignupRequest::Code { begins: false, .. }]
    ));
}

#[test]
fn a_closed_window_may_still_send_its_code() {
    let mut flow = in_window([closed()]);
    flow.handle(Input::Tick, 2_000.0);
    assert_eq!(flow.signup.stage(), SignupStage::Waiting);
    flow.handle(code(), 2_500.0);
    flow.handle(Input::Tick, 60_000.0);
    assert_eq!(flow.signup.stage(), SignupStage::Working);
    assert_eq!(flow.signup.note, None);
}

#[test]
fn a_closed_window_is_given_up_after_a_moment() {
    for (before, note) in [
        (None, SignupNote::Closed),
        (Some(finished(&["12"])), SignupNote::Incomplete),
        (
            Some(MetaOutcome::Failed("1".into())),
            SignupNote::Meta("1".into()),
        ),
    ] {
        let mut flow = in_window(before.map(heard));
        flow.handle(closed(), 0.0);
        flow.handle(Input::Tick, 3_000.0);
        assert_eq!(flow.signup.stage(), SignupStage::Start);
        assert_eq!(flow.signup.note, Some(note));
        assert_eq!(flow.signup.action(), Some(SignupAction::OpenWindow));
    }
}

#[test]
fn a_window_that_only_seemed_closed_is_still_heard() {
    let mut flow = in_window([closed()]);
    flow.handle(Input::Tick, 3_000.0);
    assert_eq!(flow.signup.other_action(), Some(SignupAction::FollowLink));
    assert_eq!(requests(flow.handle(code(), 9_000.0)).len(), 1);
    assert_eq!(flow.signup.stage(), SignupStage::Working);
}

#[test]
fn who_leaves_comes_back_to_the_start() {
    let mut flow = in_window([heard(MetaOutcome::Left), closed()]);
    flow.handle(Input::Tick, 9_000.0);
    assert_eq!(flow.signup.stage(), SignupStage::Start);
    assert_eq!(flow.signup.note, Some(SignupNote::Left));
}

#[test]
fn an_error_is_sent_and_the_window_may_go_on() {
    let mut flow = in_window([]);
    let effects = flow.handle(heard(MetaOutcome::Failed("3441041".into())), 0.0);
    assert_eq!(requests(effects), [SignupRequest::Error("3441041".into())]);
    assert_eq!(flow.signup.stage(), SignupStage::Waiting);
    flow.handle(heard(finished(&["12"])), 0.0);
    assert_eq!(flow.signup.note, None);
}

#[test]
fn a_code_that_did_not_get_through_needs_another_window() {
    let failed = SignupInput::RequestFailed(SignupFailure::Code);
    let flow = in_window([code(), Input::Signup(failed)]);
    assert_eq!(flow.signup.stage(), SignupStage::Start);
    assert_eq!(flow.signup.note, Some(SignupNote::NotSent));
}

#[test]
fn the_page_in_a_tab_of_its_own_is_followed_on_the_stream() {
    let mut flow = on_cloud_tab([
        Input::Signup(SignupInput::SdkFailed),
        clicked(SignupAction::FollowLink),
        streamed(signup("begun")),
    ]);
    assert_eq!(flow.signup.stage(), SignupStage::Waiting);
    flow.handle(streamed(choosing()), 0.0);
    assert_eq!(flow.signup.stage(), SignupStage::Choosing);
}
