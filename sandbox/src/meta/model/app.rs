//! A Meta app: the credentials of the service at Meta, and what its settings allow.

use serde::{Deserialize, Serialize};

/// What a business token may do, unless the app is configured otherwise.
const PERMISSIONS: [&str; 2] = [
    "whatsapp_business_management",
    "whatsapp_business_messaging",
];

/// An app of the sandbox's Meta. Fields that are not given have the value that most apps have.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MetaApp {
    /// The app's id, digits.
    pub app_id: String,
    /// The key of webhook signatures and of `appsecret_proof`.
    pub app_secret: String,
    /// The configuration of Facebook Login for Business.
    pub config_id: String,
    /// Where the app's webhooks go.
    #[serde(default)]
    pub webhook_url: Option<String>,
    /// Sent to the webhook address when it is verified.
    #[serde(default)]
    pub verify_token: Option<String>,
    /// Calls without `appsecret_proof` are rejected.
    #[serde(default)]
    pub require_proof: bool,
    /// The hosts whose pages may open the dialog. Empty: this machine's, and every host below `.test`.
    #[serde(default)]
    pub domains: Vec<String>,
    /// The days until a token expires. Without it, tokens do not expire.
    #[serde(default)]
    pub token_days: Option<u64>,
    /// The scopes of a token.
    #[serde(default = "permissions")]
    pub permissions: Vec<String>,
    /// Whether `debug_token` names the WABAs of each scope.
    #[serde(default = "yes")]
    pub target_ids: bool,
}

fn permissions() -> Vec<String> {
    PERMISSIONS.map(str::to_owned).to_vec()
}

fn yes() -> bool {
    true
}

impl MetaApp {
    /// An app without a webhook address.
    pub fn new(app_id: &str, app_secret: &str, config_id: &str) -> MetaApp {
        MetaApp {
            app_id: app_id.to_owned(),
            app_secret: app_secret.to_owned(),
            config_id: config_id.to_owned(),
            webhook_url: None,
            verify_token: None,
            require_proof: false,
            domains: Vec::new(),
            token_days: None,
            permissions: permissions(),
            target_ids: true,
        }
    }

    /// The business that owns the app. Webhooks about partners name it.
    pub(crate) fn partner_id(&self) -> String {
        format!("9{}", self.app_id)
    }

    /// Whether pages of this host may open the dialog.
    pub(crate) fn allows_host(&self, host: &str) -> bool {
        if self.domains.is_empty() {
            return is_local(host);
        }
        self.domains.iter().any(|domain| domain == host)
    }
}

fn is_local(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    let is_loopback = address
        .parse::<std::net::IpAddr>()
        .is_ok_and(|address| address.is_loopback());
    let has_suffix = |suffix: &str| host.ends_with(suffix);
    is_loopback || host == "localhost" || has_suffix(".localhost") || has_suffix(".test")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hosts_of_the_list_may_open_the_dialog() {
        let mut app = MetaApp::new("1", "secret", "2");
        let table = [
            ("localhost", true),
            ("127.0.0.1", true),
            ("[::1]", true),
            ("widget.test", true),
            ("shop.example", false),
            ("test.example", false),
            ("192.168.1.2", false),
        ];
        for (host, expected) in table {
            assert_eq!(app.allows_host(host), expected, "{host}");
        }
        app.domains = vec!["shop.example".to_owned()];
        assert!(app.allows_host("shop.example"));
        assert!(!app.allows_host("localhost"));
        assert!(!app.allows_host("evil-shop.example"));
    }
}
