//! `docs/SOAK.md` has two parts, each written by its own run.

use anyhow::Result;
use titan_e2e::{checkout, service};

/// Begins the second part.
const GROWTH: &str = "## Growth\n";

pub(crate) enum Part {
    /// With the document's title.
    Failures,
    Growth,
}

/// Replaces one part and keeps the other.
pub(crate) fn write(part: Part, text: &str) -> Result<()> {
    let file = service::workspace().join("docs/SOAK.md");
    // The first run finds no document.
    let old = std::fs::read_to_string(file).unwrap_or_default();
    checkout::write_document("SOAK.md", &replaced(&old, &part, text))
}

fn replaced(old: &str, part: &Part, text: &str) -> String {
    let growth_at = old.find(GROWTH).unwrap_or(old.len());
    let (failures, growth) = old.split_at(growth_at);
    let parts = match part {
        Part::Failures => [text, growth],
        Part::Growth => [failures, text],
    };
    let parts = parts.map(str::trim_end).into_iter();
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    parts.join("\n\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_keeps_the_other_part() {
        let both = "# Soak\n\nold\n\n## Growth\n\nold table\n";
        let cases = [
            ("", Part::Growth, "## Growth\n\nx\n", "## Growth\n\nx\n"),
            (
                "# Soak\n\na\n",
                Part::Failures,
                "# Soak\n\nb\n",
                "# Soak\n\nb\n",
            ),
            (
                "# Soak\n\na\n",
                Part::Growth,
                "## Growth\n\nx\n",
                "# Soak\n\na\n\n## Growth\n\nx\n",
            ),
            (
                both,
                Part::Growth,
                "## Growth\n\nx\n",
                "# Soak\n\nold\n\n## Growth\n\nx\n",
            ),
            (
                both,
                Part::Failures,
                "# Soak\n\nb\n",
                "# Soak\n\nb\n\n## Growth\n\nold table\n",
            ),
        ];
        for (old, part, text, expected) in cases {
            assert_eq!(replaced(old, &part, text), expected);
        }
    }
}
