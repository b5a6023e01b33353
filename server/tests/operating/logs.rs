//! A whole journey with verbose logs of our crates: each line is structured JSON and contains no token, key, code or
//! number.

use serde_json::{Value, json};

use crate::process::{ANA, Process};

const CHATTY: &str = "info,titan_connect=trace,titan_engine=trace,titan_sandbox=trace";
const TEXT: &str = "the words of a private message";

#[tokio::test]
async fn a_verbose_log_is_structured_and_contains_no_secret() {
    let variables = [
        ("RUST_LOG", CHATTY),
        ("LOG_FORMAT", "json"),
        ("METRICS_LISTEN", "127.0.0.1:0"),
    ];
    let mut process = Process::start(&variables).await;
    let secrets = journey(&process).await;
    process.terminate().await;
    let (status, log) = process.ended().await;
    assert!(status.success(), "{log:#?}");

    for (name, secret) in &secrets {
        assert!(secret.len() > 7, "`{secret}` is too short for a {name}");
        for line in &log {
            assert!(!line.contains(secret.as_str()), "a {name} in {line}");
        }
    }
    let lines: Vec<Value> = log
        .iter()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("not JSON: {line}")))
        .collect();
    let opened = lines
        .iter()
        .find(|line| {
            line["message"] == "answered" && line["span"]["route"] == "/api/widget/sessions"
        })
        .expect("a line about the request that made the link");
    assert_eq!(opened["status"], 201);
    assert!(opened["took_ms"].is_number(), "{opened}");
    assert_eq!(opened["span"]["method"], "POST");
    assert_eq!(opened["span"]["tenant"], "default");
    let id = opened["span"]["requestId"].as_str().unwrap();
    assert!(id.starts_with("req_"), "{opened}");
}

#[tokio::test]
async fn a_service_for_other_machines_without_a_public_address_is_warned_about() {
    let variables = [("LISTEN", "0.0.0.0:0"), ("SANDBOX_REMOTE_ACCESS", "yes")];
    let public = [
        &variables[..],
        &[("PUBLIC_URL", "https://connect.example.com")],
    ]
    .concat();
    for (variables, warnings) in [(&variables[..], 1), (&public, 0)] {
        let mut process = Process::start(variables).await;
        process.terminate().await;
        let (_, log) = process.ended().await;
        let count = log
            .iter()
            .filter(|line| line.contains("PUBLIC_URL is not set"))
            .count();
        assert_eq!(count, warnings, "{log:#?}");
    }
}

/// Everything that handles a secret, and the secrets.
async fn journey(process: &Process) -> Vec<(&'static str, String)> {
    let (token, url) = process.link().await;
    let mut secrets = vec![
        ("api key", process.key.clone()),
        ("redirect signing secret", process.redirect_secret.clone()),
        ("widget token", token.clone()),
        ("phone number", ANA.trim_start_matches('+').to_owned()),
        ("message", TEXT.to_owned()),
        ("query", "token=".to_owned() + &token[..8]),
    ];
    for part in token.split('.') {
        secrets.push(("part of a token", part.to_owned()));
    }
    let http = reqwest::Client::new();
    for address in [url.clone(), format!("{url}A")] {
        // As a browser opens it, because other clients do not start the session.
        let visit = http.get(address).header("sec-fetch-dest", "document");
        visit.send().await.unwrap();
    }
    let forged = http.get(format!("{}/api/sessions", process.url));
    let forged = forged.bearer_auth(format!("{}A", process.key));
    assert_eq!(forged.send().await.unwrap().status(), 401);

    let (_, qr) = process.get("/api/support/pair/qr").await.unwrap();
    let qr = qr["qr"].as_str().unwrap().to_owned();
    let parts = qr.split(',').filter(|part| part.len() > 7);
    secrets.extend(parts.map(|part| ("part of a QR code", part.to_owned())));

    let asked = http.post(format!("{}/widget/phone", process.url));
    let asked = asked.bearer_auth(&token).json(&json!({"phoneNumber": ANA}));
    let code: Value = asked.send().await.unwrap().json().await.unwrap();
    let code = code["data"]["code"].as_str().unwrap().to_owned();
    secrets.push(("phone code", code.replace('-', "")));
    secrets.push(("phone code", code.clone()));

    let enter = format!("/sandbox/phones/{ANA}/enter-code");
    let (status, body) = process.post(&enter, json!({"code": code})).await.unwrap();
    assert_eq!(status, 200, "{body}");
    let session = process.until_status("support", "CONNECTED").await;
    let lid = session["lid"].as_str().unwrap();
    secrets.push(("lid", lid.trim_end_matches("@lid").to_owned()));

    let message = json!({"session": "support", "chatId": "5521988880002@s.whatsapp.net", "type": "text", "text": TEXT});
    let (status, body) = process.post("/api/messages/send", message).await.unwrap();
    assert_eq!(status, 200, "{body}");
    secrets.push(("another's number", "5521988880002".to_owned()));
    process
        .post("/api/sessions/support/logout", json!({}))
        .await
        .unwrap();
    let metrics = process.metrics.as_ref().unwrap();
    let figures = http.get(metrics).send().await.unwrap();
    assert_eq!(figures.status(), 200);
    secrets
}
