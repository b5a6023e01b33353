//! Those who do not speak the protocol are shown the door, and nobody else notices.

use wacore::net::{TransportEvent, TransportFactory as _};
use whatsapp_rust_tokio_transport::TokioWebSocketTransportFactory;

use crate::harness::{Client, Network, PATIENCE};

/// Sends bytes over a fresh connection and waits until the network has ended it.
async fn is_shown_the_door(network: &Network, bytes: &[u8]) {
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
    tokio::time::timeout(PATIENCE, ended).await.unwrap();
}

#[tokio::test]
async fn nonsense_ends_only_its_own_connection() {
    let network = Network::start().await;
    let introduced = |rest: &[u8]| [&wacore_binary::consts::WA_CONN_HEADER[..], rest].concat();
    let table = [
        b"hello there".to_vec(),
        b"ED\0\x01\xff\xff\xff".to_vec(),
        introduced(&[0, 0, 0]),
        introduced(&[0, 0, 4, 1, 2, 3, 4]),
        // A client hello with an ephemeral key of one byte.
        introduced(&[0, 0, 5, 0x12, 3, 0x0a, 1, 9]),
        // A remembered server, with a static key that does not open.
        introduced(&hello_of_a_forger()),
    ];
    for bytes in table {
        is_shown_the_door(&network, &bytes).await;
    }
    let client = Client::fresh(&network).await;
    assert!(client.code().await.starts_with("2@"));
    client.stop().await;
}

/// A framed client hello in the form of IK: an ephemeral key, then two fields that were sealed for nobody.
fn hello_of_a_forger() -> Vec<u8> {
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
