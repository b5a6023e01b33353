//! A client below HTTP, which sends what it likes, as slowly as it likes, from any address of this machine.

use std::net::{IpAddr, SocketAddr};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::{Duration, timeout};

use super::service::TestService;

/// The time limit of a read, far above the expected time.
const BOUND: Duration = Duration::from_secs(20);

pub struct Socket(TcpStream);

impl TestService {
    /// Connects from an address such as 127.0.0.2.
    pub async fn socket_from(&self, address: &str) -> Socket {
        let socket = TcpSocket::new_v4().unwrap();
        // Little is kept by the kernel for a client that does not read.
        socket.set_recv_buffer_size(4096).unwrap();
        let address: IpAddr = address.parse().unwrap();
        socket.bind(SocketAddr::new(address, 0)).unwrap();
        Socket(socket.connect(self.address()).await.unwrap())
    }
}

impl Socket {
    /// The service may have closed the connection already.
    pub async fn send(&mut self, text: &str) {
        let _may_be_closed = self.0.write_all(text.as_bytes()).await;
    }

    /// Sends a `GET`, and reads the status of the response. `None`: the connection is closed.
    pub async fn get(&mut self, path: &str) -> Option<u16> {
        self.send(&format!("GET {path} HTTP/1.1\r\nhost: a\r\n\r\n"))
            .await;
        let head = self.read_until("\r\n\r\n").await;
        let status = head.strip_prefix("HTTP/1.1 ")?.split(' ').next()?;
        status.parse().ok()
    }

    /// Reads until the text is there, or the connection is closed.
    pub async fn read_until(&mut self, wanted: &str) -> String {
        let mut bytes = Vec::new();
        loop {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            if text.contains(wanted) {
                return text;
            }
            let mut part = [0; 4096];
            let read = timeout(BOUND, self.0.read(&mut part)).await;
            match read.expect("something in time") {
                Ok(0) | Err(_) => return text,
                Ok(count) => bytes.extend_from_slice(&part[..count]),
            }
        }
    }

    /// Reads until the connection is closed.
    pub async fn rest(&mut self) -> String {
        self.read_until("\0never sent\0").await
    }
}
