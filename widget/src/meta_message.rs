//! What the messages of Meta's window mean.
//!
//! They are JSON, which the script of the page reads (`static/meta.js`) and passes on in lines: the event, the number's
//! id, the code of an error, whether there is an error, and the id of each account. A line may be empty.

use crate::flow::{MetaOutcome, SignupReport};

/// `event` of a number that stays in the WhatsApp Business app.
const COEXISTENCE: &str = "FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING";
/// Longer than any id.
const LONGEST_ID: usize = 32;

/// `None` for events that change nothing, also those that are not known here. The ids are only claims.
pub(super) fn outcome(lines: &str) -> Option<MetaOutcome> {
    let mut lines = lines.split('\n');
    let event = lines.next()?;
    let (number, code, error) = (lines.next()?, lines.next()?, lines.next()?);
    match event {
        // With an error, the person has reported it in the window; without one the person has left.
        "CANCEL" if error.is_empty() => Some(MetaOutcome::Left),
        "CANCEL" | "ERROR" => Some(MetaOutcome::Failed(
            id(code).unwrap_or_else(|| "unknown".into()),
        )),
        _ if event == "FINISH" || event.starts_with("FINISH_") => {
            let mut waba_ids = Vec::new();
            for account in lines.filter_map(id) {
                if !waba_ids.contains(&account) {
                    waba_ids.push(account);
                }
            }
            Some(MetaOutcome::Finished(SignupReport {
                waba_ids,
                phone_number_id: id(number),
                coexistence: event == COEXISTENCE,
            }))
        }
        _ => None,
    }
}

/// Meta's ids are digits.
fn id(text: &str) -> Option<String> {
    let is_id =
        (1..=LONGEST_ID).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    is_id.then(|| text.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finished(waba_ids: &[&str], phone: Option<&str>, coexistence: bool) -> MetaOutcome {
        MetaOutcome::Finished(SignupReport {
            waba_ids: waba_ids.iter().map(|id| (*id).into()).collect(),
            phone_number_id: phone.map(str::to_owned),
            coexistence,
        })
    }

    #[test]
    fn every_finish_is_a_report() {
        for (event, coexistence) in [
            ("FINISH", false),
            ("FINISH_ONLY_WABA", false),
            ("FINISH_OBO_MIGRATION", false),
            ("FINISH_GRANT_ONLY_API_ACCESS", false),
            ("FINISH_SOMETHING_NEW", false),
            ("FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING", true),
        ] {
            let lines = [event, "5", "", "", "12", "34", "12"].join("\n");
            let expected = finished(&["12", "34"], Some("5"), coexistence);
            assert_eq!(outcome(&lines), Some(expected), "{event}");
        }
    }

    #[test]
    fn a_finish_needs_no_ids() {
        assert_eq!(outcome("FINISH\n\n\n\n"), Some(finished(&[], None, false)));
    }

    #[test]
    fn a_cancellation_with_an_error_is_an_error() {
        let failed = |code: &str| Some(MetaOutcome::Failed(code.into()));
        for (lines, expected) in [
            ("CANCEL\n\n\n\n", Some(MetaOutcome::Left)),
            ("CANCEL\n\n3441041\nerror\n", failed("3441041")),
            ("CANCEL\n\n\nerror\n", failed("unknown")),
            ("ERROR\n\n524126\nerror\n", failed("524126")),
            ("ERROR\n\n\n\n", failed("unknown")),
            ("ERROR\n\n<script>\nerror\n", failed("unknown")),
        ] {
            assert_eq!(outcome(lines), expected, "{lines}");
        }
    }

    #[test]
    fn unknown_events_change_nothing() {
        for event in [
            "",
            "finish",
            "FINISHED",
            "UNFINISH",
            "STEP",
            "error",
            "__proto__",
        ] {
            let lines = [event, "5", "", "", "12"].join("\n");
            assert_eq!(outcome(&lines), None, "{event}");
        }
        assert_eq!(outcome("FINISH"), None, "not a message of the script");
    }

    #[test]
    fn ids_are_digits() {
        for text in ["1", "104996122399160", &"9".repeat(32)] {
            assert_eq!(id(text).as_deref(), Some(text));
        }
        for text in ["", "12a", "-1", "1.5", "1e+21", "١٢", " 1", &"9".repeat(33)] {
            assert_eq!(id(text), None, "{text}");
        }
    }
}
