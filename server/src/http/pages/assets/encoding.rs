//! Which encoding of a file a client gets, by its `Accept-Encoding` (RFC 9110, section 12.5.3).

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Brotli,
    Gzip,
    Identity,
}

impl Encoding {
    /// From the smallest result to the largest.
    const ALL: [Encoding; 3] = [Encoding::Brotli, Encoding::Gzip, Encoding::Identity];

    /// The one with the highest weight; of several, the smallest. If the client rejects all of them, the file as it is.
    pub fn choose(accepted: &str) -> Self {
        let weights = Encoding::ALL.map(|encoding| (encoding, encoding.weight(accepted)));
        let mut best = (Encoding::Identity, 0);
        for (encoding, weight) in weights {
            if weight > best.1 {
                best = (encoding, weight);
            }
        }
        best.0
    }

    /// The value of `Content-Encoding`.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Encoding::Brotli => Some("br"),
            Encoding::Gzip => Some("gzip"),
            Encoding::Identity => None,
        }
    }

    /// In thousandths; 0 is rejected.
    fn weight(self, accepted: &str) -> u16 {
        let name = self.name().unwrap_or("identity");
        let of = |name: &str| accepted.split(',').find_map(|part| weight(part, name));
        let unnamed = match self {
            // Acceptable unless it is rejected, but nobody's first choice.
            Encoding::Identity => 1,
            _ => 0,
        };
        of(name).or_else(|| of("*")).unwrap_or(unnamed)
    }
}

/// The weight of a part such as `br;q=0.8`, if it names this encoding.
fn weight(part: &str, name: &str) -> Option<u16> {
    let mut words = part.split(';').map(str::trim);
    if !words.next()?.eq_ignore_ascii_case(name) {
        return None;
    }
    let weight = words.find_map(|word| word.strip_prefix("q=").or(word.strip_prefix("Q=")));
    let Some(weight) = weight else {
        return Some(1000);
    };
    let weight: f32 = weight.parse().unwrap_or_default();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and 1000"
    )]
    Some((weight.clamp(0.0, 1.0) * 1000.0) as u16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_accepted_encoding_with_the_highest_weight_is_chosen() {
        use Encoding::{Brotli, Gzip, Identity};
        for (accepted, chosen) in [
            ("", Identity),
            ("br", Brotli),
            ("gzip, deflate, br, zstd", Brotli),
            ("gzip, deflate", Gzip),
            ("GZIP", Gzip),
            ("deflate, zstd", Identity),
            ("identity", Identity),
            ("br;q=0, gzip", Gzip),
            ("br;q=0.000, gzip;q=0", Identity),
            ("br;q=0.5, gzip;q=0.8", Gzip),
            ("br;q=0.5, gzip;q=0.5", Brotli),
            ("br; q=1", Brotli),
            ("identity, br;q=0.5", Identity),
            ("br;q=nonsense, gzip", Gzip),
            ("brotli, gzipped", Identity),
            ("*", Brotli),
            ("*;q=0.5, br;q=0", Gzip),
            ("gzip, *;q=0", Gzip),
            ("identity;q=0, *;q=0", Identity),
        ] {
            assert_eq!(Encoding::choose(accepted), chosen, "{accepted:?}");
        }
    }
}
