//! `sessions`, which calls the running service.

use std::time::Duration;

use titan_connect::cli::client;
use tokio::time::{interval, timeout};

use crate::process::{ANA, BOUND, Shell};

#[tokio::test]
async fn a_session_is_created_linked_and_deleted_from_the_command_line() {
    let mut shell = Shell::new();
    let service = shell.dev().await;
    let made = shell.data_of(&["sessions", "create", "support"]).await;
    assert_eq!(
        (&made["name"], &made["status"]),
        (&"support".into(), &"DISCONNECTED".into())
    );
    // Not started, so `qr` starts it.
    let code = shell.data_of(&["sessions", "qr", "support"]).await;
    service.scan(ANA, code["qr"].as_str().unwrap()).await;
    let linked = shell.until_connected("support").await;
    assert_eq!(linked["phoneNumber"], ANA);
    shell
        .run(&["sessions", "qr", "support", "--output", "x.png"])
        .await
        .refused(1, "connected already");

    let listed = shell.run(&["sessions", "list"]).await;
    assert!(
        listed.out.contains(ANA) && listed.out.starts_with("NAME"),
        "{listed:?}"
    );
    let stopped = shell.data_of(&["sessions", "stop", "support"]).await;
    assert_eq!(stopped["statusReason"], "MANUAL_STOP");
    shell.data_of(&["sessions", "start", "support"]).await;
    shell.until_connected("support").await;
    let out = shell.data_of(&["sessions", "logout", "support"]).await;
    assert_eq!(out["statusReason"], "LOGGED_OUT");
    shell.data_of(&["sessions", "delete", "support"]).await;
    shell
        .run(&["sessions", "show", "support"])
        .await
        .refused(1, "sessions create");
}

#[tokio::test]
async fn a_file_that_cannot_be_written_starts_no_session() {
    let mut shell = Shell::new();
    let _service = shell.dev().await;
    shell.data_of(&["sessions", "create", "support"]).await;
    shell
        .run(&["sessions", "qr", "support", "--output", "no/such/x.png"])
        .await
        .refused(1, "cannot write no/such/x.png");
    let shown = shell.data_of(&["sessions", "show", "support"]).await;
    assert_eq!(shown["status"], "DISCONNECTED", "{shown}");
}

#[tokio::test]
async fn the_code_is_drawn_and_followed_until_the_phone_is_linked() {
    let mut shell = Shell::new();
    let service = shell.dev().await;
    shell.data_of(&["sessions", "create", "support"]).await;
    let out = shell.file("drawn");
    let mut following = shell.begin(&["sessions", "qr", "support"], &out);
    let mut ticks = interval(Duration::from_millis(50));
    let code = loop {
        ticks.tick().await;
        assert!(following.try_wait().unwrap().is_none(), "it ended early");
        let drawn = std::fs::read_to_string(&out).unwrap();
        if drawn.contains("Linked devices") {
            break read_blocks(&drawn);
        }
    };
    service.scan(ANA, &code).await;
    let ended = timeout(BOUND, following.wait())
        .await
        .expect("it ends")
        .unwrap();
    assert_eq!(ended.code(), Some(0));
    let drawn = std::fs::read_to_string(&out).unwrap();
    assert!(
        drawn.contains("CONNECTED") && drawn.contains(ANA),
        "{drawn}"
    );
}

/// Decodes the code as a camera would.
fn read_blocks(drawn: &str) -> String {
    let lines: Vec<Vec<char>> = drawn
        .lines()
        .take_while(|line| !line.starts_with("On the phone"))
        .map(|line| line.chars().collect())
        .collect();
    let (scale, side) = (4, lines[0].len() * 4);
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| {
        let (x, y) = (x / scale, y / scale);
        let block = lines.get(y / 2).map_or(' ', |line| line[x]);
        let dark = block == '█' || block == if y % 2 == 0 { '▀' } else { '▄' };
        if dark { 0 } else { 255 }
    });
    image.detect_grids()[0].decode().unwrap().1
}

#[tokio::test]
async fn without_a_service_the_error_says_how_to_start_one() {
    let mut shell = Shell::new();
    shell
        .run(&["sessions", "list"])
        .await
        .refused(1, "titan-connect serve");
    shell.data_of(&["keys", "list"]).await;
    // Bound and closed, so nothing listens there.
    let nobody = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    shell.set("LISTEN", &nobody.to_string());
    shell
        .run(&["sessions", "list"])
        .await
        .refused(1, "titan-connect serve");
    shell.set("LISTEN", "127.0.0.1:0");
    shell.run(&["sessions", "list"]).await.refused(1, "--url");
}

#[tokio::test]
async fn a_service_with_other_secrets_is_reported() {
    let mut shell = Shell::new();
    let service = shell.dev().await;
    let stranger = Shell::new();
    stranger.data_of(&["keys", "list"]).await;
    let said = stranger
        .run(&["sessions", "list", "--url", &service.url])
        .await;
    said.refused(1, "DATA_DIR");
    let said = shell
        .run(&["sessions", "list", "--url", &service.playground])
        .await;
    said.refused(1, "something else answers");
}

#[tokio::test]
async fn each_tenant_has_its_own_sessions() {
    let mut shell = Shell::new();
    let _service = shell.dev().await;
    let acme = shell.data_of(&["tenants", "create", "Acme"]).await;
    let acme = acme["id"].as_str().unwrap();
    shell
        .data_of(&["sessions", "create", "theirs", "--tenant", acme])
        .await;
    let theirs = shell.data_of(&["sessions", "list", "--tenant", acme]).await;
    assert_eq!(theirs[0]["name"], "theirs");
    let ours = shell.data_of(&["sessions", "list"]).await;
    assert_eq!(ours, serde_json::json!([]));
    for nobody in ["acme", "tnt_00000000000000000000000007"] {
        let said = shell
            .run(&["sessions", "create", "x", "--tenant", nobody])
            .await;
        said.refused(1, "tenants list");
    }
}

#[tokio::test]
async fn more_sessions_than_a_page_are_listed() {
    let mut shell = Shell::new();
    let service = shell.dev().await;
    let made = shell
        .data_of(&["keys", "create", "--label", "backend"])
        .await;
    let key = made["key"].as_str().unwrap();
    let http = client::http(BOUND);
    for number in 0..201 {
        let request = http.post(format!("{}/api/sessions", service.url));
        let body = serde_json::json!({"name": format!("s{number}")});
        let answer = request.bearer_auth(key).json(&body).send().await.unwrap();
        assert_eq!(answer.status(), 201);
    }
    let all = shell.data_of(&["sessions", "list"]).await;
    let all = all.as_array().unwrap();
    assert_eq!(all.len(), 201);
    assert_eq!(
        (&all[0]["name"], &all[200]["name"]),
        (&"s0".into(), &"s200".into())
    );
}
