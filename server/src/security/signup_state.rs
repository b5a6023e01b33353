//! The `state` that goes through Meta's window and comes back with a code: names a link, and opens nothing.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;

use super::signing::KeyRing;
use crate::domain::id::WidgetSessionId;

/// Signs a link's id. A widget token cannot be made of it: the signed texts differ.
pub fn issue(id: &WidgetSessionId, keys: &KeyRing) -> String {
    format!("{id}.{}", BASE64.encode(keys.sign(text(id).as_bytes())))
}

/// The link, if this service has signed it.
pub fn verify(state: &str, keys: &KeyRing) -> Option<WidgetSessionId> {
    let (id, signature) = state.split_once('.')?;
    let id = WidgetSessionId::from(id);
    let signature = BASE64.decode(signature).ok()?;
    keys.verify(text(&id).as_bytes(), &signature).then_some(id)
}

fn text(id: &WidgetSessionId) -> String {
    format!("signup state {id}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::security::signing::Key;

    #[test]
    fn only_a_signed_state_names_a_link() {
        let keys = KeyRing::new(Key::from_bytes([1; 32]), vec![]);
        let others = KeyRing::new(Key::from_bytes([2; 32]), vec![]);
        let id = WidgetSessionId::from("ws_1");
        let state = issue(&id, &keys);
        assert_eq!(verify(&state, &keys), Some(id));
        for state in [
            issue(&WidgetSessionId::from("ws_1"), &others),
            state.replace("ws_1", "ws_2"),
            "ws_1".to_owned(),
            "ws_1.".to_owned(),
            String::new(),
        ] {
            assert_eq!(verify(&state, &keys), None, "{state}");
        }
    }
}
