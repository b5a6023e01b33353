//! Which network the sessions link with, and how a client reaches it.
//!
//! A build without the `sandbox` feature has one network and verifies its certificates. Only with the feature can the
//! socket be at another address, and only there may time run faster.

use std::sync::Arc;

use whatsapp_rust::http::UreqHttpClient;

use crate::http_route::HttpRoute;
#[cfg(any(test, feature = "sandbox"))]
use crate::http_route::NoInternet;
use crate::proxy::{ProxiedHttp, ProxyDialer};
use crate::version::{CurrentVersion, Version};

/// A network that speaks WhatsApp's protocol.
#[derive(Debug, Clone, PartialEq)]
pub enum Network {
    /// WhatsApp itself.
    WhatsApp,
    /// The stand-in for WhatsApp. Its certificates are not WhatsApp's, so it exists in sandbox builds only.
    #[cfg(feature = "sandbox")]
    Sandbox {
        /// The `ws://…` address of its socket.
        socket_url: String,
        /// How many times faster than real time codes expire.
        speed: f64,
    },
}

/// How a client reaches its network.
pub(crate) struct Route {
    /// The address of the socket, if it is not WhatsApp's.
    pub(crate) socket_url: Option<String>,
    pub(crate) speed: f64,
    pub(crate) http: HttpRoute,
    pub(crate) version: CurrentVersion,
    /// How many one-time keys are uploaded at once, if not as many as WhatsApp Web uploads.
    pub(crate) prekeys: Option<usize>,
}

impl Route {
    pub(crate) fn new(network: Network, version: Option<Version>) -> Route {
        match network {
            Network::WhatsApp => Route::to_whatsapp(version),
            #[cfg(feature = "sandbox")]
            Network::Sandbox { socket_url, speed } => Route::to_sandbox(socket_url, speed, version),
        }
    }

    fn to_whatsapp(version: Option<Version>) -> Route {
        Route {
            socket_url: None,
            speed: 1.0,
            version: version.map_or_else(CurrentVersion::latest, CurrentVersion::Fixed),
            http: HttpRoute::Direct(Arc::new(UreqHttpClient::new())),
            prekeys: None,
        }
    }

    /// How one session sends its HTTP requests: with a proxy, through the proxy only.
    pub(crate) fn http(&self, proxy: Option<&Arc<ProxyDialer>>) -> HttpRoute {
        match (&self.http, proxy) {
            (HttpRoute::Direct(_), Some(proxy)) => {
                HttpRoute::Proxied(ProxiedHttp::new(proxy.clone()))
            }
            (http, _) => http.clone(),
        }
    }

    /// To a network that needs nothing from the internet.
    #[cfg(any(test, feature = "sandbox"))]
    pub(crate) fn to_sandbox(socket_url: String, speed: f64, version: Option<Version>) -> Route {
        /// The sandbox accepts any version; this was WhatsApp Web's when the sandbox was written.
        const VERSION: Version = (2, 3000, 1_026_131_876);
        /// Enough for every test, and generated in a fraction of the time that the usual number takes.
        const PREKEYS: usize = 30;
        Route {
            socket_url: Some(socket_url),
            speed,
            http: HttpRoute::Unavailable(NoInternet),
            version: CurrentVersion::Fixed(version.unwrap_or(VERSION)),
            prekeys: Some(PREKEYS),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wacore::net::{HttpClient, HttpRequest};

    /// Does not compile when a build without the feature can name another network.
    #[cfg(not(feature = "sandbox"))]
    #[test]
    fn without_the_feature_whatsapp_is_the_only_network() {
        let Network::WhatsApp = Network::WhatsApp;
        let route = Route::new(Network::WhatsApp, None);
        assert_eq!(route.socket_url, None);
        assert_eq!(route.speed, 1.0);
    }

    #[tokio::test]
    async fn a_sandbox_route_sends_no_http_requests() {
        let route = Route::to_sandbox("ws://127.0.0.1:9".into(), 1.0, None);
        assert!(matches!(route.http, HttpRoute::Unavailable(_)));
        let request = HttpRequest::get("http://127.0.0.1:9/");
        assert!(route.http.execute(request).await.is_err());
    }
}
