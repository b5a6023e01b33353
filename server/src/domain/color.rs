//! Makes a tenant's accent colour readable: text in it and on it has the contrast that WCAG requires of body text. A
//! colour with too little contrast is darkened on the light theme and lightened on the dark theme.

/// WCAG 2.2, success criterion 1.4.3, level AA.
const ENOUGH: f64 = 4.5;

/// How far one adjustment, or a hovered button, changes a colour towards black or white.
const STEP: f64 = 0.02;
const HOVER: f64 = 0.2;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Color {
    red: u8,
    green: u8,
    blue: u8,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a colour is written as # and six hexadecimal digits, such as #2a4fb0")]
pub struct BadColor;

/// The theme's card, which is the background of the accent.
const LIGHT_CARD: Color = Color::new(0xff, 0xff, 0xff);
const DARK_CARD: Color = Color::new(0x1b, 0x1d, 0x21);
const BLACK: Color = Color::new(0, 0, 0);

/// An accent for one theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accent {
    pub base: Color,
    /// The colour of a hovered button.
    pub over: Color,
    /// The colour of text on the accent.
    pub on: Color,
}

impl Color {
    pub const fn new(red: u8, green: u8, blue: u8) -> Self {
        Color { red, green, blue }
    }

    pub fn parse(text: &str) -> Result<Self, BadColor> {
        let digits = text.strip_prefix('#').ok_or(BadColor)?;
        if digits.len() != 6 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(BadColor);
        }
        let part = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).map_err(|_| BadColor);
        Ok(Color::new(part(0)?, part(2)?, part(4)?))
    }

    /// This accent on the light theme's card.
    pub fn on_light(self) -> Accent {
        let base = self.repaired(LIGHT_CARD, BLACK);
        Accent {
            base,
            over: base.mixed(BLACK, HOVER),
            on: LIGHT_CARD,
        }
    }

    /// This accent on the dark theme's card.
    pub fn on_dark(self) -> Accent {
        let base = self.repaired(DARK_CARD, LIGHT_CARD);
        Accent {
            base,
            over: base.mixed(LIGHT_CARD, HOVER),
            on: BLACK,
        }
    }

    fn repaired(self, ground: Color, towards: Color) -> Color {
        let mut share = 0.0;
        while self.mixed(towards, share).contrast(ground) < ENOUGH && share < 1.0 {
            share += STEP;
        }
        self.mixed(towards, share)
    }

    fn mixed(self, other: Color, share: f64) -> Color {
        let mix = |own: u8, other: u8| {
            let value = f64::from(own) * (1.0 - share) + f64::from(other) * share;
            value.round().clamp(0.0, 255.0) as u8
        };
        Color::new(
            mix(self.red, other.red),
            mix(self.green, other.green),
            mix(self.blue, other.blue),
        )
    }

    fn contrast(self, other: Color) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// WCAG's relative luminance.
    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }
}

impl std::fmt::Display for Color {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_six_digit_hex_colors_are_parsed() {
        assert_eq!(Color::parse("#2A4fb0").unwrap().to_string(), "#2a4fb0");
        for bad in [
            "",
            "#",
            "2a4fb0",
            "#fff",
            "#2a4fb",
            "#2a4fb00",
            "#2a4fbg",
            "red",
            "#é4fb",
            "#+a4fb0",
            "rgb(0,0,0)",
            "#2a4fb0;}",
        ] {
            assert_eq!(Color::parse(bad), Err(BadColor), "{bad}");
        }
    }

    #[test]
    fn a_readable_accent_is_not_changed() {
        let blue = Color::parse("#2a4fb0").unwrap();
        assert_eq!(blue.on_light().base, blue);
        let pale = Color::parse("#9ab4ff").unwrap();
        assert_eq!(pale.on_dark().base, pale);
    }

    #[test]
    fn every_accent_is_readable_in_both_themes() {
        for red in (0..=255).step_by(51) {
            for green in (0..=255).step_by(51) {
                for blue in (0..=255).step_by(51) {
                    let asked = Color::new(red, green, blue);
                    for (accent, card) in
                        [(asked.on_light(), LIGHT_CARD), (asked.on_dark(), DARK_CARD)]
                    {
                        for (a, b) in [
                            (accent.base, card),
                            (accent.over, card),
                            (accent.on, accent.base),
                            (accent.on, accent.over),
                        ] {
                            assert!(a.contrast(b) >= ENOUGH, "{asked}: {a} on {b}");
                        }
                    }
                }
            }
        }
    }
}
