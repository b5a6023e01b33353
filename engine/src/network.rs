//! Which network the sessions link with, and what follows from it.
//!
//! A build without the `sandbox` feature knows one network and verifies its certificates. Only with
//! the feature can a socket be somewhere else, and only there may time run faster.

use std::sync::Arc;

use async_trait::async_trait;
use wacore::net::{HttpClient, HttpRequest, HttpResponse, StreamingHttpResponse, UploadBody};
use wacore::stats::HttpResourceReport;
use whatsapp_rust::http::UreqHttpClient;

use crate::proxy::{ProxiedHttp, ProxyDialer};
use crate::version::CurrentVersion;

/// A network that speaks WhatsApp's protocol.
#[derive(Debug, Clone, PartialEq)]
pub enum Network {
    /// WhatsApp itself.
    WhatsApp,
    /// The stand-in. Its certificates are not WhatsApp's, so it exists in sandbox builds only.
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
    /// Where the socket is, if not at WhatsApp.
    pub(crate) socket_url: Option<String>,
    pub(crate) speed: f64,
    pub(crate) http: Http,
    pub(crate) version: CurrentVersion,
    /// How many one-time keys are uploaded at once, if not as many as WhatsApp Web does.
    pub(crate) prekeys: Option<usize>,
}

type Version = (u32, u32, u32);

impl Route {
    pub(crate) fn new(network: Network, version: Option<Version>) -> Route {
        match network {
            Network::WhatsApp => Route::to_whatsapp(version),
            #[cfg(feature = "sandbox")]
            Network::Sandbox { socket_url, speed } => Route::aside(socket_url, speed, version),
        }
    }

    fn to_whatsapp(version: Option<Version>) -> Route {
        Route {
            socket_url: None,
            speed: 1.0,
            version: match version {
                Some(version) => CurrentVersion::fixed(version),
                None => CurrentVersion::asked(),
            },
            http: Http::Internet(Arc::new(UreqHttpClient::new())),
            prekeys: None,
        }
    }

    /// How a session fetches what does not come through its socket: with a proxy through that alone.
    pub(crate) fn http(&self, proxy: Option<&Arc<ProxyDialer>>) -> Http {
        match (&self.http, proxy) {
            (Http::Internet(_), Some(proxy)) => Http::Proxied(ProxiedHttp::new(proxy.clone())),
            (http, _) => http.clone(),
        }
    }

    /// To a network that needs nothing from the internet.
    #[cfg(any(test, feature = "sandbox"))]
    pub(crate) fn aside(socket_url: String, speed: f64, version: Option<Version>) -> Route {
        /// Any version will do; this was WhatsApp Web's when the sandbox was written.
        const VERSION: Version = (2, 3000, 1_026_131_876);
        /// Enough for every test, at a fraction of the time that the usual number takes to make.
        const PREKEYS: usize = 30;
        Route {
            socket_url: Some(socket_url),
            speed,
            http: Http::Refused(NoInternet),
            version: CurrentVersion::fixed(version.unwrap_or(VERSION)),
            prekeys: Some(PREKEYS),
        }
    }
}

/// Who fetches what does not come through the socket.
#[derive(Clone)]
pub(crate) enum Http {
    /// From this machine, for every session without a proxy.
    Internet(Arc<dyn HttpClient>),
    /// Through one session's proxy.
    Proxied(ProxiedHttp),
    #[cfg(any(test, feature = "sandbox"))]
    Refused(NoInternet),
}

impl Http {
    fn client(&self) -> &dyn HttpClient {
        match self {
            Http::Internet(client) => client.as_ref(),
            Http::Proxied(client) => client,
            #[cfg(any(test, feature = "sandbox"))]
            Http::Refused(client) => client,
        }
    }
}

#[async_trait]
impl HttpClient for Http {
    async fn execute(&self, request: HttpRequest) -> anyhow::Result<HttpResponse> {
        self.client().execute(request).await
    }

    fn supports_streaming(&self) -> bool {
        self.client().supports_streaming()
    }

    fn execute_streaming(&self, request: HttpRequest) -> anyhow::Result<StreamingHttpResponse> {
        self.client().execute_streaming(request)
    }

    fn supports_upload_streaming(&self) -> bool {
        self.client().supports_upload_streaming()
    }

    fn execute_upload(
        &self,
        request: HttpRequest,
        body: UploadBody,
        content_length: u64,
    ) -> anyhow::Result<HttpResponse> {
        self.client().execute_upload(request, body, content_length)
    }

    fn resource_report(&self) -> Option<HttpResourceReport> {
        self.client().resource_report()
    }
}

/// A network of its own has nothing to fetch, and tests must not reach the internet.
#[cfg(any(test, feature = "sandbox"))]
#[derive(Clone)]
pub(crate) struct NoInternet;

#[cfg(any(test, feature = "sandbox"))]
#[async_trait]
impl HttpClient for NoInternet {
    async fn execute(&self, _request: HttpRequest) -> anyhow::Result<HttpResponse> {
        anyhow::bail!("this network has no internet")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
    async fn a_network_aside_fetches_nothing() {
        let route = Route::aside("ws://127.0.0.1:9".into(), 1.0, None);
        assert!(matches!(route.http, Http::Refused(_)));
        let request = HttpRequest::get("http://127.0.0.1:9/");
        assert!(NoInternet.execute(request).await.is_err());
    }
}
