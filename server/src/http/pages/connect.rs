//! The connect page: the code is in its first HTML, so that it can be scanned before any script has run.

use askama::Template;
use protocol::view::{Boot, Step};
use protocol::words::{Words, words};

use super::assets::{ASSETS, CSS};
use super::{brand, csp};
use crate::domain::brand::{Brand, LogoUrl};
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
    methods: Vec<String>,
    css: &'static str,
    brand: &'a str,
    svg: &'a str,
    /// Stands under the empty paper while there is no code.
    waiting: &'static str,
    /// The ring's clock: how long the code lives and has lived.
    lasts_ms: u64,
    age_ms: u64,
    remaining_s: u64,
    boot: &'a str,
    glue_url: &'a str,
    wasm_url: &'a str,
}

/// The page of a widget session. `host` is the page that embeds it, where it is known and may.
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
        methods: boot.methods.clone(),
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
    }
    .render()?;
    Ok(Page {
        html,
        policy: csp::policy(&nonce, ancestors, logo(brand).as_deref()),
    })
}

/// The page after a reload, when the token has left the address: it names nobody, because anybody may ask for
/// it. The widget finds the token where the browser keeps it. The look is there, so that nothing changes twice.
pub fn shell(widget: &WidgetSession, brand: &Brand) -> Result<Page, askama::Error> {
    let nonce = csp::nonce();
    let html = Html {
        nonce: &nonce,
        id: &widget.id,
        tenant: "",
        initial: String::new(),
        origin: "",
        theme: widget.theme.as_str(),
        words: words(widget.locale.as_str()),
        methods: widget
            .mode
            .methods()
            .iter()
            .map(|method| method.as_str().to_owned())
            .collect(),
        css: CSS,
        brand: &brand::style(brand),
        svg: "",
        waiting: words(widget.locale.as_str()).preparing,
        lasts_ms: 0,
        age_ms: 0,
        remaining_s: 0,
        boot: "null",
        glue_url: &ASSETS.glue_url,
        wasm_url: &ASSETS.wasm_url,
    }
    .render()?;
    Ok(Page {
        html,
        policy: csp::policy(&nonce, &widget.allowed_origins, logo(brand).as_deref()),
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

/// JSON that cannot end the script element it stands in.
fn for_script(boot: &Boot) -> String {
    serde_json::to_string(boot)
        .expect("a boot is plain data")
        .replace('<', "\\u003c")
}
