//! Checks which version of WhatsApp's web client the service claims, and whether WhatsApp's current one can be read.

use engine::published_version;

use super::{Context, Finding, whatsapp};
use crate::app::data_folder::database_url;
use crate::app::secrets;
use crate::domain::web_version::WebVersion;
use crate::runtime::config::WHATSAPP_MIN_VERSION;
use crate::store::{Migrations, PublishedVersion, SealKey, Sealer, Store};

const NAME: &str = "whatsapp-version";

const NEXT: &str = "let this machine read https://web.whatsapp.com/sw.js; until then new numbers may not link, without \
                    any error, once WhatsApp moves on. As a way round, set WHATSAPP_MIN_VERSION to the version that a \
                    browser's WhatsApp Web shows under Settings, Help";

pub(super) async fn check(context: &Context, lookup: impl Fn(&str) -> Option<String>) -> Finding {
    let Some(network) = whatsapp::network(lookup) else {
        return Finding::skipped(NAME, whatsapp::OWN_NETWORK);
    };
    let known = stored(context).await;
    let minimum = context.config.minimum_whatsapp_version;
    match published_version(&network).await {
        Ok(published) => {
            let published = WebVersion::from(published);
            let says = claim(known.as_ref(), minimum)
                .unwrap_or_else(|| "no session has needed one yet".to_owned());
            Finding::ok(NAME, format!("{says}; WhatsApp publishes {published}"))
        }
        Err(why) => match claim(known.as_ref(), minimum) {
            Some(says) => {
                Finding::warning(NAME, format!("{says}; it cannot be refreshed: {why}"), NEXT)
            }
            None => Finding::fault(
                NAME,
                format!("no version is known, so no number can be linked: {why}"),
                NEXT,
            ),
        },
    }
}

fn claim(known: Option<&PublishedVersion>, minimum: Option<WebVersion>) -> Option<String> {
    match (known, minimum) {
        (known, Some(minimum)) if known.is_none_or(|known| known.version < minimum) => {
            Some(format!("claims {minimum}, from {WHATSAPP_MIN_VERSION}"))
        }
        (Some(known), _) => {
            let PublishedVersion {
                version,
                since,
                checked_at,
            } = known;
            Some(format!(
                "claims {version} since {since}, last confirmed {checked_at}"
            ))
        }
        (None, _) => None,
    }
}

/// The version in the database; `None` also for a database that cannot be read, which other checks report.
async fn stored(context: &Context) -> Option<PublishedVersion> {
    let config = &context.config;
    let found = secrets::find(&config.data_dir, &config.secrets).ok()?;
    // The version is not sealed, so a random key is used if there is none.
    let sealer = found.map_or_else(
        || Sealer::new(SealKey::new(&[0; 32]), vec![]),
        |secrets| secrets.sealer,
    );
    let store = Store::open_existing(&database_url(config), sealer).await;
    let store = store.ok()??;
    let version = match store.migrations().await {
        Ok(Migrations::Current) => store.published_version().await.ok().flatten(),
        _ => None,
    };
    store.close().await;
    version
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::Timestamp;

    #[test]
    fn the_claim_is_the_higher_of_the_stored_version_and_the_minimum() {
        let known = PublishedVersion {
            version: WebVersion(2, 3000, 7),
            since: Timestamp::from_millis(0),
            checked_at: Timestamp::from_millis(1000),
        };
        let stored = "claims 2.3000.7 since 1970-01-01T00:00:00.000Z, last confirmed \
                      1970-01-01T00:00:01.000Z";
        let higher = "claims 2.3000.8, from WHATSAPP_MIN_VERSION";
        for (known, minimum, says) in [
            (Some(&known), None, Some(stored)),
            (Some(&known), Some(WebVersion(2, 3000, 6)), Some(stored)),
            (Some(&known), Some(WebVersion(2, 3000, 8)), Some(higher)),
            (None, Some(WebVersion(2, 3000, 8)), Some(higher)),
            (None, None, None),
        ] {
            assert_eq!(claim(known, minimum).as_deref(), says);
        }
    }
}
