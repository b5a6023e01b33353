//! What `dev` prints when it is ready: a name, spaces, a value.

use anyhow::{Context, Result};

/// Where the service and its playground are, and what opens them.
#[derive(Clone, Debug, Default)]
pub struct Announced {
    pub service: String,
    pub playground: String,
    pub phone: String,
    pub api_key: String,
    pub webhook_secret: String,
}

impl Announced {
    pub(super) fn take(&mut self, line: &str) {
        let fields = [
            ("service", &mut self.service),
            ("playground", &mut self.playground),
            ("phone", &mut self.phone),
            ("api key", &mut self.api_key),
            ("webhook secret", &mut self.webhook_secret),
        ];
        for (name, field) in fields {
            if let Some(value) = line.strip_prefix(name).filter(|rest| rest.starts_with(' ')) {
                *field = value.trim().to_owned();
            }
        }
    }
}

pub(super) fn address_of(url: &str) -> Result<String> {
    let url = url::Url::parse(url).with_context(|| format!("`{url}` is no address"))?;
    Ok(format!(
        "127.0.0.1:{}",
        url.port().context("the service announced no port")?
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_dev_prints_and_ignores_the_rest() {
        let mut announced = Announced::default();
        for line in [
            "service     http://127.0.0.1:4100",
            "playground  http://localhost:4101",
            "phone       http://127.0.0.1:4100/sandbox/",
            "api key     titan_abc",
            "webhook secret  whsec",
            "servicestation  http://127.0.0.1:1",
            "",
        ] {
            announced.take(line);
        }
        assert_eq!(announced.service, "http://127.0.0.1:4100");
        assert_eq!(announced.playground, "http://localhost:4101");
        assert_eq!(announced.phone, "http://127.0.0.1:4100/sandbox/");
        assert_eq!(
            (
                announced.api_key.as_str(),
                announced.webhook_secret.as_str()
            ),
            ("titan_abc", "whsec")
        );
        assert_eq!(address_of(&announced.playground).unwrap(), "127.0.0.1:4101");
    }
}
