//! `PATCH`: absent, `null` and a value are three different things, for every field of every route.

use serde_json::{Value, json};

use crate::support::{Tenant, TestService};

/// What `null` does to a field.
enum Null {
    /// The field then has this value.
    Means(Value),
    /// A field that always has a value rejects `null`.
    Refused,
}

/// One field: the path of its object, the body that sets it, and its place in the response.
struct Field {
    path: String,
    set: Value,
    pointer: &'static str,
    null: Null,
}

impl Field {
    fn new(path: &str, set: Value, pointer: &'static str, null: Null) -> Self {
        Field {
            path: path.to_owned(),
            set,
            pointer,
            null,
        }
    }

    /// The same body with `null` instead of the value.
    fn nulled(&self) -> Value {
        fn null(value: &Value, depth: usize) -> Value {
            match value {
                Value::Object(fields) if depth > 0 => fields
                    .iter()
                    .map(|(name, value)| (name.clone(), null(value, depth - 1)))
                    .collect(),
                _ => Value::Null,
            }
        }
        null(&self.set, self.pointer.matches('/').count())
    }
}

fn account(path: &str) -> Vec<Field> {
    let callbacks = json!(["https://app.acme.example/done"]);
    let brand = json!({"name": "Acme", "colors": {"accent": "#112233", "accentDark": "#445566"}});
    let bare = json!({"name": null, "logoUrl": null, "colors": {"accent": null, "accentDark": null}, "locale": null, "texts": {}});
    let field = |set, pointer, none| Field::new(path, set, pointer, Null::Means(none));
    vec![
        field(
            json!({"callbackAllowList": callbacks}),
            "/callbackAllowList",
            json!([]),
        ),
        field(
            json!({"allowedOrigins": ["https://app.acme.example"]}),
            "/allowedOrigins",
            json!([]),
        ),
        field(json!({"branding": brand}), "/branding", bare),
        field(
            json!({"branding": {"locale": "pt-BR"}}),
            "/branding/locale",
            json!(null),
        ),
        field(
            json!({"branding": {"texts": {"en": {"title": "Link {tenant}"}}}}),
            "/branding/texts",
            json!({}),
        ),
        field(
            json!({"branding": {"name": "Acme"}}),
            "/branding/name",
            json!(null),
        ),
        field(
            json!({"branding": {"logoUrl": "https://cdn.acme.example/l.png"}}),
            "/branding/logoUrl",
            json!(null),
        ),
        field(
            json!({"branding": {"colors": {"accent": "#112233", "accentDark": "#445566"}}}),
            "/branding/colors",
            json!({"accent": null, "accentDark": null}),
        ),
        field(
            json!({"branding": {"colors": {"accent": "#112233"}}}),
            "/branding/colors/accent",
            json!(null),
        ),
        field(
            json!({"branding": {"colors": {"accentDark": "#445566"}}}),
            "/branding/colors/accentDark",
            json!(null),
        ),
    ]
}

fn key(path: &str) -> Vec<Field> {
    vec![
        Field::new(path, json!({"label": "renamed"}), "/label", Null::Refused),
        Field::new(path, json!({"isActive": false}), "/isActive", Null::Refused),
    ]
}

fn webhook(path: &str) -> Vec<Field> {
    let field = |set, pointer, null| Field::new(path, set, pointer, null);
    let none = |value| Null::Means(value);
    vec![
        field(
            json!({"url": "https://8.8.8.8/hooks"}),
            "/url",
            Null::Refused,
        ),
        field(
            json!({"events": ["session.status"]}),
            "/events",
            none(json!([])),
        ),
        field(json!({"session": "support"}), "/session", none(json!(null))),
        field(json!({"label": "billing"}), "/label", none(json!(null))),
        field(
            json!({"headers": [{"name": "x-a", "value": "b"}]}),
            "/headers",
            none(json!([])),
        ),
        field(
            json!({"retries": {"attempts": 2, "delaySeconds": 5, "policy": "linear"}}),
            "/retries",
            none(json!(null)),
        ),
        field(json!({"enabled": false}), "/enabled", Null::Refused),
    ]
}

async fn read(tenant: &Tenant, path: &str) -> Value {
    tenant.get(path).await.data(200)
}

async fn holds(tenant: &Tenant, field: &Field) {
    let Field {
        path, pointer, set, ..
    } = field;
    let before = read(tenant, path).await;
    tenant.patch(path, json!({})).await.data(200);
    assert_eq!(read(tenant, path).await, before, "{{}} changed {path}");

    tenant.patch(path, set.clone()).await.data(200);
    let set = read(tenant, path).await;
    assert_ne!(
        set.pointer(pointer),
        before.pointer(pointer),
        "{path} {pointer} was not set"
    );
    tenant.patch(path, json!({})).await.data(200);
    assert_eq!(
        read(tenant, path).await,
        set,
        "{{}} changed {path} after {pointer}"
    );

    let nulled = tenant.patch(path, field.nulled()).await;
    match &field.null {
        Null::Means(none) => {
            let after = nulled.data(200);
            assert_eq!(after.pointer(pointer), Some(none), "{path} {pointer}");
            assert_eq!(read(tenant, path).await.pointer(pointer), Some(none));
        }
        Null::Refused => {
            nulled.refused(400, "invalid_json");
            assert_eq!(
                read(tenant, path).await,
                set,
                "{path} {pointer} was refused and changed"
            );
        }
    }
}

#[tokio::test]
async fn a_patch_distinguishes_absent_and_null_in_every_field() {
    let service = TestService::start().await;
    let (tenant, operator) = (service.tenant(), service.operator());
    tenant
        .post("/api/sessions", json!({"name": "a"}))
        .await
        .data(201);
    let hook = json!({"url": "https://8.8.8.8/"});
    tenant.post("/api/webhooks", hook).await.data(201);
    let spare = |label| json!({"label": label, "scopes": ["sessions:read"]});
    let mut keys = Vec::new();
    for label in ["one", "two"] {
        let made = tenant
            .post("/api/account/keys", spare(label))
            .await
            .data(201);
        keys.push(made["id"].as_str().unwrap().to_owned());
    }

    let proxy = json!({"proxy": "http://8.8.8.8:3128"});
    let proxy = Field::new("/api/sessions/a", proxy, "/proxy", Null::Means(json!(null)));
    holds(&tenant, &proxy).await;
    let presence = json!({"presence": "available"});
    let presence = Field::new("/api/sessions/a", presence, "/presence", Null::Refused);
    holds(&tenant, &presence).await;
    for field in account("/api/account") {
        holds(&tenant, &field).await;
    }
    for field in account("/admin/tenants/default") {
        holds(&operator, &field).await;
    }
    for field in webhook("/api/webhooks/1") {
        holds(&tenant, &field).await;
    }
    for field in key(&format!("/api/account/keys/{}", keys[0])) {
        holds(&tenant, &field).await;
    }
    // The operator's route has no GET; the tenant's returns the same key.
    let (path, shown) = (
        format!("/admin/keys/{}", keys[1]),
        format!("/api/account/keys/{}", keys[1]),
    );
    for body in [json!({"label": null}), json!({"isActive": null})] {
        let before = read(&tenant, &shown).await;
        operator
            .patch(&path, body)
            .await
            .refused(400, "invalid_json");
        operator.patch(&path, json!({})).await.data(200);
        assert_eq!(read(&tenant, &shown).await, before);
    }
    for body in [json!({"hmacKey": null}), json!({"overlapSeconds": null})] {
        tenant
            .patch("/api/webhooks/1", body)
            .await
            .refused(400, "invalid_json");
    }
}
