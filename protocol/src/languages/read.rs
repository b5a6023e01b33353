//! Reads the sentences of a language from its file, once, at the first use.

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};
use unic_langid::{CharacterDirection, LanguageIdentifier};

use super::RejectedWords;
use crate::words::{ADVICE, Advice, TEXTS, Words};

/// The values of `reason` in `view.step`, without the general one.
const FAILURES: [&str; 14] = [
    "passkey_required",
    "coexistence",
    "link_refused",
    "wrong_number",
    "banned",
    "outdated",
    "device_limit",
    "logged_out",
    "replaced",
    "throttled",
    "code_limit",
    "unavailable",
    "proxy_refused",
    "unreachable",
];

/// The values of `signup.problem`. The last one is for all others.
pub(super) const PROBLEMS: [&str; 16] = [
    "code_expired",
    "code_used",
    "interrupted",
    "app_configuration",
    "not_granted",
    "permission_missing",
    "access_revoked",
    "wrong_number",
    "number_already_connected",
    "pin_locked",
    "number_unverified",
    "number_busy",
    "account_blocked",
    "rate_limited",
    "meta_unavailable",
    "meta_refused",
];

/// The code or the reason of an error about a phone number, and its sentence. The last one is for all others.
const NUMBER_ERRORS: [(&str, &str); 8] = [
    ("not_a_number", "number_not_a_number"),
    ("unknown_country", "number_unknown_country"),
    ("too_short", "number_too_short"),
    ("too_long", "number_too_long"),
    ("invalid_phone_number", "number_invalid"),
    ("wrong_number", "number_wrong_number"),
    ("whatsapp_unreachable", "number_unreachable"),
    ("", "number_no_code"),
];

/// The codes of errors that Meta's window reports, and their sentence. The last one is for all others.
const WINDOW_ERRORS: [(&str, &str); 13] = [
    ("2388098 2494067", "window_accounts"),
    ("3441030 3441049", "window_in_use"),
    ("3441041", "window_other_business"),
    ("3441042", "window_country"),
    ("3441045", "window_too_new"),
    ("4563015", "window_old_app"),
    ("2655093 2655094 2655049 2494028", "window_shared"),
    ("2593037 2593039", "window_code"),
    ("3441033 3441046 1390008 1675004", "window_pause"),
    ("2859009 4612001", "window_two_factor"),
    ("2655091", "window_robot"),
    ("2655089 3441040", "window_restricted"),
    ("", "window_other"),
];

/// What is filled in by whoever shows the sentence.
pub(super) const PLACEHOLDERS: [&str; 5] = ["tenant", "origin", "seconds", "time", "number"];

/// The pages of links that cannot be opened.
const REJECTED: [&str; 3] = ["refused_missing", "refused_invalid", "refused_busy"];

/// To the person, a proxy that refuses is a service that is unavailable.
fn failure_name(reason: &str) -> String {
    let name = match reason {
        "proxy_refused" => "unavailable",
        reason => reason,
    };
    ["failure_", name].concat()
}

fn problem_name(code: &str) -> String {
    ["problem_", code].concat()
}

/// The names of all sentences that are read.
#[cfg(test)]
pub(super) fn names() -> std::collections::BTreeSet<String> {
    let is_written = |name: &&&str| !["lang", "dir"].contains(*name);
    let texts = TEXTS
        .iter()
        .filter(is_written)
        .chain(ADVICE)
        .chain(&REJECTED);
    let errors = NUMBER_ERRORS.iter().chain(&WINDOW_ERRORS).map(|row| row.1);
    texts
        .copied()
        .chain(errors)
        .map(str::to_owned)
        .chain(FAILURES.map(failure_name))
        .chain([failure_name("unknown")])
        .chain(PROBLEMS.map(problem_name))
        .collect()
}

/// The sentences of a language file. In place of one that is missing stands its name; a test prevents that.
pub(super) fn words(tag: &str, file: &'static str) -> (Words, RejectedWords) {
    let messages = Messages::read(tag, file);
    let words = Words::from_lists([
        messages.texts(),
        ADVICE
            .iter()
            .flat_map(|name| messages.advice(name))
            .collect(),
        messages.failures(),
        messages.problems(),
        messages.errors(&NUMBER_ERRORS),
        messages.errors(&WINDOW_ERRORS),
    ]);
    let [missing, invalid, busy] = REJECTED.map(|name| {
        let [title, why, next] = messages.advice(name);
        Advice { title, why, next }
    });
    let rejected = RejectedWords {
        missing,
        invalid,
        busy,
    };
    (words, rejected)
}

struct Messages {
    language: LanguageIdentifier,
    bundle: FluentBundle<FluentResource>,
}

impl Messages {
    fn read(tag: &str, file: &'static str) -> Self {
        let language: LanguageIdentifier = tag.parse().expect("the files are named by tags");
        let mut bundle = FluentBundle::new(vec![language.clone()]);
        // The placeholders are replaced later, outside Fluent, where they get their own elements.
        bundle.set_use_isolating(false);
        let resource = FluentResource::try_new(file.to_owned()).unwrap_or_else(|(read, _)| read);
        bundle.add_resource_overriding(resource);
        Self { language, bundle }
    }

    fn texts(&self) -> Vec<&'static str> {
        let text = |name: &&str| match *name {
            "lang" => keep(self.language.to_string()),
            "dir" => self.direction(),
            name => self.text(name),
        };
        TEXTS.iter().map(text).collect()
    }

    fn direction(&self) -> &'static str {
        match self.language.character_direction() {
            CharacterDirection::RTL => "rtl",
            _ => "ltr",
        }
    }

    /// Title, cause and button. The last two may be missing.
    fn advice(&self, name: &str) -> [&'static str; 3] {
        let attribute = |attribute| self.format(name, Some(attribute)).unwrap_or_default();
        [self.text(name), attribute("why"), attribute("next")]
    }

    fn failures(&self) -> Vec<&'static str> {
        let row = |reason: &'static str, name: &str| {
            let [title, why, next] = self.advice(name);
            [reason, title, why, next]
        };
        let rows = FAILURES.map(|reason| row(reason, &failure_name(reason)));
        let general = row("", &failure_name("unknown"));
        rows.into_iter().flatten().chain(general).collect()
    }

    fn problems(&self) -> Vec<&'static str> {
        let row = |code: &'static str| {
            let [title, why, next] = self.advice(&problem_name(code));
            [code, title, why, next]
        };
        PROBLEMS.map(row).into_iter().flatten().collect()
    }

    fn errors(&self, rows: &[(&'static str, &'static str)]) -> Vec<&'static str> {
        let row = |(codes, name): &(&'static str, &'static str)| [*codes, self.text(name)];
        rows.iter().flat_map(row).collect()
    }

    fn text(&self, name: &str) -> &'static str {
        let text = self.format(name, None);
        text.unwrap_or_else(|| keep(name.to_owned()))
    }

    /// A message or one of its attributes; each placeholder stands for itself, in braces.
    fn format(&self, name: &str, attribute: Option<&str>) -> Option<&'static str> {
        let message = self.bundle.get_message(name)?;
        let pattern = match attribute {
            None => message.value()?,
            Some(name) => message.get_attribute(name)?.value(),
        };
        let mut values = FluentArgs::new();
        for name in PLACEHOLDERS {
            values.set(name, format!("{{{name}}}"));
        }
        let mut errors = Vec::new();
        let text = self
            .bundle
            .format_pattern(pattern, Some(&values), &mut errors);
        errors.is_empty().then(|| keep(text.into_owned()))
    }
}

/// Languages live as long as the process.
fn keep(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}
