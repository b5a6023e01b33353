//! How a page shall look: `locale` and `theme` in its address, and the browser's languages.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri};
use url::form_urlencoded;

use crate::domain::appearance::{Locale, Theme};
use crate::domain::tenant::Tenant;
use crate::domain::widget_session::WidgetSession;
use crate::http::pages::connect::Looks;
use crate::http::pages::languages::{self, Language, Wanted};

/// Values that are not valid are ignored: a page in another language is better than none.
#[derive(Debug, Default)]
pub(in crate::http) struct WantedLooks {
    locale: Option<Locale>,
    theme: Option<Theme>,
    accepted: String,
}

impl WantedLooks {
    fn of(query: &str, accepted: &str) -> Self {
        let mut wanted = WantedLooks {
            accepted: accepted.to_owned(),
            ..WantedLooks::default()
        };
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match name.as_ref() {
                "locale" => wanted.locale = Locale::parse(&value).ok(),
                "theme" => wanted.theme = Theme::parse(&value),
                _ => {}
            }
        }
        wanted
    }

    pub fn of_request(uri: &Uri, headers: &HeaderMap) -> Self {
        let accepted = headers.get(ACCEPT_LANGUAGE);
        let accepted = accepted.and_then(|value| value.to_str().ok());
        WantedLooks::of(
            uri.query().unwrap_or_default(),
            accepted.unwrap_or_default(),
        )
    }

    /// For a page that belongs to no link.
    pub fn language(&self) -> &'static Language {
        self.choose(None, None)
    }

    /// The page's address decides before the link, and both before the browser.
    pub fn of_link(&self, link: &WidgetSession, tenant: &Tenant) -> Looks {
        Looks {
            language: self.choose(link.locale.as_ref(), tenant.brand.locale.as_ref()),
            theme: self.theme.unwrap_or(link.theme),
            query: self.query(),
        }
    }

    fn choose(&self, link: Option<&Locale>, tenant: Option<&Locale>) -> &'static Language {
        languages::choose(Wanted {
            chosen: [self.locale.as_ref(), link].map(|locale| locale.map(Locale::as_str)),
            accepted: &self.accepted,
            default: tenant.map(Locale::as_str),
        })
    }

    /// What a reload asks for again.
    fn query(&self) -> String {
        let locale = self.locale.as_ref().map(|it| ("locale", it.as_str()));
        let theme = self.theme.map(|it| ("theme", it.as_str()));
        let pairs = locale.into_iter().chain(theme);
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(pairs)
            .finish();
        if query.is_empty() {
            return query;
        }
        format!("?{query}")
    }
}

impl<S: Send + Sync> FromRequestParts<S> for WantedLooks {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(WantedLooks::of_request(&parts.uri, &parts.headers))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reload_asks_for_what_the_address_asked_for() {
        for (query, kept) in [
            ("token=a", ""),
            (
                "token=a&locale=pt-BR&theme=dark",
                "?locale=pt-BR&theme=dark",
            ),
            ("theme=light", "?theme=light"),
            ("locale=%22%3E&theme=blue", ""),
        ] {
            assert_eq!(WantedLooks::of(query, "").query(), kept, "{query}");
        }
    }
}
