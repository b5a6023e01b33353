//! Codes that are exchanged for tokens. They live for 30 seconds and are lost at a restart.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard};

use super::secret::new_code;

const LIFETIME_SECONDS: u64 = 30;

/// What the token of a code will cover.
#[derive(Clone)]
pub(crate) struct Grant {
    pub(crate) app_id: String,
    pub(crate) business_id: String,
    pub(crate) account_ids: Vec<String>,
    /// The address that the code was sent to. Codes of the popup have none.
    pub(crate) redirect_uri: Option<String>,
}

/// Why a code is not exchanged.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum CodeError {
    Unknown,
    Expired,
    Used,
    OtherRedirect,
}

struct Code {
    grant: Grant,
    issued_at: u64,
    is_used: bool,
}

#[derive(Default)]
pub(crate) struct Codes(Mutex<HashMap<String, Code>>);

impl Codes {
    pub(crate) fn issue(&self, grant: Grant, now: u64) -> String {
        let value = new_code();
        let code = Code {
            grant,
            issued_at: now,
            is_used: false,
        };
        self.codes().insert(value.clone(), code);
        value
    }

    /// Uses a code, if it is the app's and still valid.
    pub(crate) fn take(
        &self,
        value: &str,
        app_id: &str,
        redirect_uri: Option<&str>,
        now: u64,
    ) -> Result<Grant, CodeError> {
        let mut codes = self.codes();
        let code = codes
            .get_mut(value)
            .filter(|code| code.grant.app_id == app_id);
        let code = code.ok_or(CodeError::Unknown)?;
        if code.is_used {
            return Err(CodeError::Used);
        }
        if now >= code.issued_at + LIFETIME_SECONDS {
            return Err(CodeError::Expired);
        }
        if code.grant.redirect_uri.as_deref() != redirect_uri {
            return Err(CodeError::OtherRedirect);
        }
        code.is_used = true;
        Ok(code.grant.clone())
    }

    fn codes(&self) -> MutexGuard<'_, HashMap<String, Code>> {
        self.0.lock().expect("no holder of this lock panics")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grant(redirect_uri: Option<&str>) -> Grant {
        Grant {
            app_id: "1".into(),
            business_id: "3".into(),
            account_ids: vec!["10".into()],
            redirect_uri: redirect_uri.map(str::to_owned),
        }
    }

    #[test]
    fn a_code_is_valid_once_for_thirty_seconds() {
        let codes = Codes::default();
        let first = codes.issue(grant(None), 100);
        let late = codes.issue(grant(None), 100);
        assert!(codes.take(&first, "1", None, 129).is_ok());
        assert_eq!(
            codes.take(&first, "1", None, 129).err(),
            Some(CodeError::Used)
        );
        assert_eq!(
            codes.take(&late, "1", None, 130).err(),
            Some(CodeError::Expired)
        );
    }

    #[test]
    fn a_code_belongs_to_its_app_and_its_address() {
        let codes = Codes::default();
        let popup = codes.issue(grant(None), 0);
        let redirected = codes.issue(grant(Some("https://a.test/")), 0);
        let table = [
            (&popup, "2", None, Some(CodeError::Unknown)),
            (
                &popup,
                "1",
                Some("https://a.test/"),
                Some(CodeError::OtherRedirect),
            ),
            (&redirected, "1", None, Some(CodeError::OtherRedirect)),
            (
                &redirected,
                "1",
                Some("https://a.test/x"),
                Some(CodeError::OtherRedirect),
            ),
            (&redirected, "1", Some("https://a.test/"), None),
            (&popup, "1", None, None),
        ];
        for (code, app, redirect, expected) in table {
            assert_eq!(codes.take(code, app, redirect, 0).err(), expected);
        }
    }
}
