//! First messages to people who never wrote.

use std::time::Duration;

use serde_json::{Value, json};

use super::events;
use crate::support::{ANA, Answer, TestService};

const BIA: &str = "+5521988880002";
const HOUR: Duration = Duration::from_secs(3600);

/// Sends to the phone with this number; a stranger's number is nobody's.
async fn write_to(service: &TestService, number: &str) -> Answer {
    let chat = format!("{}@s.whatsapp.net", number.trim_start_matches('+'));
    let message = json!({"session": "support", "chatId": chat, "type": "text", "text": "oi"});
    service.tenant().post("/api/messages/send", message).await
}

async fn stranger(service: &TestService, n: u32) -> String {
    let number = format!("+55119888800{n:02}");
    service.add_phone(&number).await;
    number
}

async fn write_to_strangers(service: &TestService, numbers: std::ops::Range<u32>) {
    for n in numbers {
        let number = stranger(service, n).await;
        write_to(service, &number).await.data(200);
    }
}

async fn risks(service: &TestService) -> Vec<Value> {
    events(service, "support", "session.risk").await
}

async fn limit(service: &TestService) {
    let body = json!({"limitFirstMessages": true});
    let account = service.tenant().patch("/api/account", body).await.data(200);
    assert_eq!(account["limitFirstMessages"], true);
}

#[tokio::test]
async fn five_strangers_in_a_day_are_a_risk_and_nothing_is_held_back() {
    let service = TestService::with_ana_connected().await;
    write_to_strangers(&service, 0..4).await;
    // Somebody who has written, and somebody who was written to before, are no strangers.
    let sent = service.send(BIA, ANA, "oi").await.data(200);
    service.acknowledged(sent["id"].as_str().unwrap()).await;
    write_to(&service, BIA).await.data(200);
    write_to(&service, "+5511988880003").await.data(200);
    assert!(risks(&service).await.is_empty());
    write_to_strangers(&service, 4..8).await;
    let found = risks(&service).await;
    let expected = json!({
        "reason": "first_messages", "count": 5, "windowSeconds": 86400, "limited": false,
    });
    assert_eq!(found, [expected], "once a day");
    service.counts("titan_session_risks_total 1");
}

#[tokio::test]
async fn people_in_the_history_of_the_link_are_no_strangers() {
    let service = TestService::start().await;
    service.send(BIA, ANA, "oi").await.data(200);
    service.connect_ana().await;
    limit(&service).await;
    write_to_strangers(&service, 0..5).await;
    write_to(&service, BIA).await.data(200);
}

#[tokio::test]
async fn people_to_whom_the_owner_writes_on_the_phone_are_no_strangers() {
    let service = TestService::with_ana_connected().await;
    limit(&service).await;
    write_to_strangers(&service, 0..5).await;
    let sent = service.send(ANA, BIA, "oi").await.data(200);
    service.acknowledged(sent["id"].as_str().unwrap()).await;
    write_to(&service, BIA).await.data(200);
}

#[tokio::test]
async fn a_message_that_is_refused_before_it_is_sent_does_not_count() {
    let service = TestService::with_ana_connected().await;
    limit(&service).await;
    for n in 60..65 {
        write_to(&service, &format!("+55119888800{n}"))
            .await
            .refused(400, "not_on_whatsapp");
    }
    write_to_strangers(&service, 0..5).await;
    assert_eq!(risks(&service).await.len(), 1);
}

#[tokio::test]
async fn a_limit_names_the_time_of_the_next_first_message_on_sqlite() {
    a_limit_names_the_time_of_the_next_first_message(TestService::start().await).await;
}

#[tokio::test]
async fn a_limit_names_the_time_of_the_next_first_message_on_postgres() {
    let service = TestService::start_on_postgres().await;
    a_limit_names_the_time_of_the_next_first_message(service).await;
}

async fn a_limit_names_the_time_of_the_next_first_message(service: TestService) {
    service.connect_ana().await;
    limit(&service).await;
    write_to_strangers(&service, 0..1).await;
    service.advance(HOUR);
    write_to_strangers(&service, 1..5).await;
    let another = stranger(&service, 5).await;
    let refused = write_to(&service, &another).await;
    assert_eq!(refused.header("retry-after"), (23 * 3600).to_string());
    refused.refused(429, "first_message_limit");
    // Those who are known still get messages.
    write_to(&service, "+5511988880003").await.data(200);
    service.advance(23 * HOUR);
    write_to(&service, &another).await.data(200);
}

#[tokio::test]
async fn after_the_first_week_more_is_normal() {
    let service = TestService::with_ana_connected().await;
    limit(&service).await;
    service.advance(7 * 24 * HOUR);
    write_to_strangers(&service, 0..14).await;
    assert!(risks(&service).await.is_empty());
    write_to_strangers(&service, 14..15).await;
    assert_eq!(risks(&service).await.len(), 1);
    let another = stranger(&service, 15).await;
    write_to(&service, &another)
        .await
        .refused(429, "first_message_limit");
}

#[tokio::test]
async fn people_are_stored_as_hashes() {
    use sqlx::Row as _;
    let service = TestService::with_ana_connected().await;
    write_to_strangers(&service, 0..1).await;
    let mut database = service.database().await;
    let rows = sqlx::query("SELECT recipient FROM first_messages")
        .fetch_all(&mut database)
        .await
        .unwrap();
    let people: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
    assert_eq!(people.len(), 1);
    assert_eq!(people[0].len(), 64, "SHA-256 in hex");
}
