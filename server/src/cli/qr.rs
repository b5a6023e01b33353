//! `titan-connect sessions qr`: shows the QR code in the terminal or writes it to a file.

use std::fs::OpenOptions;
use std::io::IsTerminal as _;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, bail};
use protocol::api::PairQr;
use serde_json::json;
use tokio::time::{MissedTickBehavior, interval};

use super::environment::Environment;
use super::output::{OutputFormat, print};
use super::service::Service;
use super::session_text;
use crate::cli::client::Method;
use crate::http::pages::qr;

/// Codes are valid for 20 seconds; polling this often, no expired one stays on the screen.
const POLL_INTERVAL: Duration = Duration::from_secs(1);

/// Dark on white with any terminal colours, as cameras need it.
const PAPER: &str = "\x1b[30;107m";
const PLAIN: &str = "\x1b[0m";

const UNREACHABLE: &str =
    "the service cannot reach WhatsApp and goes on trying; `titan-connect doctor` says more";

const HOW: &str = "On the phone: WhatsApp, Settings, Linked devices, Link a device.";

enum PollResult {
    Code(PairQr),
    NotYet,
    /// The service cannot reach WhatsApp and keeps trying.
    Unreachable,
    /// A phone has scanned, so there is no code.
    Scanned,
    NotStarted,
}

pub(super) async fn show(
    service: &Service,
    format: &OutputFormat,
    session: &str,
    output: Option<&Path>,
) -> anyhow::Result<()> {
    // Before the session is started, which nobody would see the code of.
    if let Some(file) = output {
        check_writable(file)?;
    }
    let first = match poll(service, session).await? {
        PollResult::NotStarted => {
            let start = format!("/api/sessions/{session}/start");
            service.call(Method::POST, &start, None).await?;
            poll(service, session).await?
        }
        seen => seen,
    };
    if output.is_none() && !format.is_json() {
        return follow(service, format, session, first).await;
    }
    let code = match first {
        PollResult::Code(code) => code,
        PollResult::Scanned => bail!(
            "{session} is connected already; `titan-connect sessions logout {session}` unlinks it"
        ),
        PollResult::Unreachable => bail!(UNREACHABLE),
        PollResult::NotYet | PollResult::NotStarted => {
            bail!("WhatsApp has not sent a code yet; try again in a few seconds")
        }
    };
    match output {
        Some(file) => write(format, &code, file),
        None => format.answer(&code, |_| String::new()),
    }
}

async fn poll(service: &Service, session: &str) -> anyhow::Result<PollResult> {
    let path = format!("/api/{session}/pair/qr");
    match service.try_call(Method::GET, &path, None).await? {
        Ok(answer) => {
            let code: PairQr = serde_json::from_value(answer).context(
                "the service answers in a way this command does not know; are both of one version?",
            )?;
            Ok(if code.qr.is_some() {
                PollResult::Code(code)
            } else {
                PollResult::NotYet
            })
        }
        Err(rejection) => match rejection.code.as_str() {
            "already_connected" => Ok(PollResult::Scanned),
            "session_not_started" => Ok(PollResult::NotStarted),
            "whatsapp_unreachable" => Ok(PollResult::Unreachable),
            "session_not_found" => bail!(
                "there is no session of this name; `titan-connect sessions create {session} \
                 --start` makes it"
            ),
            _ => bail!(rejection.message),
        },
    }
}

/// What the code is drawn from, as the service in this environment draws it.
fn text_of(code: &PairQr) -> anyhow::Result<String> {
    let has_link = Environment::read()?.config()?.qr_link;
    let qr = code.qr.as_deref().unwrap_or_default();
    Ok(qr::whatsapp_code(qr, has_link))
}

/// Fails if the file could not be written later. An existing one stays as it is.
fn check_writable(file: &Path) -> anyhow::Result<()> {
    let existed = file.exists();
    OpenOptions::new()
        .append(true)
        .create(true)
        .open(file)
        .with_context(|| format!("cannot write {}", file.display()))?;
    if !existed {
        std::fs::remove_file(file)?;
    }
    Ok(())
}

fn write(format: &OutputFormat, code: &PairQr, file: &Path) -> anyhow::Result<()> {
    let picture = qr::png(&text_of(code)?)?;
    std::fs::write(file, picture).with_context(|| format!("cannot write {}", file.display()))?;
    let data = json!({"file": file, "expiresAt": code.expires_at});
    format.answer(&data, |_| {
        let until = code.expires_at.as_deref().unwrap_or("soon");
        format!(
            "{} is a code to scan until {until}.\n{HOW}\n",
            file.display()
        )
    })
}

/// Draws each code in place of the previous one until a phone has linked.
async fn follow(
    service: &Service,
    format: &OutputFormat,
    session: &str,
    first: PollResult,
) -> anyhow::Result<()> {
    let mut ticks = interval(POLL_INTERVAL);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut drawn = Drawn::default();
    let mut seen = first;
    loop {
        match seen {
            PollResult::Code(code) => drawn.draw(&code)?,
            PollResult::NotYet => {}
            PollResult::Unreachable => drawn.explain(UNREACHABLE)?,
            PollResult::Scanned => break,
            PollResult::NotStarted => {
                bail!("nobody scanned in time; for new codes: titan-connect sessions qr {session}")
            }
        }
        ticks.tick().await;
        seen = poll(service, session).await?;
    }
    loop {
        let linked = service.session(session).await?;
        match (linked.status.as_str(), linked.status_reason.as_deref()) {
            ("CONNECTED", _) => return session_text::show(format, &linked),
            ("DISCONNECTED", reason) => bail!(
                "the phone scanned, and the session ended ({}); try again with: titan-connect \
                 sessions qr {session}",
                reason.unwrap_or("no reason given")
            ),
            _ => ticks.tick().await,
        };
    }
}

/// What is drawn in the terminal.
#[derive(Default)]
struct Drawn {
    code: Option<String>,
    lines: usize,
    said: bool,
}

impl Drawn {
    /// Prints once why there is no code.
    fn explain(&mut self, what: &str) -> anyhow::Result<()> {
        if std::mem::replace(&mut self.said, true) {
            return Ok(());
        }
        self.lines = 0;
        print(&format!("{what}\n"))
    }

    fn draw(&mut self, code: &PairQr) -> anyhow::Result<()> {
        if self.code == code.qr {
            return Ok(());
        }
        let blocks = qr::blocks(&text_of(code)?)?;
        let terminal = std::io::stdout().is_terminal();
        let mut text = String::new();
        if terminal && self.lines > 0 {
            // Moves the cursor to the start of the previous code and clears it.
            text.push_str(&format!("\x1b[{}A\x1b[J", self.lines));
        }
        for line in blocks.lines() {
            match terminal {
                true => text.push_str(&format!("{PAPER}{line}{PLAIN}\n")),
                false => text.push_str(&format!("{line}\n")),
            }
        }
        text.push_str(&format!(
            "{HOW}\nToo large for this window? --output qr.png writes a picture.\n"
        ));
        self.lines = blocks.lines().count() + 2;
        self.code.clone_from(&code.qr);
        self.said = false;
        print(&text)
    }
}
