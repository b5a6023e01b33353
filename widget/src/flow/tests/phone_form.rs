//! Linking by number.

use super::*;

fn code_view(phone_code: Option<PhoneCode>) -> Input {
    Input::View(View {
        seq: 2,
        step: qr("one"),
        phone_code,
        signup: None,
    })
}

fn error(code: &str, retry_after_ms: Option<u64>) -> Input {
    Input::PhoneCodeFailed(PhoneCodeError {
        code: code.into(),
        reason: "too_short".into(),
        retry_after_ms,
    })
}

fn request_code(number: &str, country: &'static str) -> Effect {
    Effect::RequestPhoneCode(PhoneCodeRequest {
        number: number.into(),
        country,
    })
}

fn pick(country: &str) -> [Input; 4] {
    [
        country_picker::list(),
        Input::Picker(PickerInput::Toggle),
        Input::Picker(PickerInput::Search(country.into())),
        Input::Picker(PickerInput::PickActive),
    ]
}

#[test]
fn a_code_is_requested_once() {
    let mut flow = on_phone_tab([typed(NUMBER)]);
    assert_eq!(flow.picker.picked.iso, "BR");
    let request = request_code(NUMBER, "BR");
    assert_eq!(flow.handle(Input::PhoneCodeClicked, 0.0), [request]);
    assert_eq!(flow.handle(Input::PhoneCodeClicked, 0.0), []);
}

#[test]
fn a_local_number_is_sent_with_its_country() {
    for (country, number, sent, iso) in [
        ("germany", "0151 12340021", "015112340021", "DE"),
        ("ru", "8 912 345-66-08", "89123456608", "RU"),
        ("brazil", "011 91234-5678", "011912345678", "BR"),
    ] {
        let mut flow = on_phone_tab(pick(country));
        flow.handle(typed(number), 0.0);
        assert_eq!(
            flow.handle(Input::PhoneCodeClicked, 0.0),
            [request_code(sent, iso)]
        );
    }
}

#[test]
fn the_number_shown_is_the_one_the_service_returned() {
    let mut flow = on_phone_tab(pick("brazil"));
    flow.handle(typed("011 91234-5678"), 0.0);
    flow.handle(Input::PhoneCodeClicked, 0.0);
    assert_eq!(flow.form.number, "", "nothing to show yet");
    flow.handle(Input::PhoneCodeReceived(code("ABCD-EFGH")), 0.0);
    assert_eq!(flow.form.number, NUMBER);
}

#[test]
fn a_request_after_a_pause_keeps_its_country() {
    let mut flow = on_phone_tab(pick("germany"));
    flow.handle(typed("0151 12340021"), 0.0);
    flow.handle(Input::PhoneCodeClicked, 0.0);
    for input in pick("brazil") {
        flow.handle(input, 0.0);
    }
    flow.handle(error("code_limit", Some(90_000)), 0.0);
    let again = flow.handle(Input::PhoneCodeClicked, 90_000.0);
    assert_eq!(again, [request_code("015112340021", "DE")]);
}

#[test]
fn an_empty_field_sends_no_request() {
    let mut flow = on_phone_tab([]);
    let effects = flow.handle(Input::PhoneCodeClicked, 0.0);
    assert_eq!(effects, [Effect::Focus(FocusTarget::Number)]);
    let error = flow.form.error.as_ref().expect("there is an error");
    assert_eq!(error.reason, "not_a_number");
    flow.handle(typed("1"), 0.0);
    assert_eq!(flow.form.error, None);
}

#[test]
fn a_code_has_a_step_of_its_own() {
    let mut flow = on_phone_tab([typed(NUMBER), Input::PhoneCodeClicked]);
    let effects = flow.handle(Input::PhoneCodeReceived(code("ABCD-EFGH")), 0.0);
    assert!(effects.contains(&Effect::PostToHost(HostMessage::Step("code"))));
    assert!(effects.contains(&Effect::Focus(FocusTarget::PhoneCode)));
    assert_eq!((flow.name(), flow.form.left_s), ("code", 180));
    let effects = flow.handle(Input::TabSelected(Method::Qr), 0.0);
    assert!(effects.contains(&Effect::PostToHost(HostMessage::Step("qr"))));
}

#[test]
fn the_same_code_on_the_stream_starts_no_new_timer() {
    let mut flow = on_phone_tab([
        typed(NUMBER),
        Input::PhoneCodeClicked,
        Input::PhoneCodeReceived(code("ABCD-EFGH")),
    ]);
    let later = PhoneCode {
        remaining_ms: 170_000,
        ..code("ABCD-EFGH")
    };
    assert_eq!(flow.handle(code_view(Some(later)), 10_000.0), []);
    assert_eq!((flow.form.count, flow.form.left_s), (1, 170));
}

#[test]
fn a_reload_shows_its_code_again() {
    let mut flow = Flow::default();
    let effects = flow.handle(boot_all(Some(code("ABCD-EFGH"))), 0.0);
    assert!(effects.contains(&Effect::ShowTab(Method::Pairing)));
    assert_eq!(flow.name(), "code");
    assert_eq!(flow.form.number, NUMBER);
}

#[test]
fn an_earlier_view_does_not_end_a_new_code() {
    let flow = on_phone_tab([Input::PhoneCodeReceived(code("ABCD-EFGH")), code_view(None)]);
    assert!(flow.form.has_live_code());
}

#[test]
fn a_code_that_the_stream_no_longer_carries_has_ended() {
    let mut flow = on_phone_tab([code_view(Some(code("ABCD-EFGH"))), code_view(None)]);
    assert!(!flow.form.has_live_code());
    let again = flow.handle(Input::PhoneCodeClicked, 0.0);
    assert!(again.contains(&request_code(NUMBER, "")));
}

#[test]
fn an_abandoned_code_does_not_return() {
    let mut flow = on_phone_tab([
        code_view(Some(code("ABCD-EFGH"))),
        Input::ChangeNumberClicked,
    ]);
    flow.handle(code_view(Some(code("ABCD-EFGH"))), 0.0);
    assert_eq!(flow.form.stage, Stage::Number);
    flow.handle(code_view(Some(code("WXYZ-1234"))), 0.0);
    assert_eq!(flow.form.code, "WXYZ-1234");
}

#[test]
fn an_invalid_number_is_reported_at_the_field() {
    let mut flow = on_phone_tab([typed("11 9"), Input::PhoneCodeClicked]);
    let effects = flow.handle(error("invalid_phone_number", None), 0.0);
    assert_eq!(effects, [Effect::Focus(FocusTarget::Number)]);
    assert_eq!(flow.form.stage, Stage::Number);
    assert_eq!(flow.form.typed, "11 9");
}

#[test]
fn a_limit_counts_down() {
    let mut flow = on_phone_tab([typed(NUMBER), Input::PhoneCodeClicked]);
    let effects = flow.handle(error("code_limit", Some(90_000)), 0.0);
    assert!(effects.contains(&Effect::PostToHost(HostMessage::Error("code_limit".into()))));
    assert_eq!((flow.form.stage, flow.form.left_s), (Stage::Limited, 90));
    flow.handle(Input::Tick, 90_000.0);
    let request = request_code(NUMBER, "BR");
    assert_eq!(flow.handle(Input::PhoneCodeClicked, 90_000.0), [request]);
}

#[test]
fn a_link_without_codes_left_is_exhausted() {
    let mut flow = on_phone_tab([typed(NUMBER), Input::PhoneCodeClicked]);
    flow.handle(error("code_limit", None), 0.0);
    assert_eq!(flow.form.stage, Stage::Exhausted);
}

#[test]
fn a_pause_of_unknown_length_lasts_a_minute() {
    let mut flow = on_phone_tab([typed(NUMBER), Input::PhoneCodeClicked]);
    flow.handle(error("throttled", None), 0.0);
    assert_eq!((flow.form.stage, flow.form.left_s), (Stage::Throttled, 60));
}

#[test]
fn a_live_phone_code_stays_while_the_stream_is_lost() {
    let mut flow = on_phone_tab([Input::PhoneCodeReceived(code("ABCD-EFGH"))]);
    for _ in 0..5 {
        flow.handle(Input::StreamLost, 60_000.0);
    }
    assert_eq!(flow.name(), "code");
    for _ in 0..2 {
        flow.handle(Input::Tick, 181_000.0);
        flow.handle(Input::StreamLost, 181_000.0);
    }
    assert_eq!(flow.screen, Screen::Unavailable);
}

#[test]
fn a_result_replaces_the_form() {
    let mut flow = on_phone_tab([Input::PhoneCodeReceived(code("ABCD-EFGH"))]);
    let scanned = View {
        seq: 3,
        step: Step::Scanned,
        phone_code: None,
        signup: None,
    };
    let effects = flow.handle(Input::View(scanned), 0.0);
    assert!(effects.contains(&Effect::PostToHost(HostMessage::Step("scanned"))));
    assert!(!flow.shows_phone_form());
}

#[test]
fn copied_is_shown_for_a_moment() {
    let mut flow = on_phone_tab([Input::PhoneCodeReceived(code("ABCD-EFGH"))]);
    let copy = Effect::Copy("ABCD-EFGH".into());
    assert_eq!(flow.handle(Input::CopyClicked, 0.0), [copy]);
    flow.handle(Input::Copied, 0.0);
    assert!(flow.form.copied);
    flow.handle(Input::Tick, 3_000.0);
    assert!(!flow.form.copied);
}

#[test]
fn a_code_that_has_expired_is_not_copied() {
    let mut flow = on_phone_tab([Input::PhoneCodeReceived(code("ABCD-EFGH"))]);
    flow.handle(Input::Tick, 3_600_000.0);
    assert!(
        !flow
            .handle(Input::CopyClicked, 3_600_000.0)
            .iter()
            .any(|one| matches!(one, Effect::Copy(_)))
    );
}
