//! The icons that replace the QR code, drawn on 48 × 48 with one stroke.

use crate::flow::Screen;

/// The markup of a screen's icon; empty where there is none.
pub(crate) fn icon(screen: &Screen) -> String {
    let path = match screen {
        Screen::Preparing | Screen::Qr => return String::new(),
        Screen::Scanned => PHONE,
        Screen::Connected { .. } => TICK,
        Screen::TimedOut | Screen::Expired => CLOCK,
        Screen::Failed { .. } => ALERT,
        Screen::Cancelled { .. } => CROSS,
        Screen::Unavailable | Screen::Unreachable => CLOUD,
        Screen::Lost => BROKEN_LINK,
    };
    [OPEN, path, CLOSE].concat()
}

const OPEN: &str =
    r#"<svg class="glyph" viewBox="0 0 48 48" aria-hidden="true"><path pathLength="1" d=""#;
const CLOSE: &str = r#""/></svg>"#;

const PHONE: &str =
    "M17 6h14a4 4 0 0 1 4 4v28a4 4 0 0 1-4 4H17a4 4 0 0 1-4-4V10a4 4 0 0 1 4-4zM21.5 36h5";
const TICK: &str = "m12 25 8.5 8.5L37 16";
const CLOCK: &str = "M24 8a16 16 0 1 0 0 32 16 16 0 0 0 0-32zM24 15v9.5l6 3.5";
const ALERT: &str = "M24 12v16M24 34.5v.5";
const CROSS: &str = "m15 15 18 18M33 15 15 33";
const CLOUD: &str =
    "M14 36h20a8 8 0 0 0 1.2-15.9A12 12 0 0 0 12.6 20 8 8 0 0 0 14 36zM24 22v6M24 31.5v.5";
const BROKEN_LINK: &str = concat!(
    "M20 28a7 7 0 0 1 0-10l5-5a7 7 0 0 1 10 10l-2 2",
    "M28 20a7 7 0 0 1 0 10l-5 5a7 7 0 0 1-10-10l2-2M10 10l28 28"
);
