//! An address on the way to a network, closed at first and opened later, so that a test can let a network come back.

use std::net::SocketAddr;

use anyhow::Result;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::task::JoinSet;

/// Clients that may wait to be accepted.
const BACKLOG: u32 = 64;

/// Refuses connections until it is opened. The port is held, so that nobody else takes it.
pub struct Gateway {
    port: TcpSocket,
}

/// Forwards connections until it is dropped.
pub struct OpenGateway {
    _forwarding: JoinSet<()>,
}

impl Gateway {
    pub fn closed() -> Result<Self> {
        let port = TcpSocket::new_v4()?;
        port.bind(SocketAddr::from(([127, 0, 0, 1], 0)))?;
        Ok(Self { port })
    }

    pub fn address(&self) -> Result<SocketAddr> {
        Ok(self.port.local_addr()?)
    }

    /// From now on connections go on to `network`.
    pub fn open_to(self, network: SocketAddr) -> Result<OpenGateway> {
        let listener = self.port.listen(BACKLOG)?;
        let mut forwarding = JoinSet::new();
        forwarding.spawn(accept(listener, network));
        Ok(OpenGateway {
            _forwarding: forwarding,
        })
    }
}

async fn accept(listener: TcpListener, network: SocketAddr) {
    let mut connections = JoinSet::new();
    while let Ok((client, _)) = listener.accept().await {
        connections.spawn(forward(client, network));
    }
}

async fn forward(mut client: TcpStream, network: SocketAddr) -> std::io::Result<()> {
    let mut server = TcpStream::connect(network).await?;
    copy_bidirectional(&mut client, &mut server).await?;
    Ok(())
}
