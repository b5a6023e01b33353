//! The client's side of SOCKS5 (RFC 1928), with a login by user name and password (RFC 1929).
//!
//! Only the proxy's own messages are read, byte for byte; what follows them belongs to the connection. Why this is not
//! a crate is in docs/decisions/0026-http-connect-by-hyper.md.

use anyhow::{Context, bail, ensure};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use url::Host;

use super::Login;

const VERSION: u8 = 5;
const NO_LOGIN: u8 = 0;
const BY_PASSWORD: u8 = 2;
const IPV4: u8 = 1;
const DOMAIN: u8 = 3;
const IPV6: u8 = 4;

const OTHER_PROTOCOL: &str = "the proxy does not speak SOCKS5";

/// Asks the proxy at the other end of `stream` to connect to `host:port`.
pub(super) async fn connect(
    stream: &mut TcpStream,
    host: &str,
    port: u16,
    login: Option<&Login>,
) -> anyhow::Result<()> {
    const CONNECT: u8 = 1;
    authenticate(stream, login).await?;
    let mut request = vec![VERSION, CONNECT, 0];
    request.extend(address(host)?);
    request.extend(port.to_be_bytes());
    stream.write_all(&request).await?;
    let [version, reply, _, address_type] = read(stream).await?;
    ensure!(version == VERSION, OTHER_PROTOCOL);
    ensure!(reply == 0, "the proxy answered {reply}");
    skip_address(stream, address_type).await
}

async fn authenticate(stream: &mut TcpStream, login: Option<&Login>) -> anyhow::Result<()> {
    let methods: &[u8] = match login {
        Some(_) => &[VERSION, 2, NO_LOGIN, BY_PASSWORD],
        None => &[VERSION, 1, NO_LOGIN],
    };
    stream.write_all(methods).await?;
    let [version, method] = read(stream).await?;
    ensure!(version == VERSION, OTHER_PROTOCOL);
    match (method, login) {
        (NO_LOGIN, _) => Ok(()),
        (BY_PASSWORD, Some(login)) => send_login(stream, login).await,
        _ => bail!("the proxy wants another login"),
    }
}

async fn send_login(stream: &mut TcpStream, login: &Login) -> anyhow::Result<()> {
    const VERSION: u8 = 1;
    let mut request = vec![VERSION];
    request.extend(length_prefixed(&login.user)?);
    request.extend(length_prefixed(&login.password)?);
    stream.write_all(&request).await?;
    let [_, status] = read(stream).await?;
    ensure!(status == 0, "the proxy refused the login");
    Ok(())
}

/// The type of an address and the address. A name is left for the proxy to resolve.
fn address(host: &str) -> anyhow::Result<Vec<u8>> {
    Ok(match Host::parse(host)? {
        Host::Ipv4(address) => [&[IPV4][..], &address.octets()].concat(),
        Host::Ipv6(address) => [&[IPV6][..], &address.octets()].concat(),
        Host::Domain(name) => [vec![DOMAIN], length_prefixed(&name)?].concat(),
    })
}

fn length_prefixed(text: &str) -> anyhow::Result<Vec<u8>> {
    let length = u8::try_from(text.len()).context("too long for SOCKS5")?;
    Ok([&[length][..], text.as_bytes()].concat())
}

/// Reads the address from which the proxy connected, which is of no use here.
async fn skip_address(stream: &mut TcpStream, address_type: u8) -> anyhow::Result<()> {
    const PORT: usize = 2;
    let length = match address_type {
        IPV4 => 4,
        IPV6 => 16,
        DOMAIN => usize::from(stream.read_u8().await?),
        _ => bail!(OTHER_PROTOCOL),
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
