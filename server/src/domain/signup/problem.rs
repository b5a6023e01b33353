//! Why a signup stopped, and what helps.

/// Why a signup stopped. Its word is in the API, its sentence in the widget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// The code came too late.
    CodeExpired,
    /// The code was used already.
    CodeUsed,
    /// The process ended during the exchange.
    Interrupted,
    /// The app's id, secret, configuration or addresses are wrong at Meta or here.
    AppConfiguration,
    /// The token is not for this app, or not for what the browser reported.
    NotGranted,
    /// A permission is missing.
    PermissionMissing,
    /// Access was removed in the meantime.
    AccessRevoked,
    /// The link is for another number.
    WrongNumber,
    /// The number is connected here already.
    AlreadyConnected,
    /// The PIN was wrong too often.
    PinLocked,
    /// The number must be verified again at Meta.
    NumberUnverified,
    /// The number was disconnected a moment ago.
    NumberBusy,
    /// Meta has limited or blocked the account.
    AccountBlocked,
    /// Too many attempts; Meta allows more later.
    RateLimited,
    /// Meta did not answer, or with an error of its own.
    MetaUnavailable,
    /// Meta gave a reason that is not known here.
    Refused,
}

/// What helps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remedy {
    /// Going through Meta's window again.
    SignUpAgain,
    /// Repeating the step that failed; what was granted is kept.
    TryAgain,
    /// Something has to be changed at Meta or by the company first.
    None,
}

const PROBLEMS: [(Problem, &str, Remedy); 16] = [
    (Problem::CodeExpired, "code_expired", Remedy::SignUpAgain),
    (Problem::CodeUsed, "code_used", Remedy::SignUpAgain),
    (Problem::Interrupted, "interrupted", Remedy::SignUpAgain),
    (Problem::AppConfiguration, "app_configuration", Remedy::None),
    (Problem::NotGranted, "not_granted", Remedy::SignUpAgain),
    (
        Problem::PermissionMissing,
        "permission_missing",
        Remedy::SignUpAgain,
    ),
    (
        Problem::AccessRevoked,
        "access_revoked",
        Remedy::SignUpAgain,
    ),
    (Problem::WrongNumber, "wrong_number", Remedy::SignUpAgain),
    (
        Problem::AlreadyConnected,
        "number_already_connected",
        Remedy::None,
    ),
    (Problem::PinLocked, "pin_locked", Remedy::TryAgain),
    (
        Problem::NumberUnverified,
        "number_unverified",
        Remedy::SignUpAgain,
    ),
    (Problem::NumberBusy, "number_busy", Remedy::TryAgain),
    (Problem::AccountBlocked, "account_blocked", Remedy::None),
    (Problem::RateLimited, "rate_limited", Remedy::TryAgain),
    (
        Problem::MetaUnavailable,
        "meta_unavailable",
        Remedy::TryAgain,
    ),
    (Problem::Refused, "meta_refused", Remedy::TryAgain),
];

impl Problem {
    pub fn all() -> impl Iterator<Item = Problem> {
        PROBLEMS.iter().map(|row| row.0)
    }

    fn row(self) -> &'static (Problem, &'static str, Remedy) {
        let row = PROBLEMS.iter().find(|row| row.0 == self);
        row.expect("the table lists every problem")
    }

    pub fn as_str(self) -> &'static str {
        self.row().1
    }

    pub fn remedy(self) -> Remedy {
        self.row().2
    }

    pub fn parse(word: &str) -> Option<Self> {
        PROBLEMS.iter().find(|row| row.1 == word).map(|row| row.0)
    }
}
