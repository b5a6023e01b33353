use super::*;

#[test]
fn another_country_keeps_the_typed_number() {
    let mut flow = on_phone_tab([
        typed("+1 415 555 0123"),
        Input::Picker(PickerInput::Toggle),
        Input::Picker(PickerInput::Search("braz".into())),
    ]);
    let effects = flow.handle(Input::Picker(PickerInput::PickActive), 0.0);
    assert_eq!(flow.picker.picked.iso, "BR");
    assert!(!flow.picker.open);
    let text = "41 55550 123";
    assert_eq!(
        effects,
        [
            Effect::SetNumberField(text.into()),
            Effect::Focus(FocusTarget::Number)
        ]
    );
}

#[test]
fn the_list_opens_at_the_picked_country() {
    let mut flow = on_phone_tab([typed("+55"), Input::Picker(PickerInput::Toggle)]);
    let active = flow.picker.found[flow.picker.active];
    assert_eq!(active.iso, "BR");
    let effects = flow.handle(Input::Picker(PickerInput::Down), 0.0);
    assert_eq!(effects, [Effect::ScrollToActiveCountry]);
    flow.handle(Input::Picker(PickerInput::Search("zzz".into())), 0.0);
    flow.handle(Input::Picker(PickerInput::PickActive), 0.0);
    assert_eq!(
        flow.picker.picked.iso, "BR",
        "nothing found, nothing picked"
    );
}
