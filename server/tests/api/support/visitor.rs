//! Clients of the widget's page: a browser, a browser without `Sec-Fetch` headers, a preview robot; and the calls of
//! the page's script.

use reqwest::Method;

use super::client::{Answer, finish};
use super::service::TestService;

/// The headers of a browser's navigation, of a window and of a frame.
const IN_WINDOW: &[(&str, &str)] = &[("sec-fetch-dest", "document")];
pub const IN_FRAME: &[(&str, &str)] = &[("sec-fetch-dest", "iframe")];

impl TestService {
    /// A link's page, requested by a browser.
    pub async fn open(&self, token: &str) -> Answer {
        self.fetch_link(Method::GET, token, IN_WINDOW).await
    }

    /// A link's page, requested by another client.
    pub async fn fetch_link(
        &self,
        method: Method,
        token: &str,
        headers: &[(&str, &str)],
    ) -> Answer {
        let url = format!("{}/widget/connect?token={token}", self.url);
        self.fetch(method, &url, headers).await
    }

    /// Any address, with these headers.
    pub async fn fetch(&self, method: Method, url: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = reqwest::Client::new().request(method, url);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        finish(request).await
    }

    /// `POST /widget/{what}`, as the page's script calls it.
    pub async fn widget_call(&self, what: &str, token: &str) -> Answer {
        let request = reqwest::Client::new().post(format!("{}/widget/{what}", self.url));
        finish(request.bearer_auth(token)).await
    }
}
