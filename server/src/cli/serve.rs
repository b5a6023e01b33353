//! `titan-connect serve`: runs the service until it is told to stop.

use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use anyhow::bail;
use axum::Router;
use engine::Network;
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::app::build::{self, ExternalServices};
use crate::app::exclusive::ExclusiveLock;
use crate::app::network::NetworkIdentity;
use crate::cli::listener::{Purpose, listen};
use crate::http::connections;
use crate::http::metrics;
use crate::http::pages::assets::ASSETS;
use crate::http::router::router;
use crate::runtime::clock::{SharedClock, SystemClock};
use crate::runtime::config::{Config, OperatingConfig};
use crate::runtime::{open_files, telemetry};

/// How long a shutdown waits for running requests. An aborted request leaves no partial write.
const LAST_REQUESTS: Duration = Duration::from_secs(20);

/// `titan-connect serve`.
pub async fn serve() -> anyhow::Result<()> {
    let mut config = Config::read(|name| std::env::var(name).ok())?;
    let _telemetry = telemetry::start(&config.operating)?;
    fit_connections(&mut config);
    let clock: SharedClock = Arc::new(SystemClock::new(0));
    let exclusive = ExclusiveLock::acquire(&config).await?;
    let listener = listen(config.listen, Purpose::Service).await?;
    let external = ExternalServices::new(Network::WhatsApp, NetworkIdentity::whatsapp());
    let address = listener.local_addr()?;
    let service = build::build(&config, clock, external, address, &exclusive).await?;
    if cfg!(feature = "sandbox") {
        tracing::warn!(
            "this build can talk to the sandbox and therefore does not check WhatsApp's \
             certificate chain; build without the feature `sandbox` for production"
        );
    }
    print_value("service", service.app.public_url.as_str());
    if service.secrets.is_new {
        for (name, value) in service.secrets.to_show() {
            print_value(name, value);
        }
        println!(
            "These are shown once; they are kept in {}.",
            config.data_dir.display()
        );
    }
    let app = service.app.clone();
    run(app, listener, Router::new(), &config.operating, exclusive).await
}

/// Accepts no more connections than the process may open files for.
pub fn fit_connections(config: &mut Config) {
    let connections = &mut config.limits.connections;
    *connections = open_files::fitting(*connections, open_files::raise());
}

/// One line, readable for people and programs.
pub fn print_value(name: &str, value: &str) {
    println!("{name:<23} {value}");
}

/// Serves until a signal, then lets requests and sessions finish. A second signal stops at once. If another process
/// has taken the database's lock, the sessions stop first and the result is an error.
pub async fn run(
    app: App,
    listener: TcpListener,
    extra: Router,
    operating: &OperatingConfig,
    exclusive: ExclusiveLock,
) -> anyhow::Result<()> {
    let mut signals = Signals::listen()?;
    if let Some(address) = operating.metrics_listen {
        let bound = serve_metrics(&app, address).await?;
        print_value("metrics", &format!("http://{bound}/metrics"));
    }
    let serving = accept(app.clone(), listener, extra);
    if !ASSETS.is_built() {
        tracing::warn!(
            "the widget is not in this build, so pages stand still; run `cargo xtask widget` and \
             build again"
        );
    }
    build::spawn_background_tasks(&app);
    let resumed = build::resume(&app).await?;
    tracing::info!(sessions = resumed, "ready");
    println!("ready");
    let signal = CancellationToken::new();
    let leaving = async {
        let (served, ()) = tokio::join!(serving, close(&app, &signal, operating.drain));
        // Requests may need sessions, so the sessions stop after them, and the database closes last.
        app.tasks.shut_down().await;
        app.store.close().await;
        served
    };
    let impatience = async {
        signals.next().await;
        signal.cancel();
        signals.next().await;
    };
    let mut leaving = pin!(leaving);
    let ended = tokio::select! {
        served = &mut leaving => served,
        () = impatience => bail!("told to stop a second time, so nothing more was waited for"),
        taken_over = exclusive.lost() => {
            tracing::error!("{taken_over:#}");
            signal.cancel();
            // The sessions stop first, because another process runs them already.
            let ((), served) = tokio::join!(app.tasks.shut_down(), leaving);
            served.and(Err(taken_over))
        }
    };
    exclusive.release().await;
    ended
}

/// Serves until the app closes, then finishes running requests, up to a time limit.
pub async fn accept(app: App, listener: TcpListener, extra: Router) -> anyhow::Result<()> {
    let last_moment = async {
        app.tasks.closing().await;
        tokio::time::sleep(LAST_REQUESTS).await;
    };
    tokio::select! {
        () = connections::serve(&app, listener, router(app.clone(), extra)) => {}
        () = last_moment => tracing::warn!("some requests did not end in time"),
    }
    Ok(())
}

/// Waits for the signal, then for load balancers to notice, then stops accepting requests.
async fn close(app: &App, signal: &CancellationToken, drain: Duration) {
    signal.cancelled().await;
    tracing::info!(sessions = app.sessions.drivers.count(), "stopping");
    app.tasks.drain();
    tokio::select! {
        () = tokio::time::sleep(drain) => {}
        () = app.tasks.closing() => {}
    }
    app.tasks.close();
}

/// Serves the metrics on a separate listener and returns its address.
pub async fn serve_metrics(app: &App, address: SocketAddr) -> anyhow::Result<SocketAddr> {
    let listener = listen(address, Purpose::Metrics).await?;
    let bound = listener.local_addr()?;
    let stopping = app.clone();
    let figures = metrics::router(app.clone());
    app.tasks.spawn(async move {
        let server = axum::serve(listener, figures)
            .with_graceful_shutdown(async move { stopping.tasks.stopping().await });
        if let Err(error) = server.await {
            tracing::error!(%error, "the listener for metrics stopped");
        }
    });
    Ok(bound)
}

/// Ctrl-C and SIGTERM, received from here on.
struct Signals {
    interrupt: Signal,
    terminate: Signal,
}

impl Signals {
    fn listen() -> anyhow::Result<Self> {
        Ok(Signals {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}
