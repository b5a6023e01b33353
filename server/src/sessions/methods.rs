//! The methods that a link offers: those that its mode includes and this installation can carry out.

use url::{Host, Url};

use crate::domain::mode::Method;
use crate::domain::widget_session::WidgetSession;

/// What this installation can carry out.
#[derive(Debug, Clone, Copy)]
pub struct AvailableMethods {
    /// Meta's window opens only on https pages, and on this machine.
    serves_meta: bool,
    /// The operator has configured a Meta app.
    has_meta_app: bool,
}

/// Every method, the default first.
const METHODS: [Method; 3] = [Method::Qr, Method::Pairing, Method::CloudApi];

impl AvailableMethods {
    pub fn new(public_url: &Url, has_meta_app: bool) -> Self {
        AvailableMethods {
            serves_meta: public_url.scheme() == "https" || is_this_machine(public_url),
            has_meta_app,
        }
    }

    /// Whether links may give a Meta app.
    pub fn serves_meta(&self) -> bool {
        self.serves_meta
    }

    /// Whether links without a Meta app of their own offer the Cloud API.
    pub fn has_cloud_api(&self) -> bool {
        self.serves_meta && self.has_meta_app
    }

    /// The methods of a link, the default first.
    pub fn of(&self, link: &WidgetSession) -> Vec<Method> {
        let offers_cloud = self.serves_meta && (self.has_meta_app || link.meta_app.is_some());
        let available = METHODS
            .into_iter()
            .filter(|method| offers_cloud || *method != Method::CloudApi);
        available
            .filter(|method| link.mode.includes(*method))
            .collect()
    }
}

fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metas_window_opens_on_https_and_on_this_machine() {
        for (url, serves) in [
            ("https://connect.example.com", true),
            ("http://connect.example.com", false),
            ("http://127.0.0.1:8080", true),
            ("http://localhost:8080", true),
            ("http://[::1]:8080", true),
            ("http://localhost.example.com", false),
        ] {
            let methods = AvailableMethods::new(&Url::parse(url).unwrap(), true);
            assert_eq!(methods.has_cloud_api(), serves, "{url}");
        }
    }
}
