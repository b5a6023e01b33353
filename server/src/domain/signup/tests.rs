use super::*;

fn number(id: &str) -> CloudNumber {
    CloudNumber {
        id: id.into(),
        waba_id: "1".into(),
        phone_number: format!("+55119{id}"),
        verified_name: Some("Padaria Azul".into()),
        is_registered: false,
        is_on_app: false,
    }
}

fn signup() -> Signup {
    Signup::new(
        "ws_1".into(),
        "ses_1".into(),
        "mta_1".into(),
        Timestamp::from_millis(1),
    )
}

#[test]
fn steps_and_problems_survive_the_store() {
    for (step, word) in STEPS {
        assert_eq!(Step::parse(word), Some(step));
        assert_eq!(step.as_str(), word);
    }
    for problem in Problem::all() {
        assert_eq!(Problem::parse(problem.as_str()), Some(problem));
    }
    assert_eq!(Step::parse("dancing"), None);
    assert_eq!(Problem::parse("bad luck"), None);
}

#[test]
fn the_person_chooses_only_between_several_unnamed_numbers() {
    for (ids, claimed, chosen, expected) in [
        (vec![], None, None, Choice::None),
        (vec!["7"], None, None, Choice::One(&number("7"))),
        (vec!["7", "8"], None, None, Choice::Several),
        (vec!["7", "8"], Some("8"), None, Choice::One(&number("8"))),
        (
            vec!["7", "8"],
            Some("8"),
            Some("7"),
            Choice::One(&number("7")),
        ),
        // What the browser reports is a claim: a number that was not granted is not chosen.
        (vec!["7", "8"], Some("9"), None, Choice::Several),
        (vec![], Some("9"), None, Choice::None),
    ] {
        let signup = Signup {
            numbers: ids.iter().copied().map(number).collect(),
            claimed: Claimed {
                phone_number_id: claimed.map(str::to_owned),
                ..Claimed::default()
            },
            chosen: chosen.and_then(DigitId::parse),
            ..signup()
        };
        assert_eq!(signup.choice(), expected, "{ids:?} {claimed:?} {chosen:?}");
    }
}

#[test]
fn a_new_code_replaces_nothing_that_is_under_way_or_done() {
    for (step, problem, expected) in [
        (Step::Begun, None, true),
        (Step::Exchanging, None, false),
        (Step::Exchanging, Some(Problem::CodeExpired), true),
        (Step::Verifying, None, false),
        (Step::Choosing, None, true),
        (Step::NoNumber, None, true),
        (Step::Registering, None, false),
        (Step::Registering, Some(Problem::RateLimited), true),
        (Step::NeedsPin, None, true),
        (Step::Connected, None, false),
    ] {
        let signup = Signup {
            step,
            problem,
            ..signup()
        };
        assert_eq!(signup.takes_a_code(), expected, "{step:?} {problem:?}");
    }
}

#[test]
fn a_new_code_keeps_the_report_and_forgets_the_rest() {
    let before = Signup {
        claimed: Claimed {
            waba_ids: vec!["5".into()],
            ..Claimed::default()
        },
        numbers: vec![number("7")],
        chosen: DigitId::parse("7"),
        problem: Some(Problem::CodeUsed),
        ..signup()
    };
    let after = before.with_code("hash".into(), Timestamp::from_millis(2));
    assert_eq!(after.step, Step::Exchanging);
    assert_eq!(after.claimed.waba_ids, ["5"]);
    assert_eq!(after.code_hash.as_deref(), Some("hash"));
    assert!(after.numbers.is_empty() && after.chosen.is_none() && after.problem.is_none());
}

#[test]
fn a_number_is_not_shown_in_debug_output() {
    let shown = format!("{:?}", number("7"));
    assert!(!shown.contains("+55") && !shown.contains("Azul"), "{shown}");
}

#[test]
fn every_problem_has_sentences_of_its_own() {
    let words = protocol::languages::english();
    // What is said of a refusal is also said of a problem that the page does not know.
    let other = words.problem("unknown");
    for problem in Problem::all().filter(|it| *it != Problem::Refused) {
        let advice = words.problem(problem.as_str());
        assert_ne!(advice.title, other.title, "{problem:?}");
    }
}

#[test]
fn every_problem_is_in_the_documents() {
    let text = include_str!("../../../../docs/FAILURES.md");
    let (_, table) = text.split_once("## Reasons of Meta").expect("a section");
    let table = table.split("\n## ").next().expect("the section's end");
    let listed = table
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    let mut listed: Vec<&str> = listed.collect();
    let mut known: Vec<&str> = Problem::all().map(Problem::as_str).collect();
    listed.sort_unstable();
    known.sort_unstable();
    assert_eq!(listed, known);
}
