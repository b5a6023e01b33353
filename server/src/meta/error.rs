//! Errors of the Graph API. What to do depends on the code and the subcode, never on the text.

use serde_json::Value;

use crate::domain::signup::Problem;

/// An error of a call. Its text is Meta's; it holds no token.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message} (Meta's code {code}, subcode {subcode}, HTTP {status}, trace {trace})")]
pub struct GraphError {
    /// 0: the answer is not one of the Graph API.
    pub code: i64,
    /// 0: none.
    pub subcode: i64,
    /// 0: no answer.
    pub status: u16,
    /// Meta's explanation.
    pub message: String,
    /// Meta's id of the request, for its support.
    pub trace: String,
    is_transient: bool,
}

/// What an error means for the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Meta did not answer, or with an error of its own: the same call may work later.
    Transient,
    RateLimited,
    /// The token is invalid, has expired or was revoked.
    TokenInvalid,
    /// The number has another PIN.
    WrongPin,
    /// A problem for the person or the company.
    Problem(Problem),
}

/// The longest text of Meta's that is kept.
const MAX_MESSAGE: usize = 500;

impl GraphError {
    pub(super) fn unreachable(error: &reqwest::Error) -> Self {
        let message = if error.is_timeout() {
            "Meta did not answer in time"
        } else {
            "Meta cannot be reached"
        };
        GraphError {
            code: 0,
            subcode: 0,
            status: 0,
            message: message.to_owned(),
            trace: String::new(),
            is_transient: true,
        }
    }

    pub(super) fn unexpected(message: &str) -> Self {
        GraphError {
            code: 0,
            subcode: 0,
            status: 200,
            message: message.to_owned(),
            trace: String::new(),
            is_transient: true,
        }
    }

    /// From an answer that is not a success.
    pub(super) fn read(status: u16, answer: &Value) -> Self {
        let error = &answer["error"];
        let details = error["error_data"]["details"].as_str();
        let message = details.or_else(|| error["message"].as_str());
        let message = message.unwrap_or("Meta answered with an error that is not in its format");
        GraphError {
            code: error["code"].as_i64().unwrap_or(0),
            subcode: error["error_subcode"].as_i64().unwrap_or(0),
            status,
            message: message.chars().take(MAX_MESSAGE).collect(),
            trace: error["fbtrace_id"].as_str().unwrap_or("none").to_owned(),
            is_transient: error["is_transient"].as_bool().unwrap_or(false),
        }
    }

    pub fn kind(&self) -> Kind {
        let known = match (self.code, self.subcode) {
            (100, 36_007) => Kind::Problem(Problem::CodeExpired),
            (100, 36_009) => Kind::Problem(Problem::CodeUsed),
            (100, 36_008) | (101, _) => Kind::Problem(Problem::AppConfiguration),
            (1, _) if self.is_about_the_secret() => Kind::Problem(Problem::AppConfiguration),
            (100, 33) => Kind::Problem(Problem::NotGranted),
            (100, _) if self.is_about_the_proof() => Kind::Problem(Problem::AppConfiguration),
            (190, _) => Kind::TokenInvalid,
            (3 | 10 | 200..=299, _) => Kind::Problem(Problem::PermissionMissing),
            (4 | 17 | 32 | 613 | 80_007 | 80_008 | 130_429, _) => Kind::RateLimited,
            (133_005, _) => Kind::WrongPin,
            (133_008, _) => Kind::Problem(Problem::PinLocked),
            (133_006, _) => Kind::Problem(Problem::NumberUnverified),
            (133_015 | 133_000, _) => Kind::Problem(Problem::NumberBusy),
            (133_016, _) => Kind::Problem(Problem::RateLimited),
            (368 | 131_031, _) => Kind::Problem(Problem::AccountBlocked),
            (1 | 2 | 131_000 | 131_016 | 133_004, _) => Kind::Transient,
            _ => Kind::Problem(Problem::Refused),
        };
        match known {
            Kind::Problem(Problem::Refused) if self.is_transient || self.code == 0 => {
                Kind::Transient
            }
            Kind::Problem(Problem::Refused) if self.status == 429 => Kind::RateLimited,
            Kind::Problem(Problem::Refused) if self.status >= 500 => Kind::Transient,
            known => known,
        }
    }

    /// What the person is told when the call is not repeated.
    pub fn problem(&self) -> Problem {
        match self.kind() {
            Kind::Transient => Problem::MetaUnavailable,
            Kind::RateLimited => Problem::RateLimited,
            Kind::TokenInvalid => Problem::AccessRevoked,
            Kind::WrongPin => Problem::PinLocked,
            Kind::Problem(problem) => problem,
        }
    }

    /// Meta uses code 1 for an internal error as well.
    fn is_about_the_secret(&self) -> bool {
        self.message.contains("client secret")
    }

    fn is_about_the_proof(&self) -> bool {
        self.message.contains("appsecret_proof")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn each_code_of_meta_has_a_meaning() {
        use Kind::{RateLimited, TokenInvalid, Transient, WrongPin};
        let problem = Kind::Problem;
        for (status, code, subcode, message, expected) in [
            (400, 100, 36_007, "", problem(Problem::CodeExpired)),
            (400, 100, 36_009, "", problem(Problem::CodeUsed)),
            (400, 100, 36_008, "", problem(Problem::AppConfiguration)),
            (
                400,
                1,
                0,
                "Error validating client secret.",
                problem(Problem::AppConfiguration),
            ),
            (500, 1, 0, "An unknown error occurred", Transient),
            (400, 101, 0, "", problem(Problem::AppConfiguration)),
            (
                400,
                100,
                33,
                "Unsupported get request.",
                problem(Problem::NotGranted),
            ),
            (
                400,
                100,
                0,
                "Invalid appsecret_proof provided",
                problem(Problem::AppConfiguration),
            ),
            (
                400,
                100,
                0,
                "(#100) Invalid parameter",
                problem(Problem::Refused),
            ),
            (401, 190, 463, "", TokenInvalid),
            (403, 10, 0, "", problem(Problem::PermissionMissing)),
            (403, 200, 0, "", problem(Problem::PermissionMissing)),
            (400, 4, 0, "", RateLimited),
            (400, 80_007, 0, "", RateLimited),
            (429, 0, 0, "", Transient),
            (429, 99, 0, "", RateLimited),
            (400, 133_005, 0, "", WrongPin),
            (400, 133_008, 0, "", problem(Problem::PinLocked)),
            (400, 133_006, 0, "", problem(Problem::NumberUnverified)),
            (400, 133_015, 0, "", problem(Problem::NumberBusy)),
            (400, 133_016, 0, "", problem(Problem::RateLimited)),
            (400, 368, 0, "", problem(Problem::AccountBlocked)),
            (500, 131_000, 0, "", Transient),
            (503, 77, 0, "", Transient),
            (400, 77, 0, "", problem(Problem::Refused)),
        ] {
            let answer =
                json!({"error": {"message": message, "code": code, "error_subcode": subcode}});
            let error = GraphError::read(status, &answer);
            assert_eq!(
                error.kind(),
                expected,
                "{status} {code} {subcode} {message}"
            );
        }
    }

    #[test]
    fn an_answer_that_is_not_json_is_transient() {
        let error = GraphError::read(502, &Value::Null);
        assert_eq!(error.kind(), Kind::Transient);
        assert_eq!(error.problem(), Problem::MetaUnavailable);
    }

    #[test]
    fn what_meta_calls_transient_is_tried_again() {
        let answer = json!({"error": {"code": 77, "is_transient": true}});
        assert_eq!(GraphError::read(400, &answer).kind(), Kind::Transient);
    }

    #[test]
    fn the_details_explain_more_than_the_title() {
        let answer = json!({"error": {"message": "title", "code": 131_047, "error_data": {"details": "more"}}});
        assert_eq!(GraphError::read(400, &answer).message, "more");
    }
}
