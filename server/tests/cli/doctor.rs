//! `doctor` reports each caused fault, and nothing for a healthy installation.

mod addresses;
mod database;
mod files;

use titan_connect::http::pages::assets::ASSETS;

use crate::process::{Said, Service, Shell};
use crate::proxy::{Mistake, Proxy};

/// The faults and warnings of `doctor`: `fault database`, `warning service`.
struct Complaints {
    said: Said,
    list: Vec<String>,
}

async fn complaints(shell: &Shell) -> Complaints {
    let said = shell.run(&["doctor", "--json"]).await;
    let report = &said.json()["data"];
    let mut list = Vec::new();
    for found in report["checks"].as_array().unwrap() {
        let verdict = found["verdict"].as_str().unwrap();
        if matches!(verdict, "warning" | "fault") {
            assert!(found["next"].is_string(), "nothing to do next: {found}");
            list.push(format!("{verdict} {}", found["check"].as_str().unwrap()));
        }
    }
    // A binary without the widget is reported, which is correct.
    if !ASSETS.is_built() {
        list.retain(|complaint| complaint != "warning build");
    }
    Complaints { said, list }
}

impl Complaints {
    /// Asserts that these are the only faults and warnings.
    #[track_caller]
    fn are(&self, expected: &[&str]) {
        assert_eq!(self.list, expected, "{:#?}", self.said);
        let code = match expected {
            _ if expected.iter().any(|found| found.starts_with("fault")) => 3,
            [] if ASSETS.is_built() => 0,
            _ => 1,
        };
        assert_eq!(self.said.code, code, "{:#?}", self.said);
    }

    #[track_caller]
    fn say(&self, words: &str) {
        assert!(
            self.said.out.contains(words),
            "no {words:?} in {:#?}",
            self.said
        );
    }
}

async fn running() -> (Shell, Service) {
    let mut shell = Shell::new();
    let service = shell.dev().await;
    shell.set("PUBLIC_URL", &service.url);
    (shell, service)
}

/// A data folder that a service has been started on.
async fn with_data() -> Shell {
    let shell = Shell::new().with("LISTEN", "127.0.0.1:0");
    shell.data_of(&["keys", "list"]).await;
    shell
}

#[tokio::test]
async fn a_healthy_service_behind_a_correct_proxy_has_no_findings() {
    let (mut shell, service) = running().await;
    complaints(&shell).await.are(&[]);
    let proxy = Proxy::before(&service.url, Mistake::None).await;
    shell.set("PUBLIC_URL", &proxy.url);
    complaints(&shell).await.are(&[]);
    // The text output says the same.
    let said = shell.run(&["doctor"]).await;
    assert!(said.out.contains("ok       framing"), "{said:?}");
    assert!(said.out.contains("0 faults"), "{said:?}");
}

#[tokio::test]
async fn a_folder_before_its_first_start_has_no_faults_and_stays_unchanged() {
    let shell = Shell::new().with("LISTEN", "127.0.0.1:0");
    complaints(&shell).await.are(&[]);
    assert!(!shell.data().exists());
}

#[tokio::test]
async fn all_invalid_values_are_reported_together() {
    let shell = Shell::new()
        .with("LISTEN", "8080")
        .with("MASTER_KEY", "hunter2");
    let found = complaints(&shell).await;
    found.are(&["fault configuration", "fault configuration"]);
    found.say("LISTEN");
    found.say("MASTER_KEY");
    assert!(!found.said.out.contains("hunter2"));
}

#[tokio::test]
async fn a_wrong_clock_is_reported() {
    for offset in ["3600", "-3600"] {
        let mut shell = Shell::new();
        let _service = shell
            .dev_with(&[("TITAN_CLOCK_OFFSET_SECONDS", offset)])
            .await;
        let found = complaints(&shell).await;
        found.are(&["fault clock"]);
        found.say("running service's clock");
    }
}
