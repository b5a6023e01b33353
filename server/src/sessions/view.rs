//! What the widget shows: a pure function of the session, the widget session and the time.

use std::time::Duration;

use protocol::view::{Boot, PhoneCode, Step, View};

use crate::domain::callback::Outcome as CallbackOutcome;
use crate::domain::failure::Failure;
use crate::domain::origin::Origin;
use crate::domain::session::{Reason, Status};
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::domain::widget_session::{Outcome, WidgetSession};
use crate::sessions::hub::{Live, Outage, ShownCode};
use crate::sessions::open_widget::LoadedLink;

/// How long the widget waits before it says that WhatsApp is not reached.
const NOTICE_AFTER: Duration = Duration::from_secs(10);

/// Draws a code. It is passed in, because pages are drawn in another layer.
pub type Draw<'a> = &'a dyn Fn(&str) -> String;

pub fn boot(link: &LoadedLink, live: &Live, now: Timestamp, draw: Draw<'_>) -> Boot {
    let LoadedLink { widget, tenant, .. } = link;
    Boot {
        id: widget.id.to_string(),
        session: live.session.name.to_string(),
        mode: widget.mode.as_str().to_owned(),
        methods: link
            .methods
            .iter()
            .map(|method| method.as_str().to_owned())
            .collect(),
        tenant: tenant.shown_name().to_owned(),
        origins: widget
            .allowed_origins
            .iter()
            .map(Origin::to_string)
            .collect(),
        state: widget.state.clone(),
        started: widget.started || !widget.is_open(now),
        expires_in_ms: millis(link.ends_at().remaining(now)),
        open_whatsapp: link.open_whatsapp,
        meta: link.meta.clone(),
        view: view(link, live, now, draw),
    }
}

pub fn view(link: &LoadedLink, live: &Live, now: Timestamp, draw: Draw<'_>) -> View {
    let LoadedLink { widget, tenant, .. } = link;
    let step = match step(widget, tenant, live, now, draw) {
        // The person is in Meta's window, and what is granted there is not lost.
        Step::Expired if link.has_signup(now) => Step::Preparing,
        step => step,
    };
    View {
        seq: live.seq,
        step,
        phone_code: phone_code(widget, live, now),
        signup: link.signup.as_ref().map(signup::view),
    }
}

fn step(
    widget: &WidgetSession,
    tenant: &Tenant,
    live: &Live,
    now: Timestamp,
    draw: Draw<'_>,
) -> Step {
    match widget.outcome {
        Outcome::Cancelled => return cancelled(widget, tenant, live, now),
        Outcome::Revoked => return Step::Expired,
        Outcome::Connected => return after_success(widget, tenant, live, now),
        Outcome::Open => {}
    }
    if let Some(account) = live.session.account()
        && widget.is_open(now)
        && !widget.admits(account)
    {
        return failed(widget, tenant, live, now, Failure::WrongNumber.as_str());
    }
    if live.session.status() == Status::Connected {
        return connected(widget, tenant, live, now);
    }
    if !widget.is_open(now) {
        return Step::Expired;
    }
    // The session was not started for this link, and its codes would connect without the link.
    if !widget.started {
        return Step::Preparing;
    }
    if let Some(failure) = live
        .session
        .failure
        .filter(|failure| !failure.is_temporary())
    {
        return failed(widget, tenant, live, now, failure.as_str());
    }
    match live.session.status() {
        // Codes for another number are not for this page; it can request its own.
        Status::Scanning if !widget.may_show_codes_of(&live.session) => Step::TimedOut,
        Status::Scanning => match (&live.code, &live.outage) {
            (Some(code), _) => qr(live, code, now, draw),
            (None, Some(outage)) => unreachable(outage, now),
            (None, None) => Step::Preparing,
        },
        Status::LoggingIn | Status::Reconnecting => match &live.outage {
            Some(outage) => unreachable(outage, now),
            None => Step::Scanned,
        },
        Status::Disconnected(Reason::QrTimeout | Reason::ManualStop) => Step::TimedOut,
        Status::Disconnected(Reason::LoggedOut) => failed(widget, tenant, live, now, "logged_out"),
        Status::Disconnected(Reason::TemporaryBan) => failed(widget, tenant, live, now, "banned"),
        Status::Disconnected(Reason::Failed | Reason::StreamError) => {
            failed(widget, tenant, live, now, "unknown")
        }
        Status::Created | Status::Connected => Step::Preparing,
    }
}

/// After success the link still shows the result, also while the number is away for a moment.
fn after_success(widget: &WidgetSession, tenant: &Tenant, live: &Live, now: Timestamp) -> Step {
    match live.session.status() {
        _ if live.session.account().is_some() => connected(widget, tenant, live, now),
        // The success is written, and the view of the session follows at once.
        Status::Scanning | Status::LoggingIn => Step::Scanned,
        _ => Step::Expired,
    }
}

/// Shown only while the link may still connect a number.
fn phone_code(widget: &WidgetSession, live: &Live, now: Timestamp) -> Option<PhoneCode> {
    let may_link = widget.started && widget.is_open(now);
    let code = live
        .phone_code
        .as_ref()
        .filter(|code| may_link && now < code.expires_at)
        .filter(|_| widget.may_show_codes_of(&live.session))?;
    Some(PhoneCode {
        code: code.code.expose().to_owned(),
        phone_number: code.number.as_str().to_owned(),
        remaining_ms: millis(code.expires_at.remaining(now)),
        lasts_ms: millis(code.lasts),
    })
}

fn unreachable(outage: &Outage, now: Timestamp) -> Step {
    let notice_at = outage.since.plus(NOTICE_AFTER);
    Step::Unreachable {
        notice_in_ms: millis(notice_at.remaining(now)),
        retry_in_ms: millis(outage.retry_in(now)),
    }
}

fn qr(live: &Live, code: &ShownCode, now: Timestamp, draw: Draw<'_>) -> Step {
    Step::Qr {
        svg: live
            .drawing
            .get_or_draw(|| draw(code.qr.expose()))
            .to_owned(),
        remaining_ms: millis(code.expires_at.remaining(now)),
        lasts_ms: millis(code.lasts),
    }
}

fn connected(widget: &WidgetSession, tenant: &Tenant, live: &Live, now: Timestamp) -> Step {
    let account = live.session.account();
    let method = live.session.method.map_or("qr", |method| method.as_str());
    let outcome = CallbackOutcome {
        session: live.session.name.as_str(),
        status: "connected",
        method: Some(method),
        reason: None,
        state: widget.state.as_deref(),
    };
    Step::Connected {
        method: method.to_owned(),
        phone_number: account
            .map(|account| account.phone_number.clone())
            .unwrap_or_default(),
        push_name: account.and_then(|account| {
            account
                .push_name
                .clone()
                .or_else(|| account.business_name.clone())
        }),
        callback: callback(widget, tenant, &outcome, now),
    }
}

fn failed(
    widget: &WidgetSession,
    tenant: &Tenant,
    live: &Live,
    now: Timestamp,
    reason: &str,
) -> Step {
    let outcome = CallbackOutcome {
        session: live.session.name.as_str(),
        status: "failed",
        method: None,
        reason: Some(reason),
        state: widget.state.as_deref(),
    };
    Step::Failed {
        reason: reason.to_owned(),
        callback: callback(widget, tenant, &outcome, now),
    }
}

fn cancelled(widget: &WidgetSession, tenant: &Tenant, live: &Live, now: Timestamp) -> Step {
    let outcome = CallbackOutcome {
        session: live.session.name.as_str(),
        status: "cancelled",
        method: None,
        reason: None,
        state: widget.state.as_deref(),
    };
    Step::Cancelled {
        callback: callback(widget, tenant, &outcome, now),
    }
}

fn callback(
    widget: &WidgetSession,
    tenant: &Tenant,
    outcome: &CallbackOutcome<'_>,
    now: Timestamp,
) -> Option<String> {
    widget
        .callback_url
        .as_ref()
        .map(|url| url.signed(outcome, tenant.signing.at(now), now))
}

fn millis(duration: std::time::Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

mod signup;
#[cfg(test)]
mod tests;
