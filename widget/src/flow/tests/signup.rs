//! Connecting a number through Meta's window.

use protocol::view::{Meta, Signup, SignupNumber};

use super::*;

mod served;
mod window;

const ALL: &[&str] = &["qr", "pairing", "cloud-api"];
const ALONE: &[&str] = &["cloud-api"];

fn meta() -> Meta {
    Meta {
        app_id: "1".into(),
        config_id: "2".into(),
        version: "v25.0".into(),
        extras: "{}".into(),
        sdk_url: "https://connect.facebook.net/en_US/sdk.js".into(),
        origins: Vec::new(),
        page_url: "https://www.facebook.com/v25.0/dialog/oauth".into(),
    }
}

/// A link that offers the Cloud API.
fn boot_cloud(methods: &[&str], step: Step, signup: Option<Signup>) -> Input {
    let mut input = boot_with(methods, step, None);
    if let Input::Boot(boot) = &mut input {
        boot.meta = Some(meta());
        boot.view.signup = signup;
    }
    input
}

fn signup(state: &str) -> Signup {
    Signup {
        state: state.into(),
        numbers: Vec::new(),
        problem: None,
        remedy: None,
    }
}

fn stopped(problem: &str, remedy: &str) -> Signup {
    Signup {
        problem: Some(problem.into()),
        remedy: Some(remedy.into()),
        ..signup("stopped")
    }
}

fn choosing() -> Signup {
    let number = |id: &str| SignupNumber {
        id: id.into(),
        phone_number: NUMBER.into(),
        name: None,
    };
    Signup {
        numbers: vec![number("11"), number("22")],
        ..signup("choosing")
    }
}

fn shown(seq: u64, signup: Option<Signup>) -> View {
    View {
        seq,
        step: Step::Preparing,
        phone_code: None,
        signup,
    }
}

/// The stream sends this signup.
fn streamed(signup: Signup) -> Input {
    Input::View(shown(2, Some(signup)))
}

fn clicked(action: SignupAction) -> Input {
    Input::Signup(SignupInput::Clicked(action))
}

fn finished(waba_ids: &[&str]) -> MetaOutcome {
    MetaOutcome::Finished(SignupReport {
        waba_ids: waba_ids.iter().map(|id| (*id).into()).collect(),
        ..SignupReport::default()
    })
}

/// A link for the Cloud API alone, with the SDK loaded, after these inputs.
fn on_cloud_tab(inputs: impl IntoIterator<Item = Input>) -> Flow {
    let mut flow = after([
        boot_cloud(ALONE, Step::Preparing, None),
        Input::Signup(SignupInput::SdkReady),
    ]);
    for input in inputs {
        flow.handle(input, 0.0);
    }
    flow
}

/// With Meta's window open.
fn in_window(inputs: impl IntoIterator<Item = Input>) -> Flow {
    let open = [
        clicked(SignupAction::OpenWindow),
        Input::Signup(SignupInput::WindowOpened),
    ];
    on_cloud_tab(open.into_iter().chain(inputs))
}

fn requests(effects: Vec<Effect>) -> Vec<SignupRequest> {
    let sent = effects.into_iter().filter_map(|effect| match effect {
        Effect::SendSignup(request) => Some(request),
        _ => None,
    });
    sent.collect()
}

#[test]
fn the_sdk_is_loaded_once_and_only_where_it_is_offered() {
    let mut flow = Flow::default();
    let first = flow.handle(boot_cloud(ALL, qr("one"), None), 0.0);
    assert!(first.contains(&Effect::LoadMeta));
    let again = flow.handle(boot_cloud(ALL, qr("one"), None), 0.0);
    assert!(!again.contains(&Effect::LoadMeta));
    let other = Flow::default().handle(boot_all(None), 0.0);
    assert!(!other.contains(&Effect::LoadMeta));
}

#[test]
fn what_becomes_of_a_qr_code_does_not_cover_the_tab() {
    let failed = Step::Failed {
        reason: "logged_out".into(),
        callback: None,
    };
    let unreachable = Step::Unreachable {
        notice_in_ms: 0,
        retry_in_ms: 0,
    };
    for step in [
        Step::Preparing,
        unreachable,
        Step::TimedOut,
        failed,
        qr("one"),
    ] {
        let mut flow = Flow::default();
        let effects = flow.handle(boot_cloud(ALONE, step, None), 0.0);
        assert_eq!(flow.name(), "signup");
        assert!(flow.shows_signup() && !flow.offers_tabs());
        assert!(!effects.contains(&Effect::FocusNotice));
        let is_error =
            |effect: &Effect| matches!(effect, Effect::PostToHost(HostMessage::Error(_)));
        assert!(!effects.iter().any(is_error), "{effects:?}");
    }
}

#[test]
fn results_cover_the_tab() {
    for step in [
        Step::Scanned,
        connected(),
        Step::Expired,
        Step::Cancelled { callback: None },
    ] {
        let flow = after([boot_cloud(ALONE, step, None)]);
        assert!(!flow.shows_signup(), "{:?}", flow.screen);
    }
}

#[test]
fn a_failed_qr_code_leaves_the_other_tabs() {
    let mut flow = after([boot_cloud(ALL, Step::TimedOut, None)]);
    assert!(flow.offers_tabs());
    flow.handle(Input::TabSelected(Method::CloudApi), 0.0);
    assert_eq!(flow.name(), "signup");
    flow.handle(Input::TabSelected(Method::Qr), 0.0);
    assert_eq!(flow.name(), "timed_out");
    let flow = after([boot_with(&["qr", "pairing"], Step::TimedOut, None)]);
    assert!(!flow.offers_tabs(), "without the Cloud API as before");
}

#[test]
fn success_is_reported_with_its_method_and_an_opened_tab_stays() {
    let done = || Step::Connected {
        method: "cloud-api".into(),
        phone_number: NUMBER.into(),
        push_name: None,
        callback: Some("https://app.acme.example/done".into()),
    };
    let success = HostMessage::Connected {
        method: "cloud-api".into(),
        phone_number: NUMBER.into(),
    };
    let is_redirect = |effect: &Effect| matches!(effect, Effect::Redirect(_));
    let effects = on_cloud_tab([]).handle(view(done()), 0.0);
    assert!(effects.iter().any(is_redirect));
    assert!(posts(&effects, success));
    let mut opened = on_cloud_tab([]);
    opened.is_opened_by_frame = true;
    let effects = opened.handle(view(done()), 0.0);
    assert!(!effects.iter().any(is_redirect), "{effects:?}");
}

#[test]
fn no_outage_of_the_stream_covers_the_tab() {
    let mut flow = on_cloud_tab([]);
    for _ in 0..5 {
        flow.handle(Input::StreamLost, 1_000.0);
    }
    assert_eq!(flow.name(), "signup");
    assert!(flow.offline());
}
