//! A session whose number is connected through the Cloud API. It is a row: its task ends after each command.

use super::commit::{Along, CommitResult};
use super::{Driver, DriverResult, NextState};
use crate::domain::session::Account;
use crate::domain::session::Platform;
use crate::domain::signup::Signup;
use crate::domain::transition::{self, Input};
use crate::sessions::cloud::{self, Access};
use crate::sessions::command::Answer;

impl Driver {
    /// Connects the number of a signup, unless the session has a number by now or the link has ended.
    pub(super) async fn sign_up(&mut self, signup: &Signup) -> DriverResult<(NextState, Answer)> {
        let at = self.sessions.now();
        let links = self.open_links(at).await;
        let is_open = links.iter().any(|link| link.id == signup.id);
        let Some(number) = signup.number().filter(|_| is_open) else {
            return self.answer(self.run_or_wait());
        };
        if self.session.account().is_none() && self.is_linked().await {
            // A phone has accepted a code, and is not logged in. One number is enough.
            self.log_out("link_ended").await?;
        }
        let account = Account {
            phone_number: number.phone_number.clone(),
            lid: None,
            push_name: None,
            business_name: number.verified_name.clone(),
            platform: Platform::CloudApi,
        };
        let change = transition::apply(&self.session, Input::SignedUp { account }, at);
        if !change.is_nothing(&self.session)
            && self.commit(change, at, &Along::Signup(signup)).await? == CommitResult::Done
        {
            self.clean_up().await;
            self.publish();
        }
        self.answer(self.run_or_wait())
    }

    /// Starts a stopped number again: Meta is asked whether the access still works.
    pub(super) async fn reopen_cloud(&mut self) -> DriverResult {
        let Some(account) = self.session.account().cloned() else {
            return Ok(());
        };
        match cloud::check(&self.sessions, &self.session).await {
            Access::Ended(reason) => self.apply(Input::LoggedOut { reason }).await,
            Access::Works | Access::Unknown => self.apply(Input::Connected { account }).await,
        }
    }
}
