//! A signup with a customer's own Meta app: its code, secret, token and PIN are in no log, no answer and no database.

use std::fs;
use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};

use crate::postgres::Cluster;
use crate::process::Process;

const APP_ID: &str = "998877665544";
const APP_SECRET: &str = "c0ffee0123456789abcdef9876543210";
const PIN: &str = "738201";

#[tokio::test]
async fn a_signup_leaves_no_secret_on_sqlite() {
    let (process, secrets, texts) = signed_up(&[]).await;
    let mut stored = Vec::new();
    for entry in fs::read_dir(process.folder()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        // The stand-in for Meta knows its own tokens.
        if path.is_file() && !name.starts_with("sandbox") {
            stored.push((name, fs::read(&path).unwrap()));
        }
    }
    let is_database = |file: &(String, Vec<u8>)| file.1.starts_with(b"SQLite format 3");
    assert!(stored.iter().any(is_database), "no database");
    check(&secrets, &texts, &stored);
}

#[tokio::test]
async fn a_signup_leaves_no_secret_on_postgres() {
    let cluster = Cluster::start();
    let url = cluster.url();
    let (_process, secrets, texts) = signed_up(&[("DATABASE_URL", &url)]).await;
    let dump = Path::new(&cluster.socket()).join("dump.sql");
    let dump = dump.to_string_lossy().into_owned();
    cluster.run("pg_dump", &["-d", &url, "-f", &dump]);
    let dumped = fs::read(&dump).unwrap();
    assert!(String::from_utf8_lossy(&dumped).contains("COPY public.cloud_accounts"));
    check(&secrets, &texts, &[("the dump".to_owned(), dumped)]);
}

struct Secret {
    name: &'static str,
    text: String,
}

/// Fails if a secret is in a text or a file. The PIN is so short that it may be a part of another number.
fn check(secrets: &[Secret], texts: &[String], files: &[(String, Vec<u8>)]) {
    for Secret { name, text } in secrets {
        for line in texts {
            assert!(!has(line, text), "a {name} in {line}");
        }
        for (file, bytes) in files {
            assert!(
                !has(&String::from_utf8_lossy(bytes), text),
                "a {name} in {file}"
            );
        }
    }
}

fn has(text: &str, secret: &str) -> bool {
    text.match_indices(secret).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + secret.len()..].chars().next();
        let is_part = |near: Option<char>| near.is_some_and(|it| it.is_ascii_digit() || it == '.');
        secret.len() > 7 || !(is_part(before) || is_part(after))
    })
}

#[test]
fn a_pin_is_found_and_a_fraction_of_a_second_is_not() {
    assert!(has(r#"{"pin": "738201"}"#, PIN));
    assert!(!has("2026-11-22T04:55:30.738201Z", PIN));
    assert!(has("x=c0ffee0123456789abcdef98765432109", APP_SECRET));
}

/// A whole signup with verbose logs. Returns the secrets, and the log with every answer.
async fn signed_up(variables: &[(&str, &str)]) -> (Process, Vec<Secret>, Vec<String>) {
    let mut all = vec![
        ("RUST_LOG", "debug,titan_connect=trace,titan_sandbox=trace"),
        ("LOG_FORMAT", "json"),
    ];
    all.extend_from_slice(variables);
    let mut process = Process::start(&all).await;
    let mut texts = Vec::new();
    let code = sign_up(&process, &mut texts).await;
    let mut secrets = vec![
        Secret {
            name: "code",
            text: code,
        },
        Secret {
            name: "app secret",
            text: APP_SECRET.to_owned(),
        },
        Secret {
            name: "PIN",
            text: PIN.to_owned(),
        },
    ];
    let meta = fs::read(process.folder().join("sandbox.meta.json")).unwrap();
    let meta: Value = serde_json::from_slice(&meta).unwrap();
    for token in meta["state"]["tokens"].as_object().expect("tokens").keys() {
        assert!(token.len() > 20, "{token}");
        secrets.push(Secret {
            name: "token",
            text: token.clone(),
        });
    }
    assert!(secrets.len() > 3, "no token was granted");
    process.terminate().await;
    texts.extend(process.ended().await.1);
    (process, secrets, texts)
}

async fn sign_up(process: &Process, texts: &mut Vec<String>) -> String {
    let numbers = json!([{"phoneNumber": "+5511912345678", "pin": PIN}]);
    let business = control(
        process,
        "businesses",
        json!({"name": "Padaria Azul", "numbers": numbers}),
    )
    .await;
    let waba_id = business["wabas"][0]["id"].clone();
    let entry =
        json!({"appId": APP_ID, "appSecret": APP_SECRET, "configId": "1", "requireProof": true});
    control(process, "apps", entry).await;
    let meta_app = json!({"appId": APP_ID, "appSecret": APP_SECRET, "configId": "1"});
    let body = json!({"mode": "cloud-api", "sessionName": "shop", "metaApp": meta_app});
    let (status, made) = process.post("/api/widget/sessions", body).await.unwrap();
    assert_eq!(status, 201, "{made}");
    let token = made["data"]["widgetToken"].as_str().unwrap().to_owned();
    let page = reqwest::Client::new().get(made["data"]["widgetUrl"].as_str().unwrap());
    let page = page
        .header("sec-fetch-dest", "document")
        .send()
        .await
        .unwrap();
    texts.push(format!("{:?}", page.headers()));
    texts.push(page.text().await.unwrap());

    texts.push(signup(process, &token, json!({"type": "begin"})).await);
    let granted = control(
        process,
        "grant",
        json!({"appId": APP_ID, "wabaIds": [waba_id]}),
    )
    .await;
    let code = granted["code"].as_str().unwrap().to_owned();
    texts.push(signup(process, &token, json!({"type": "code", "code": code})).await);
    until_answer(process, &token, texts, "needs_pin").await;
    texts.push(signup(process, &token, json!({"type": "pin", "pin": PIN})).await);
    texts.push(process.until_status("shop", "CONNECTED").await.to_string());
    let message = json!({"session": "shop", "chatId": "5511988887777@s.whatsapp.net", "type": "text", "text": "x"});
    texts.push(
        process
            .post("/api/messages/send", message)
            .await
            .unwrap()
            .1
            .to_string(),
    );
    let apps = process.get("/api/account/meta-apps").await.unwrap().1;
    assert!(apps.to_string().contains(APP_ID), "{apps}");
    texts.push(apps.to_string());
    code
}

async fn control(process: &Process, call: &str, body: Value) -> Value {
    let path = format!("/sandbox/meta/{call}");
    let (status, answer) = process.post(&path, body).await.unwrap();
    assert!(status < 300, "{call}: {answer}");
    answer["data"].clone()
}

async fn signup(process: &Process, token: &str, body: Value) -> String {
    let request = reqwest::Client::new().post(format!("{}/widget/signup", process.url));
    let answer = request.bearer_auth(token).json(&body).send().await.unwrap();
    assert!(answer.status().is_success(), "{body}");
    answer.text().await.unwrap()
}

/// Polls: the answer of a repeated `begin` shows how far the signup is.
async fn until_answer(process: &Process, token: &str, texts: &mut Vec<String>, state: &str) {
    let mut ticks = tokio::time::interval(Duration::from_millis(20));
    for _ in 0..500 {
        ticks.tick().await;
        let answer = signup(process, token, json!({"type": "begin"})).await;
        let is_there = answer.contains(state);
        texts.push(answer);
        if is_there {
            return;
        }
    }
    panic!("the signup did not become {state}");
}
