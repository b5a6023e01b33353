use super::*;

#[test]
fn the_code_for_the_phone_replaces_everything_until_the_person_goes_back() {
    let mut flow = on_phone_tab([]);
    assert_eq!(
        flow.handle(Input::MoveClicked, 0.0),
        [
            Effect::RequestMoveCode,
            Effect::ShowMoveCode(true),
            Effect::Focus(FocusTarget::MoveBack)
        ]
    );
    flow.handle(Input::MoveCode(Some("<svg>".into())), 0.0);
    assert_eq!(flow.move_code.as_deref(), Some("<svg>"));
    assert_eq!(
        flow.handle(Input::MoveBackClicked, 0.0),
        [
            Effect::ShowMoveCode(false),
            Effect::Focus(FocusTarget::MoveButton)
        ]
    );
    // A code that arrives too late is not shown.
    assert_eq!(flow.handle(Input::MoveCode(Some("<svg>".into())), 0.0), []);
    assert_eq!(flow.move_code, None);
}

#[test]
fn without_a_code_for_the_phone_the_person_goes_on_here() {
    let mut flow = on_phone_tab([Input::MoveClicked]);
    let effects = flow.handle(Input::MoveCode(None), 0.0);
    assert!(effects.contains(&Effect::ShowMoveCode(false)));
    assert_eq!(flow.move_code, None);
}

#[test]
fn what_happens_on_the_phone_takes_the_place_of_its_code() {
    let mut flow = on_phone_tab([Input::MoveClicked]);
    let effects = flow.handle(view(Step::Scanned), 0.0);
    assert!(
        effects.contains(&Effect::ShowMoveCode(false)),
        "{effects:?}"
    );
    assert!(!flow.offers_move());
}
