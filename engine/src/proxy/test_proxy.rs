//! A proxy on this machine that keeps where it was asked to connect to.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

use super::{Proxy, ProxyDialer, ProxyError, ProxyResolver};

#[derive(Clone, Copy)]
enum Manner {
    Forwards,
    Refuses,
    Hangs,
}

pub(crate) struct TestProxy {
    address: SocketAddr,
    asked: Arc<Asked>,
}

#[derive(Default)]
struct Asked {
    targets: Mutex<Vec<String>>,
    another: Notify,
}

impl TestProxy {
    /// Connects to where it is asked to.
    pub(crate) async fn forwarding() -> TestProxy {
        TestProxy::start(Manner::Forwards).await
    }

    /// Answers 403, and connects nowhere.
    pub(crate) async fn refusing() -> TestProxy {
        TestProxy::start(Manner::Refuses).await
    }

    /// Takes requests and never answers.
    pub(crate) async fn hanging() -> TestProxy {
        TestProxy::start(Manner::Hangs).await
    }

    async fn start(manner: Manner) -> TestProxy {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("bound");
        let asked = Arc::<Asked>::default();
        let seen = asked.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(serve(manner, client, seen.clone()));
            }
        });
        TestProxy { address, asked }
    }

    /// The way through this proxy, under a name that only [`ProxyResolver`] can find.
    pub(crate) fn dialer(&self) -> Arc<ProxyDialer> {
        let proxy = Proxy::parse("http://proxy.test:3128").expect("a proxy");
        Arc::new(ProxyDialer::new(proxy, Arc::new(At(self.address))))
    }

    /// Where it was asked to connect to, in order.
    pub(crate) fn targets(&self) -> Vec<String> {
        self.asked.targets.lock().expect("not poisoned").clone()
    }

    /// Waits until it was asked for `target` so often.
    pub(crate) async fn wait_for_request(&self, target: &str, times: usize) {
        loop {
            let another = self.asked.another.notified();
            let targets = self.targets();
            if targets.iter().filter(|asked| *asked == target).count() >= times {
                return;
            }
            another.await;
        }
    }
}

/// Finds every proxy at one address.
struct At(SocketAddr);

#[async_trait::async_trait]
impl ProxyResolver for At {
    async fn resolve(&self, _proxy: &Proxy) -> Result<Vec<SocketAddr>, ProxyError> {
        Ok(vec![self.0])
    }
}

async fn serve(manner: Manner, mut client: TcpStream, asked: Arc<Asked>) -> std::io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(client.read_u8().await?);
    }
    let head = String::from_utf8(head).expect("text");
    let target = head.split(' ').nth(1).expect("a target").to_owned();
    asked
        .targets
        .lock()
        .expect("not poisoned")
        .push(target.clone());
    asked.another.notify_waiters();
    match manner {
        Manner::Refuses => client.write_all(b"HTTP/1.1 403 No\r\n\r\n").await,
        Manner::Hangs => std::future::pending().await,
        Manner::Forwards => {
            let mut server = TcpStream::connect(target).await?;
            client.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await?;
            copy_bidirectional(&mut client, &mut server).await?;
            Ok(())
        }
    }
}
