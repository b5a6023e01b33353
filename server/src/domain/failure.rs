//! Why linking a number, or keeping it linked, did not work: the reasons of docs/FAILURES.md.

use super::signup::Problem;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    PasskeyRequired,
    Coexistence,
    LinkRefused,
    WrongNumber,
    Banned,
    Outdated,
    LoggedOut,
    Replaced,
    /// WhatsApp cannot be reached.
    Unreachable,
    /// The session's proxy is not allowed or cannot be used.
    ProxyRefused,
    Unknown,
    /// A signup stopped.
    Signup(Problem),
}

const ALL: [Failure; 11] = [
    Failure::PasskeyRequired,
    Failure::Coexistence,
    Failure::LinkRefused,
    Failure::WrongNumber,
    Failure::Banned,
    Failure::Outdated,
    Failure::LoggedOut,
    Failure::Replaced,
    Failure::Unreachable,
    Failure::ProxyRefused,
    Failure::Unknown,
];

impl Failure {
    pub fn all() -> impl Iterator<Item = Failure> {
        let problems = Problem::all().map(Failure::from);
        ALL.into_iter()
            .chain(problems.filter(|failure| matches!(failure, Failure::Signup(_))))
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Failure::PasskeyRequired => "passkey_required",
            Failure::Coexistence => "coexistence",
            Failure::LinkRefused => "link_refused",
            Failure::WrongNumber => "wrong_number",
            Failure::Banned => "banned",
            Failure::Outdated => "outdated",
            Failure::LoggedOut => "logged_out",
            Failure::Replaced => "replaced",
            Failure::Unreachable => "unreachable",
            Failure::ProxyRefused => "proxy_refused",
            Failure::Unknown => "unknown",
            Failure::Signup(problem) => problem.as_str(),
        }
    }

    /// Whether the session keeps trying by itself, so that no attempt to link has failed.
    pub const fn is_temporary(self) -> bool {
        matches!(self, Failure::Unreachable)
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::all().find(|failure| failure.as_str() == word)
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        match problem {
            Problem::WrongNumber => Failure::WrongNumber,
            problem => Failure::Signup(problem),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_failure_is_parsed_from_its_stored_text() {
        for failure in Failure::all() {
            assert_eq!(Failure::parse(failure.as_str()), Some(failure));
        }
        assert_eq!(Failure::parse("bad luck"), None);
    }
}
