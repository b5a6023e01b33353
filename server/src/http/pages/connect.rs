//! The connect page: the code is in its first HTML, so it can be scanned before any script runs.

use std::collections::BTreeMap;

use askama::Template;
use protocol::view::{Boot, Meta, Step};
use protocol::words::{TEXTS, Words, fill, parts};
use serde::Serialize;

use super::assets::{ASSETS, CSS};
use super::languages::Language;
use super::{brand, csp};
use crate::domain::appearance::Theme;
use crate::domain::brand::{Brand, LogoUrl};
use crate::domain::mode::Method;
use crate::domain::origin::{Framing, Origin};
use crate::domain::widget_session::WidgetSession;

mod tabs;

use self::tabs::{Tab, tabs};

/// A finished page and the policy it must be sent with.
pub struct Page {
    pub html: String,
    pub policy: String,
}

#[derive(Template)]
#[template(path = "connect.html")]
struct Html<'a> {
    nonce: &'a str,
    id: &'a str,
    title: String,
    allows: String,
    /// The tenant's own sentences, for the widget.
    own_texts: String,
    initial: String,
    theme: &'a str,
    /// Kept in the address when the token leaves it.
    looks: &'a str,
    words: &'static Words,
    words_url: &'static str,
    /// Who asks, and where; the parts of a sentence, and whether each is bold.
    asked: Vec<(&'a str, bool)>,
    /// One for each method that the link offers; at least one.
    tabs: Vec<Tab>,
    css: &'static str,
    brand: &'a str,
    /// The address of the tenant's logo; empty: none.
    logo: &'a str,
    svg: &'a str,
    /// The timer of the ring: how long the code is valid and how much of that time has passed.
    lasts_ms: u64,
    age_ms: u64,
    remaining_s: u64,
    /// The line below the code.
    count: String,
    boot: &'a str,
    glue_url: &'a str,
    wasm_url: &'a str,
    meta_script: &'static str,
}

/// The script that drives Meta's SDK; only in pages that offer the Cloud API.
const META_SCRIPT: &str = include_str!("../../../../static/meta.js");

/// The sentences that a tenant may replace: their names in the API and in [`Words`].
pub const REPLACEABLE: [(&str, &str); 4] = [
    ("title", "title"),
    ("allows", "allows"),
    ("leaving", "leaving"),
    ("goBack", "go_back"),
];

/// How a page looks: its language and theme, and the part of its address that says so.
pub struct Looks {
    pub language: &'static Language,
    pub theme: Theme,
    /// Empty, or a query.
    pub query: String,
}

/// The page that embeds this one, as far as the browser tells.
#[derive(Debug, Clone, Copy)]
pub enum Host<'a> {
    Unknown,
    /// The link names it.
    Named(&'a Origin),
    /// The link names none.
    Unnamed(&'a Origin),
}

/// The page of a widget session.
pub fn page(
    boot: &Boot,
    brand: &Brand,
    framing: Framing<'_>,
    host: Host<'_>,
    looks: &Looks,
) -> Result<Page, askama::Error> {
    let (svg, (lasts_ms, age_ms), remaining_s) = match &boot.view.step {
        Step::Qr {
            svg,
            remaining_ms,
            lasts_ms,
        } => (
            svg.as_str(),
            (*lasts_ms, lasts_ms.saturating_sub(*remaining_ms)),
            remaining_ms.div_ceil(1000),
        ),
        _ => ("", (0, 0), 0),
    };
    let words = looks.language.words();
    let html = Html {
        initial: initial(&boot.tenant),
        allows: allows(brand, words, &boot.tenant),
        title: fill(
            own_text(brand, words, "title").unwrap_or(words.title()),
            &boot.tenant,
        ),
        asked: asked(words, &boot.tenant, host),
        svg,
        count: match svg {
            "" => waiting(&boot.view.step, words),
            _ => fill(words.count(), &remaining_s.to_string()),
        },
        lasts_ms,
        age_ms,
        remaining_s,
        boot: &for_script(boot),
        tabs: tabs(boot.methods.iter().map(String::as_str), words),
        ..Html::of(&boot.id, looks)
    };
    finish(html, brand, framing, boot.meta.as_ref())
}

/// The page after a reload, when the token is no longer in the address. It names no tenant, because any client may
/// request it; the widget reads the token from the browser's storage. It has the tenant's colours, so that they do not
/// change when the widget starts.
pub fn shell(
    widget: &WidgetSession,
    framing: Framing<'_>,
    methods: &[Method],
    brand: &Brand,
    meta: Option<&Meta>,
    looks: &Looks,
) -> Result<Page, askama::Error> {
    let words = looks.language.words();
    let methods = methods.iter().map(|method| method.as_str());
    let html = Html {
        tabs: tabs(methods, words),
        allows: allows(brand, words, words.someone()),
        ..Html::of(&widget.id, looks)
    };
    finish(html, brand, framing, meta)
}

impl<'a> Html<'a> {
    /// A page that names nobody and has no code yet.
    fn of(id: &'a str, looks: &'a Looks) -> Self {
        let words = looks.language.words();
        Html {
            nonce: "",
            id,
            title: words.title_alone().to_owned(),
            allows: String::new(),
            own_texts: "{}".to_owned(),
            initial: String::new(),
            theme: looks.theme.as_str(),
            looks: &looks.query,
            words,
            words_url: &looks.language.url,
            asked: Vec::new(),
            tabs: Vec::new(),
            css: CSS,
            brand: "",
            logo: "",
            svg: "",
            lasts_ms: 0,
            age_ms: 0,
            remaining_s: 0,
            count: words.preparing().to_owned(),
            boot: "null",
            glue_url: &ASSETS.glue_url,
            wasm_url: &ASSETS.wasm_url,
            meta_script: META_SCRIPT,
        }
    }
}

fn finish(
    html: Html<'_>,
    brand: &Brand,
    framing: Framing<'_>,
    meta: Option<&Meta>,
) -> Result<Page, askama::Error> {
    let nonce = csp::nonce();
    let html = Html {
        nonce: &nonce,
        brand: &brand::style(brand),
        logo: brand.logo.as_ref().map_or("", LogoUrl::as_str),
        own_texts: for_script(&own_texts(brand, html.words)),
        ..html
    };
    let logo = brand.logo.as_ref().map(LogoUrl::origin);
    Ok(Page {
        html: html.render()?,
        policy: csp::policy(
            &nonce,
            &csp::Allowed {
                framing,
                logo,
                meta,
            },
        ),
    })
}

/// What the link allows, perhaps in the tenant's own words, which may name the tenant.
fn allows(brand: &Brand, words: &Words, tenant: &str) -> String {
    let sentence = own_text(brand, words, "allows").unwrap_or(words.allows());
    fill(sentence, tenant)
}

fn own_text<'a>(brand: &'a Brand, words: &Words, name: &str) -> Option<&'a str> {
    brand.texts.of(words.lang(), name)
}

/// The tenant's own sentences in the page's language, by their place among all.
fn own_texts<'a>(brand: &'a Brand, words: &Words) -> BTreeMap<usize, &'a str> {
    let own = |(name, of_words): (&str, &str)| {
        let place = TEXTS.iter().position(|text| *text == of_words)?;
        Some((place, own_text(brand, words, name)?))
    };
    REPLACEABLE.into_iter().filter_map(own).collect()
}

/// Who asks, and where.
fn asked<'a>(words: &'static Words, tenant: &'a str, host: Host<'a>) -> Vec<(&'a str, bool)> {
    let named = |sentence: &'static str, origin: &'a str| {
        parts(sentence).map(move |(part, is_bold)| match part {
            "{tenant}" => (tenant, is_bold),
            "{origin}" => (origin, is_bold),
            part => (part, is_bold),
        })
    };
    let asked_by = || named(words.asked_by(), "");
    match host {
        Host::Unknown => asked_by().collect(),
        Host::Named(origin) => named(words.asked_on(), shown(origin)).collect(),
        Host::Unnamed(origin) => {
            let framed_by = named(words.framed_by(), shown(origin));
            asked_by().chain([(" ", false)]).chain(framed_by).collect()
        }
    }
}

/// An origin without `https://`.
fn shown(origin: &Origin) -> &str {
    let origin = origin.as_str();
    origin.strip_prefix("https://").unwrap_or(origin)
}

fn waiting(step: &Step, words: &Words) -> String {
    match step {
        Step::Unreachable {
            notice_in_ms: 0, ..
        } => words.failure("unreachable").title,
        _ => words.preparing(),
    }
    .to_owned()
}

fn initial(tenant: &str) -> String {
    tenant
        .chars()
        .next()
        .map(|first| first.to_uppercase().to_string())
        .unwrap_or_default()
}

/// JSON that cannot end the script element around it.
fn for_script(data: &impl Serialize) -> String {
    serde_json::to_string(data)
        .expect("it is plain data")
        .replace('<', "\\u003c")
}
