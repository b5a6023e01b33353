//! Facebook's host names, for a browser: a proxy that leads them to the sandbox's Meta, over TLS.
//!
//! The certificate is made here, and the browser accepts it for this one session. Every other host is refused, so
//! nothing leaves the machine.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use crate::service::{Service, Setup};
use crate::tenant;

/// The sandbox's Meta is behind these, Facebook's own first. The others only look like it.
const DOMAINS: [&str; 4] = [
    "facebook.com",
    "facebook.net",
    "evilfacebook.com",
    "facebook.com.evil.test",
];

/// What happens to requests for Meta's SDK.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub enum Sdk {
    #[default]
    Served,
    /// As by a browser's or a network's filter.
    Refused,
    /// It never comes.
    Silent,
}

/// The proxy, which closes when this is dropped.
pub struct Facebook {
    pub address: SocketAddr,
    _server: JoinSet<()>,
}

impl Facebook {
    /// A service that sends browsers to Facebook's own host names, and the proxy that leads them to its sandbox.
    pub async fn start() -> Result<(Service, Self)> {
        Self::start_with(Sdk::Served).await
    }

    pub async fn start_with(sdk: Sdk) -> Result<(Service, Self)> {
        let setup = Setup::default().variable("SANDBOX_META_PAGES", "facebook");
        let service = setup.start().await?;
        let facebook = Self::of(&service, sdk).await?;
        Ok((service, facebook))
    }

    /// The proxy alone; the service has been started with `SANDBOX_META_PAGES=facebook`.
    pub async fn of(network: &Service, sdk: Sdk) -> Result<Self> {
        let meta = network.meta_address().await?;
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let tls = TlsAcceptor::from(Arc::new(server_config()?));
        let mut server = JoinSet::new();
        server.spawn(accept(listener, tls, meta, sdk));
        Ok(Self {
            address,
            _server: server,
        })
    }
}

fn server_config() -> Result<ServerConfig> {
    tenant::set_tls_provider();
    let names = DOMAINS.map(|domain| [domain.to_owned(), format!("*.{domain}")]);
    let made = rcgen::generate_simple_self_signed(names.concat())?;
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der());
    let key = key.map_err(anyhow::Error::msg)?;
    let config = ServerConfig::builder().with_no_client_auth();
    Ok(config.with_single_cert(vec![made.cert.der().clone()], key)?)
}

async fn accept(listener: TcpListener, tls: TlsAcceptor, meta: String, sdk: Sdk) {
    let mut connections = JoinSet::new();
    while let Ok((browser, _)) = listener.accept().await {
        while connections.try_join_next().is_some() {}
        let (tls, meta) = (tls.clone(), meta.clone());
        connections.spawn(async move {
            // A browser closes connections whenever it likes.
            let _closed = pass_on(browser, tls, meta, sdk).await;
        });
    }
}

/// Answers `CONNECT host:443`, then passes on what comes inside TLS.
async fn pass_on(browser: TcpStream, tls: TlsAcceptor, meta: String, sdk: Sdk) -> Result<()> {
    let mut browser = BufReader::new(browser);
    let mut request = String::new();
    while !request.ends_with("\r\n\r\n") {
        let length = browser.read_line(&mut request).await?;
        ensure!(length > 0 && request.len() < 16384, "not a request");
    }
    let target = request.strip_prefix("CONNECT ").unwrap_or_default();
    let target = target.split(' ').next().unwrap_or_default();
    let sdk = if target == "connect.facebook.net:443" {
        sdk
    } else {
        Sdk::Served
    };
    if sdk == Sdk::Refused || !is_known(target) {
        let refusal = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n";
        return Ok(browser.write_all(refusal).await?);
    }
    if sdk == Sdk::Silent {
        std::future::pending::<()>().await;
    }
    browser.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await?;
    let mut inside = tls.accept(browser).await?;
    let mut meta = TcpStream::connect(meta).await.context("no Meta")?;
    copy_bidirectional(&mut inside, &mut meta).await?;
    Ok(())
}

fn is_known(target: &str) -> bool {
    let name = target.strip_suffix(":443").unwrap_or_default();
    DOMAINS.iter().any(|domain| {
        let rest = name.strip_suffix(domain);
        rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    })
}
