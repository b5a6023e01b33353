//! An HTTP proxy on this machine that records the requested targets.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

use super::{Proxy, ProxyDialer, ProxyError, ProxyResolver};

#[derive(Clone, Copy)]
enum Mode {
    Forward,
    Refuse,
    Hang,
}

pub(crate) struct TestProxy {
    address: SocketAddr,
    requests: Arc<Requests>,
}

#[derive(Default)]
struct Requests {
    targets: Mutex<Vec<String>>,
    added: Notify,
}

impl TestProxy {
    /// Connects to the requested targets.
    pub(crate) async fn forwarding() -> TestProxy {
        TestProxy::start(Mode::Forward).await
    }

    /// Answers every request with 403.
    pub(crate) async fn refusing() -> TestProxy {
        TestProxy::start(Mode::Refuse).await
    }

    /// Accepts requests and never answers.
    pub(crate) async fn hanging() -> TestProxy {
        TestProxy::start(Mode::Hang).await
    }

    async fn start(mode: Mode) -> TestProxy {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("bound");
        let requests = Arc::<Requests>::default();
        let recorder = requests.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(serve(mode, client, recorder.clone()));
            }
        });
        TestProxy { address, requests }
    }

    /// A dialer that uses this proxy, under a name that only its own [`ProxyResolver`] resolves.
    pub(crate) fn dialer(&self) -> Arc<ProxyDialer> {
        let proxy = Proxy::parse("http://proxy.test:3128").expect("a proxy");
        Arc::new(ProxyDialer::new(
            proxy,
            Arc::new(FixedAddress(self.address)),
        ))
    }

    /// The requested targets, in order.
    pub(crate) fn targets(&self) -> Vec<String> {
        self.requests.targets.lock().expect("not poisoned").clone()
    }

    /// Waits until `target` was requested this many times.
    pub(crate) async fn wait_for_request(&self, target: &str, times: usize) {
        loop {
            let added = self.requests.added.notified();
            let targets = self.targets();
            if targets.iter().filter(|it| *it == target).count() >= times {
                return;
            }
            added.await;
        }
    }
}

impl Requests {
    fn add(&self, target: &str) {
        let mut targets = self.targets.lock().expect("not poisoned");
        targets.push(target.to_owned());
        self.added.notify_waiters();
    }
}

/// Resolves every proxy to one address.
struct FixedAddress(SocketAddr);

#[async_trait::async_trait]
impl ProxyResolver for FixedAddress {
    async fn resolve(&self, _proxy: &Proxy) -> Result<Vec<SocketAddr>, ProxyError> {
        Ok(vec![self.0])
    }
}

async fn serve(mode: Mode, mut client: TcpStream, requests: Arc<Requests>) -> std::io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(client.read_u8().await?);
    }
    let head = String::from_utf8(head).expect("text");
    let target = head.split(' ').nth(1).expect("a target").to_owned();
    requests.add(&target);
    match mode {
        Mode::Refuse => client.write_all(b"HTTP/1.1 403 No\r\n\r\n").await,
        Mode::Hang => std::future::pending().await,
        Mode::Forward => {
            let mut server = TcpStream::connect(target).await?;
            client.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await?;
            copy_bidirectional(&mut client, &mut server).await?;
            Ok(())
        }
    }
}
