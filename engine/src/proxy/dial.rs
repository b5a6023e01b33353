//! A connection through a proxy, to a name that the proxy resolves. The proxy's own name is not resolved here: the
//! embedder says which addresses may be connected to ([`ProxyResolver`](super::ProxyResolver)).
//!
//! Only what a proxy answers to us is read here, byte for byte: what follows belongs to the
//! connection. Both protocols are a handful of bytes (RFC 9110 §9.3.6; RFC 1928 and 1929).

use std::net::SocketAddr;

use anyhow::{Context, bail, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use url::Host;

use super::{Kind, Login, Proxy};

/// No proxy needs more to say yes.
const LONGEST_ANSWER: usize = 8 * 1024;

const SOCKS5: u8 = 5;
const NO_LOGIN: u8 = 0;
const BY_PASSWORD: u8 = 2;

impl Proxy {
    /// A connection to `host:port`, as seen from the proxy, which is at one of `addresses`. A host in brackets is an
    /// address of IPv6.
    pub(super) async fn dial(
        &self,
        addresses: &[SocketAddr],
        host: &str,
        port: u16,
    ) -> anyhow::Result<TcpStream> {
        let connected = TcpStream::connect(addresses).await;
        let mut stream = connected.context("the proxy was not reached")?;
        stream.set_nodelay(true)?;
        match self.kind {
            Kind::Http => self.connect(&mut stream, host, port).await?,
            Kind::Socks5 => self.socks(&mut stream, host, port).await?,
        }
        Ok(stream)
    }

    async fn connect(&self, stream: &mut TcpStream, host: &str, port: u16) -> anyhow::Result<()> {
        let mut request = format!("CONNECT {host}:{port} HTTP/1.1\r\nHost: {host}:{port}\r\n");
        if let Some(Login { user, password }) = &self.login {
            let login = STANDARD.encode(format!("{user}:{password}"));
            request.push_str(&format!("Proxy-Authorization: Basic {login}\r\n"));
        }
        request.push_str("\r\n");
        stream.write_all(request.as_bytes()).await?;
        let answer = head(stream).await?;
        let status = status(&answer).context("the proxy does not speak HTTP")?;
        ensure!((200..300).contains(&status), "the proxy answered {status}");
        Ok(())
    }

    async fn socks(&self, stream: &mut TcpStream, host: &str, port: u16) -> anyhow::Result<()> {
        self.log_in(stream).await?;
        const CONNECT: u8 = 1;
        let mut request = vec![SOCKS5, CONNECT, 0];
        request.extend(destination(host)?);
        request.extend(port.to_be_bytes());
        stream.write_all(&request).await?;
        let [version, reply, _, kind] = read(stream).await?;
        ensure!(version == SOCKS5, "the proxy does not speak SOCKS5");
        ensure!(reply == 0, "the proxy answered {reply}");
        skip_address(stream, kind).await
    }

    async fn log_in(&self, stream: &mut TcpStream) -> anyhow::Result<()> {
        let methods: &[u8] = match &self.login {
            Some(_) => &[SOCKS5, 2, NO_LOGIN, BY_PASSWORD],
            None => &[SOCKS5, 1, NO_LOGIN],
        };
        stream.write_all(methods).await?;
        let [version, method] = read(stream).await?;
        ensure!(version == SOCKS5, "the proxy does not speak SOCKS5");
        match (method, &self.login) {
            (NO_LOGIN, _) => Ok(()),
            (BY_PASSWORD, Some(login)) => present(stream, login).await,
            _ => bail!("the proxy wants another login"),
        }
    }
}

async fn present(stream: &mut TcpStream, login: &Login) -> anyhow::Result<()> {
    const VERSION: u8 = 1;
    let mut request = vec![VERSION];
    request.extend(counted(&login.user)?);
    request.extend(counted(&login.password)?);
    stream.write_all(&request).await?;
    let [_, refused] = read(stream).await?;
    ensure!(refused == 0, "the proxy refused the login");
    Ok(())
}

/// The kind of an address and the address.
fn destination(host: &str) -> anyhow::Result<Vec<u8>> {
    Ok(match Host::parse(host)? {
        Host::Ipv4(address) => [&[1][..], &address.octets()].concat(),
        Host::Ipv6(address) => [&[4][..], &address.octets()].concat(),
        Host::Domain(name) => [vec![3], counted(&name)?].concat(),
    })
}

/// A text of at most 255 bytes behind its length.
fn counted(text: &str) -> anyhow::Result<Vec<u8>> {
    let length = u8::try_from(text.len()).context("too long for SOCKS5")?;
    Ok([&[length][..], text.as_bytes()].concat())
}

/// The address from which the proxy dialled; nobody asked.
async fn skip_address(stream: &mut TcpStream, kind: u8) -> anyhow::Result<()> {
    const PORT: usize = 2;
    let length = match kind {
        1 => 4,
        4 => 16,
        3 => usize::from(stream.read_u8().await?),
        _ => bail!("the proxy does not speak SOCKS5"),
    };
    let mut address = vec![0; length + PORT];
    stream.read_exact(&mut address).await?;
    Ok(())
}

async fn read<const N: usize>(stream: &mut TcpStream) -> anyhow::Result<[u8; N]> {
    let mut bytes = [0; N];
    stream.read_exact(&mut bytes).await?;
    Ok(bytes)
}

/// An answer up to the empty line that ends it.
async fn head(stream: &mut TcpStream) -> anyhow::Result<Vec<u8>> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        ensure!(
            head.len() < LONGEST_ANSWER,
            "the proxy's answer is too long"
        );
        head.push(stream.read_u8().await?);
    }
    Ok(head)
}

fn status(head: &[u8]) -> Option<u16> {
    let line = std::str::from_utf8(head.split(|byte| *byte == b'\r').next()?).ok()?;
    let (version, rest) = line.split_once(' ')?;
    version.starts_with("HTTP/1.").then_some(())?;
    rest.get(..3)?.parse().ok()
}

#[cfg(test)]
mod tests;
