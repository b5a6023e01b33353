//! The behaviour that the store requires of every database.

use std::time::Duration;

use engine::{Change, KeyStore};
use titan_connect::domain::api_key::{ApiKeyRecord, KeyChange, Label};
use titan_connect::domain::appearance::{Locale, Theme};
use titan_connect::domain::brand::{Brand, BrandChange, BrandName, LogoUrl};
use titan_connect::domain::callback::CallbackUrl;
use titan_connect::domain::code_limit::Grant;
use titan_connect::domain::color::Color;
use titan_connect::domain::mode::{Method, Mode};
use titan_connect::domain::name::SessionName;
use titan_connect::domain::origin::Origin;
use titan_connect::domain::phone::PhoneNumber;
use titan_connect::domain::scope::Scopes;
use titan_connect::domain::session::{Account, Cause, Platform, Session, State, Status};
use titan_connect::domain::signing::{Signing, SigningSecret};
use titan_connect::domain::tenant::{Tenant, TenantChange};
use titan_connect::domain::time::Timestamp;
use titan_connect::domain::widget_session::{Outcome, WidgetSession};
use titan_connect::store::{CodeQuota, EventRow, InitialKey, Store, StoreError};

const AT: Timestamp = Timestamp::from_millis(1_763_670_000_000);

pub async fn holds(store: &Store) {
    store.ping().await.unwrap();
    tenants(store).await;
    api_keys(store).await;
    sessions(store).await;
    a_change_and_its_events_are_atomic(store).await;
    widget_sessions(store).await;
    keys(store).await;
    many_keys_at_once(store).await;
    one_source_creates_one_event(store).await;
    codes_are_limited(store).await;
    a_banned_session_is_resumed(store).await;
    deleting_a_session_deletes_its_data(store).await;
}

pub async fn is_still_there(store: &Store) {
    let session = store
        .session_by_name(&"default".into(), "support")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(session.status(), Status::Connected);
    assert_eq!(
        store
            .events(&"default".into(), "support")
            .await
            .unwrap()
            .len(),
        2
    );
}

fn tenant(id: &str) -> Tenant {
    Tenant {
        callback_allow_list: vec!["https://app.example.com/done".into()],
        allowed_origins: vec![Origin::parse("https://app.example.com").unwrap()],
        ..Tenant::new(id.into(), "Acme", SigningSecret::new("s3cret"), AT)
    }
}

fn session(id: &str, tenant: &str, name: &str) -> Session {
    Session::new(
        id.into(),
        tenant.into(),
        SessionName::parse(name).unwrap(),
        AT,
    )
}

fn account() -> Account {
    Account {
        phone_number: "+5511999990001".into(),
        lid: "1@lid".into(),
        push_name: Some("Ana 🌷 O'Neil".into()),
        business_name: None,
        platform: Platform::Consumer,
    }
}

async fn tenants(store: &Store) {
    for id in ["default", "other"] {
        store.ensure_tenant(&tenant(id)).await.unwrap();
    }
    let renamed = Tenant {
        name: "Acme & Sons".into(),
        signing: Signing::new(SigningSecret::new("new")),
        ..tenant("default")
    };
    store.ensure_tenant(&renamed).await.unwrap();
    let found = store.tenant(&"default".into()).await.unwrap().unwrap();
    assert_eq!(found.name, "Acme & Sons");
    assert_eq!(
        found.signing.current,
        SigningSecret::new("s3cret"),
        "a secret does not change by a start"
    );
    assert_eq!(found.allowed_origins, tenant("default").allowed_origins);
    assert_eq!(
        found.callback_allow_list,
        tenant("default").callback_allow_list
    );
    assert!(store.tenant(&"missing".into()).await.unwrap().is_none());

    let brand = Brand {
        name: Some(BrandName::parse("Acme").unwrap()),
        logo: Some(LogoUrl::parse("https://a.example/l.png").unwrap()),
        accent: Some(Color::parse("#112233").unwrap()),
        accent_dark: None,
    };
    let dressed = TenantChange {
        callback_allow_list: Some(vec![]),
        brand: Some(BrandChange {
            name: Some(brand.name.clone()),
            logo: Some(brand.logo.clone()),
            accent: Some(brand.accent),
            accent_dark: None,
        }),
        ..TenantChange::default()
    };
    let changed = store
        .update_tenant(&"default".into(), dressed)
        .await
        .unwrap();
    assert_eq!(
        (&changed.brand, &changed.allowed_origins),
        (&brand, &found.allowed_origins)
    );
    let missing = store
        .update_tenant(&"missing".into(), TenantChange::default())
        .await;
    assert!(matches!(missing, Err(StoreError::NotFound)));
    let notice = Duration::from_secs(60);
    store
        .rotate_signing(&"default".into(), SigningSecret::new("b"), AT, notice)
        .await
        .unwrap();
    let signing = found.signing.rotated(SigningSecret::new("b"), AT, notice);
    let all = store.tenants().await.unwrap();
    assert_eq!(all.len(), 2);
    let found = all
        .iter()
        .find(|tenant| tenant.id == "default".into())
        .unwrap();
    assert_eq!((&found.brand, &found.signing), (&brand, &signing));
    assert!(found.callback_allow_list.is_empty());
}

async fn api_keys(store: &Store) {
    let key = |id: &str, tenant: &str| ApiKeyRecord {
        id: id.into(),
        tenant_id: tenant.into(),
        label: Label::parse("billing").unwrap(),
        scopes: Scopes::SESSIONS_READ,
        is_active: true,
        created_at: AT,
        expires_at: AT.plus(Duration::from_secs(60)),
        last_used_at: None,
    };
    let (first, second) = (key("key_1", "default"), key("key_2", "other"));
    for key in [&first, &second] {
        store.record_api_key(key).await.unwrap();
        store.record_api_key(key).await.unwrap();
    }
    assert_eq!(
        store.api_keys(Some(&"default".into())).await.unwrap(),
        std::slice::from_ref(&first)
    );
    assert_eq!(store.api_keys(None).await.unwrap().len(), 2);
    assert_eq!(
        store.api_key(&"key_1".into()).await.unwrap(),
        Some(first.clone())
    );
    assert!(store.disabled_api_keys(AT).await.unwrap().is_empty());

    let off = ApiKeyRecord {
        is_active: false,
        ..first.clone()
    };
    let switch = KeyChange {
        is_active: Some(false),
        label: None,
    };
    assert_eq!(
        store
            .update_api_key(&"key_1".into(), &switch)
            .await
            .unwrap(),
        off
    );
    let renamed = ApiKeyRecord {
        label: Label::parse("old").unwrap(),
        ..off
    };
    let label = KeyChange {
        label: Some(renamed.label.clone()),
        is_active: None,
    };
    assert_eq!(
        store.update_api_key(&"key_1".into(), &label).await.unwrap(),
        renamed
    );
    assert_eq!(store.api_key(&"key_1".into()).await.unwrap(), Some(renamed));
    let missing = store.update_api_key(&"key_9".into(), &switch).await;
    assert!(matches!(missing, Err(StoreError::NotFound)), "{missing:?}");
    let later = AT.plus(Duration::from_secs(30));
    let used = [("key_2".into(), later), ("key_2".into(), AT)];
    store.record_key_use(&used, AT).await.unwrap();
    let seen = store.api_key(&"key_2".into()).await.unwrap().unwrap();
    assert_eq!(seen.last_used_at, Some(later));

    store.delete_api_key(&"key_2".into(), AT).await.unwrap();
    let twice = store.delete_api_key(&"key_2".into(), AT).await;
    assert!(matches!(twice, Err(StoreError::NotFound)), "{twice:?}");
    assert_eq!(store.api_key(&"key_2".into()).await.unwrap(), None);
    assert_eq!(store.disabled_api_keys(AT).await.unwrap().len(), 2);
    store.record_api_key(&second).await.unwrap();
    assert_eq!(
        store.api_key(&"key_2".into()).await.unwrap(),
        None,
        "a deleted key is not restored"
    );
    let end = AT.plus(Duration::from_secs(60));
    store.record_key_use(&[], end).await.unwrap();
    assert!(store.disabled_api_keys(end).await.unwrap().is_empty());
}

async fn sessions(store: &Store) {
    let first = session("ses_1", "default", "support");
    store.create_session(&first).await.unwrap();
    let taken = store
        .create_session(&session("ses_2", "default", "support"))
        .await;
    assert!(matches!(taken, Err(StoreError::AlreadyExists)), "{taken:?}");
    store
        .create_session(&session("ses_3", "other", "support"))
        .await
        .unwrap();
    assert_eq!(
        store
            .session_by_name(&"default".into(), "support")
            .await
            .unwrap(),
        Some(first.clone())
    );
    assert_eq!(
        store.session(&"ses_1".into()).await.unwrap(),
        Some(first.clone())
    );
    assert_eq!(store.sessions(&"default".into()).await.unwrap(), [first]);
    assert_eq!(store.session(&"missing".into()).await.unwrap(), None);
    assert!(store.wanted_sessions().await.unwrap().is_empty());
}

async fn a_change_and_its_events_are_atomic(store: &Store) {
    let connected = Session {
        state: State::Connected(account()),
        method: Some(Method::Qr),
        updated_at: AT.plus(Duration::from_secs(1)),
        ..session("ses_1", "default", "support")
    };
    let event = |id: &str| EventRow {
        id: id.into(),
        event: "session.status",
        payload: r#"{"status":"CONNECTED"}"#.into(),
        source: None,
        at: AT,
    };
    store
        .commit(&connected, &[event("evt_1"), event("evt_2")], &[])
        .await
        .unwrap();
    assert_eq!(
        store.session(&"ses_1".into()).await.unwrap().unwrap(),
        connected
    );
    assert_eq!(store.wanted_sessions().await.unwrap(), ["ses_1".into()]);
    let events = store.events(&"default".into(), "support").await.unwrap();
    assert_eq!(events.len(), 2);
    assert_eq!(
        events[0],
        (
            "session.status".to_owned(),
            serde_json::json!({"status": "CONNECTED"})
        )
    );
    assert!(
        store
            .events(&"other".into(), "support")
            .await
            .unwrap()
            .is_empty()
    );

    let half = Session {
        state: State::Created,
        ..connected.clone()
    };
    assert!(
        store
            .commit(&half, &[event("evt_3"), event("evt_1")], &[])
            .await
            .is_err(),
        "an id twice"
    );
    assert_eq!(
        store.session(&"ses_1".into()).await.unwrap().unwrap(),
        connected,
        "nothing of a failed change stays"
    );
    assert_eq!(
        store
            .events(&"default".into(), "support")
            .await
            .unwrap()
            .len(),
        2
    );
}

async fn a_link_that_has_ended_is_not_completed(store: &Store, connected: &Session) {
    let link = widget("ws_9", &connected.id);
    store.create_widget_session(&link, None).await.unwrap();
    assert!(store.open_widget_session(&"ws_9".into()).await.unwrap());
    let cancelled = store
        .end_widget_session(&"ws_9".into(), Outcome::Cancelled)
        .await;
    assert!(cancelled.unwrap());
    let committed = store.commit(connected, &[], &[link]).await;
    assert!(
        matches!(committed, Err(StoreError::LinkEnded)),
        "{committed:?}"
    );
    let session = store.session(&connected.id).await.unwrap().unwrap();
    assert_ne!(session.status(), Status::Connected, "nothing is written");
    let other = store.widget_session(&"ws_1".into()).await.unwrap().unwrap();
    assert_eq!(other.outcome, Outcome::Open);
}

fn widget(id: &str, session_id: &str) -> WidgetSession {
    WidgetSession {
        id: id.into(),
        tenant_id: "default".into(),
        session_id: session_id.into(),
        mode: Mode::Qr,
        callback_url: Some(CallbackUrl::parse("https://app.example.com/done?a=1").unwrap()),
        allowed_origins: vec![Origin::parse("https://app.example.com").unwrap()],
        phone_number: Some(PhoneNumber::parse("+5511999990001").unwrap()),
        theme: Theme::Dark,
        locale: Locale::parse("pt-BR").unwrap(),
        state: Some("a'b".into()),
        outcome: Outcome::Open,
        method: None,
        reason: None,
        opened: false,
        started: false,
        created_at: AT,
        expires_at: AT.plus(Duration::from_secs(900)),
    }
}

async fn widget_sessions(store: &Store) {
    let new = session("ses_4", "default", "new");
    store
        .create_widget_session(&widget("ws_1", "ses_4"), Some(&new))
        .await
        .unwrap();
    let found = store.widget_session(&"ws_1".into()).await.unwrap().unwrap();
    assert_eq!(
        format!("{found:?}"),
        format!("{:?}", widget("ws_1", "ses_4"))
    );
    assert_eq!(found.phone_number, widget("ws_1", "ses_4").phone_number);
    assert_eq!(
        store.session(&"ses_4".into()).await.unwrap(),
        Some(new.clone())
    );

    let old_lock = WidgetSession {
        phone_number: Some(PhoneNumber::from_stored("+49015112347777").unwrap()),
        ..widget("ws_0", "ses_4")
    };
    store.create_widget_session(&old_lock, None).await.unwrap();
    let lock = store.widget_session(&"ws_0".into()).await.unwrap().unwrap();
    let lock = lock.phone_number.unwrap();
    assert!(
        lock.matches("+4915112347777"),
        "a lock from before numbers were brought into one spelling"
    );

    let taken = store
        .create_widget_session(
            &widget("ws_2", "ses_5"),
            Some(&session("ses_5", "default", "new")),
        )
        .await;
    assert!(matches!(taken, Err(StoreError::AlreadyExists)), "{taken:?}");
    assert!(
        store
            .widget_session(&"ws_2".into())
            .await
            .unwrap()
            .is_none(),
        "nothing of it stays"
    );

    let unopened = store.open_links(&"ses_4".into()).await.unwrap();
    assert!(unopened.is_empty(), "not opened yet");
    assert!(store.open_widget_session(&"ws_1".into()).await.unwrap());
    store.mark_widget_started(&"ws_1".into()).await.unwrap();
    let opened = store.widget_session(&"ws_1".into()).await.unwrap().unwrap();
    assert_eq!((opened.opened, opened.started), (true, true));
    assert_eq!(store.open_links(&"ses_4".into()).await.unwrap().len(), 1);

    let connected = Session {
        state: State::Connected(account()),
        ..new.clone()
    };
    a_link_that_has_ended_is_not_completed(store, &connected).await;
    store
        .commit(&connected, &[], std::slice::from_ref(&opened))
        .await
        .unwrap();
    assert_eq!(
        store
            .widget_session(&"ws_1".into())
            .await
            .unwrap()
            .unwrap()
            .outcome,
        Outcome::Connected
    );
    assert!(
        !store
            .end_widget_session(&"ws_1".into(), Outcome::Cancelled)
            .await
            .unwrap(),
        "success stands"
    );
    let cancelled = store.cancel_widget_session(&opened).await.unwrap();
    assert!(!cancelled, "also against the person's own cancellation");
    assert_eq!(
        store
            .widget_session(&"ws_1".into())
            .await
            .unwrap()
            .unwrap()
            .outcome,
        Outcome::Connected
    );
    assert!(
        !store.open_widget_session(&"ws_1".into()).await.unwrap(),
        "an ended link is not opened"
    );
}

fn put(kind: &'static str, key: &str, value: &[u8]) -> Change {
    Change::Put {
        kind,
        key: key.into(),
        value: value.into(),
    }
}

async fn keys(store: &Store) {
    store
        .apply(
            "ses_1",
            vec![
                put("identity", "a", &[0, 255]),
                put("identity", "b", &[]),
                put("device", "a", b"x"),
            ],
        )
        .await
        .unwrap();
    store
        .apply("ses_2", vec![put("identity", "a", b"other")])
        .await
        .unwrap();
    assert_eq!(
        store.get("ses_1", "identity", "a").await.unwrap(),
        Some(vec![0, 255])
    );
    assert_eq!(store.get("ses_1", "identity", "z").await.unwrap(), None);
    assert_eq!(
        store.list("ses_1", "identity").await.unwrap(),
        [("a".into(), vec![0, 255]), ("b".into(), vec![])]
    );

    let delete = Change::Delete {
        kind: "identity",
        key: "b".into(),
    };
    store
        .apply(
            "ses_1",
            vec![
                put("identity", "c", b"1"),
                put("identity", "c", b"2"),
                delete,
                put("identity", "b", b"3"),
            ],
        )
        .await
        .unwrap();
    assert_eq!(
        store.get("ses_1", "identity", "c").await.unwrap(),
        Some(b"2".to_vec()),
        "the last value is kept"
    );
    assert_eq!(
        store.get("ses_1", "identity", "b").await.unwrap(),
        Some(b"3".to_vec()),
        "in order"
    );

    store.wipe("ses_1").await.unwrap();
    assert!(store.list("ses_1", "identity").await.unwrap().is_empty());
    assert_eq!(
        store.get("ses_2", "identity", "a").await.unwrap(),
        Some(b"other".to_vec())
    );
}

async fn many_keys_at_once(store: &Store) {
    let keys: Vec<Change> = (0..812)
        .map(|id| put("prekey", &format!("{id:06}"), &[7; 200]))
        .collect();
    store.apply("ses_9", keys).await.unwrap();
    assert_eq!(store.list("ses_9", "prekey").await.unwrap().len(), 812);
}

async fn one_source_creates_one_event(store: &Store) {
    let session = session("ses_3", "other", "support");
    let event = |id: &str, source: Option<&str>| EventRow {
        id: id.into(),
        event: "message.received",
        payload: "{}".into(),
        source: source.map(str::to_owned),
        at: AT,
    };
    assert!(
        store
            .record_event(&session, &event("evt_a", Some("m1")))
            .await
            .unwrap()
    );
    assert!(
        !store
            .record_event(&session, &event("evt_b", Some("m1")))
            .await
            .unwrap()
    );
    assert!(
        store
            .record_event(&session, &event("evt_c", None))
            .await
            .unwrap()
    );
    assert!(
        store
            .record_event(&session, &event("evt_d", None))
            .await
            .unwrap()
    );
    assert_eq!(
        store
            .events(&"other".into(), "support")
            .await
            .unwrap()
            .len(),
        3
    );
}

async fn codes_are_limited(store: &Store) {
    let mut now = AT;
    for wait in [30, 60, 300, 900, 3600, 14_400, 14_400] {
        let wait = Duration::from_secs(wait);
        assert_eq!(
            store.grant_code("hash", None, now).await.unwrap(),
            Grant::Granted
        );
        let early = store.grant_code("hash", None, now).await.unwrap();
        assert_eq!(early, Grant::Wait(wait));
        let other = store
            .grant_code(&format!("other {wait:?} {now:?}"), None, now)
            .await;
        assert_eq!(other.unwrap(), Grant::Granted);
        now = now.plus(wait);
    }
    // After a day without codes the waits start again.
    now = now.plus(Duration::from_hours(24));
    assert_eq!(
        store.grant_code("hash", None, now).await.unwrap(),
        Grant::Granted
    );
    let again = store.grant_code("hash", None, now).await.unwrap();
    assert_eq!(again, Grant::Wait(Duration::from_secs(30)));

    let share = Some(CodeQuota {
        widget_id: &"ws_1".into(),
        most: 2,
    });
    let ask = async |hash: &str| store.grant_code(hash, share, now).await.unwrap();
    assert_eq!(ask("a").await, Grant::Granted);
    assert_eq!(ask("a").await, Grant::Wait(Duration::from_secs(30)));
    assert_eq!(ask("b").await, Grant::Granted, "a refusal is not counted");
    assert_eq!(ask("c").await, Grant::UsedUp);
    let unasked = store.grant_code("c", None, now).await.unwrap();
    assert_eq!(unasked, Grant::Granted, "nor for the number");
    // An installation with counted numbers keeps the key that hashed them.
    let first = InitialKey {
        fresh: "fresh",
        previous: "before",
    };
    assert_eq!(store.phone_number_key(first, now).await.unwrap(), "before");
}

async fn a_banned_session_is_resumed(store: &Store) {
    let banned = Session {
        state: State::Disconnected {
            cause: Cause::TemporaryBan {
                until: AT.plus(Duration::from_secs(60)),
            },
            account: Some(account()),
        },
        ..session("ses_4", "default", "new")
    };
    store.commit(&banned, &[], &[]).await.unwrap();
    assert_eq!(
        store.session(&"ses_4".into()).await.unwrap().unwrap(),
        banned
    );
    assert!(
        store
            .wanted_sessions()
            .await
            .unwrap()
            .contains(&"ses_4".to_owned().as_str().into())
    );
}

async fn deleting_a_session_deletes_its_data(store: &Store) {
    let gone = session("ses_4", "default", "new");
    store
        .apply("ses_4", vec![put("device", "a", b"x")])
        .await
        .unwrap();
    store.delete_session(&gone).await.unwrap();
    let twice = store.delete_session(&gone).await;
    assert!(matches!(twice, Err(StoreError::NotFound)), "{twice:?}");
    let moved = store.set_proxy(&gone).await;
    assert!(matches!(moved, Err(StoreError::NotFound)), "{moved:?}");
    assert_eq!(store.session(&"ses_4".into()).await.unwrap(), None);
    assert!(
        store
            .widget_session(&"ws_1".into())
            .await
            .unwrap()
            .is_none()
    );
    assert!(store.list("ses_4", "device").await.unwrap().is_empty());
    assert!(
        store
            .events(&"default".into(), "new")
            .await
            .unwrap()
            .is_empty()
    );
    assert!(
        store.session(&"ses_1".into()).await.unwrap().is_some(),
        "others stay"
    );
}
