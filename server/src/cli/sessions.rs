//! `titan-connect sessions`: calls the running service, because sessions run in its process.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use protocol::api::Session;
use serde_json::{Value, json};
use url::Url;

use super::output::{OutputFormat, table};
use super::qr;
use super::service::{Service, address, data};
use super::session_text::{show, status};
use crate::cli::client::Method;
use crate::domain::id::TenantId;
use crate::domain::name::{BadName, SessionName};

#[derive(Args)]
pub(super) struct Sessions {
    #[command(subcommand)]
    operation: Operation,
    #[command(flatten)]
    format: OutputFormat,
    /// Whose sessions.
    #[arg(long, global = true, default_value = TenantId::DEFAULT)]
    tenant: String,
    /// Where the service answers. Default: PUBLIC_URL, else LISTEN.
    #[arg(long, global = true)]
    url: Option<Url>,
}

#[derive(Subcommand)]
enum Operation {
    /// Lists sessions with their status.
    List,
    /// Shows one session.
    Show(Named),
    /// Creates a session.
    Create {
        #[command(flatten)]
        named: Named,
        /// And starts it, so that it shows a code.
        #[arg(long)]
        start: bool,
    },
    /// Starts a session.
    Start(Named),
    /// Stops a session; it stays linked.
    Stop(Named),
    /// Unlinks a session at WhatsApp.
    Logout(Named),
    /// Unlinks a session and deletes everything of it.
    Delete(Named),
    /// Draws the QR code to scan and follows it until the phone is linked. Starts the session if need be.
    Qr {
        #[command(flatten)]
        named: Named,
        /// Writes the code that is shown now to this PNG file instead.
        #[arg(long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
}

#[derive(Args)]
struct Named {
    /// The session's name: letters, digits, dots, underscores and hyphens.
    #[arg(value_name = "NAME", value_parser = name)]
    session: String,
}

fn name(text: &str) -> Result<String, BadName> {
    SessionName::parse(text).map(|name| name.to_string())
}

impl Sessions {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let service = Service::find(self.url.as_ref(), &self.tenant).await?;
        let format = &self.format;
        match self.operation {
            Operation::List => list(&service, format).await,
            Operation::Show(Named { session }) => {
                one(&service, format, Method::GET, &address(&session)).await
            }
            Operation::Create { named, start } => {
                let request = json!({"name": named.session, "start": start});
                create(&service, format, &request).await
            }
            Operation::Start(Named { session }) => act(&service, format, &session, "start").await,
            Operation::Stop(Named { session }) => act(&service, format, &session, "stop").await,
            Operation::Logout(Named { session }) => log_out(&service, format, &session).await,
            Operation::Delete(Named { session }) => delete(&service, format, &session).await,
            Operation::Qr { named, output } => {
                qr::show(&service, format, &named.session, output.as_deref()).await
            }
        }
    }
}

async fn list(service: &Service, format: &OutputFormat) -> anyhow::Result<()> {
    let sessions = all(service).await?;
    format.answer(sessions.as_slice(), |sessions| {
        let rows: Vec<[String; 4]> = sessions.iter().map(row).collect();
        table(["NAME", "STATUS", "NUMBER", "SINCE"], &rows)
    })
}

/// Every session, page by page.
async fn all(service: &Service) -> anyhow::Result<Vec<Session>> {
    let mut all = Vec::new();
    let mut path = "/api/sessions?limit=200".to_owned();
    loop {
        let answer = service.call(Method::GET, &path, None).await?;
        let next = answer["nextCursor"].as_str().map(str::to_owned);
        all.extend(data::<Vec<Session>>(answer)?);
        let Some(next) = next else { return Ok(all) };
        path = format!("/api/sessions?limit=200&cursor={next}");
    }
}

fn row(session: &Session) -> [String; 4] {
    [
        session.name.clone(),
        status(session),
        session.phone_number.clone().unwrap_or_default(),
        session.updated_at.clone(),
    ]
}

async fn create(service: &Service, format: &OutputFormat, request: &Value) -> anyhow::Result<()> {
    let answer = service
        .call(Method::POST, "/api/sessions", Some(request))
        .await?;
    show(format, &data(answer)?)
}

async fn act(
    service: &Service,
    format: &OutputFormat,
    session: &str,
    verb: &str,
) -> anyhow::Result<()> {
    one(
        service,
        format,
        Method::POST,
        &format!("{}/{verb}", address(session)),
    )
    .await
}

async fn one(
    service: &Service,
    format: &OutputFormat,
    method: Method,
    path: &str,
) -> anyhow::Result<()> {
    show(format, &data(service.call(method, path, None).await?)?)
}

async fn delete(service: &Service, format: &OutputFormat, session: &str) -> anyhow::Result<()> {
    let answer = service
        .call(Method::DELETE, &address(session), None)
        .await?;
    format.answer(&answer["data"], |gone| {
        format!("{session} is deleted\n{}", still_linked(&gone["unlinked"]))
    })
}

async fn log_out(service: &Service, format: &OutputFormat, session: &str) -> anyhow::Result<()> {
    let path = format!("{}/logout", address(session));
    let answer = service.call(Method::POST, &path, None).await?;
    format.answer(&answer["data"], |out| {
        format!(
            "{session} is logged out\n{}",
            still_linked(&out["unlinked"])
        )
    })
}

fn still_linked(unlinked: &Value) -> &'static str {
    if *unlinked == json!(false) {
        "WhatsApp could not be told yet; the service tries again for a day, and until then the \
         phone shows the device\n"
    } else {
        ""
    }
}
