//! Lists are read page by page: each item once, in a defined order, also when items are created and deleted meanwhile.

use serde_json::{Value, json};

use crate::support::{Receiver, Tenant, TestService, on_both_databases};

on_both_databases!(
    each_list_is_read_page_by_page,
    a_list_that_changes_between_two_pages_repeats_and_skips_nothing,
    a_key_lists_only_the_keys_it_may_see_in_full_pages,
    deliveries_are_paged_with_their_filter,
);

const ITEMS: usize = 5;

/// The pages of a list, each with up to `limit` items' values of `field`.
async fn pages(caller: &Tenant, path: &str, limit: usize, field: &str) -> Vec<Vec<Value>> {
    let mut pages = Vec::new();
    let mut cursor = String::new();
    loop {
        let answer = caller.get(&format!("{path}?limit={limit}{cursor}")).await;
        let (items, body) = (answer.data(200), answer.json());
        let items = items.as_array().unwrap();
        pages.push(items.iter().map(|item| item[field].clone()).collect());
        match body["nextCursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => {
                assert_eq!(body["nextCursor"], Value::Null, "{body}");
                return pages;
            }
        }
        assert!(pages.len() <= ITEMS, "{path} has no end");
    }
}

async fn create_items(service: &TestService) {
    let (tenant, operator) = (service.tenant(), service.operator());
    service.names.resolve("hooks.example.com", &[&["8.8.8.8"]]);
    for number in 0..ITEMS {
        let body = json!({"name": format!("s{number}")});
        tenant.post("/api/sessions", body).await.data(201);
        let body = json!({"url": "https://hooks.example.com/"});
        tenant.post("/api/webhooks", body).await.data(201);
        let body = json!({"label": "made", "scopes": ["sessions:read"]});
        tenant.post("/api/account/keys", body).await.data(201);
        let body = json!({"name": format!("Tenant {number}")});
        operator.post("/admin/tenants", body).await.data(201);
        let app = json!({"appId": format!("10{number}"), "configId": "1", "appSecret": "0123456789abcdef"});
        let body = json!({"sessionName": "s0", "metaApp": app});
        tenant.create_widget_session(body).await;
    }
}

async fn each_list_is_read_page_by_page(service: TestService) {
    create_items(&service).await;
    let (tenant, operator) = (service.tenant(), service.operator());
    for (caller, path, field) in [
        (&tenant, "/api/sessions", "name"),
        (&tenant, "/api/webhooks", "id"),
        (&tenant, "/api/account/keys", "id"),
        (&tenant, "/api/account/meta-apps", "appId"),
        (&operator, "/admin/keys", "id"),
        (&operator, "/admin/tenants", "id"),
    ] {
        let whole = caller.get(path).await.data(200);
        let whole: Vec<Value> = whole
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item[field].clone())
            .collect();
        assert!(whole.len() >= ITEMS, "{path} {whole:?}");
        let mut sorted = whole.clone();
        sorted.sort_by_key(|value| value.to_string());
        if path != "/admin/tenants" {
            assert_eq!(sorted, whole, "{path} has an order");
        }
        for limit in [1, 2, 200] {
            let pages = pages(caller, path, limit, field).await;
            let (last, full) = pages.split_last().unwrap();
            assert!(
                full.iter().all(|page| page.len() == limit),
                "{path} {pages:?}"
            );
            assert!((1..=limit).contains(&last.len()), "{path} {pages:?}");
            assert_eq!(pages.concat(), whole, "{path}");
        }
    }
}

async fn a_list_that_changes_between_two_pages_repeats_and_skips_nothing(service: TestService) {
    let tenant = service.tenant();
    let create = async |name: &str| {
        tenant
            .post("/api/sessions", json!({"name": name}))
            .await
            .data(201);
    };
    for name in ["s0", "s1", "s2", "s3"] {
        create(name).await;
    }
    let names = |answer: &crate::support::Answer| {
        let data = answer.data(200);
        let names = data
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["name"].as_str().unwrap().to_owned());
        names.collect::<Vec<_>>()
    };
    let first = tenant.get("/api/sessions?limit=2").await;
    assert_eq!(names(&first), ["s0", "s1"]);
    // Also the item goes whose position the cursor holds.
    for name in ["s0", "s1"] {
        tenant
            .delete(&format!("/api/sessions/{name}"))
            .await
            .data(200);
    }
    create("s4").await;
    let next = first.json()["nextCursor"].as_str().unwrap().to_owned();
    let rest = tenant.get(&format!("/api/sessions?cursor={next}")).await;
    assert_eq!(names(&rest), ["s2", "s3", "s4"]);
    // Nor does another tenant's cursor show anything of it.
    let other = service.other_tenant().await;
    let theirs = other.get(&format!("/api/sessions?cursor={next}")).await;
    assert_eq!(theirs.data(200), json!([]));
}

async fn a_key_lists_only_the_keys_it_may_see_in_full_pages(service: TestService) {
    let tenant = service.tenant();
    let lesser = service.new_key(&["sessions:read"], 10).await;
    for _ in 0..2 {
        for scopes in [
            json!(["*"]),
            json!(["messages:write"]),
            json!(["sessions:read"]),
        ] {
            let body = json!({"label": "made", "scopes": scopes});
            tenant.post("/api/account/keys", body).await.data(201);
        }
    }
    let read = json!(["sessions:read"]);
    let pages = pages(&lesser, "/api/account/keys", 2, "scopes").await;
    assert_eq!(pages, [vec![read.clone(), read.clone()], vec![read]]);
}

async fn deliveries_are_paged_with_their_filter(service: TestService) {
    let tenant = service.tenant();
    let mut receiver = Receiver::start().await;
    for _ in 0..2 {
        let body = json!({"url": receiver.url, "events": ["session.qr"]});
        tenant.post("/api/webhooks", body).await.data(201);
    }
    let mut sent = Vec::new();
    for _ in 0..ITEMS {
        let test = tenant
            .post("/api/webhooks/1/test", json!({}))
            .await
            .data(200);
        sent.insert(0, test["id"].clone());
        receiver.next().await;
    }
    let path = "/api/webhooks/1/deliveries";
    let found = pages(&tenant, path, 2, "id").await;
    assert_eq!(found, [&sent[0..2], &sent[2..4], &sent[4..5]]);
    let first = tenant
        .get(&format!("{path}?state=delivered&limit=2"))
        .await
        .json();
    let next = first["nextCursor"].as_str().unwrap();
    let second = format!("{path}?state=delivered&limit=2&cursor={next}");
    assert_eq!(tenant.get(&second).await.data(200)[0]["id"], sent[2]);
    // By the id of the last delivery, too.
    let before = first["next"].as_str().unwrap();
    let second = format!("{path}?limit=2&before={before}");
    assert_eq!(tenant.get(&second).await.data(200)[0]["id"], sent[2]);
    for state in ["pending", "failed"] {
        let none = tenant.get(&format!("{path}?state={state}")).await;
        assert_eq!(none.data(200), json!([]));
    }
    let other = format!("/api/webhooks/2/deliveries?cursor={next}");
    tenant.get(&other).await.refused(400, "invalid_cursor");
    for before in [
        "whd_a_2".to_owned(),
        "a".into(),
        format!("{before}&cursor={next}"),
    ] {
        let refused = tenant.get(&format!("{path}?before={before}")).await;
        refused.refused(400, "invalid_query");
    }
}

#[tokio::test]
async fn bad_limits_and_cursors_are_refused_with_what_to_do() {
    let service = TestService::start().await;
    let (tenant, operator) = (service.tenant(), service.operator());
    for name in ["s0", "s1"] {
        tenant
            .post("/api/sessions", json!({"name": name}))
            .await
            .data(201);
    }
    let sessions = tenant.get("/api/sessions?limit=1").await.json();
    let cursor = sessions["nextCursor"].as_str().unwrap();
    for (caller, path) in [
        (&tenant, "/api/webhooks"),
        (&tenant, "/api/account/keys"),
        (&tenant, "/api/account/meta-apps"),
        (&operator, "/admin/keys"),
        (&operator, "/admin/tenants"),
    ] {
        for cursor in [cursor, "", "ses_01", &cursor[1..]] {
            let refused = caller.get(&format!("{path}?cursor={cursor}")).await;
            refused.refused(400, "invalid_cursor");
            assert!(
                refused.text().contains("leave it out"),
                "{}",
                refused.text()
            );
        }
        for limit in ["0", "201", "-1", "x", "1.0", ""] {
            let refused = caller.get(&format!("{path}?limit={limit}")).await;
            refused.refused(400, "invalid_query");
            assert!(
                refused.text().contains("from 1 to 200"),
                "{}",
                refused.text()
            );
        }
    }
}

#[tokio::test]
async fn a_page_has_a_hundred_items_unless_it_is_asked_for_otherwise() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    for number in 0..101 {
        let body = json!({"name": format!("s{number}")});
        tenant.post("/api/sessions", body).await.data(201);
    }
    let page = tenant.get("/api/sessions").await;
    assert_eq!(page.data(200).as_array().unwrap().len(), 100);
    assert!(page.json()["nextCursor"].is_string());
    let page = tenant.get("/api/sessions?limit=101").await;
    assert_eq!(page.data(200).as_array().unwrap().len(), 101);
    assert_eq!(page.json()["nextCursor"], Value::Null);
}
