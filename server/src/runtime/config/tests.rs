//! Which values the variables take.

use super::*;

fn read(pairs: &[(&str, &str)]) -> Result<Config, ConfigError> {
    Config::read(|name| {
        pairs
            .iter()
            .find(|pair| pair.0 == name)
            .map(|pair| pair.1.to_owned())
    })
}

#[test]
fn every_variable_has_a_default() {
    let config = read(&[]).unwrap();
    assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.data_dir, PathBuf::from("data"));
    assert!(config.database_url.is_none());
    assert!(!config.require_allowed_origins);
    assert!(read(&[(LISTEN, ""), (PUBLIC_URL, " ")]).is_ok());
}

#[test]
fn all_invalid_variables_are_reported_without_secret_values() {
    let faults = read(&[
        (LISTEN, "8080"),
        (PUBLIC_URL, "connect.example.com/x"),
        (DATABASE_URL, "mysql://user:hunter2@db/x"),
        (MASTER_KEY, "hunter2"),
        (WIDGET_TOKEN_KEYS, "hunter2,"),
        (WHATSAPP_MIN_VERSION, "2.3000"),
        (PROXY_ALLOW, "10.0.0.1"),
        (REQUIRE_ALLOWED_ORIGINS, "true"),
    ])
    .unwrap_err()
    .to_string();
    for name in [
        LISTEN,
        PUBLIC_URL,
        DATABASE_URL,
        MASTER_KEY,
        WIDGET_TOKEN_KEYS,
        WHATSAPP_MIN_VERSION,
        PROXY_ALLOW,
        REQUIRE_ALLOWED_ORIGINS,
    ] {
        assert!(faults.contains(name), "{name} is missing in:\n{faults}");
    }
    assert!(!faults.contains("hunter2"), "{faults}");
    assert!(
        faults.contains("an address and port such as 127.0.0.1:8080"),
        "{faults}"
    );
}

#[test]
fn origins_are_required_where_the_operator_says_so() {
    for (text, expected) in [("yes", true), ("no", false), ("", false)] {
        let config = read(&[(REQUIRE_ALLOWED_ORIGINS, text)]).unwrap();
        assert_eq!(config.require_allowed_origins, expected, "{text:?}");
    }
}

#[test]
fn quotas_have_defaults_and_a_range() {
    let defaults = read(&[]).unwrap().quotas;
    assert_eq!(
        (defaults.sessions, defaults.open_links, defaults.webhooks),
        (10_000, 1000, 50)
    );
    let set = read(&[(QUOTA_SESSIONS, "1"), (QUOTA_WEBHOOKS, "1000000")]).unwrap();
    assert_eq!((set.quotas.sessions, set.quotas.webhooks), (1, 1_000_000));
    for value in ["0", "-1", "1000001", "many"] {
        let faults = read(&[(QUOTA_OPEN_LINKS, value)]).unwrap_err().to_string();
        let expected = "open links of a tenant, from 1 to 1000000";
        assert!(
            faults.contains(QUOTA_OPEN_LINKS) && faults.contains(expected),
            "{faults}"
        );
    }
}

#[test]
fn links_are_kept_for_hours() {
    for (text, hours) in [("", Some(72)), ("1", Some(1)), ("8760", Some(8760))] {
        let config = read(&[(LINK_RETENTION_HOURS, text)]).unwrap();
        assert_eq!(
            Some(config.operating.link_retention.as_secs() / 3600),
            hours
        );
    }
    for text in ["0", "8761", "-1", "3 days"] {
        let fault = read(&[(LINK_RETENTION_HOURS, text)]).unwrap_err();
        assert!(
            fault.to_string().contains("hours from 1 to 8760"),
            "{fault}"
        );
    }
}

#[test]
fn the_earlier_name_of_the_minimum_version_is_read() {
    let minimum = |set: &[(&str, &str)]| read(set).unwrap().minimum_whatsapp_version;
    let version = |revision| Some(WebVersion(2, 3000, revision));
    assert_eq!(minimum(&[]), None);
    assert_eq!(minimum(&[(WHATSAPP_VERSION, "2.3000.7")]), version(7));
    let both = [
        (WHATSAPP_VERSION, "2.3000.7"),
        (WHATSAPP_MIN_VERSION, "2.3000.8"),
    ];
    assert_eq!(minimum(&both), version(8));
}
