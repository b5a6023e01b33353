//! Which network the sessions link with, and how a client reaches it.
//!
//! A build without the `sandbox` feature has one network and verifies its certificates. Only with the feature can the
//! socket be at another address, and only there may time run faster.

use std::sync::Arc;

use whatsapp_rust::http::UreqHttpClient;

use crate::Version;
use crate::http_route::HttpRoute;
#[cfg(any(test, feature = "sandbox"))]
use crate::http_route::SandboxHttp;
use crate::proxy::{ProxiedHttp, ProxyDialer};
use crate::version::Versions;

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

impl Network {
    /// The oldest version that the network is known to accept. WhatsApp's changes all the time.
    pub(crate) fn oldest_version(&self) -> Option<Version> {
        match self {
            Network::WhatsApp => None,
            #[cfg(feature = "sandbox")]
            Network::Sandbox { .. } => Some((2, 3000, 1_026_131_876)),
        }
    }
}

/// How a client reaches its network.
pub(crate) struct Route {
    /// The address of the socket, if it is not WhatsApp's.
    pub(crate) socket_url: Option<String>,
    pub(crate) speed: f64,
    pub(crate) http: HttpRoute,
    pub(crate) versions: Versions,
    /// How many one-time keys are uploaded at once, if not as many as WhatsApp Web uploads.
    pub(crate) prekeys: Option<usize>,
}

impl Route {
    pub(crate) fn new(network: Network, versions: Versions) -> Route {
        match network {
            Network::WhatsApp => Route::to_whatsapp(versions),
            #[cfg(feature = "sandbox")]
            Network::Sandbox { socket_url, speed } => {
                Route::to_sandbox(socket_url, speed, versions)
            }
        }
    }

    fn to_whatsapp(versions: Versions) -> Route {
        Route {
            socket_url: None,
            speed: 1.0,
            versions,
            http: Route::http_of(&Network::WhatsApp),
            prekeys: None,
        }
    }

    /// How requests without a proxy reach the network.
    pub(crate) fn http_of(network: &Network) -> HttpRoute {
        let client = Arc::new(UreqHttpClient::new());
        match network {
            Network::WhatsApp => HttpRoute::Direct(client),
            #[cfg(feature = "sandbox")]
            Network::Sandbox { socket_url, .. } => {
                HttpRoute::Sandbox(SandboxHttp::new(client, socket_url))
            }
        }
    }

    /// How one session sends its HTTP requests: with a proxy, through the proxy only.
    pub(crate) fn http(&self, proxy: Option<&Arc<ProxyDialer>>) -> HttpRoute {
        let Some(proxy) = proxy else {
            return self.http.clone();
        };
        let proxied = ProxiedHttp::new(proxy.clone());
        match &self.http {
            #[cfg(any(test, feature = "sandbox"))]
            HttpRoute::Sandbox(sandbox) => HttpRoute::Sandbox(sandbox.through(proxied)),
            HttpRoute::Direct(_) | HttpRoute::Proxied(_) => HttpRoute::Proxied(proxied),
        }
    }

    /// To a network that needs nothing from the internet.
    #[cfg(any(test, feature = "sandbox"))]
    pub(crate) fn to_sandbox(socket_url: String, speed: f64, versions: Versions) -> Route {
        /// Enough for every test, and generated in a fraction of the time that the usual number takes.
        const PREKEYS: usize = 30;
        let client = Arc::new(UreqHttpClient::new());
        Route {
            speed,
            http: HttpRoute::Sandbox(SandboxHttp::new(client, &socket_url)),
            socket_url: Some(socket_url),
            versions,
            prekeys: Some(PREKEYS),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memory::MemoryVersion;
    use wacore::net::{HttpClient, HttpRequest};

    fn versions() -> Versions {
        Versions::new(None, Arc::new(MemoryVersion::default()))
    }

    /// Does not compile when a build without the feature can name another network.
    #[cfg(not(feature = "sandbox"))]
    #[test]
    fn without_the_feature_whatsapp_is_the_only_network() {
        let Network::WhatsApp = Network::WhatsApp;
        let route = Route::new(Network::WhatsApp, versions());
        assert_eq!(route.socket_url, None);
        assert_eq!(route.speed, 1.0);
    }

    #[tokio::test]
    async fn a_sandbox_route_sends_no_http_requests_elsewhere() {
        let route = Route::to_sandbox("ws://127.0.0.1:9/sandbox/ws/chat".into(), 1.0, versions());
        assert!(matches!(route.http, HttpRoute::Sandbox(_)));
        for url in ["http://127.0.0.1:9/", "https://web.whatsapp.com/"] {
            let error = route.http.execute(HttpRequest::get(url)).await;
            let error = error.err().map(|error| error.to_string());
            assert_eq!(error.as_deref(), Some("this network has no internet"));
        }
    }
}
