//! The sandbox's Meta: its listener, and the app that the playground's links use.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::Context as _;
use sandbox::{MetaApp, Sandbox};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use url::Url;

use crate::app::App;
use crate::cli::listener::Purpose;
use crate::cli::{client, listener};
use crate::domain::meta_app::{AppSecret, DigitId, Extras, GraphVersion, MetaAppSettings};
use crate::runtime::config::{DevConfig, MetaPages};
use crate::sessions::meta_apps::MetaAddresses;

const PORT: u16 = 8082;

/// Time limit of a request to another process's sandbox.
const TIMEOUT: Duration = Duration::from_secs(10);

/// The app of the playground, unless META_APP_ID and the others are set. The secret protects nothing.
const APP_ID: &str = "100000000000001";
const CONFIG_ID: &str = "200000000000002";
const APP_SECRET: &str = "5a4d8b0f3c2e1a79865d4c3b2a190817";

/// A listener for the sandbox's Meta: at a fixed port, or at a free one if the service uses a free one. `None` if the
/// sandbox is that of another process, which has its Meta, too.
pub(super) async fn listen(
    config: &DevConfig,
    service: SocketAddr,
) -> anyhow::Result<Option<TcpListener>> {
    if config.network.is_some() {
        return Ok(None);
    }
    let port = if service.port() == 0 { 0 } else { PORT };
    let address = config
        .meta_listen
        .unwrap_or(SocketAddr::new(service.ip(), port));
    listener::listen(address, Purpose::Meta).await.map(Some)
}

pub(super) fn settings() -> MetaAppSettings {
    let digits = |text: &str| DigitId::parse(text).expect("digits");
    MetaAppSettings {
        app_id: digits(APP_ID),
        config_id: digits(CONFIG_ID),
        secret: AppSecret::new(APP_SECRET),
        graph_version: GraphVersion::default(),
        extras: Extras::default(),
    }
}

/// Where this process's sandbox, or the one at the socket `elsewhere`, has its Meta.
pub(super) async fn addresses(
    own: Option<&TcpListener>,
    elsewhere: Option<&str>,
    pages: MetaPages,
) -> anyhow::Result<MetaAddresses> {
    let base = match (own, elsewhere) {
        (Some(own), _) => format!("http://{}/", own.local_addr()?),
        (None, Some(socket)) => graph_url(socket).await?,
        (None, None) => anyhow::bail!("the sandbox has no Meta"),
    };
    let base = Url::parse(&base).context("the address of the sandbox's Meta")?;
    Ok(match pages {
        MetaPages::Sandbox => MetaAddresses::sandbox(&base),
        MetaPages::Facebook => MetaAddresses {
            graph: base,
            ..MetaAddresses::default()
        },
    })
}

async fn graph_url(socket: &str) -> anyhow::Result<String> {
    let answer = client::http(TIMEOUT)
        .get(control(socket, "/sandbox/network")?)
        .send()
        .await?;
    let network: Value = answer.error_for_status()?.json().await?;
    let url = network["data"]["graphUrl"].as_str();
    Ok(format!(
        "{}/",
        url.context("the other sandbox has no Meta")?
            .trim_end_matches('/')
    ))
}

fn control(socket: &str, path: &str) -> anyhow::Result<String> {
    let socket = Url::parse(socket)?;
    Ok(format!("http://{}{path}", socket.authority()))
}

/// Serves the sandbox's Meta on its listener.
pub(super) fn serve(app: &App, sandbox: &Sandbox, listener: TcpListener) -> anyhow::Result<()> {
    sandbox.set_meta_address(format!("http://{}", listener.local_addr()?));
    let (pages, stopping) = (sandbox.meta_router(), app.clone());
    app.tasks.spawn(async move {
        let server = axum::serve(listener, pages)
            .with_graceful_shutdown(async move { stopping.tasks.closing().await });
        if let Err(error) = server.await {
            tracing::error!(%error, "the sandbox's Meta stopped");
        }
    });
    Ok(())
}

/// Enters the operator's app at Meta, as somebody would do it in Meta's dashboard.
pub(super) async fn enter_app(
    app: &App,
    sandbox: &Sandbox,
    elsewhere: Option<&str>,
) -> anyhow::Result<()> {
    let Some(own) = app.sessions.meta.operator() else {
        return Ok(());
    };
    let webhook_url = app.public_url.join(&format!("/webhooks/meta/{}", own.key));
    let verify_token = app.sessions.meta.verify_token(&own.key);
    let Some(socket) = elsewhere else {
        return sandbox.add_meta_app(MetaApp {
            webhook_url: Some(webhook_url),
            verify_token: Some(verify_token),
            ..MetaApp::new(
                own.app_id.as_str(),
                own.secret.expose(),
                own.config_id.as_str(),
            )
        });
    };
    let entry = json!({
        "appId": own.app_id.as_str(), "appSecret": own.secret.expose(), "configId": own.config_id.as_str(),
        "webhookUrl": webhook_url, "verifyToken": verify_token,
    });
    let request = client::http(TIMEOUT).post(control(socket, "/sandbox/meta/apps")?);
    request.json(&entry).send().await?.error_for_status()?;
    Ok(())
}
