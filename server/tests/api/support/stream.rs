//! The widget's live stream, read event by event.

use reqwest::Response;
use serde_json::Value;
use tokio::time::{Duration, timeout};

use super::service::TestService;

pub struct Live {
    response: Response,
    unread: String,
}

impl TestService {
    pub async fn live(&self, token: &str) -> Live {
        let response = reqwest::Client::new()
            .get(format!("{}/widget/live", self.url))
            .bearer_auth(token)
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Live {
            response,
            unread: String::new(),
        }
    }
}

impl Live {
    /// The next event's name and data; `None` when the stream has ended.
    pub async fn next(&mut self) -> Option<(String, Value)> {
        loop {
            if let Some((event, rest)) = self.unread.split_once("\n\n") {
                let event = event.to_owned();
                self.unread = rest.to_owned();
                let field = |name: &str| {
                    event
                        .lines()
                        .find_map(|line| line.strip_prefix(name))
                        .unwrap_or_default()
                        .trim()
                        .to_owned()
                };
                if event.starts_with(':') {
                    continue;
                }
                return Some((
                    field("event:"),
                    serde_json::from_str(&field("data:")).unwrap(),
                ));
            }
            let chunk = timeout(Duration::from_secs(20), self.response.chunk())
                .await
                .expect("an event in time")
                .unwrap()?;
            self.unread.push_str(core::str::from_utf8(&chunk).unwrap());
        }
    }

    /// Reads until the view has this `step` and returns the view.
    pub async fn until(&mut self, step: &str) -> Value {
        self.until_view(|view| view["step"] == step).await
    }

    /// Reads until a view matches and returns it.
    pub async fn until_view(&mut self, is: impl Fn(&Value) -> bool) -> Value {
        loop {
            let (name, data) = self.next().await.expect("the stream goes on until then");
            let view = if name == "boot" {
                data["view"].clone()
            } else {
                data
            };
            if is(&view) {
                return view;
            }
        }
    }
}
