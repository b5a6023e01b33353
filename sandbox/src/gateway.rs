//! An address in front of a network that refuses connections, accepts them without an answer, or forwards them.
//! It is for tests of an unreachable network. The address stays the same in all three states.

use std::io;
use std::net::SocketAddr;

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

use crate::socket::SOCKET_PATH;

/// How many clients may wait to be accepted.
const BACKLOG: u32 = 64;

/// A proxy in front of a network. Dropping it closes it.
pub struct Gateway {
    address: SocketAddr,
    /// Bound while the gateway is closed, so that no other program takes the port. Connections are refused.
    port: Option<TcpSocket>,
    accepting: Option<JoinHandle<()>>,
}

#[derive(Clone, Copy)]
enum Mode {
    Silent,
    Forward(SocketAddr),
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

    /// The address that clients connect to.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The URL of the network's socket at this address.
    pub fn socket_url(&self) -> String {
        format!("ws://{}{}", self.address, SOCKET_PATH)
    }

    /// Refuses connections from now on, and ends the open ones.
    pub async fn close(&mut self) -> io::Result<()> {
        self.port = Some(self.rebind().await?);
        Ok(())
    }

    /// Accepts connections from now on, but never sends anything.
    pub async fn fall_silent(&mut self) -> io::Result<()> {
        self.serve(Mode::Silent).await
    }

    /// Forwards connections to `network` from now on.
    pub async fn open_to(&mut self, network: SocketAddr) -> io::Result<()> {
        self.serve(Mode::Forward(network)).await
    }

    async fn serve(&mut self, mode: Mode) -> io::Result<()> {
        let listener = self.rebind().await?.listen(BACKLOG)?;
        self.accepting = Some(tokio::spawn(accept(listener, mode)));
        Ok(())
    }

    /// The port, bound again after its earlier user has ended.
    async fn rebind(&mut self) -> io::Result<TcpSocket> {
        if let Some(accepting) = self.accepting.take() {
            accepting.abort();
            // The error is that the task was cancelled, as intended.
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

/// All its connections end with this task.
async fn accept(listener: TcpListener, mode: Mode) {
    let mut connections = JoinSet::new();
    while let Ok((client, _)) = listener.accept().await {
        connections.spawn(serve(client, mode));
    }
}

async fn serve(mut client: TcpStream, mode: Mode) -> io::Result<()> {
    match mode {
        Mode::Silent => std::future::pending().await,
        Mode::Forward(network) => {
            let mut server = TcpStream::connect(network).await?;
            copy_bidirectional(&mut client, &mut server).await?;
            Ok(())
        }
    }
}
