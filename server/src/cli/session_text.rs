//! Prints a session.

use protocol::api::Session;

use super::output::{OutputFormat, facts};

pub(super) fn show(format: &OutputFormat, session: &Session) -> anyhow::Result<()> {
    format.answer(session, |session| {
        let status = status(session);
        let known = [
            ("session", Some(session.name.as_str())),
            ("status", Some(&status)),
            ("number", session.phone_number.as_deref()),
            ("name", session.push_name.as_deref()),
            ("business", session.business_name.as_deref()),
            ("proxy", session.proxy.as_deref()),
        ];
        let known: Vec<(&str, &str)> = known
            .into_iter()
            .filter_map(|(name, value)| Some((name, value?)))
            .collect();
        facts(&known)
    })
}

pub(super) fn status(session: &Session) -> String {
    match &session.status_reason {
        Some(reason) => format!("{} ({reason})", session.status),
        None => session.status.clone(),
    }
}
