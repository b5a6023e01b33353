//! What `dev` prints when it is ready: a name, spaces, a value.

use anyhow::{Context, Result};

/// The addresses of the service and its playground, and their credentials.
#[derive(Clone, Debug, Default)]
pub struct StartupInfo {
    pub service_url: String,
    pub playground_url: String,
    pub phone_url: String,
    pub api_key: String,
    pub redirect_secret: String,
    /// Empty without `METRICS_LISTEN`.
    pub metrics_url: String,
}

impl StartupInfo {
    pub(super) fn read_line(&mut self, line: &str) {
        let fields = [
            ("service", &mut self.service_url),
            ("playground", &mut self.playground_url),
            ("phone", &mut self.phone_url),
            ("api key", &mut self.api_key),
            ("redirect signing secret", &mut self.redirect_secret),
            ("metrics", &mut self.metrics_url),
        ];
        for (name, field) in fields {
            if let Some(value) = line.strip_prefix(name).filter(|rest| rest.starts_with(' ')) {
                *field = value.trim().to_owned();
            }
        }
    }
}

pub(super) fn address_of(url: &str) -> Result<String> {
    let url = url::Url::parse(url).with_context(|| format!("`{url}` is not an address"))?;
    Ok(format!(
        "127.0.0.1:{}",
        url.port().context("the address has no port")?
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_dev_prints_and_ignores_the_rest() {
        let mut startup = StartupInfo::default();
        for line in [
            "service     http://127.0.0.1:4100",
            "playground  http://localhost:4101",
            "phone       http://127.0.0.1:4100/sandbox/",
            "api key     titan_abc",
            "redirect signing secret  whsec",
            "servicestation  http://127.0.0.1:1",
            "",
        ] {
            startup.read_line(line);
        }
        assert_eq!(startup.service_url, "http://127.0.0.1:4100");
        assert_eq!(startup.playground_url, "http://localhost:4101");
        assert_eq!(startup.phone_url, "http://127.0.0.1:4100/sandbox/");
        assert_eq!(
            (startup.api_key.as_str(), startup.redirect_secret.as_str()),
            ("titan_abc", "whsec")
        );
        assert_eq!(
            address_of(&startup.playground_url).unwrap(),
            "127.0.0.1:4101"
        );
    }
}
