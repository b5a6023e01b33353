use super::*;
use crate::countries::{self, NamedCountry};

/// The list as a browser with one name makes it.
pub(super) fn list() -> Input {
    let named = |country: Country| {
        let name = match country.iso {
            "BR" => "Brazil",
            "DE" => "Germany",
            iso => iso,
        };
        NamedCountry {
            country,
            name: name.into(),
            folded: name.to_lowercase(),
        }
    };
    Input::Picker(PickerInput::List(countries::all().map(named).collect()))
}

#[test]
fn another_country_keeps_the_typed_number() {
    let mut flow = on_phone_tab([
        typed("+1 415 555 0123"),
        list(),
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
    let mut flow = on_phone_tab([typed("+55"), list(), Input::Picker(PickerInput::Toggle)]);
    let active = flow.picker.found[flow.picker.active];
    assert_eq!(active.country.iso, "BR");
    let effects = flow.handle(Input::Picker(PickerInput::Down), 0.0);
    assert_eq!(effects, [Effect::ScrollToActiveCountry]);
    flow.handle(Input::Picker(PickerInput::Search("zzz".into())), 0.0);
    flow.handle(Input::Picker(PickerInput::PickActive), 0.0);
    assert_eq!(
        flow.picker.picked.iso, "BR",
        "nothing found, nothing picked"
    );
}
