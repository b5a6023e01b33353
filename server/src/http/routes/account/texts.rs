//! The sentences of the widget that a tenant replaces by its own.

use std::collections::BTreeMap;

use protocol::languages;

use crate::domain::brand::{BrandText, BrandTexts};
use crate::http::error::{ApiError, ErrorCode};
use crate::http::pages::connect::REPLACEABLE;

/// By language and by name, as in the API.
type Texts = BTreeMap<String, BTreeMap<String, String>>;

pub(super) fn parse(texts: Texts) -> Result<BrandTexts, ApiError> {
    let mut parsed = BTreeMap::new();
    for (tag, texts) in texts {
        check_language(&tag)?;
        let texts = texts.into_iter().map(|(name, text)| {
            check_name(&name)?;
            Ok::<_, ApiError>((name, BrandText::parse(&text)?))
        });
        parsed.insert(tag, texts.collect::<Result<_, _>>()?);
    }
    Ok(BrandTexts(parsed))
}

fn check_language(tag: &str) -> Result<(), ApiError> {
    if languages::all().iter().any(|language| language.tag == tag) {
        return Ok(());
    }
    let tags: Vec<&str> = languages::all()
        .iter()
        .map(|language| language.tag)
        .collect();
    Err(ApiError::with(
        ErrorCode::InvalidBrandingText,
        format!(
            "`texts` names a language that the widget has not: it has {}.",
            tags.join(", ")
        ),
    ))
}

fn check_name(name: &str) -> Result<(), ApiError> {
    if REPLACEABLE.iter().any(|(known, _)| *known == name) {
        return Ok(());
    }
    let names = REPLACEABLE.map(|(known, _)| known).join(", ");
    Err(ApiError::with(
        ErrorCode::InvalidBrandingText,
        format!("The texts that can be replaced are {names}."),
    ))
}

pub(in crate::http) fn shown(texts: &BrandTexts) -> Texts {
    let owned = |(name, text): (&String, &BrandText)| (name.clone(), text.as_str().to_owned());
    let languages = texts.0.iter();
    languages
        .map(|(tag, texts)| (tag.clone(), texts.iter().map(owned).collect()))
        .collect()
}
