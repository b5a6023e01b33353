//! Links that end in two ways at once, or are opened many times at once.

use futures_util::future::join_all;
use serde_json::{Value, json};

use super::{Link, stats};
use crate::support::{TestService, on_both_databases};

/// How often a race is run, each time with a new link.
const ROUNDS: usize = 12;

on_both_databases!(
    two_outcomes_at_once_count_once,
    a_link_that_is_opened_many_times_at_once_counts_once,
);

async fn two_outcomes_at_once_count_once(service: TestService) {
    for round in 0..ROUNDS {
        let link = Link::open(&service, json!({"mode": "qr"})).await;
        let phone = format!("+55119888{round:05}");
        service.add_phone(&phone).await;
        let qr = service.tenant().qr(&link.session).await;
        race(&service, &link, &phone, &qr, round).await;
    }
    let stats = stats(&service).await;
    assert_eq!(stats["steps"]["created"], ROUNDS, "{stats}");
    agrees_with_links(&service, &stats).await;
}

/// Some of them end before the phone has accepted, some while it logs in.
async fn race(service: &TestService, link: &Link, phone: &str, qr: &str, round: usize) {
    let path = format!("/api/widget/sessions/{}", link.id);
    let tenant = service.tenant();
    let end = async {
        if round.is_multiple_of(2) {
            let mut live = service.live(&link.token).await;
            live.until_view(|view| view["step"] != "qr").await;
        }
        tokio::join!(
            service.widget_call("cancel", &link.token),
            tenant.delete(&path)
        )
    };
    // Each may be too late; what matters is what is counted.
    let (_scanned, _ended) = tokio::join!(service.scan(phone, qr), end);
}

/// The statistics say of each link what the link says of itself.
async fn agrees_with_links(service: &TestService, stats: &Value) {
    let mut database = service.database().await;
    for (outcome, counted) in stats["outcomes"].as_object().unwrap() {
        let links: i64 = sqlx::query_scalar(
            "SELECT CAST(COUNT(*) AS BIGINT) FROM widget_sessions WHERE outcome = $1",
        )
        .bind(outcome)
        .fetch_one(&mut database)
        .await
        .unwrap();
        assert_eq!(*counted, links, "{outcome}: {stats}");
    }
    let metrics = service.app.metrics.write().unwrap();
    let counted: u64 = metrics
        .lines()
        .filter(|line| line.starts_with("titan_link_outcomes_total{"))
        .filter_map(|line| line.split_whitespace().last()?.parse::<u64>().ok())
        .sum();
    assert_eq!(counted, ROUNDS as u64, "{metrics}");
}

async fn a_link_that_is_opened_many_times_at_once_counts_once(service: TestService) {
    for _ in 0..ROUNDS / 4 {
        let link = Link::create(&service, json!({})).await;
        let pages = (0..10).map(|_| service.open(&link.token));
        for page in join_all(pages).await {
            assert_eq!(page.status, 200);
        }
    }
    let links = ROUNDS / 4;
    let stats = stats(&service).await;
    for step in ["created", "opened", "chosen", "shown"] {
        assert_eq!(stats["steps"][step], links, "{stats}");
    }
    for line in [
        r#"titan_link_steps_total{step="opened",method="none"}"#,
        r#"titan_link_steps_total{step="shown",method="qr"}"#,
    ] {
        service.counts(&format!("{line} {links}"));
    }
}
