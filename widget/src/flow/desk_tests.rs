//! The rules of linking by number.

use protocol::view::PhoneCode;

use super::*;

const LASTS: u64 = 180_000;
const NUMBER: &str = "+5511912345678";

fn both(phone_code: Option<PhoneCode>) -> Input {
    Input::Boot(Box::new(Boot {
        id: "ws_1".into(),
        session: "support".into(),
        mode: "all".into(),
        methods: vec!["qr".into(), "pairing".into()],
        tenant: "Acme".into(),
        origins: Vec::new(),
        theme: "auto".into(),
        locale: "en".into(),
        state: None,
        started: true,
        expires_in_ms: 900_000,
        view: View {
            seq: 1,
            step: qr(),
            phone_code,
        },
    }))
}

fn qr() -> Step {
    Step::Qr {
        svg: "one".into(),
        remaining_ms: 20_000,
        lasts_ms: 20_000,
    }
}

fn view(phone_code: Option<PhoneCode>) -> Input {
    Input::View(View {
        seq: 2,
        step: qr(),
        phone_code,
    })
}

fn code(letters: &str) -> PhoneCode {
    PhoneCode {
        code: letters.into(),
        phone_number: NUMBER.into(),
        remaining_ms: LASTS,
        lasts_ms: LASTS,
    }
}

fn refusal(code: &str, retry_after_ms: Option<u64>) -> Input {
    Input::NoPhoneCode(Refusal {
        code: code.into(),
        reason: "too_short".into(),
        retry_after_ms,
    })
}

/// At the desk, where these then happen.
fn at_desk(inputs: impl IntoIterator<Item = Input>) -> Flow {
    let mut flow = Flow::default();
    flow.step(both(None), 0.0);
    flow.step(Input::ChoseTab(Method::Pairing), 0.0);
    for input in inputs {
        flow.step(input, 0.0);
    }
    flow
}

fn ask_code(number: &str, country: &'static str) -> Effect {
    Effect::AskCode(CodeRequest {
        number: number.into(),
        country,
    })
}

fn picked(country: &str) -> [Input; 3] {
    [
        Input::Picked(Pick::Toggle),
        Input::Picked(Pick::Search(country.into())),
        Input::Picked(Pick::Take),
    ]
}

fn typed(number: &str) -> Input {
    Input::Typed(number.into())
}

#[test]
fn turning_to_another_tab_restarts_nothing() {
    let mut flow = at_desk([]);
    let effects = flow.step(Input::ChoseTab(Method::Qr), 0.0);
    let focus = Effect::FocusOn(Spot::Tab(Method::Qr));
    assert_eq!(effects, [Effect::Open(Method::Qr), focus]);
    assert_eq!(flow.screen, Screen::Qr);
}

#[test]
fn what_is_not_offered_cannot_be_opened() {
    let mut flow = Flow::default();
    assert_eq!(flow.step(Input::ChoseTab(Method::Pairing), 0.0), []);
    assert_eq!(flow.tab, Method::Qr);
}

#[test]
fn a_link_for_numbers_alone_opens_at_the_desk() {
    let mut flow = Flow::default();
    let Input::Boot(mut boot) = both(None) else {
        unreachable!("it is a boot")
    };
    boot.methods = vec!["pairing".into()];
    let effects = flow.step(Input::Boot(boot), 0.0);
    assert!(effects.contains(&Effect::Open(Method::Pairing)));
    assert!(flow.at_desk() && !flow.offer.is_choice());
}

#[test]
fn a_code_is_asked_for_once() {
    let mut flow = at_desk([typed(NUMBER)]);
    assert_eq!(flow.picker.picked.iso, "BR");
    let ask = ask_code(NUMBER, "BR");
    assert_eq!(flow.step(Input::WantsPhoneCode, 0.0), [ask]);
    assert_eq!(flow.step(Input::WantsPhoneCode, 0.0), []);
}

#[test]
fn a_local_number_is_asked_for_with_its_country() {
    for (country, number, sent, iso) in [
        ("germany", "0151 12340021", "015112340021", "DE"),
        ("russia", "8 912 345-66-08", "89123456608", "RU"),
        ("brazil", "011 91234-5678", "011912345678", "BR"),
    ] {
        let mut flow = at_desk(picked(country));
        flow.step(typed(number), 0.0);
        assert_eq!(flow.step(Input::WantsPhoneCode, 0.0), [ask_code(sent, iso)]);
    }
}

#[test]
fn the_number_shown_is_the_one_the_service_understood() {
    let mut flow = at_desk(picked("brazil"));
    flow.step(typed("011 91234-5678"), 0.0);
    flow.step(Input::WantsPhoneCode, 0.0);
    assert_eq!(flow.desk.number, "", "nothing to show yet");
    flow.step(Input::PhoneCode(code("ABCD-EFGH")), 0.0);
    assert_eq!(flow.desk.number, NUMBER);
}

#[test]
fn a_pause_does_not_lose_the_country() {
    let mut flow = at_desk(picked("germany"));
    flow.step(typed("0151 12340021"), 0.0);
    flow.step(Input::WantsPhoneCode, 0.0);
    for input in picked("brazil") {
        flow.step(input, 0.0);
    }
    flow.step(refusal("code_limit", Some(90_000)), 0.0);
    let again = flow.step(Input::WantsPhoneCode, 90_000.0);
    assert_eq!(again, [ask_code("015112340021", "DE")]);
}

#[test]
fn an_empty_field_asks_nobody() {
    let mut flow = at_desk([]);
    let effects = flow.step(Input::WantsPhoneCode, 0.0);
    assert_eq!(effects, [Effect::FocusOn(Spot::Number)]);
    let trouble = flow.desk.trouble.as_ref().expect("it is said why");
    assert_eq!(trouble.reason, "not_a_number");
    flow.step(typed("1"), 0.0);
    assert_eq!(flow.desk.trouble, None);
}

#[test]
fn a_code_is_a_step_of_its_own() {
    let mut flow = at_desk([typed(NUMBER), Input::WantsPhoneCode]);
    let effects = flow.step(Input::PhoneCode(code("ABCD-EFGH")), 0.0);
    assert!(effects.contains(&Effect::Tell(News::Step("code"))));
    assert!(effects.contains(&Effect::FocusOn(Spot::Code)));
    assert_eq!((flow.name(), flow.desk.left_s), ("code", 180));
    let effects = flow.step(Input::ChoseTab(Method::Qr), 0.0);
    assert!(effects.contains(&Effect::Tell(News::Step("qr"))));
}

#[test]
fn the_stream_says_the_same_without_a_jump() {
    let mut flow = at_desk([
        typed(NUMBER),
        Input::WantsPhoneCode,
        Input::PhoneCode(code("ABCD-EFGH")),
    ]);
    let heard_later = PhoneCode {
        remaining_ms: 170_000,
        ..code("ABCD-EFGH")
    };
    assert_eq!(flow.step(view(Some(heard_later)), 10_000.0), []);
    assert_eq!((flow.desk.count, flow.desk.left_s), (1, 170));
}

#[test]
fn a_reload_finds_its_code_again() {
    let mut flow = Flow::default();
    let effects = flow.step(both(Some(code("ABCD-EFGH"))), 0.0);
    assert!(effects.contains(&Effect::Open(Method::Pairing)));
    assert_eq!(flow.name(), "code");
    assert_eq!(flow.desk.number, NUMBER);
}

#[test]
fn a_view_that_was_under_way_takes_no_new_code_away() {
    let flow = at_desk([Input::PhoneCode(code("ABCD-EFGH")), view(None)]);
    assert!(flow.desk.has_living_code());
}

#[test]
fn a_code_the_stream_takes_back_is_over() {
    let mut flow = at_desk([view(Some(code("ABCD-EFGH"))), view(None)]);
    assert!(!flow.desk.has_living_code());
    let again = flow.step(Input::WantsPhoneCode, 0.0);
    assert!(again.contains(&ask_code(NUMBER, "")));
}

#[test]
fn who_changes_the_number_is_not_pulled_back() {
    let mut flow = at_desk([view(Some(code("ABCD-EFGH"))), Input::WantsOtherNumber]);
    flow.step(view(Some(code("ABCD-EFGH"))), 0.0);
    assert_eq!(flow.desk.stage, Stage::Number);
    flow.step(view(Some(code("WXYZ-1234"))), 0.0);
    assert_eq!(flow.desk.code, "WXYZ-1234");
}

#[test]
fn a_wrong_number_is_told_at_the_field() {
    let mut flow = at_desk([typed("11 9"), Input::WantsPhoneCode]);
    let effects = flow.step(refusal("invalid_phone_number", None), 0.0);
    assert_eq!(effects, [Effect::FocusOn(Spot::Number)]);
    assert_eq!(flow.desk.stage, Stage::Number);
    assert_eq!(flow.desk.typed, "11 9");
}

#[test]
fn a_limit_is_a_countdown() {
    let mut flow = at_desk([typed(NUMBER), Input::WantsPhoneCode]);
    let effects = flow.step(refusal("code_limit", Some(90_000)), 0.0);
    assert!(effects.contains(&Effect::Tell(News::Error("code_limit".into()))));
    assert_eq!((flow.desk.stage, flow.desk.left_s), (Stage::Limited, 90));
    flow.step(Input::Tick, 90_000.0);
    let ask = ask_code(NUMBER, "BR");
    assert_eq!(flow.step(Input::WantsPhoneCode, 90_000.0), [ask]);
}

#[test]
fn a_link_without_codes_left_counts_nothing_down() {
    let mut flow = at_desk([typed(NUMBER), Input::WantsPhoneCode]);
    flow.step(refusal("code_limit", None), 0.0);
    assert_eq!(flow.desk.stage, Stage::Spent);
}

#[test]
fn a_pause_of_unknown_length_ends_too() {
    let mut flow = at_desk([typed(NUMBER), Input::WantsPhoneCode]);
    flow.step(refusal("throttled", None), 0.0);
    assert_eq!((flow.desk.stage, flow.desk.left_s), (Stage::Throttled, 60));
}

#[test]
fn a_living_code_outlasts_a_broken_line() {
    let mut flow = at_desk([Input::PhoneCode(code("ABCD-EFGH"))]);
    for _ in 0..5 {
        flow.step(Input::LineDown, 60_000.0);
    }
    assert_eq!(flow.name(), "code");
    for _ in 0..2 {
        flow.step(Input::Tick, 181_000.0);
        flow.step(Input::LineDown, 181_000.0);
    }
    assert_eq!(flow.screen, Screen::Unavailable);
}

#[test]
fn a_result_takes_over_from_the_desk() {
    let mut flow = at_desk([Input::PhoneCode(code("ABCD-EFGH"))]);
    let scanned = View {
        seq: 3,
        step: Step::Scanned,
        phone_code: None,
    };
    let effects = flow.step(Input::View(scanned), 0.0);
    assert!(effects.contains(&Effect::Tell(News::Step("scanned"))));
    assert!(!flow.at_desk());
}

#[test]
fn copied_is_said_for_a_moment() {
    let mut flow = at_desk([Input::PhoneCode(code("ABCD-EFGH"))]);
    let copy = Effect::Copy("ABCD-EFGH".into());
    assert_eq!(flow.step(Input::WantsCopy, 0.0), [copy]);
    flow.step(Input::Copied, 0.0);
    assert!(flow.desk.copied);
    flow.step(Input::Tick, 3_000.0);
    assert!(!flow.desk.copied);
}

#[test]
fn another_country_keeps_what_was_typed() {
    let mut flow = at_desk([
        typed("+1 415 555 0123"),
        Input::Picked(Pick::Toggle),
        Input::Picked(Pick::Search("braz".into())),
    ]);
    let effects = flow.step(Input::Picked(Pick::Take), 0.0);
    assert_eq!(flow.picker.picked.iso, "BR");
    assert!(!flow.picker.open);
    let text = "41 55550 123";
    assert_eq!(
        effects,
        [Effect::Write(text.into()), Effect::FocusOn(Spot::Number)]
    );
}

#[test]
fn the_list_opens_at_the_country_that_is_picked() {
    let mut flow = at_desk([typed("+55"), Input::Picked(Pick::Toggle)]);
    let active = flow.picker.found[flow.picker.active];
    assert_eq!(active.iso, "BR");
    let effects = flow.step(Input::Picked(Pick::Down), 0.0);
    assert_eq!(effects, [Effect::Reveal]);
    flow.step(Input::Picked(Pick::Search("zzz".into())), 0.0);
    flow.step(Input::Picked(Pick::Take), 0.0);
    assert_eq!(flow.picker.picked.iso, "BR", "nothing found, nothing taken");
}
