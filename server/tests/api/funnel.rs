//! `GET /api/widget/stats` after what people do with links.

mod endings;
mod privacy;
mod query;
mod races;
mod signup;
mod steps;

use serde_json::{Value, json};
use titan_connect::domain::session::Status;

use crate::support::{Answer, Tenant, TestService, finish};

struct Link {
    id: String,
    token: String,
    session: String,
}

impl Link {
    async fn create(service: &TestService, body: Value) -> Self {
        Self::create_for(&service.tenant(), body).await
    }

    async fn create_for(tenant: &Tenant, body: Value) -> Self {
        let widget = tenant.create_widget_session(body).await;
        let text = |field: &str| widget[field].as_str().unwrap().to_owned();
        Link {
            id: text("id"),
            token: text("widgetToken"),
            session: text("session"),
        }
    }

    /// Created, and opened in a browser.
    async fn open(service: &TestService, body: Value) -> Self {
        let link = Self::create(service, body).await;
        assert_eq!(service.open(&link.token).await.status, 200);
        link
    }

    /// Its page shows a code, and a phone scans it.
    async fn scanned(service: &TestService, phone: &str, body: Value) -> Self {
        let link = Self::open(service, body).await;
        link.scan(service, phone).await;
        link
    }

    async fn scan(&self, service: &TestService, phone: &str) {
        let qr = service.tenant().qr(&self.session).await;
        service.scan(phone, &qr).await.data(200);
        service.settled(&self.session, Status::Connected).await;
    }

    /// As the page's script requests a code for the phone.
    async fn request_phone_code(&self, service: &TestService, number: &str) -> Answer {
        let request = service.http.post(format!("{}/widget/phone", service.url));
        let body = json!({"phoneNumber": number});
        finish(request.bearer_auth(&self.token).json(&body)).await
    }
}

async fn stats(service: &TestService) -> Value {
    stats_of(&service.tenant(), "").await
}

async fn stats_of(tenant: &Tenant, query: &str) -> Value {
    let path = format!("/api/widget/stats{query}");
    tenant.get(&path).await.data(200)
}

/// Asserts how many links came to each step, from `created` to `linked`.
#[track_caller]
fn came(stats: &Value, expected: [u64; 6]) {
    let names = ["created", "opened", "chosen", "shown", "scanned", "linked"];
    let steps = names.map(|name| stats["steps"][name].as_u64().unwrap());
    assert_eq!(steps, expected, "{names:?} of {stats}");
}

/// Asserts the outcomes that are not zero.
#[track_caller]
fn ended(stats: &Value, expected: Value) {
    let outcomes = stats["outcomes"].as_object().unwrap();
    let some: Value = outcomes
        .iter()
        .filter(|(_, links)| **links != 0)
        .map(|(name, links)| (name.clone(), links.clone()))
        .collect::<serde_json::Map<_, _>>()
        .into();
    assert_eq!(some, expected, "{stats}");
}

/// Asserts the only method and the only country.
#[track_caller]
fn of(stats: &Value, method: &str, country: &str) {
    let (methods, countries) = (&stats["methods"], &stats["countries"]);
    assert_eq!(methods[0]["method"], method, "{stats}");
    assert_eq!(countries[0]["country"], country, "{stats}");
    assert_eq!(methods.as_array().unwrap().len(), 1, "{stats}");
    assert_eq!(countries.as_array().unwrap().len(), 1, "{stats}");
}
