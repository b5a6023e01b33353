use super::*;

fn words() -> Words {
    let failures = vec!["a", "A", "why a", "next a", "", "Other", "why", "next"];
    let number_errors = vec![
        "too_short",
        "short",
        "invalid_phone_number",
        "invalid",
        "",
        "no code",
    ];
    let window_errors = vec!["12 345", "twelve", "", "other"];
    let texts = TEXTS.to_vec();
    let advice = ADVICE.iter().flat_map(|name| [*name, "", ""]).collect();
    Words::from_lists([
        texts,
        advice,
        failures.clone(),
        failures,
        number_errors,
        window_errors,
    ])
}

#[test]
fn every_text_has_the_place_of_its_name() {
    let words = words();
    assert_eq!(words.lang(), "lang");
    assert_eq!(words.cloud_wrong_pin(), "cloud_wrong_pin");
    assert_eq!(words.cloud_no_sdk().title, "cloud_no_sdk");
    let [android, iphone] = words.phone_steps();
    assert_eq!(android[2], "phone_android_3");
    assert_eq!(iphone[0], "phone_iphone_1");
    assert_eq!(words.qr_steps()[1][1], "qr_iphone_2");
    assert_eq!(words.cloud_steps()[1][2], "cloud_step_3");
}

#[test]
fn a_reason_that_is_not_known_gets_the_general_words() {
    let words = words();
    assert_eq!(words.failure("a").why, "why a");
    assert_eq!(words.failure("something_new").title, "Other");
    assert_eq!(words.problem("a").next, "next a");
    assert_eq!(words.problem("").title, "Other");
}

#[test]
fn a_number_error_is_found_by_its_reason_and_then_by_its_code() {
    let words = words();
    for (code, reason, sentence) in [
        ("invalid_phone_number", "too_short", "short"),
        ("invalid_phone_number", "landline", "invalid"),
        ("unavailable", "", "no code"),
    ] {
        assert_eq!(
            words.number_error(code, reason),
            sentence,
            "{code} {reason}"
        );
    }
}

#[test]
fn an_error_of_the_window_is_recognised_by_its_whole_code() {
    let words = words();
    assert_eq!(words.window_error("345"), "twelve");
    for code in ["1", "34", "12 345", "unknown"] {
        assert_eq!(words.window_error(code), "other", "{code}");
    }
}

#[test]
fn a_text_can_be_replaced() {
    let mut words = words();
    words.replace(2, "Our title");
    assert_eq!(words.title(), "Our title");
    words.replace(10_000, "nowhere");
}

#[test]
fn without_words_every_sentence_is_empty() {
    let words = Words::default();
    assert_eq!(words.title(), "");
    assert_eq!(words.failure("banned"), Advice::default());
    assert_eq!(words.window_error("1"), "");
}

#[test]
fn a_placeholder_is_replaced() {
    assert_eq!(fill("Back to {tenant}", "Acme"), "Back to Acme");
    assert_eq!(fill("Nobody is named", "Acme"), "Nobody is named");
}

#[test]
fn asterisks_enclose_what_is_bold() {
    let of = |sentence| parts(sentence).collect::<Vec<_>>();
    assert_eq!(
        of("Tap *⋮* and scan"),
        [("Tap ", false), ("⋮", true), (" and scan", false)]
    );
    assert_eq!(of("Type the code"), [("Type the code", false)]);
}
