//! A client that does not speak the protocol is disconnected, which affects no other client.

use wacore::net::{TransportEvent, TransportFactory as _};
use whatsapp_rust_tokio_transport::TokioWebSocketTransportFactory;

use crate::harness::{Client, Network, TIMEOUT};

/// Sends bytes on a new connection, and waits until the network has ended it.
async fn expect_disconnect(network: &Network, bytes: &[u8]) {
    let factory = TokioWebSocketTransportFactory::new().with_url(network.socket_url.clone());
    let (transport, events) = factory.create_transport().await.unwrap();
    transport.send(bytes.to_vec().into()).await.unwrap();
    let ended = async {
        while let Ok(event) = events.recv().await {
            if matches!(event, TransportEvent::Disconnected(_)) {
                return;
            }
        }
    };
    tokio::time::timeout(TIMEOUT, ended).await.unwrap();
}

#[tokio::test]
async fn invalid_input_ends_only_its_own_connection() {
    let network = Network::start().await;
    let with_header = |rest: &[u8]| [&wacore_binary::consts::WA_CONN_HEADER[..], rest].concat();
    let table = [
        b"hello there".to_vec(),
        b"ED\0\x01\xff\xff\xff".to_vec(),
        with_header(&[0, 0, 0]),
        with_header(&[0, 0, 4, 1, 2, 3, 4]),
        // A client hello with an ephemeral key of one byte.
        with_header(&[0, 0, 5, 0x12, 3, 0x0a, 1, 9]),
        // An IK handshake with a static key that cannot be decrypted.
        with_header(&forged_hello()),
    ];
    for bytes in table {
        expect_disconnect(&network, &bytes).await;
    }
    let client = Client::new(&network).await;
    assert!(client.code().await.starts_with("2@"));
    client.stop().await;
}

/// A framed client hello in the form of IK: an ephemeral key, then two fields of random bytes.
fn forged_hello() -> Vec<u8> {
    let field = |tag: u8, content: &[u8]| {
        let length = u8::try_from(content.len()).unwrap();
        [&[tag, length][..], content].concat()
    };
    let hello = [
        field(0x0a, &[9; 32]),
        field(0x12, &[7; 48]),
        field(0x1a, &[7; 40]),
    ]
    .concat();
    let message = [
        &[
            0x12,
            0x80 | (hello.len() as u8 & 0x7f),
            (hello.len() >> 7) as u8,
        ][..],
        &hello,
    ]
    .concat();
    [&[0, 0, u8::try_from(message.len()).unwrap()][..], &message].concat()
}
