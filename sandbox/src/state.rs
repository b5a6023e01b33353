//! Who exists on this network, in the form that is kept on disk: the server's keys with their certificate
//! chain, and the phones with their linked devices. Whatever a linked device needs to log in again after a
//! restart is in here; what only lives as long as a socket is in `live`.

mod certificates;
mod store;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::keys::{SecretKey, base64_text};
use crate::phone::{NewPhone, Phone};
pub(crate) use store::Store;

/// The layout of the state file; another number is refused rather than misread.
const FORMAT: u32 = 1;

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct State {
    format: u32,
    pub(crate) server: Server,
    /// By number, digits only.
    pub(crate) phones: BTreeMap<String, Phone>,
}

/// The network's own identity, which clients remember and log in to again.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Server {
    pub(crate) root: SecretKey,
    pub(crate) static_key: SecretKey,
    #[serde(with = "base64_text")]
    pub(crate) certificate_chain: Vec<u8>,
}

impl State {
    /// A new network with the two phones every sandbox starts with.
    pub(crate) fn found() -> State {
        let (root, static_key) = (SecretKey::generate(), SecretKey::generate());
        let certificate_chain = certificates::chain(&root, &static_key.public());
        let phones = [
            NewPhone::consumer("5511999990001", "Ana Souza"),
            NewPhone::business("5521988880002", "Bia Lima", "Padaria Pão Doce"),
        ];
        State {
            format: FORMAT,
            server: Server {
                root,
                static_key,
                certificate_chain,
            },
            phones: phones
                .into_iter()
                .map(|new| (new.number.clone(), Phone::assemble(new)))
                .collect(),
        }
    }

    pub(crate) fn from_json(text: &[u8]) -> anyhow::Result<State> {
        let state: State = serde_json::from_slice(text)?;
        anyhow::ensure!(
            state.format == FORMAT,
            "it has format {}, this version reads {FORMAT}",
            state.format
        );
        Ok(state)
    }

    /// The phone behind a user part of an address: its number, or its LID.
    pub(crate) fn phone_of_user(&self, user: &str, kind: UserKind) -> Option<&Phone> {
        match kind {
            UserKind::Number => self.phones.get(user),
            UserKind::Lid => self.phones.values().find(|phone| phone.lid == user),
        }
    }
}

/// The two ways an address names a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UserKind {
    Number,
    Lid,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_survives_being_written() {
        let state = State::found();
        let back = State::from_json(&serde_json::to_vec(&state).unwrap()).unwrap();
        assert_eq!(back.server.root.public(), state.server.root.public());
        assert_eq!(
            back.phones.keys().collect::<Vec<_>>(),
            ["5511999990001", "5521988880002"]
        );
    }

    #[test]
    fn another_format_is_refused() {
        let mut value = serde_json::to_value(State::found()).unwrap();
        value["format"] = 2.into();
        let refusal = State::from_json(value.to_string().as_bytes())
            .err()
            .unwrap();
        assert!(refusal.to_string().contains("format 2"), "{refusal}");
    }
}
