//! Which language a page gets, and its sentences as the widget loads them.

use std::sync::{Arc, LazyLock};

use fluent_langneg::{LanguageIdentifier, NegotiationStrategy, negotiate_languages};
use protocol::languages;
use protocol::words::Words;

use super::assets::{self, Asset};

/// A language and what is sent of it.
pub struct Language {
    identifier: LanguageIdentifier,
    pub texts: &'static languages::Language,
    /// The address of the asset.
    pub url: String,
    /// The words as JSON, for the widget.
    asset: Arc<Asset>,
}

static LANGUAGES: LazyLock<Vec<Language>> =
    LazyLock::new(|| languages::all().iter().map(Language::of).collect());

impl Language {
    fn of(texts: &'static languages::Language) -> Self {
        let json = serde_json::to_vec(&texts.words.lists()).expect("lists of texts are JSON");
        let asset = Asset::new("application/json", json);
        let identifier = texts.tag.parse();
        Language {
            identifier: identifier.expect("the languages are named by their tags"),
            texts,
            url: assets::address(&asset, &format!("words.{}.json", texts.tag)),
            asset: Arc::new(asset),
        }
    }

    pub fn words(&self) -> &'static Words {
        &self.texts.words
    }
}

/// What decides the language of a page, the most important first.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted<'a> {
    /// Those that the page's address and its link name.
    pub chosen: [Option<&'a str>; 2],
    /// The browser's `Accept-Language`.
    pub accepted: &'a str,
    /// The tenant's default.
    pub default: Option<&'a str>,
}

/// The first wanted language that exists; a related one counts, such as `pt-BR` for `pt-PT`.
pub fn choose(wanted: Wanted<'_>) -> &'static Language {
    let parsed = |tag: Option<&str>| tag.and_then(|tag| tag.parse().ok());
    let mut requested: Vec<LanguageIdentifier> = Vec::new();
    requested.extend(wanted.chosen.into_iter().filter_map(parsed));
    requested.extend(fluent_langneg::parse_accepted_languages(wanted.accepted));
    requested.extend(parsed(wanted.default));
    let available = LANGUAGES.iter().map(|one| &one.identifier);
    let available: Vec<&LanguageIdentifier> = available.collect();
    let chosen = negotiate_languages(&requested, &available, None, NegotiationStrategy::Lookup);
    let place = chosen
        .first()
        .and_then(|chosen| available.iter().position(|one| one == *chosen));
    &LANGUAGES[place.unwrap_or_default()]
}

/// The words of a language at this address.
pub fn asset(address: &str) -> Option<&'static Arc<Asset>> {
    let language = LANGUAGES.iter().find(|one| one.url == address);
    language.map(|language| &language.asset)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(wanted: Wanted<'_>) -> &'static str {
        choose(wanted).texts.tag
    }

    #[test]
    fn the_first_wanted_language_that_exists_is_chosen() {
        for (accepted, tag) in [
            ("", "en"),
            ("pt-BR,pt;q=0.9,en;q=0.8", "pt-BR"),
            ("pt-PT,en;q=0.5", "pt-BR"),
            ("es-MX", "es"),
            ("zh-CN", "zh-CN"),
            ("zh-Hans-SG", "zh-CN"),
            ("de-AT,fr", "de"),
            ("sv-SE,fr;q=0.5", "fr"),
            ("tlh,*;q=0.1", "en"),
            ("en-GB,de", "en"),
            ("not a header \u{0}", "en"),
        ] {
            let wanted = Wanted {
                accepted,
                ..Wanted::default()
            };
            assert_eq!(chosen(wanted), tag, "{accepted}");
        }
    }

    #[test]
    fn the_address_decides_before_the_link_the_browser_and_the_tenant() {
        let wanted = Wanted {
            chosen: [Some("ja"), Some("de")],
            accepted: "fr",
            default: Some("it"),
        };
        assert_eq!(chosen(wanted), "ja");
        for (chosen_tags, accepted, tag) in [
            ([None, Some("de")], "fr", "de"),
            ([Some("tlh"), Some("de")], "fr", "de"),
            ([None, None], "fr", "fr"),
            ([None, None], "sv", "it"),
        ] {
            let wanted = Wanted {
                chosen: chosen_tags,
                accepted,
                ..wanted
            };
            assert_eq!(chosen(wanted), tag, "{chosen_tags:?} {accepted}");
        }
    }

    #[test]
    fn each_language_has_an_address_of_its_own() {
        let mut addresses: Vec<&str> = LANGUAGES.iter().map(|one| one.url.as_str()).collect();
        assert!(addresses.iter().all(|address| asset(address).is_some()));
        addresses.sort_unstable();
        addresses.dedup();
        assert_eq!(addresses.len(), LANGUAGES.len());
        assert!(asset("/widget/assets/0/words.en.json").is_none());
    }
}
