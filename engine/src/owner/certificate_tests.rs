//! A client that verifies certificates, as it is deployed, links with a network whose chain is signed by the root that
//! it trusts, and refuses every forged chain.
//!
//! The root is a constant of the client's library, and nothing can change it while a program runs. So the test copies
//! its own program, replaces the constant's bytes in the copy by the root of a sandbox, and runs itself there
//! (docs/decisions/0052-independent-truth.md).

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sandbox::{Addresses, Options, SOCKET_PATH, Sandbox};
use serde_json::Value;
use tokio::sync::{mpsc, watch};
use tokio::time::timeout;
use tower::ServiceExt as _;
use wacore::handshake::{HandshakeUtils, WA_CERT_PUB_KEY};
use wacore::libsignal::protocol::{KeyPair, PrivateKey};
use waproto::buffa::{Message as _, MessageField};
use waproto::whatsapp::CertChain;
use waproto::whatsapp::cert_chain::{NoiseCertificate, noise_certificate::Details};

use super::Owner;
use super::tests::{NoCamera, context};
use crate::line::Command as LineCommand;
use crate::{Event, Unreachable};

/// Where the copy finds its networks.
const NETWORKS: &str = "TITAN_TEST_NETWORKS";
const THIS_TEST: &str = "owner::certificate_tests::only_a_chain_of_the_trusted_root_is_accepted";
const TIMEOUT: Duration = Duration::from_secs(60);

/// A chain that is not the server's, and why the library refuses it.
const FORGERIES: [(&str, &str); 6] = [
    ("another_root", "intermediate signature failed"),
    ("changed_signature", "intermediate signature failed"),
    ("no_signatures", "intermediate signature failed"),
    ("another_intermediate", "leaf signature failed"),
    ("changed_leaf_signature", "leaf signature failed"),
    ("another_server", "does not match decrypted static key"),
];

#[tokio::test(flavor = "multi_thread")]
async fn only_a_chain_of_the_trusted_root_is_accepted() {
    match std::env::var_os(NETWORKS) {
        None => run_in_a_copy().await,
        Some(folder) => {
            let folder = PathBuf::from(folder);
            links(&folder.join("network.json")).await;
            for (forgery, reason) in FORGERIES {
                let network = folder.join(forgery).with_extension("json");
                library_refuses(&network, reason);
                is_refused(&network).await;
            }
        }
    }
}

/// Runs this test in a program that trusts the root of the networks.
async fn run_in_a_copy() {
    let folder = tempfile::tempdir().expect("a folder");
    let network = folder.path().join("network.json");
    let root = open(&network).await.root_public_key();
    for (forgery, _) in FORGERIES {
        forge(&network, forgery);
    }
    let copy = folder.path().join("copy");
    let mut program = std::fs::read(std::env::current_exe().expect("a path")).expect("readable");
    let replaced = replace(&mut program, &WA_CERT_PUB_KEY, &root);
    assert!(replaced > 0, "the program contains the root");
    std::fs::write(&copy, program).expect("written");
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o700);
    std::fs::set_permissions(&copy, mode).expect("executable");
    let mut run = Command::new(copy);
    run.args(["--exact", THIS_TEST, "--nocapture"]);
    run.env(NETWORKS, folder.path());
    let ran = tokio::task::spawn_blocking(move || run.output()).await;
    let output = ran.expect("no panic").expect("the copy starts");
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{printed}{errors}");
    assert!(printed.contains("1 passed"), "the copy ran it: {printed}");
}

/// Replaces bytes wherever they are, and returns in how many places.
fn replace(program: &mut [u8], from: &[u8; 32], to: &[u8; 32]) -> usize {
    let (mut at, mut replaced) = (0, 0);
    while let Some(next) = program[at..].iter().position(|byte| *byte == from[0]) {
        at += next;
        if let Some(found) = program[at..].first_chunk_mut::<32>()
            && found == from
        {
            *found = *to;
            replaced += 1;
        }
        at += 1;
    }
    replaced
}

async fn open(file: &Path) -> Sandbox {
    let options = Options {
        state_file: Some(file.to_owned()),
        speed: 1.0,
        addresses: Addresses::of_process(),
    };
    Sandbox::open(options).await.expect("a network on disk")
}

/// The network's own keys and its chain.
fn server(file: &Path) -> Value {
    let text = std::fs::read(file).expect("readable");
    serde_json::from_slice::<Value>(&text).expect("JSON")["server"].clone()
}

fn stored_bytes(server: &Value, field: &str) -> Vec<u8> {
    let text = server[field].as_str().expect("base64");
    BASE64_STANDARD.decode(text).expect("base64")
}

fn stored_key(server: &Value, field: &str) -> KeyPair {
    let private = PrivateKey::deserialize(&stored_bytes(server, field)).expect("a key");
    KeyPair::new(private.public_key().expect("a key"), private)
}

/// Writes a network with the same keys and a forged chain.
fn forge(network: &Path, forgery: &str) {
    let forged = network.with_file_name(forgery).with_extension("json");
    let text = std::fs::read(network).expect("readable");
    let mut state: Value = serde_json::from_slice(&text).expect("JSON");
    let chain = forged_chain(&state["server"], forgery);
    state["server"]["certificate_chain"] = BASE64_STANDARD.encode(chain).into();
    std::fs::write(&forged, state.to_string()).expect("written");
    let phones = forged.with_extension("phones");
    std::fs::create_dir(&phones).expect("a folder");
    for phone in std::fs::read_dir(network.with_extension("phones")).expect("a folder") {
        let phone = phone.expect("a file").path();
        std::fs::copy(&phone, phones.join(phone.file_name().expect("a name"))).expect("copied");
    }
}

fn forged_chain(server: &Value, forgery: &str) -> Vec<u8> {
    let stranger = KeyPair::generate(&mut rand::rng());
    let (root, own) = (stored_key(server, "root"), stored_key(server, "static_key"));
    let intermediate = KeyPair::generate(&mut rand::rng());
    let (mut above, mut issuer, mut subject) = (&root, &intermediate, &own);
    match forgery {
        "another_root" => above = &stranger,
        "another_intermediate" => issuer = &stranger,
        "another_server" => subject = &stranger,
        _ => {}
    }
    let mut upper = certificate(1, 0, &intermediate, above);
    let mut leaf = certificate(2, 1, subject, issuer);
    match forgery {
        "changed_signature" => change(&mut upper),
        "changed_leaf_signature" => change(&mut leaf),
        "no_signatures" => {
            upper.signature = Some(vec![0; 64]);
            leaf.signature = Some(vec![0; 64]);
        }
        _ => {}
    }
    CertChain {
        leaf: MessageField::some(leaf),
        intermediate: MessageField::some(upper),
    }
    .encode_to_vec()
}

fn certificate(serial: u32, above: u32, subject: &KeyPair, issuer: &KeyPair) -> NoiseCertificate {
    let details = Details {
        serial: Some(serial),
        issuer_serial: Some(above),
        key: Some(subject.public_key.public_key_bytes().to_vec()),
        not_before: Some(1_700_000_000),
        not_after: Some(2_100_000_000),
    }
    .encode_to_vec();
    let signature = issuer
        .private_key
        .calculate_signature(&details, &mut rand::rng());
    NoiseCertificate {
        details: Some(details),
        signature: Some(signature.expect("signed").to_vec()),
    }
}

fn change(certificate: &mut NoiseCertificate) {
    let signature = certificate.signature.as_mut().expect("signed");
    signature[7] ^= 1;
}

fn library_refuses(network: &Path, reason: &str) {
    let server = server(network);
    let key = stored_key(&server, "static_key").public_key;
    let key: [u8; 32] = key.public_key_bytes().try_into().expect("32 bytes");
    let chain = stored_bytes(&server, "certificate_chain");
    let refused = HandshakeUtils::verify_server_cert(&chain, &key);
    let why = refused.expect_err("forged").to_string();
    assert!(why.contains(reason), "{why}");
}

/// A session of the whole client with the network in a file.
struct Session {
    router: axum::Router,
    commands: mpsc::UnboundedSender<LineCommand>,
    events: mpsc::UnboundedReceiver<Event>,
}

impl Session {
    async fn start(file: &Path) -> Session {
        let router = open(file).await.router(Arc::new(NoCamera));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await;
        let listener = listener.expect("a free port");
        let address = listener.local_addr().expect("bound");
        let served = router.clone();
        tokio::spawn(async move { axum::serve(listener, served).await });
        let (commands, received) = mpsc::unbounded_channel();
        let (sender, events) = mpsc::unbounded_channel();
        let context = context(format!("ws://{address}{SOCKET_PATH}"));
        let owner = Owner::new(context, received, sender, watch::channel(false).0);
        tokio::spawn(owner.run());
        Session {
            router,
            commands,
            events,
        }
    }

    async fn next(&mut self) -> Event {
        let event = timeout(TIMEOUT, self.events.recv()).await;
        event.expect("an event in time").expect("not closed")
    }

    async fn scan(&self, code: &str) -> StatusCode {
        let body = serde_json::json!({ "qr": code }).to_string();
        let request = Request::post("/sandbox/phones/5511999990001/scan")
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::HOST, "127.0.0.1")
            .body(Body::from(body))
            .expect("a request");
        let answer = self.router.clone().oneshot(request).await;
        answer.expect("infallible").status()
    }
}

async fn links(network: &Path) {
    let mut session = Session::start(network).await;
    let mut is_linked = false;
    loop {
        match session.next().await {
            Event::Qr { code, .. } => {
                assert_eq!(session.scan(&code.into_string()).await, StatusCode::OK);
            }
            Event::Linked { .. } => is_linked = true,
            Event::Connected(_) => break,
            Event::Unreachable { reason, detail, .. } => panic!("{reason:?}: {detail}"),
            _ => {}
        }
    }
    assert!(is_linked);
    session.commands.send(LineCommand::Stop).expect("it runs");
}

async fn is_refused(network: &Path) {
    let mut session = Session::start(network).await;
    match session.next().await {
        Event::Unreachable { reason, .. } => assert_eq!(reason, Unreachable::HandshakeFailed),
        accepted => panic!("{}: {accepted:?}", network.display()),
    }
    session.commands.send(LineCommand::Stop).expect("it runs");
}
