//! An address on the way to a network that can be closed, silent or open, for tests of what happens when the
//! network cannot be reached. The address stays the same.

use std::io;
use std::net::SocketAddr;

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

/// Clients that may wait to be accepted.
const BACKLOG: u32 = 64;

/// The way to a network. Dropping it closes it.
pub struct Gateway {
    address: SocketAddr,
    /// Held while it is closed, so that nobody else takes the port; connections to it are refused.
    port: Option<TcpSocket>,
    accepting: Option<JoinHandle<()>>,
}

#[derive(Clone, Copy)]
enum Serve {
    Silence,
    Network(SocketAddr),
}

impl Gateway {
    /// A free port of this machine that refuses connections.
    pub fn closed() -> io::Result<Gateway> {
        let port = TcpSocket::new_v4()?;
        port.bind(SocketAddr::from(([127, 0, 0, 1], 0)))?;
        Ok(Gateway {
            address: port.local_addr()?,
            port: Some(port),
            accepting: None,
        })
    }

    /// Where it is.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address of a network's socket behind it.
    pub fn socket_url(&self) -> String {
        format!("ws://{}{}", self.address, crate::SOCKET_PATH)
    }

    /// Connections are refused from now on, and those that stand are cut.
    pub async fn close(&mut self) -> io::Result<()> {
        self.port = Some(self.free_port().await?);
        Ok(())
    }

    /// Connections are accepted from now on, and nobody ever answers.
    pub async fn fall_silent(&mut self) -> io::Result<()> {
        self.serve(Serve::Silence).await
    }

    /// Connections go on to `network` from now on.
    pub async fn open_to(&mut self, network: SocketAddr) -> io::Result<()> {
        self.serve(Serve::Network(network)).await
    }

    async fn serve(&mut self, how: Serve) -> io::Result<()> {
        let listener = self.free_port().await?.listen(BACKLOG)?;
        self.accepting = Some(tokio::spawn(accept(listener, how)));
        Ok(())
    }

    /// The port, bound anew after whatever had it before is gone.
    async fn free_port(&mut self) -> io::Result<TcpSocket> {
        if let Some(accepting) = self.accepting.take() {
            accepting.abort();
            // Cancelled, which is what was asked for.
            let _ = accepting.await;
        }
        drop(self.port.take());
        let port = TcpSocket::new_v4()?;
        port.set_reuseaddr(true)?;
        port.bind(self.address)?;
        Ok(port)
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        if let Some(accepting) = &self.accepting {
            accepting.abort();
        }
    }
}

/// Ends with every connection that it serves.
async fn accept(listener: TcpListener, how: Serve) {
    let mut connections = JoinSet::new();
    while let Ok((client, _)) = listener.accept().await {
        connections.spawn(serve(client, how));
    }
}

async fn serve(mut client: TcpStream, how: Serve) -> io::Result<()> {
    match how {
        Serve::Silence => std::future::pending().await,
        Serve::Network(network) => {
            let mut server = TcpStream::connect(network).await?;
            copy_bidirectional(&mut client, &mut server).await?;
            Ok(())
        }
    }
}
