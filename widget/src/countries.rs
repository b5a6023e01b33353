//! The countries a number can be from: code, dialling code and English name, as one compact text.
//!
//! Sorted by name. Where several share a dialling code (`+1`, `+7`, `+44` …), one of them is its main country, which
//! is used unless the person has picked another.

/// `ISO code`, `dialling code`, space, name; one country a line.
const TABLE: &str = "\
AF93 Afghanistan
AX358 Åland Islands
AL355 Albania
DZ213 Algeria
AS1684 American Samoa
AD376 Andorra
AO244 Angola
AI1264 Anguilla
AG1268 Antigua and Barbuda
AR54 Argentina
AM374 Armenia
AW297 Aruba
AC247 Ascension Island
AU61 Australia
AT43 Austria
AZ994 Azerbaijan
BS1242 Bahamas
BH973 Bahrain
BD880 Bangladesh
BB1246 Barbados
BY375 Belarus
BE32 Belgium
BZ501 Belize
BJ229 Benin
BM1441 Bermuda
BT975 Bhutan
BO591 Bolivia
BA387 Bosnia and Herzegovina
BW267 Botswana
BR55 Brazil
IO246 British Indian Ocean Territory
VG1284 British Virgin Islands
BN673 Brunei
BG359 Bulgaria
BF226 Burkina Faso
BI257 Burundi
KH855 Cambodia
CM237 Cameroon
CA1 Canada
CV238 Cape Verde
BQ599 Caribbean Netherlands
KY1345 Cayman Islands
CF236 Central African Republic
TD235 Chad
CL56 Chile
CN86 China
CX61 Christmas Island
CC61 Cocos Islands
CO57 Colombia
KM269 Comoros
CG242 Congo
CD243 Congo, Democratic Republic
CK682 Cook Islands
CR506 Costa Rica
CI225 Côte d’Ivoire
HR385 Croatia
CU53 Cuba
CW599 Curaçao
CY357 Cyprus
CZ420 Czechia
DK45 Denmark
DJ253 Djibouti
DM1767 Dominica
DO1809 Dominican Republic
EC593 Ecuador
EG20 Egypt
SV503 El Salvador
GQ240 Equatorial Guinea
ER291 Eritrea
EE372 Estonia
SZ268 Eswatini
ET251 Ethiopia
FK500 Falkland Islands
FO298 Faroe Islands
FJ679 Fiji
FI358 Finland
FR33 France
GF594 French Guiana
PF689 French Polynesia
GA241 Gabon
GM220 Gambia
GE995 Georgia
DE49 Germany
GH233 Ghana
GI350 Gibraltar
GR30 Greece
GL299 Greenland
GD1473 Grenada
GP590 Guadeloupe
GU1671 Guam
GT502 Guatemala
GG44 Guernsey
GN224 Guinea
GW245 Guinea-Bissau
GY592 Guyana
HT509 Haiti
HN504 Honduras
HK852 Hong Kong
HU36 Hungary
IS354 Iceland
IN91 India
ID62 Indonesia
IR98 Iran
IQ964 Iraq
IE353 Ireland
IM44 Isle of Man
IL972 Israel
IT39 Italy
JM1876 Jamaica
JP81 Japan
JE44 Jersey
JO962 Jordan
KZ7 Kazakhstan
KE254 Kenya
KI686 Kiribati
XK383 Kosovo
KW965 Kuwait
KG996 Kyrgyzstan
LA856 Laos
LV371 Latvia
LB961 Lebanon
LS266 Lesotho
LR231 Liberia
LY218 Libya
LI423 Liechtenstein
LT370 Lithuania
LU352 Luxembourg
MO853 Macao
MG261 Madagascar
MW265 Malawi
MY60 Malaysia
MV960 Maldives
ML223 Mali
MT356 Malta
MH692 Marshall Islands
MQ596 Martinique
MR222 Mauritania
MU230 Mauritius
YT262 Mayotte
MX52 Mexico
FM691 Micronesia
MD373 Moldova
MC377 Monaco
MN976 Mongolia
ME382 Montenegro
MS1664 Montserrat
MA212 Morocco
MZ258 Mozambique
MM95 Myanmar
NA264 Namibia
NR674 Nauru
NP977 Nepal
NL31 Netherlands
NC687 New Caledonia
NZ64 New Zealand
NI505 Nicaragua
NE227 Niger
NG234 Nigeria
NU683 Niue
NF672 Norfolk Island
KP850 North Korea
MK389 North Macedonia
MP1670 Northern Mariana Islands
NO47 Norway
OM968 Oman
PK92 Pakistan
PW680 Palau
PS970 Palestine
PA507 Panama
PG675 Papua New Guinea
PY595 Paraguay
PE51 Peru
PH63 Philippines
PL48 Poland
PT351 Portugal
PR1787 Puerto Rico
QA974 Qatar
RE262 Réunion
RO40 Romania
RU7 Russia
RW250 Rwanda
BL590 Saint Barthélemy
SH290 Saint Helena
KN1869 Saint Kitts and Nevis
LC1758 Saint Lucia
MF590 Saint Martin
PM508 Saint Pierre and Miquelon
VC1784 Saint Vincent and the Grenadines
WS685 Samoa
SM378 San Marino
ST239 São Tomé and Príncipe
SA966 Saudi Arabia
SN221 Senegal
RS381 Serbia
SC248 Seychelles
SL232 Sierra Leone
SG65 Singapore
SX1721 Sint Maarten
SK421 Slovakia
SI386 Slovenia
SB677 Solomon Islands
SO252 Somalia
ZA27 South Africa
KR82 South Korea
SS211 South Sudan
ES34 Spain
LK94 Sri Lanka
SD249 Sudan
SR597 Suriname
SJ47 Svalbard and Jan Mayen
SE46 Sweden
CH41 Switzerland
SY963 Syria
TW886 Taiwan
TJ992 Tajikistan
TZ255 Tanzania
TH66 Thailand
TL670 Timor-Leste
TG228 Togo
TK690 Tokelau
TO676 Tonga
TT1868 Trinidad and Tobago
TN216 Tunisia
TR90 Türkiye
TM993 Turkmenistan
TC1649 Turks and Caicos Islands
TV688 Tuvalu
VI1340 US Virgin Islands
UG256 Uganda
UA380 Ukraine
AE971 United Arab Emirates
GB44 United Kingdom
US1 United States
UY598 Uruguay
UZ998 Uzbekistan
VU678 Vanuatu
VA39 Vatican City
VE58 Venezuela
VN84 Vietnam
WF681 Wallis and Futuna
EH212 Western Sahara
YE967 Yemen
ZM260 Zambia
ZW263 Zimbabwe";

/// The main countries of shared dialling codes, where they are not the first by name.
const MAIN_COUNTRIES: &str = "CW FI GB RE RU US";

/// Languages with the same code as the country where most of their speakers have a number.
const HOME_LANGUAGES: &str = "de es fr hu id it lt lv nl pl pt ro ru sk th tr";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Country {
    /// ISO 3166 alpha-2.
    pub(crate) iso: &'static str,
    /// Digits of the dialling code.
    pub(crate) dial: &'static str,
    pub(crate) name: &'static str,
}

pub(crate) fn all() -> impl Iterator<Item = Country> {
    TABLE.split('\n').filter_map(|line| {
        let (codes, name) = line.split_once(' ')?;
        let (iso, dial) = codes.split_at_checked(2)?;
        Some(Country { iso, dial, name })
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
        name: "United States",
    })
}

/// The countries that match a search: the start of a word of the name, the code, or the start of the dialling code.
pub(crate) fn search(query: &str) -> Vec<Country> {
    let query: String = query.trim().chars().map(plain).collect();
    let digits = query.trim_start_matches('+');
    let matches = |country: &Country| {
        let name: String = country.name.chars().map(plain).collect();
        let word = name.split(' ').any(|word| word.starts_with(&query));
        word || name.starts_with(&query)
            || country.iso.eq_ignore_ascii_case(&query)
            || country.dial.starts_with(digits)
    };
    all().filter(matches).collect()
}

/// A letter without its accents, in lower case.
fn plain(letter: char) -> char {
    match letter {
        'Å' | 'å' | 'ã' => 'a',
        'ç' => 'c',
        'é' => 'e',
        'í' => 'i',
        'ô' => 'o',
        'ü' => 'u',
        other => other.to_ascii_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn isos(countries: &[Country]) -> Vec<&'static str> {
        countries.iter().map(|country| country.iso).collect()
    }

    #[test]
    fn every_entry_of_the_table_is_valid() {
        let all: Vec<Country> = all().collect();
        assert_eq!(all.len(), TABLE.lines().count());
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
        assert_eq!(isos(&search("braz")), ["BR"]);
        assert_eq!(isos(&search("republic")), ["CF", "CD", "DO"]);
        assert_eq!(isos(&search("cote d")), ["CI"]);
        assert_eq!(isos(&search("+551")), [] as [&str; 0]);
        assert_eq!(isos(&search("+55")), ["BR"]);
        assert!(isos(&search("de")).contains(&"DE"));
        assert_eq!(search("").len(), all().count());
    }
}
