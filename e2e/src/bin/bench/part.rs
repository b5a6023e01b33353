//! The parts to measure, from the command line.

use anyhow::{Context as _, Result};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Waiting,
    Linked,
    Histories,
    Delivery,
    Webhooks,
    Neighbours,
    Bulk,
    Authorization,
    Sizes,
}

impl Part {
    /// In the order of the document.
    pub(crate) const ALL: [Part; 9] = [
        Part::Waiting,
        Part::Linked,
        Part::Histories,
        Part::Delivery,
        Part::Webhooks,
        Part::Neighbours,
        Part::Bulk,
        Part::Authorization,
        Part::Sizes,
    ];

    const fn name(self) -> &'static str {
        match self {
            Part::Waiting => "waiting",
            Part::Linked => "linked",
            Part::Histories => "histories",
            Part::Delivery => "delivery",
            Part::Webhooks => "webhooks",
            Part::Neighbours => "neighbours",
            Part::Bulk => "bulk",
            Part::Authorization => "authorization",
            Part::Sizes => "sizes",
        }
    }
}

/// The named parts, or all.
pub(crate) fn read(names: impl Iterator<Item = String>) -> Result<Vec<Part>> {
    let named: Vec<Part> = names.map(|name| find(&name)).collect::<Result<_>>()?;
    Ok(if named.is_empty() {
        Part::ALL.to_vec()
    } else {
        named
    })
}

fn find(name: &str) -> Result<Part> {
    let found = Part::ALL.into_iter().find(|part| part.name() == name);
    found.with_context(|| {
        let known = Part::ALL.map(Part::name).join(", ");
        format!("there is no part `{name}`; there are {known}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(line: &str) -> Result<Vec<Part>> {
        read(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn without_names_all_parts_are_measured_and_unknown_names_are_errors() {
        assert_eq!(named("").unwrap(), Part::ALL);
        assert_eq!(
            named("webhooks authorization").unwrap(),
            [Part::Webhooks, Part::Authorization]
        );
        assert!(named("webhooks speed").is_err());
    }
}
