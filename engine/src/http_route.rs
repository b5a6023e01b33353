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
    /// To the sandbox, also through a session's proxy.
    #[cfg(any(test, feature = "sandbox"))]
    Sandbox(SandboxHttp),
}

impl HttpRoute {
    pub(crate) fn is_proxied(&self) -> bool {
        match self {
            HttpRoute::Direct(_) => false,
            HttpRoute::Proxied(_) => true,
            #[cfg(any(test, feature = "sandbox"))]
            HttpRoute::Sandbox(client) => client.is_proxied,
        }
    }

    fn client(&self) -> &dyn HttpClient {
        match self {
            HttpRoute::Direct(client) => client.as_ref(),
            HttpRoute::Proxied(client) => client,
            #[cfg(any(test, feature = "sandbox"))]
            HttpRoute::Sandbox(client) => client,
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

/// The HTTP client of the sandbox: it reads the script that names the current version, from the sandbox instead of
/// WhatsApp. There is nothing else to fetch, and tests must not reach the internet.
#[cfg(any(test, feature = "sandbox"))]
#[derive(Clone)]
pub(crate) struct SandboxHttp {
    client: Arc<dyn HttpClient>,
    script: String,
    is_proxied: bool,
}

#[cfg(any(test, feature = "sandbox"))]
impl SandboxHttp {
    /// For the sandbox whose socket has this address.
    pub(crate) fn new(client: Arc<dyn HttpClient>, socket_url: &str) -> SandboxHttp {
        let address = socket_url.strip_prefix("ws://").unwrap_or(socket_url);
        let host = address.split('/').next().unwrap_or_default();
        SandboxHttp {
            client,
            script: format!("http://{host}/sandbox/sw.js"),
            is_proxied: false,
        }
    }

    /// The same through a session's proxy.
    pub(crate) fn through(&self, proxied: ProxiedHttp) -> SandboxHttp {
        SandboxHttp {
            client: Arc::new(proxied),
            script: self.script.clone(),
            is_proxied: true,
        }
    }
}

#[cfg(any(test, feature = "sandbox"))]
#[async_trait]
impl HttpClient for SandboxHttp {
    async fn execute(&self, mut request: HttpRequest) -> anyhow::Result<HttpResponse> {
        anyhow::ensure!(
            request.url.ends_with("/sw.js"),
            "this network has no internet"
        );
        request.url = self.script.clone();
        self.client.execute(request).await
    }
}
