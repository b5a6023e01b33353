//! Those who fetch the widget's page: a person's browser, one that says nothing of itself, a preview robot; and
//! the calls that the page's script makes.

use reqwest::Method;

use super::client::{Answer, finish};
use super::service::TestService;

/// What a browser says of a navigation of its window, and of a frame.
const IN_WINDOW: &[(&str, &str)] = &[("sec-fetch-dest", "document")];
pub const IN_FRAME: &[(&str, &str)] = &[("sec-fetch-dest", "iframe")];

impl TestService {
    /// A link's page, as a person's browser gets it.
    pub async fn open(&self, token: &str) -> Answer {
        self.fetch_link(Method::GET, token, IN_WINDOW).await
    }

    /// A link's page, as something else gets it.
    pub async fn fetch_link(
        &self,
        method: Method,
        token: &str,
        headers: &[(&str, &str)],
    ) -> Answer {
        let url = format!("{}/widget/connect?token={token}", self.url);
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
