//! Two tenants on one service: no operation gives one of them access to the other's objects.
//!
//! The operations come from the API document, so new routes are tested automatically. A parameter with a new name
//! fails until it is added here.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use titan_connect::domain::session::Status;

use crate::openapi::{Call, Document, Operation};
use crate::support::{ANA, Answer, Tenant, TestService};

/// The first tenant's objects, by the parameters and fields that name them.
struct Belongings {
    tenant: Tenant,
    names: BTreeMap<&'static str, String>,
}

/// Objects that no tenant has.
fn nothing() -> BTreeMap<&'static str, String> {
    BTreeMap::from([
        ("session", "never-was".to_owned()),
        ("widget session", "ws_00000000000000000000000000".to_owned()),
        ("key", "key_00000000000000000000000000".to_owned()),
        ("tenant", "tnt_00000000000000000000000000".to_owned()),
        ("webhook", "999999".to_owned()),
        (
            "delivery",
            "whd_00000000000000000000000000_999999".to_owned(),
        ),
    ])
}

impl Belongings {
    async fn of_first(service: &TestService) -> Self {
        let (tenant, id) = new_tenant(service, "Zephyr").await;
        tenant.create_session("zephyr-support").await;
        let qr = tenant.qr("zephyr-support").await;
        service.scan(ANA, &qr).await.data(200);
        service
            .settled_of(&id, "zephyr-support", Status::Connected)
            .await;
        let widget = tenant
            .create_widget_session(json!({"sessionName": "zephyr-sales"}))
            .await;
        let wish = json!({"label": "zephyr-billing", "scopes": ["sessions:read"]});
        let key = tenant.post("/api/account/keys", wish).await.data(201);
        let wish = json!({"url": "https://hooks.acme.example/zephyr", "label": "zephyr-crm"});
        let webhook = tenant.post("/api/webhooks", wish).await.data(201);
        let webhook = webhook["id"].to_string();
        let path = format!("/api/webhooks/{webhook}");
        // Disabled, so that it does not change during the test.
        tenant
            .patch(&path, json!({"enabled": false}))
            .await
            .data(200);
        let test = tenant
            .post(&format!("{path}/test"), json!({}))
            .await
            .data(200);
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let names = BTreeMap::from([
            ("session", "zephyr-support".to_owned()),
            ("widget session", text(&widget["id"])),
            ("key", text(&key["id"])),
            ("tenant", id),
            ("webhook", webhook),
            ("delivery", text(&test["id"])),
        ]);
        Belongings { tenant, names }
    }

    /// Text that would reveal them: their ids, names and number.
    fn traces(&self) -> Vec<&str> {
        // A webhook's id reveals nothing.
        let names = self.names.iter().filter(|name| *name.0 != "webhook");
        let names = names.map(|name| name.1.as_str());
        names.chain(["ephyr", "5511999990001", "Ana "]).collect()
    }

    /// Everything that the tenant can read about itself.
    async fn seen(&self) -> Vec<String> {
        let mut seen = Vec::new();
        let deliveries = format!("/api/webhooks/{}/deliveries", self.names["webhook"]);
        for path in [
            "/api/sessions",
            "/api/account",
            "/api/account/keys",
            "/api/webhooks",
            &deliveries,
        ] {
            let answer = self.tenant.get(path).await;
            assert_eq!(answer.status, 200);
            seen.push(answer.text());
        }
        let widget = self
            .tenant
            .get(&format!(
                "/api/widget/sessions/{}",
                self.names["widget session"]
            ))
            .await;
        seen.push(widget.data(200).to_string());
        seen
    }
}

async fn new_tenant(service: &TestService, name: &str) -> (Tenant, String) {
    let operator = service.operator();
    let made = operator
        .post("/admin/tenants", json!({"name": name}))
        .await
        .data(201);
    let id = made["id"].as_str().unwrap().to_owned();
    let wish = json!({"tenantId": id, "label": "first", "scopes": ["*"]});
    let key = operator.post("/admin/keys", wish).await.data(201);
    (Tenant::new(&service.url, key["key"].as_str().unwrap()), id)
}

/// The object that a parameter of this path names.
fn named_by(operation: &Operation, parameter: &str) -> &'static str {
    let path = operation.path.as_str();
    match parameter {
        "session" => "session",
        "id" if path.contains("/widget/sessions/") => "widget session",
        "id" if path.contains("/keys/") => "key",
        "id" if path.contains("/tenants/") => "tenant",
        "id" if path.contains("/webhooks/") => "webhook",
        "delivery" => "delivery",
        _ => panic!("say in isolation.rs what {parameter} of {path} names"),
    }
}

/// The object that a field of a body names, at any depth.
const FIELDS: [(&str, &str); 3] = [
    ("session", "session"),
    ("sessionName", "session"),
    ("tenantId", "tenant"),
];

/// The operation with these values in its path, query and body.
fn naming(operation: &Operation, names: &BTreeMap<&'static str, String>, key: &str) -> Call {
    let mut call = Call::of(operation, key);
    for parameter in operation.parameters("path") {
        let parameter = parameter["name"].as_str().unwrap();
        call = call.with(parameter, &names[named_by(operation, parameter)]);
    }
    for parameter in operation.parameters("query") {
        let parameter = parameter["name"].as_str().unwrap();
        if let Some((_, thing)) = FIELDS.iter().find(|field| field.0 == parameter) {
            call = call.asking(&format!("?{parameter}={}", names[thing]));
        }
    }
    if let Some(mut body) = operation.example() {
        for (field, thing) in FIELDS {
            if body.get(field).is_some() {
                body[field] = json!(names[thing]);
            }
        }
        if operation.id == "createSession" {
            body["name"] = json!(names["session"]);
        }
        call = call.saying(&body);
    }
    call
}

/// A response without the parts that differ between calls: the request id, and in successes new ids and names.
fn comparable(answer: &Answer, names: &BTreeMap<&'static str, String>) -> String {
    const MADE: [&str; 9] = [
        "id",
        "hmacKey",
        "key",
        "secret",
        "widgetToken",
        "widgetUrl",
        "tenantId",
        "lastUsedAt",
        "qr",
    ];
    let Ok(mut body) = serde_json::from_slice::<Value>(&answer.bytes) else {
        return answer.text();
    };
    body.as_object_mut().unwrap().remove("requestId");
    if answer.status.is_success() {
        forget(&mut body, &MADE);
        let text = body.to_string();
        let words = names.values().filter(|name| name.parse::<u64>().is_err());
        return words.fold(text, |text, name| text.replace(name, "…"));
    }
    body.to_string()
}

fn forget(body: &mut Value, fields: &[&str]) {
    match body {
        Value::Object(object) => {
            object.retain(|name, _| !fields.contains(&name.as_str()));
            object.values_mut().for_each(|value| forget(value, fields));
        }
        Value::Array(list) => list.iter_mut().for_each(|value| forget(value, fields)),
        _ => {}
    }
}

#[tokio::test]
async fn no_operation_reveals_objects_of_another_tenant() {
    let service = TestService::start().await;
    service.know_the_example_host();
    let first = Belongings::of_first(&service).await;
    let before = first.seen().await;
    let document = Document::of(&service).await;
    for operation in document.operations() {
        let id = &operation.id;
        // Two other tenants with all scopes, so that the calls of one do not affect the responses of the other.
        let (one, _) = new_tenant(&service, "Stranger").await;
        let (two, _) = new_tenant(&service, "Stranger").await;
        let taken = naming(&operation, &first.names, one.key());
        let free = naming(&operation, &nothing(), two.key());
        let (of_first, of_nobody) = (taken.send(&service).await, free.send(&service).await);
        assert_eq!(
            of_first.status,
            of_nobody.status,
            "{id} {}",
            of_first.text()
        );
        assert_eq!(
            comparable(&of_first, &first.names),
            comparable(&of_nobody, &nothing()),
            "{id}"
        );
        // Apart from the values in the request, nothing of the first tenant.
        let said = format!("{} {}", taken.path(), taken.body.unwrap_or_default());
        for trace in first
            .traces()
            .into_iter()
            .filter(|trace| !said.contains(trace))
        {
            assert!(
                !of_first.text().contains(trace),
                "{id} tells {trace}: {}",
                of_first.text()
            );
        }
        assert_eq!(
            first.seen().await,
            before,
            "{id} changed what is the first tenant's"
        );
    }
}

/// The headers reveal nothing either.
#[tokio::test]
async fn errors_for_other_tenants_and_missing_things_have_the_same_headers() {
    let service = TestService::start().await;
    service.know_the_example_host();
    let first = Belongings::of_first(&service).await;
    let (stranger, _) = new_tenant(&service, "Stranger").await;
    let headers = async |name: &str| {
        let answer = stranger.get(&format!("/api/sessions/{name}")).await;
        answer.refused(404, "session_not_found");
        let mut headers = answer.headers;
        for each in ["x-request-id", "date"] {
            headers.remove(each);
        }
        headers
    };
    assert_eq!(
        headers(&first.names["session"]).await,
        headers("never-was").await
    );
}
