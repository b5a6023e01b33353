//! Sends generated requests to a running service: every response must be documented and match its schema.
//!
//! `TITAN_SEED` sets the seed; a failure names it.

use serde_json::{Value, json};

use super::generate::{Dice, broken, fitting};
use super::walk::Walk;
use super::{Call, Operation};
use crate::support::TestService;

/// Calls per operation.
const ROUNDS: usize = 32;

const SEED: u64 = 4711;

/// Server errors that are expected, because WhatsApp has not sent anything yet.
const NOT_YET: [&str; 2] = ["qr_not_ready", "unavailable"];

/// Ids that exist, ids that do not, and malformed ones.
fn names(known: &str) -> [String; 7] {
    let odd = ["never-was", "%FF", "a%2Fb", "%00", "%F0%9F%A6%80"].map(str::to_owned);
    let [a, b, c, d, e] = odd;
    [known.to_owned(), a, b, c, d, e, "x".repeat(300)]
}

struct Play {
    walk: Walk,
    dice: Dice,
    keys: Vec<String>,
    widget_session: String,
    api_key: String,
}

impl Play {
    async fn start(seed: u64) -> Self {
        let service = TestService::start_counting().await;
        let tenant = service.tenant();
        tenant
            .post("/api/sessions", json!({"name": "support"}))
            .await
            .data(201);
        let widget = tenant.create_widget_session(json!({})).await;
        let spare = tenant
            .post(
                "/api/account/keys",
                json!({"label": "spare", "scopes": ["*"]}),
            )
            .await
            .data(201);
        let id = |made: &Value| made["id"].as_str().unwrap().to_owned();
        let lesser = service.new_key(&["channels:read"], 9).await;
        let other = service.other_tenant().await;
        let keys = [lesser.key(), other.key(), "titan_made-up", "", "ключ"].map(str::to_owned);
        Play {
            widget_session: id(&widget),
            api_key: id(&spare),
            keys: keys.into(),
            walk: Walk::on(service).await,
            dice: Dice::new(seed),
        }
    }

    fn call(&mut self, operation: &Operation) -> Call {
        let known = match operation.path.as_str() {
            path if path.contains("/keys/") => self.api_key.clone(),
            path if path.contains("/tenants/") => "default".to_owned(),
            _ => self.widget_session.clone(),
        };
        let mut call = self.walk.call_of(operation);
        call = call.with("session", self.dice.pick::<String>(&names("support")));
        call = call.with("id", self.dice.pick::<String>(&names(&known)));
        if !operation.parameters("query").is_empty() {
            let queries = [
                "",
                "?",
                "?format=json",
                "?format=image",
                "?format=svg",
                "?format=%FF",
                "?format=a&format=b",
                "?tenantId=default",
                "?tenantId=%00",
                "?tenantId=a&tenantId=b",
                "?limit=1",
                "?limit=0",
                "?cursor=",
                "?cursor=c2Vzc2lvbnMKMTIKc2VzX2E",
                "?cursor=%00",
                "?before=whd_a_1",
                "?x=1",
            ];
            call = call.asking(self.dice.pick::<&str>(&queries));
        }
        if call.key.is_some() && self.dice.one_in(4) {
            call.key = self
                .dice
                .one_in(3)
                .then(|| self.dice.pick(&self.keys).clone());
        }
        self.say(operation, call)
    }

    fn say(&mut self, operation: &Operation, mut call: Call) -> Call {
        let Some(request) = operation.request() else {
            return call;
        };
        let (document, schema) = (&self.walk.document, &request["schema"]);
        call.body = Some(if self.dice.one_in(2) {
            fitting(document, schema, &mut self.dice).to_string()
        } else {
            broken(document, schema, &mut self.dice)
        });
        if self.dice.one_in(10) {
            call.media = "text/plain";
        }
        call
    }
}

/// Whether the body matches the operation's schema.
fn fits(walk: &Walk, call: &Call) -> bool {
    let Some(request) = call.operation.request() else {
        return true;
    };
    let body = call
        .body
        .as_deref()
        .and_then(|body| serde_json::from_str::<Value>(body).ok());
    let is_json = call.media == "application/json";
    body.is_some_and(|body| is_json && walk.document.validator(&request["schema"]).is_valid(&body))
}

#[tokio::test]
async fn every_response_to_generated_requests_is_documented() {
    let seed = std::env::var("TITAN_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok())
        .unwrap_or(SEED);
    println!("seed {seed}");
    let mut play = Play::start(seed).await;
    let operations = play.walk.document.operations();
    for round in 0..ROUNDS {
        for operation in &operations {
            let call = play.call(operation);
            let said = format!(
                "seed {seed} round {round}: {} {} {:?}",
                operation.method,
                call.path(),
                call.body
            );
            println!("{said}");
            let (status, code, _) = play.walk.take(&call).await;
            let is_ours =
                status >= 500 && !code.is_some_and(|code| NOT_YET.contains(&code.as_str()));
            assert!(!is_ours, "{status}: {said}");
            assert!(
                status >= 300 || fits(&play.walk, &call),
                "accepted, though the document does not: {said}"
            );
        }
    }
}
