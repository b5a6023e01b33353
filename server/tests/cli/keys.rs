//! `keys` and `tenants`, with a running service and before the first start.

use std::time::Duration;

use serde_json::json;
use titan_connect::app::{data_folder, secrets};
use titan_connect::domain::api_key::{ApiKeyRecord, Label};
use titan_connect::domain::scope::Scopes;
use titan_connect::domain::signing::SigningSecret;
use titan_connect::domain::tenant::Tenant;
use titan_connect::domain::time::Timestamp;
use titan_connect::runtime::config::Config;
use titan_connect::store::Store;
use tokio::time::{Instant, interval};

use crate::process::Shell;

/// Within this time a disabled key must be rejected everywhere.
const PROMISED: Duration = Duration::from_secs(5);

#[tokio::test]
async fn a_running_service_rejects_a_disabled_key_within_five_seconds() {
    let mut shell = Shell::new();
    let service = shell.dev().await;
    let made = shell
        .data_of(&["keys", "create", "--label", "backend"])
        .await;
    let (id, key) = (made["id"].as_str().unwrap(), made["key"].as_str().unwrap());
    assert_eq!(service.answers(key).await, 200);

    let off = shell.data_of(&["keys", "disable", id]).await;
    assert_eq!(off["isActive"], false);
    until_answered(&service, key, 401).await;
    let on = shell.data_of(&["keys", "enable", id]).await;
    assert_eq!(on["isActive"], true);
    until_answered(&service, key, 200).await;
    let gone = shell.data_of(&["keys", "delete", id]).await;
    assert_eq!(gone, json!({"id": id, "deleted": true}));
    until_answered(&service, key, 401).await;
}

async fn until_answered(service: &crate::process::Service, key: &str, status: u16) {
    let begun = Instant::now();
    let mut ticks = interval(Duration::from_millis(50));
    while service.answers(key).await != status {
        assert!(begun.elapsed() < PROMISED, "still not {status}");
        ticks.tick().await;
    }
}

#[tokio::test]
async fn a_command_initialises_a_new_data_folder_and_reports_it() {
    let mut shell = Shell::new();
    let said = shell
        .run(&["keys", "create", "--label", "first of all", "--json"])
        .await;
    assert_eq!(said.code, 0, "{said:?}");
    for word in [
        "new installation",
        "master key ",
        "api key ",
        "redirect signing secret ",
    ] {
        assert!(said.err.contains(word), "{said:?}");
    }
    let key = said.json()["data"]["key"].as_str().unwrap().to_owned();
    // It is printed once.
    assert_eq!(shell.run(&["keys", "list"]).await.err, "");
    let service = shell.serve().await;
    assert_eq!(service.answers(&key).await, 200);
}

#[tokio::test]
async fn keys_are_listed_by_tenant_and_for_people_in_columns() {
    let shell = Shell::new();
    let acme = shell.data_of(&["tenants", "create", "Acme"]).await;
    let acme = acme["id"].as_str().unwrap();
    let wish = ["keys", "create", "--label", "acme's", "--tenant", acme];
    let narrow = ["--scopes", "sessions:read,messages:write", "--days", "30"];
    let made = shell.data_of(&[&wish[..], &narrow[..]].concat()).await;
    assert_eq!(made["scopes"], json!(["sessions:read", "messages:write"]));
    assert_eq!(made["tenantId"], acme);

    let listed = shell.data_of(&["keys", "list", "--tenant", acme]).await;
    let ids: Vec<_> = listed
        .as_array()
        .unwrap()
        .iter()
        .map(|key| &key["id"])
        .collect();
    assert_eq!(ids, [&made["id"]]);
    assert!(listed[0].get("key").is_none(), "{listed}");
    // The default tenant has the first key of every installation.
    let all = shell.data_of(&["keys", "list"]).await;
    assert_eq!(all.as_array().unwrap().len(), 2, "{all}");

    let table = shell.run(&["keys", "list", "--tenant", acme]).await;
    let rows: Vec<&str> = table.out.lines().collect();
    assert!(rows[0].starts_with("ID ") && rows.len() == 2, "{table:?}");
    assert!(
        rows[1].contains("acme's") && rows[1].ends_with("never"),
        "{table:?}"
    );
    let tenants = shell.run(&["tenants", "list"]).await;
    assert!(
        tenants.out.contains(acme) && tenants.out.contains("default"),
        "{tenants:?}"
    );
}

#[tokio::test]
async fn a_tenants_quotas_are_changed_and_shown() {
    let shell = Shell::new().with("QUOTA_SESSIONS", "30");
    let acme = shell.data_of(&["tenants", "create", "Acme"]).await;
    let acme = acme["id"].as_str().unwrap();
    let quota = |limit, is_default| json!({"limit": limit, "used": 0, "isDefault": is_default});
    let wish = ["tenants", "quota", acme];
    let changes = ["--open-links", "7", "--webhooks", "9"];
    let changed = shell.data_of(&[&wish[..], &changes[..]].concat()).await;
    let expected = json!({
        "sessions": quota(30, true),
        "openLinks": quota(7, false),
        "webhooks": quota(9, false),
    });
    assert_eq!(changed, expected);
    let back = shell
        .data_of(&[&wish[..], &["--webhooks", "default"][..]].concat())
        .await;
    assert_eq!(back["webhooks"], quota(50, true));
    assert_eq!(shell.data_of(&wish).await, back);
    let table = shell.run(&wish).await.out;
    assert!(table.contains("open links  7"), "{table}");
    let nobody = shell.run(&["tenants", "quota", "tnt_none"]).await;
    nobody.refused(1, "tenants list");
    let zero = shell
        .run(&[&wish[..], &["--sessions", "0"][..]].concat())
        .await;
    zero.refused(2, "from 1 to 1000000");
}

#[tokio::test]
async fn commands_list_more_than_a_page() {
    let shell = Shell::new();
    shell.data_of(&["tenants", "list"]).await;
    let store = open_store(&shell).await;
    let at = Timestamp::from_millis(1_795_000_000_000);
    for number in 0..201 {
        let id = format!("tnt_{number:026}");
        let secret = SigningSecret::new("s");
        let tenant = Tenant::new(id.as_str().into(), "Acme", secret, at);
        store.ensure_tenant(&tenant).await.unwrap();
        let key = ApiKeyRecord {
            id: format!("key_{number:026}").into(),
            tenant_id: tenant.id,
            label: Label::parse("made").unwrap(),
            scopes: Scopes::SESSIONS_READ,
            is_active: true,
            created_at: at,
            expires_at: at,
            last_used_at: None,
        };
        store.record_api_key(&key).await.unwrap();
    }
    store.close().await;
    for list in ["tenants", "keys"] {
        let all = shell.data_of(&[list, "list"]).await;
        assert_eq!(all.as_array().unwrap().len(), 202, "{list}");
    }
}

async fn open_store(shell: &Shell) -> Store {
    let folder = shell.data().display().to_string();
    let config = Config::read(|name| (name == "DATA_DIR").then(|| folder.clone())).unwrap();
    let secrets = secrets::find(&config.data_dir, &config.secrets).unwrap();
    let url = data_folder::database_url(&config);
    Store::open(&url, secrets.unwrap().sealer).await.unwrap()
}

#[tokio::test]
async fn commands_do_not_rename_the_default_tenant() {
    let mut shell = Shell::new();
    let _service = shell.dev().await;
    let before = shell.data_of(&["tenants", "list"]).await;
    assert_eq!(before[0]["name"], "Acme Helpdesk");
    shell.set("TENANT_NAME", "Somebody Else");
    assert_eq!(shell.data_of(&["tenants", "list"]).await, before);
}

#[tokio::test]
async fn a_seal_key_that_the_service_does_not_have_is_not_used() {
    let old = "c2VhbC1rZXktc2VhbC1rZXktc2VhbC1rZXktc2VhbCE";
    let new = "bmV3IC1rZXktc2VhbC1rZXktc2VhbC1rZXktc2VhbCE";
    let mut shell = Shell::new().with("SEAL_KEYS", old);
    shell.data_of(&["tenants", "create", "Before"]).await;
    shell.set("SEAL_KEYS", &format!("{new},{old}"));
    let said = shell.run(&["tenants", "create", "Between"]).await;
    said.refused(1, "restart the service");
    shell.set("SEAL_KEYS", old);
    let names = shell.data_of(&["tenants", "list"]).await;
    assert_eq!(names.as_array().unwrap().len(), 2, "{names}");
}

#[tokio::test]
async fn exit_codes_distinguish_usage_errors_and_failures() {
    let mut shell = Shell::new();
    for (arguments, why) in [
        (vec!["keys", "create"], "--label"),
        (
            vec!["keys", "create", "--label", "x", "--scopes", "sessions:fly"],
            "sessions:read",
        ),
        (
            vec!["keys", "create", "--label", "x", "--days", "0"],
            "3650",
        ),
        (vec!["tenants", "create", ""], "1 to 60 characters"),
        (vec!["sessions", "show", "no spaces"], "letters, digits"),
    ] {
        shell.run(&arguments).await.refused(2, why);
    }
    for (arguments, why) in [
        (vec!["keys", "disable", "key_none"], "keys list"),
        (
            vec!["keys", "create", "--label", "x", "--tenant", "tnt_none"],
            "tenants list",
        ),
    ] {
        // The first of them initialises the installation and reports it.
        shell.run(&arguments).await.refused(1, why);
    }
    shell.set("LISTEN", "8080");
    shell.run(&["keys", "list"]).await.refused(2, "LISTEN");
}
