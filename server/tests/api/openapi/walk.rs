//! Calls every operation successfully, one after the other, with the example requests. Records the responses.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use titan_connect::domain::session::Status;

use super::call::Call;
use super::{Document, Operation};
use crate::support::{ANA, TestService};

/// An operation's id, a status and a code.
pub type Outcome = (String, u16, Option<String>);

pub struct Walk {
    pub service: TestService,
    pub document: Document,
    pub reached: BTreeSet<Outcome>,
    /// Operations that were called with their example request.
    pub sent_examples: BTreeSet<String>,
}

impl Walk {
    pub async fn start() -> Self {
        Self::on(TestService::start_counting().await).await
    }

    pub async fn on(service: TestService) -> Self {
        let document = Document::of(&service).await;
        service.know_the_example_host();
        Walk {
            service,
            document,
            reached: BTreeSet::new(),
            sent_examples: BTreeSet::new(),
        }
    }

    /// The call of an operation with its kind of key and its example as body.
    pub fn call(&self, id: &str) -> Call {
        self.call_of(&self.document.operation(id))
    }

    pub fn call_of(&self, operation: &Operation) -> Call {
        let key = match operation.scheme().as_deref() {
            Some("masterKey") => self.service.master_key(),
            _ => self.service.key(),
        };
        Call::of(operation, key)
    }

    /// Sends a call, validates its response and records it.
    pub async fn take(&mut self, call: &Call) -> (u16, Option<String>, Value) {
        let (status, code, answer) = call.judged(&self.service, &self.document).await;
        let id = call.operation.id.clone();
        if call.body == call.operation.example().map(|body| body.to_string()) && status < 300 {
            self.sent_examples.insert(id.clone());
        }
        self.reached.insert((id, status, code.clone()));
        let is_json = answer
            .header("content-type")
            .starts_with("application/json");
        let body = if is_json { answer.json() } else { Value::Null };
        (status, code, body)
    }

    /// Asserts a success and returns its data.
    pub async fn succeed(&mut self, call: Call) -> Value {
        let (status, _, body) = self.take(&call).await;
        assert!(
            status < 300,
            "{} answered {status} {body}",
            call.operation.id
        );
        body["data"].clone()
    }

    /// Asserts an error with this code.
    pub async fn refuse(&mut self, call: Call, code: &str) {
        let (status, told, body) = self.take(&call).await;
        assert_eq!(
            told.as_deref(),
            Some(code),
            "{} {} answered {status} {body}",
            call.operation.id,
            call.path()
        );
    }

    pub async fn succeed_everywhere(&mut self) {
        self.link_and_talk().await;
        self.webhooks().await;
        self.widget_session().await;
        self.keys().await;
        self.tenants().await;
        for id in [
            "getAccount",
            "updateAccount",
            "rotateSigningSecret",
            "getLiveness",
            "getReadiness",
        ] {
            self.succeed(self.call(id)).await;
        }
    }

    async fn link_and_talk(&mut self) {
        let named = |call: Call| call.with("session", "support");
        self.succeed(self.call("createSession")).await;
        self.succeed(named(self.call("startSession"))).await;
        for query in ["", "?format=json", "?format=image", "?format=svg"] {
            self.take(&named(self.call("getPairQr")).asking(query))
                .await;
        }
        let code = named(self.call("createPairCode"));
        let (_, _, body) = self.take(&code).await;
        self.service
            .enter_code(ANA, body["code"].as_str().unwrap())
            .await
            .data(200);
        self.service.settled("support", Status::Connected).await;
        self.succeed(named(self.call("getSession"))).await;
        self.succeed(self.call("listSessions")).await;
        self.succeed(self.call("sendMessage")).await;
        for id in [
            "restartSession",
            "stopSession",
            "logOutSession",
            "updateSession",
            "deleteSession",
        ] {
            self.succeed(named(self.call(id))).await;
        }
    }

    async fn webhooks(&mut self) {
        let made = self.succeed(self.call("createWebhook")).await;
        let id = made["id"].to_string();
        let named = |call: Call| call.with("id", &id);
        for operation in ["listWebhooks", "getWebhook", "updateWebhook", "replaySince"] {
            self.succeed(named(self.call(operation))).await;
        }
        let test = self.succeed(named(self.call("testWebhook"))).await;
        self.succeed(named(self.call("listDeliveries"))).await;
        let again = self.call("replayDelivery");
        let again = again.with("delivery", test["id"].as_str().unwrap());
        self.succeed(named(again)).await;
        self.succeed(named(self.call("deleteWebhook"))).await;
    }

    async fn widget_session(&mut self) {
        let made = self.succeed(self.call("createWidgetSession")).await;
        for id in ["getWidgetSession", "revokeWidgetSession"] {
            self.succeed(self.call(id).with("id", made["id"].as_str().unwrap()))
                .await;
        }
        let stats = self.call("getWidgetStats");
        let asked = stats
            .clone()
            .asking("?from=2026-11-01&method=none&outcome=revoked&country=none");
        for call in [stats, asked] {
            self.succeed(call).await;
        }
    }

    async fn keys(&mut self) {
        for (create, rest) in [
            (
                "createKey",
                &["listKeys", "getKey", "updateKey", "deleteKey"][..],
            ),
            (
                "createTenantKey",
                &["listTenantKeys", "updateTenantKey", "deleteTenantKey"],
            ),
        ] {
            let made = self.succeed(self.call(create)).await;
            for id in rest {
                self.succeed(self.call(id).with("id", made["id"].as_str().unwrap()))
                    .await;
            }
        }
    }

    async fn tenants(&mut self) {
        let made = self.succeed(self.call("createTenant")).await;
        for id in ["listTenants", "getTenant", "updateTenant"] {
            self.succeed(self.call(id).with("id", made["id"].as_str().unwrap()))
                .await;
        }
    }

    /// Creates a session of this name without starting it; its response is not recorded.
    pub async fn create_idle(&self, name: &str) {
        self.service
            .tenant()
            .post("/api/sessions", json!({"name": name}))
            .await
            .data(201);
    }
}
