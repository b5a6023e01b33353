//! A TCP proxy in front of a network, which a test can close and open again to make the network unreachable. While it
//! is closed, it closes each connection at once.

use std::net::{Ipv4Addr, SocketAddr};

use anyhow::Result;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// Forwards connections while it is open; it ends when it is dropped.
pub struct Gateway {
    address: SocketAddr,
    is_open: watch::Sender<bool>,
    _forwarding: JoinSet<()>,
}

impl Gateway {
    pub async fn in_front_of(network: SocketAddr) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let is_open = watch::Sender::new(true);
        let mut forwarding = JoinSet::new();
        forwarding.spawn(accept(listener, network, is_open.subscribe()));
        Ok(Self {
            address,
            is_open,
            _forwarding: forwarding,
        })
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Ends all connections and accepts no more.
    pub fn close(&self) {
        self.is_open.send_replace(false);
    }

    pub fn open(&self) {
        self.is_open.send_replace(true);
    }
}

async fn accept(listener: TcpListener, network: SocketAddr, is_open: watch::Receiver<bool>) {
    let mut connections = JoinSet::new();
    while let Ok((client, _)) = listener.accept().await {
        while connections.try_join_next().is_some() {}
        if *is_open.borrow() {
            connections.spawn(forward(client, network, is_open.clone()));
        }
    }
}

async fn forward(mut client: TcpStream, network: SocketAddr, mut is_open: watch::Receiver<bool>) {
    let Ok(mut server) = TcpStream::connect(network).await else {
        return;
    };
    tokio::select! {
        // In both cases, both sides see their connection end.
        _ended = copy_bidirectional(&mut client, &mut server) => {}
        _closed = is_open.wait_for(|is_open| !is_open) => {}
    }
}
