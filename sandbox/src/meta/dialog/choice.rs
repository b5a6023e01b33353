//! What was chosen in a dialog, by a person or by a scenario.

use super::scenario::Auto;
use crate::meta::model::{Hosting, Number};
use crate::meta::state::State;

/// A WABA, and the number that the signup is for.
#[derive(Clone)]
pub(super) struct Choice {
    pub(super) business_id: String,
    pub(super) account_id: String,
    pub(super) number_id: Option<String>,
    /// The event of the message.
    pub(super) event: String,
}

impl Choice {
    /// What a person chose.
    pub(super) fn of(state: &State, account_id: &str, number_id: Option<&str>) -> Option<Choice> {
        let account = state.accounts.get(account_id)?;
        let number = match number_id {
            Some(id) => {
                let number = state.numbers.get(id);
                Some(number.filter(|number| number.account_id == account_id)?)
            }
            None => None,
        };
        Some(Choice {
            business_id: account.business_id.clone(),
            account_id: account_id.to_owned(),
            number_id: number.map(|number| number.id.clone()),
            event: event(number).to_owned(),
        })
    }

    /// What a scenario chooses: the named business and number, or the first ones.
    pub(super) fn auto(state: &State, auto: &Auto) -> Option<Choice> {
        let number = match &auto.number {
            Some(number) => Some(state.find_number(number)?),
            None => None,
        };
        let account_id = match number {
            Some(number) => number.account_id.clone(),
            None => first_account(state, auto.business.as_deref())?,
        };
        let number = number.or_else(|| state.numbers_of(&account_id).into_iter().next());
        let wants_number = auto.finish.as_deref() != Some("FINISH_ONLY_WABA");
        let number = number.filter(|_| wants_number);
        let number_id = number.map(|number| number.id.as_str());
        let mut choice = Choice::of(state, &account_id, number_id)?;
        if let Some(event) = &auto.finish {
            choice.event.clone_from(event);
        }
        Some(choice)
    }
}

/// How a signup with this number ends.
fn event(number: Option<&Number>) -> &'static str {
    match number.map(|number| number.hosting) {
        None => "FINISH_ONLY_WABA",
        Some(Hosting::BusinessApp) => "FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING",
        Some(_) => "FINISH",
    }
}

fn first_account(state: &State, business: Option<&str>) -> Option<String> {
    let mut businesses = state.businesses.values();
    let business = businesses
        .find(|own| business.is_none_or(|wanted| own.id == wanted || own.name == wanted))?;
    let account = state.accounts_of(&business.id).into_iter().next()?;
    Some(account.id.clone())
}
