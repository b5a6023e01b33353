use super::*;

#[test]
fn opening_another_tab_keeps_the_screen() {
    let mut flow = on_phone_tab([]);
    let effects = flow.handle(Input::TabSelected(Method::Qr), 0.0);
    let focus = Effect::Focus(FocusTarget::Tab(Method::Qr));
    assert_eq!(effects, [Effect::ShowTab(Method::Qr), focus]);
    assert_eq!(flow.screen, Screen::Qr);
}

#[test]
fn a_method_that_is_not_offered_cannot_be_opened() {
    let mut flow = Flow::default();
    assert_eq!(flow.handle(Input::TabSelected(Method::Pairing), 0.0), []);
    assert_eq!(flow.tab, Method::Qr);
}

#[test]
fn a_link_for_pairing_alone_opens_the_phone_form() {
    let mut flow = Flow::default();
    let effects = flow.handle(boot_with(&["pairing"], qr("one"), None), 0.0);
    assert!(effects.contains(&Effect::ShowTab(Method::Pairing)));
    assert!(flow.shows_phone_form() && !flow.methods.is_choice());
}

#[test]
fn unknown_methods_are_ignored() {
    let mut flow = after([boot_with(&["carrier_pigeon", "qr", ""], qr("one"), None)]);
    assert!(!flow.methods.is_choice(), "one method is offered");
    flow.handle(boot_with(&["carrier_pigeon"], qr("one"), None), 0.0);
    assert!(
        flow.methods.contains(Method::Qr),
        "without any, the QR code is offered"
    );
}

#[test]
fn keys_move_between_the_offered_tabs_and_wrap_around() {
    let methods = after([boot_all(None)]).methods;
    let (first, last) = (Method::Qr, Method::Pairing);
    for (key, from, to) in [
        ("ArrowRight", first, Some(last)),
        ("ArrowRight", last, Some(first)),
        ("ArrowLeft", last, Some(first)),
        ("ArrowLeft", first, Some(last)),
        ("Home", last, Some(first)),
        ("End", first, Some(last)),
        ("Tab", first, None),
    ] {
        assert_eq!(methods.by_key(key, from), to, "{key} from {from:?}");
    }
}

#[test]
fn the_tab_that_the_page_opens_with_is_the_first() {
    let country = crate::countries::of_language("");
    let mut flow = Flow::new(PhoneOs::Android, "qr pairing", Method::Pairing, country);
    flow.handle(boot_all(None), 0.0);
    flow.handle(Input::TabSelected(Method::Qr), 0.0);
    assert_eq!(flow.methods.by_key("Home", flow.tab), Some(Method::Pairing));
}
