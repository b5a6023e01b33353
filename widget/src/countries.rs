//! The countries a number can be from: ISO code and dialling code, as one compact text. The browser knows their names.
//!
//! Where several share a dialling code (`+1`, `+7`, `+44` …), one of them is its main country, which is used unless the
//! person has picked another.

/// `ISO code`, `dialling code`.
const TABLE: &str = "\
AF93 AX358 AL355 DZ213 AS1684 AD376 AO244 AI1264 AG1268 AR54 AM374 AW297 AC247 AU61 AT43 AZ994 BS1242 BH973 \
BD880 BB1246 BY375 BE32 BZ501 BJ229 BM1441 BT975 BO591 BA387 BW267 BR55 IO246 VG1284 BN673 BG359 BF226 BI257 \
KH855 CM237 CA1 CV238 BQ599 KY1345 CF236 TD235 CL56 CN86 CX61 CC61 CO57 KM269 CG242 CD243 CK682 CR506 CI225 \
HR385 CU53 CW599 CY357 CZ420 DK45 DJ253 DM1767 DO1809 EC593 EG20 SV503 GQ240 ER291 EE372 SZ268 ET251 FK500 \
FO298 FJ679 FI358 FR33 GF594 PF689 GA241 GM220 GE995 DE49 GH233 GI350 GR30 GL299 GD1473 GP590 GU1671 GT502 \
GG44 GN224 GW245 GY592 HT509 HN504 HK852 HU36 IS354 IN91 ID62 IR98 IQ964 IE353 IM44 IL972 IT39 JM1876 JP81 \
JE44 JO962 KZ7 KE254 KI686 XK383 KW965 KG996 LA856 LV371 LB961 LS266 LR231 LY218 LI423 LT370 LU352 MO853 MG261 \
MW265 MY60 MV960 ML223 MT356 MH692 MQ596 MR222 MU230 YT262 MX52 FM691 MD373 MC377 MN976 ME382 MS1664 MA212 \
MZ258 MM95 NA264 NR674 NP977 NL31 NC687 NZ64 NI505 NE227 NG234 NU683 NF672 KP850 MK389 MP1670 NO47 OM968 PK92 \
PW680 PS970 PA507 PG675 PY595 PE51 PH63 PL48 PT351 PR1787 QA974 RE262 RO40 RU7 RW250 BL590 SH290 KN1869 LC1758 \
MF590 PM508 VC1784 WS685 SM378 ST239 SA966 SN221 RS381 SC248 SL232 SG65 SX1721 SK421 SI386 SB677 SO252 ZA27 \
KR82 SS211 ES34 LK94 SD249 SR597 SJ47 SE46 CH41 SY963 TW886 TJ992 TZ255 TH66 TL670 TG228 TK690 TO676 TT1868 \
TN216 TR90 TM993 TC1649 TV688 VI1340 UG256 UA380 AE971 GB44 US1 UY598 UZ998 VU678 VA39 VE58 VN84 WF681 EH212 \
YE967 ZM260 ZW263";

/// The main countries of shared dialling codes, where they are not the first of the table.
const MAIN_COUNTRIES: &str = "CW FI GB RE RU US";

/// Languages with the same code as the country where most of their speakers have a number.
const HOME_LANGUAGES: &str = "de es fr hu id it lt lv nl pl pt ro ru sk th tr";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Country {
    /// ISO 3166 alpha-2.
    pub(crate) iso: &'static str,
    /// Digits of the dialling code.
    pub(crate) dial: &'static str,
}

/// A country as the list shows it.
#[derive(Debug)]
pub(crate) struct NamedCountry {
    pub(crate) country: Country,
    /// In the page's language.
    pub(crate) name: String,
    /// The name as [`search`] compares it: without accents, in lower case.
    pub(crate) folded: String,
}

pub(crate) fn all() -> impl Iterator<Item = Country> {
    TABLE.split(' ').filter_map(|entry| {
        let (iso, dial) = entry.split_at_checked(2)?;
        Some(Country { iso, dial })
    })
}

/// The country a person with this language tag most likely has a number of.
pub(crate) fn of_language(tag: &str) -> Country {
    let mut parts = tag.split(['-', '_']);
    let language = parts.next().unwrap_or_default();
    // A script may be between language and region: `zh-Hant-TW`.
    let region = parts.find(|part| part.len() == 2).or_else(|| {
        HOME_LANGUAGES
            .split(' ')
            .any(|home| home == language)
            .then_some(language)
    });
    region
        .and_then(|region| all().find(|country| country.iso.eq_ignore_ascii_case(region)))
        .unwrap_or(of_digits("1", None))
}

/// The country of a number with these first digits; `picked` if it shares the dialling code.
pub(crate) fn of_digits(digits: &str, picked: Option<Country>) -> Country {
    let longer_or_main = |best: Option<Country>, one: Country| {
        let longer = best.is_none_or(|best| one.dial.len() > best.dial.len());
        let is_main = best.is_some_and(|best| one.dial == best.dial)
            && MAIN_COUNTRIES.split(' ').any(|main| main == one.iso);
        if longer || is_main { Some(one) } else { best }
    };
    let found = all()
        .filter(|country| digits.starts_with(country.dial))
        .fold(None, longer_or_main);
    let same = picked.filter(|picked| found.is_none_or(|found| found.dial == picked.dial));
    same.or(found).unwrap_or(Country {
        iso: "US",
        dial: "1",
    })
}

/// The countries that match a search: the start of a word of the name, the code, or the start of the dialling code.
/// `query` is folded, as the names are.
pub(crate) fn search(list: &'static [NamedCountry], query: &str) -> Vec<&'static NamedCountry> {
    let query = query.trim();
    let digits = query.trim_start_matches('+');
    // Not every script puts spaces between words.
    let has_words = query.is_ascii();
    let matches = |named: &&NamedCountry| {
        let NamedCountry {
            country, folded, ..
        } = named;
        // Letter by letter: a search for a whole text would add 3 kB to what a person downloads.
        let is_in_name = folded.char_indices().any(|(place, _)| {
            let (before, rest) = folded.split_at_checked(place).unwrap_or_default();
            let is_start = before.is_empty() || before.ends_with(' ') || !has_words;
            is_start && rest.starts_with(query)
        });
        is_in_name || country.iso.eq_ignore_ascii_case(query) || country.dial.starts_with(digits)
    };
    list.iter().filter(matches).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn isos(countries: &[Country]) -> Vec<&'static str> {
        countries.iter().map(|country| country.iso).collect()
    }

    /// A list as a browser makes it.
    fn sample() -> &'static [NamedCountry] {
        let names = [
            ("BR", "Brasil", "brasil"),
            ("CN", "中国", "中国"),
            (
                "CF",
                "República Centro-Africana",
                "republica centro-africana",
            ),
            ("DO", "República Dominicana", "republica dominicana"),
            ("CI", "Côte d’Ivoire", "cote d’ivoire"),
        ];
        let named = names.map(|(iso, name, folded)| NamedCountry {
            country: all().find(|country| country.iso == iso).expect("is listed"),
            name: name.into(),
            folded: folded.into(),
        });
        Vec::from(named).leak()
    }

    #[test]
    fn every_entry_of_the_table_is_valid() {
        let all: Vec<Country> = all().collect();
        assert_eq!(all.len(), TABLE.split(' ').count());
        assert!(all.len() > 230, "only {}", all.len());
        let mut codes = isos(&all);
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), all.len(), "a country is listed twice");
        for country in all {
            assert!(country.iso.bytes().all(|byte| byte.is_ascii_uppercase()));
            assert!(
                (1..=4).contains(&country.dial.len())
                    && country.dial.bytes().all(|byte| byte.is_ascii_digit()),
                "{country:?}"
            );
        }
    }

    #[test]
    fn a_language_suggests_a_country() {
        assert_eq!(of_language("pt-BR").iso, "BR");
        assert_eq!(of_language("zh-Hant-TW").iso, "TW");
        assert_eq!(of_language("de").iso, "DE");
        assert_eq!(
            of_language("sv").iso,
            "US",
            "Swedish does not suggest El Salvador"
        );
        assert_eq!(of_language("").iso, "US");
    }

    #[test]
    fn a_shared_code_has_one_who_is_main() {
        let of = |digits| of_digits(digits, None).iso;
        assert_eq!(of("14155550123"), "US");
        assert_eq!(of("12425550123"), "BS");
        assert_eq!(of("447700900123"), "GB");
        assert_eq!(of("77011234567"), "RU");
        assert_eq!(of("358401234567"), "FI");
        let canada = all().find(|country| country.iso == "CA");
        assert_eq!(of_digits("14165550123", canada).iso, "CA");
        assert_eq!(of_digits("5511", canada).iso, "BR");
    }

    #[test]
    fn a_country_is_found_by_name_code_and_digits() {
        let found = |query| {
            let found = search(sample(), query).into_iter();
            found.map(|named| named.country.iso).collect::<Vec<_>>()
        };
        assert_eq!(found("bras"), ["BR"]);
        assert_eq!(found("republica"), ["CF", "DO"]);
        assert_eq!(found("cote d"), ["CI"]);
        assert_eq!(found("+551"), [] as [&str; 0]);
        assert_eq!(found("+55"), ["BR"]);
        assert_eq!(
            found("国"),
            ["CN"],
            "within a word, where words have no spaces"
        );
        assert_eq!(found("publica"), [] as [&str; 0]);
        assert_eq!(found("ci"), ["CI"]);
        assert_eq!(found("").len(), sample().len());
    }
}
