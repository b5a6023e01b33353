//! Every country's example numbers, as the number library has them, in every spelling that the plan allows.

use phonenumber::Type;
use phonenumber::metadata::{DATABASE, Metadata};

use super::{parsed, parsed_in};

/// An example number of a country: `national` is what follows the country code in `number`.
struct Example {
    country: &'static Metadata,
    national: String,
    number: String,
}

/// Neighbours share a country code: the library keeps only so many compiled patterns.
fn examples() -> Vec<Example> {
    let mut countries: Vec<_> = DATABASE.iter().collect();
    countries.sort_by_key(|country| (country.country_code(), country.id().to_owned()));
    let mut examples = Vec::new();
    for country in countries {
        for kind in [Type::Mobile, Type::FixedLine] {
            let described = country.descriptors().get(kind);
            if let Some(national) = described.and_then(|kind| kind.example()) {
                examples.push(Example {
                    country,
                    national: national.to_owned(),
                    number: format!("+{}{national}", country.country_code()),
                });
            }
        }
    }
    assert!(examples.len() > 450, "{}", examples.len());
    examples
}

#[test]
fn each_countrys_numbers_stay_as_they_are() {
    for example in examples() {
        let number = Ok(example.number.clone());
        let country = example.country.id();
        assert_eq!(parsed(&example.number), number, "{country}");
        // Satellite phones have a country code and no country.
        if country != "001" {
            assert_eq!(parsed_in(country, &example.national), number, "{country}");
        }
    }
}

#[test]
fn each_countrys_national_prefix_is_removed() {
    let mut removed = 0;
    for example in examples() {
        let (country, national) = (example.country, &example.national);
        let Some(prefix) = country.national_prefix() else {
            continue;
        };
        let local = parsed_in(country.id(), &format!("{prefix}{national}"));
        assert_eq!(local, Ok(example.number.clone()), "{}", country.id());
        let international = parsed(&format!("+{} ({prefix}){national}", country.country_code()));
        assert_eq!(international, Ok(example.number), "{}", country.id());
        removed += 1;
    }
    assert!(removed > 250, "{removed}");
}

#[test]
fn a_zero_in_front_never_makes_another_number() {
    for example in examples() {
        let code = example.country.country_code();
        let typed = format!("+{code}0{}", example.national);
        if let Ok(read) = parsed(&typed) {
            let expected = [&example.number, &typed].contains(&&read);
            assert!(expected, "{}: {read}", example.country.id());
        }
    }
}
