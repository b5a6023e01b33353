//! The connect page: the code is in its first HTML, so it can be scanned before any script runs.

use askama::Template;
use protocol::view::{Boot, Meta, Step};
use protocol::words::{Instruction, Words, words};

use super::assets::{ASSETS, CSS};
use super::{brand, csp};
use crate::domain::brand::{Brand, LogoUrl};
use crate::domain::mode::Method;
use crate::domain::origin::Origin;
use crate::domain::widget_session::WidgetSession;

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
    tenant: &'a str,
    initial: String,
    origin: &'a str,
    theme: &'a str,
    words: &'static Words,
    /// One for each method that the link offers; at least one.
    tabs: Vec<Tab>,
    css: &'static str,
    brand: &'a str,
    svg: &'a str,
    /// The text below the empty place while there is no code.
    waiting: &'static str,
    /// The timer of the ring: how long the code is valid and how much of that time has passed.
    lasts_ms: u64,
    age_ms: u64,
    remaining_s: u64,
    boot: &'a str,
    glue_url: &'a str,
    wasm_url: &'a str,
    meta_script: &'static str,
}

/// The script that drives Meta's SDK; only in pages that offer the Cloud API.
const META_SCRIPT: &str = include_str!("../../../../static/meta.js");

/// A method that the link offers. The widget has the same tabs (`widget/src/tabs.rs`); another tab is another entry in
/// [`known_tabs`] and a panel in the template.
struct Tab {
    method: &'static str,
    label: &'static str,
    /// Opens first on phones, which cannot scan their own screen.
    first_on_phones: bool,
    /// The class of its instructions.
    class: &'static str,
    /// For each system of a phone.
    instructions: [(&'static str, &'static [Instruction]); 2],
}

fn known_tabs(words: &'static Words) -> [Tab; 3] {
    [
        Tab {
            method: Method::Qr.as_str(),
            label: words.tab_qr,
            first_on_phones: false,
            class: "by-qr",
            instructions: [
                ("android", &words.steps_android),
                ("iphone", &words.steps_iphone),
            ],
        },
        Tab {
            method: Method::Pairing.as_str(),
            label: words.tab_phone,
            first_on_phones: true,
            class: "by-phone",
            instructions: [
                ("android", &words.phone.steps_android),
                ("iphone", &words.phone.steps_iphone),
            ],
        },
        Tab {
            method: Method::CloudApi.as_str(),
            label: words.tab_cloud,
            first_on_phones: false,
            class: "by-cloud",
            instructions: [
                ("android", &words.cloud.steps),
                ("iphone", &words.cloud.steps),
            ],
        },
    ]
}

/// The tabs of these methods. Unknown methods are ignored; without a known one, the QR code is offered, as in the
/// widget.
fn tabs<'a>(methods: impl Iterator<Item = &'a str>, words: &'static Words) -> Vec<Tab> {
    let mut known = known_tabs(words).map(Some);
    let take = |name: &str| {
        known
            .iter_mut()
            .find_map(|tab| tab.take_if(|tab| tab.method == name))
    };
    let offered: Vec<Tab> = methods.filter_map(take).collect();
    if offered.is_empty() {
        return known.into_iter().flatten().take(1).collect();
    }
    offered
}

/// The page of a widget session. `host` is the page that embeds it, if that is known and allowed.
pub fn page(
    boot: &Boot,
    brand: &Brand,
    ancestors: &[Origin],
    host: Option<&Origin>,
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
    let words = words(&boot.locale);
    let nonce = csp::nonce();
    let html = Html {
        nonce: &nonce,
        id: &boot.id,
        tenant: &boot.tenant,
        initial: initial(&boot.tenant),
        origin: host.map_or("", Origin::as_str),
        theme: &boot.theme,
        words,
        tabs: tabs(boot.methods.iter().map(String::as_str), words),
        css: CSS,
        brand: &brand::style(brand),
        svg,
        waiting: waiting(&boot.view.step, words),
        lasts_ms,
        age_ms,
        remaining_s,
        boot: &for_script(boot),
        glue_url: &ASSETS.glue_url,
        wasm_url: &ASSETS.wasm_url,
        meta_script: META_SCRIPT,
    }
    .render()?;
    Ok(Page {
        html,
        policy: csp::policy(
            &nonce,
            &csp::Allowed {
                ancestors,
                logo: logo(brand),
                meta: boot.meta.as_ref(),
            },
        ),
    })
}

/// The page after a reload, when the token is no longer in the address. It names no tenant, because any client may
/// request it; the widget reads the token from the browser's storage. It has the tenant's colours, so that they do not
/// change when the widget starts.
pub fn shell(
    widget: &WidgetSession,
    methods: &[Method],
    brand: &Brand,
    meta: Option<&Meta>,
) -> Result<Page, askama::Error> {
    let nonce = csp::nonce();
    let words = words(widget.locale.as_str());
    let methods = methods.iter();
    let html = Html {
        nonce: &nonce,
        id: &widget.id,
        tenant: "",
        initial: String::new(),
        origin: "",
        theme: widget.theme.as_str(),
        words,
        tabs: tabs(methods.map(|method| method.as_str()), words),
        css: CSS,
        brand: &brand::style(brand),
        svg: "",
        waiting: words.preparing,
        lasts_ms: 0,
        age_ms: 0,
        remaining_s: 0,
        boot: "null",
        glue_url: &ASSETS.glue_url,
        wasm_url: &ASSETS.wasm_url,
        meta_script: META_SCRIPT,
    }
    .render()?;
    Ok(Page {
        html,
        policy: csp::policy(
            &nonce,
            &csp::Allowed {
                ancestors: &widget.allowed_origins,
                logo: logo(brand),
                meta,
            },
        ),
    })
}

fn waiting(step: &Step, words: &'static Words) -> &'static str {
    match step {
        Step::Unreachable {
            notice_in_ms: 0, ..
        } => words.unreachable.title,
        _ => words.preparing,
    }
}

fn logo(brand: &Brand) -> Option<String> {
    brand.logo.as_ref().map(LogoUrl::origin)
}

fn initial(tenant: &str) -> String {
    tenant
        .chars()
        .next()
        .map(|first| first.to_uppercase().to_string())
        .unwrap_or_default()
}

/// JSON that cannot end the script element around it.
fn for_script(boot: &Boot) -> String {
    serde_json::to_string(boot)
        .expect("a boot is plain data")
        .replace('<', "\\u003c")
}
