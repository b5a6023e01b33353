//! How a session sends the HTTP requests that do not go through its socket: the look-up of the current version, and
//! blobs on WhatsApp's web servers.

use std::sync::Arc;

use async_trait::async_trait;
use wacore::net::{HttpClient, HttpRequest, HttpResponse, StreamingHttpResponse, UploadBody};
use wacore::stats::HttpResourceReport;

use crate::proxy::ProxiedHttp;

/// The HTTP client of one session.
#[derive(Clone)]
pub(crate) enum HttpRoute {
    /// From this machine, for every session without a proxy.
    Direct(Arc<dyn HttpClient>),
    /// Through the session's proxy.
    Proxied(ProxiedHttp),
    /// To nowhere: every request fails.
    #[cfg(any(test, feature = "sandbox"))]
    Unavailable(NoInternet),
}

impl HttpRoute {
    pub(crate) fn is_proxied(&self) -> bool {
        matches!(self, HttpRoute::Proxied(_))
    }

    fn client(&self) -> &dyn HttpClient {
        match self {
            HttpRoute::Direct(client) => client.as_ref(),
            HttpRoute::Proxied(client) => client,
            #[cfg(any(test, feature = "sandbox"))]
            HttpRoute::Unavailable(client) => client,
        }
    }
}

#[async_trait]
impl HttpClient for HttpRoute {
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

/// The HTTP client of the sandbox, which has nothing to fetch. Tests must not reach the internet.
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
