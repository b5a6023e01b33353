//! What survives a restart, and the two businesses of every new sandbox.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::model::{Account, Business, Hosting, MetaApp, NewNumber, Number, Token, TokenState};

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct State {
    pub(crate) apps: BTreeMap<String, MetaApp>,
    pub(crate) businesses: BTreeMap<String, Business>,
    /// The WABAs.
    pub(crate) accounts: BTreeMap<String, Account>,
    pub(crate) numbers: BTreeMap<String, Number>,
    /// By value.
    pub(crate) tokens: BTreeMap<String, Token>,
    /// How far Meta's clock is ahead.
    pub(crate) clock_ahead: u64,
    last_id: u64,
}

impl State {
    pub(crate) fn create() -> State {
        let mut state = State::default();
        let azul = state.add_business("Padaria Azul");
        let account = state.add_account("Padaria Azul", &azul);
        let first = [
            ("551130000001", Hosting::Unregistered),
            ("5511930000002", Hosting::BusinessApp),
        ];
        for (digits, hosting) in first {
            state.add_number(&account, digits.to_owned(), first_number(hosting));
        }
        let norte = state.add_business("Livraria Norte");
        state.add_account("Livraria Norte", &norte);
        state
    }

    pub(crate) fn add_business(&mut self, name: &str) -> String {
        let id = self.new_id(3);
        let business = Business {
            id: id.clone(),
            name: name.to_owned(),
        };
        self.businesses.insert(id.clone(), business);
        id
    }

    pub(crate) fn add_account(&mut self, name: &str, business_id: &str) -> String {
        let id = self.new_id(1);
        let account = Account::new(id.clone(), name, business_id);
        self.accounts.insert(id.clone(), account);
        id
    }

    pub(crate) fn add_number(
        &mut self,
        account_id: &str,
        digits: String,
        new: NewNumber,
    ) -> String {
        let id = self.new_id(2);
        let number = Number::new(id.clone(), account_id, digits, new);
        self.numbers.insert(id.clone(), number);
        id
    }

    /// The numbers of a WABA, the oldest first.
    pub(crate) fn numbers_of(&self, account_id: &str) -> Vec<&Number> {
        let numbers = self.numbers.values();
        numbers
            .filter(|number| number.account_id == account_id)
            .collect()
    }

    pub(crate) fn accounts_of(&self, business_id: &str) -> Vec<&Account> {
        let accounts = self.accounts.values();
        accounts
            .filter(|account| account.business_id == business_id)
            .collect()
    }

    /// Finds a number by its id or its digits.
    pub(crate) fn find_number(&self, id_or_digits: &str) -> Option<&Number> {
        let digits = id_or_digits.trim_start_matches('+');
        let by_digits = || self.numbers.values().find(|number| number.digits == digits);
        self.numbers.get(id_or_digits).or_else(by_digits)
    }

    /// Changes the tokens of a WABA. Returns how many there are.
    pub(crate) fn set_tokens(&mut self, account_id: &str, new: TokenState) -> usize {
        let tokens = self.tokens.values_mut();
        let covering = tokens.filter(|token| token.covers(account_id));
        covering.map(|token| token.state = new).count()
    }

    /// An id that looks like Meta's. The first digit tells people what it is for.
    pub(crate) fn new_id(&mut self, kind: u8) -> String {
        self.last_id += 1;
        format!("{kind}{:014}", self.last_id)
    }
}

fn first_number(hosting: Hosting) -> NewNumber {
    NewNumber {
        phone_number: String::new(),
        verified_name: Some("Padaria Azul".to_owned()),
        hosting,
        pin: None,
        verified: true,
    }
}
