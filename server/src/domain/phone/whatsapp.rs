//! Numbers that WhatsApp keeps in the spelling of an earlier plan.
//!
//! An account's id is made when it registers and stays as it is when its country changes the plan:
//! - Brazil put a 9 in front of mobile numbers (2012 to 2016). Accounts from before, most of them outside the area
//!   codes 11 to 19, 21, 22, 24, 27 and 28, are still known without it.
//! - Mexico took the 1 between country code and number away (2019). Most accounts still have it.
//! - Argentina has a 9 there for mobile numbers called from abroad. WhatsApp uses it; people often omit it.
//!
//! docs/decisions/0025-one-spelling-for-each-number.md names the sources.

/// The national number in the current plan, if WhatsApp uses the spelling of an earlier plan for this one.
pub(super) fn todays_spelling(code: &str, national: &str) -> Option<String> {
    match (code, national.len()) {
        ("55", 10) => {
            let (area, number) = national.split_at_checked(2)?;
            began_mobile_numbers(number).then(|| [area, "9", number].concat())
        }
        ("52", 11) => national.strip_prefix('1').map(str::to_owned),
        _ => None,
    }
}

/// A key that is equal for every spelling of one account's number. `number` is in E.164.
pub(super) fn account_key(number: &str) -> String {
    shorter(number).unwrap_or_else(|| number.to_owned())
}

/// The spelling without the digit that only some spellings have.
fn shorter(number: &str) -> Option<String> {
    if number.len() != "+5511912345678".len() {
        return None;
    }
    let (front, rest) = match number.split_at_checked(3)? {
        ("+55", _) => {
            let (front, rest) = number.split_at_checked(5)?;
            (
                front,
                rest.strip_prefix('9')
                    .filter(|rest| began_mobile_numbers(rest))?,
            )
        }
        (front @ "+52", rest) => (front, rest.strip_prefix('1')?),
        (front @ "+54", rest) => (front, rest.strip_prefix('9')?),
        _ => return None,
    };
    Some([front, rest].concat())
}

/// How Brazil's mobile numbers of eight digits began. Those that begin with 2 to 5 are fixed lines, so the 9 in front
/// of such a number makes it another one.
fn began_mobile_numbers(number: &str) -> bool {
    number.starts_with(['6', '7', '8', '9'])
}
