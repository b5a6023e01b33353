//! The example projects in `examples/`, each served by the example's own backend.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Child;

use crate::node;
use crate::service::{Service, workspace};
use crate::wait::TIMEOUT;

/// The address of the service in the example that is not built.
const SERVICE: &str = "http://127.0.0.1:8080";

/// A running backend. Dropping it ends the process.
pub struct Example {
    /// The origin of its pages, which is not the service's.
    pub origin: String,
    _process: Child,
    _site: TempDir,
}

impl Example {
    /// The page that the backend renders itself.
    pub async fn server(service: &Service) -> Result<Self> {
        Self::serve(service, TempDir::new()?, &[]).await
    }

    /// The HTML file.
    pub async fn html(service: &Service) -> Result<Self> {
        let page = fs::read_to_string(folder("html").join("index.html"))?;
        let page = page.replace(SERVICE, &service.startup().service_url);
        let site = TempDir::new()?;
        fs::write(site.path().join("index.html"), page)?;
        Self::serve_site(service, site).await
    }

    /// A project that is built by Vite. Under development React mounts each component twice (`StrictMode`).
    pub async fn built(service: &Service, name: &str) -> Result<Self> {
        let site = TempDir::new()?;
        let mut vite = node::installed("vite", &folder(name));
        vite.args([
            "build",
            "--mode",
            "development",
            "--emptyOutDir",
            "--outDir",
        ]);
        node::run(vite.arg(site.path()).env("NODE_ENV", "development")).await?;
        Self::serve_site(service, site).await
    }

    async fn serve_site(service: &Service, site: TempDir) -> Result<Self> {
        let path = site.path().to_string_lossy().into_owned();
        Self::serve(service, site, &[&path]).await
    }

    async fn serve(service: &Service, site: TempDir, arguments: &[&str]) -> Result<Self> {
        let mut backend = node::program("node", &folder("server"));
        backend.arg("server.mjs").args(arguments).env("PORT", "0");
        backend.env("TITAN_URL", &service.startup().service_url);
        backend.env("TITAN_API_KEY", &service.startup().api_key);
        backend.env_remove("ORIGIN");
        backend.kill_on_drop(true).stdout(Stdio::piped());
        let mut process = backend.spawn().context("Node.js does not start")?;
        Ok(Self {
            origin: tokio::time::timeout(TIMEOUT, read_origin(&mut process)).await??,
            _process: process,
            _site: site,
        })
    }
}

async fn read_origin(process: &mut Child) -> Result<String> {
    let out = process.stdout.take().context("stdout is piped")?;
    let line = BufReader::new(out).lines().next_line().await?;
    let line = line.context("the backend ended before it was ready")?;
    let origin = line.strip_prefix("open ");
    Ok(origin.with_context(|| line.clone())?.to_owned())
}

fn folder(name: &str) -> PathBuf {
    workspace().join("examples").join(Path::new(name))
}
