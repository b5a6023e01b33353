//! The sentences that a person reads, in one language.
//!
//! They are written in `protocol/locales`, one file for each language. The service writes them into its first HTML and
//! sends the widget those of the page's language as JSON, so that the download contains no language and the two never
//! differ. On the wire they have no names, only their order, which is this file's: both sides are built from it, and
//! the address of the JSON contains a hash of its content.
//!
//! In a sentence, `{name}` is a placeholder ([`fill`]), and `*asterisks*` enclose what is shown in bold ([`parts`]).

#[cfg(test)]
mod tests;

/// What happened, why, and the next step.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Advice {
    pub title: &'static str,
    pub why: &'static str,
    /// The button; empty where nothing on this page helps.
    pub next: &'static str,
}

/// The sentences of one language. Every list is flat: a row is a few texts in a row.
#[derive(Debug, Default)]
pub struct Words {
    texts: Vec<&'static str>,
    /// Title, cause, button.
    advice: Vec<&'static str>,
    /// Reason, title, cause, button. The last row is for all other reasons.
    failures: Vec<&'static str>,
    /// Code, title, cause, button, of Meta's signup. The last row is for all other codes.
    problems: Vec<&'static str>,
    /// Code or reason of an error, sentence. The last row is for all others.
    number_errors: Vec<&'static str>,
    /// Codes, separated by spaces, of errors that Meta's window reported, sentence. The last row is for all others.
    window_errors: Vec<&'static str>,
}

/// How many lists the sentences of a language are.
pub const LISTS: usize = 6;

macro_rules! words {
    (texts { $($(#[$about:meta])* $text:ident)* } advice { $($(#[$of:meta])* $advice:ident)* }) => {
        #[expect(non_camel_case_types, reason = "named as the sentences")]
        enum TextPlace { $($text),* }

        #[expect(non_camel_case_types, reason = "named as the sentences")]
        enum AdvicePlace { $($advice),* }

        /// The names of all texts, in their order.
        pub const TEXTS: &[&str] = &[$(stringify!($text)),*];

        /// The names of all advice, in its order.
        pub const ADVICE: &[&str] = &[$(stringify!($advice)),*];

        impl Words {
            $($(#[$about])* pub fn $text(&self) -> &'static str {
                self.text(TextPlace::$text as usize)
            })*

            $($(#[$of])* pub fn $advice(&self) -> Advice {
                self.advice(AdvicePlace::$advice as usize)
            })*
        }
    };
}

words! {
    texts {
        /// The language, a BCP 47 tag.
        lang
        /// `ltr` or `rtl`.
        dir
        title
        title_alone
        someone
        tabs_label
        tab_qr
        tab_phone
        tab_cloud
        qr_label
        preparing
        count
        renewing
        offline
        said_qr
        said_new_qr
        guide
        switch_label
        android
        iphone
        qr_android_1
        qr_android_2
        qr_android_3
        qr_iphone_1
        qr_iphone_2
        qr_iphone_3
        phone_android_1
        phone_android_2
        phone_android_3
        phone_iphone_1
        phone_iphone_2
        phone_iphone_3
        cloud_step_1
        cloud_step_2
        cloud_step_3
        asked_by
        asked_on
        framed_by
        allows
        undo
        cancel
        open_whatsapp
        move_label
        move_back
        frame
        close
        close_question
        phone_number
        phone_country
        phone_search
        phone_nothing_found
        phone_get_code
        phone_asking
        phone_code_label
        phone_copy
        phone_copied
        phone_expires
        phone_over
        phone_new_code
        phone_code_for
        phone_change_number
        phone_hint
        phone_said_code
        phone_possible
        leaving
        close_page
        go_on
        go_back
        cloud_guide
        cloud_undo
        cloud_loading
        cloud_pin
        cloud_new_tab
        cloud_go_to
        cloud_close_tab
        cloud_sign_up_again
        cloud_try_again
        cloud_left
        cloud_closed
        cloud_incomplete
        cloud_not_sent
        cloud_not_reached
        cloud_invalid_pin
        cloud_wrong_pin
    }
    advice {
        phone_spent
        scanned
        connected
        timed_out
        timed_out_phone
        cancelled
        expired
        lost
        /// Continuing on the phone: the button is the way to it.
        move_to_phone
        cloud_start
        cloud_waiting
        cloud_working
        cloud_choosing
        cloud_no_number
        cloud_needs_pin
        cloud_blocked
        cloud_no_sdk
    }
}

impl Words {
    /// From the lists, in the order of the fields.
    pub fn from_lists(lists: [Vec<&'static str>; LISTS]) -> Self {
        let [
            texts,
            advice,
            failures,
            problems,
            number_errors,
            window_errors,
        ] = lists;
        Self {
            texts,
            advice,
            failures,
            problems,
            number_errors,
            window_errors,
        }
    }

    pub fn lists(&self) -> [&[&'static str]; LISTS] {
        [
            &self.texts,
            &self.advice,
            &self.failures,
            &self.problems,
            &self.number_errors,
            &self.window_errors,
        ]
    }

    /// Puts a text in the place of another, by its place in [`TEXTS`].
    pub fn replace(&mut self, place: usize, text: &'static str) {
        if let Some(old) = self.texts.get_mut(place) {
            *old = text;
        }
    }

    fn text(&self, place: usize) -> &'static str {
        at(&self.texts, place)
    }

    fn advice(&self, place: usize) -> Advice {
        advice_at(&self.advice, place * 3)
    }

    /// The three steps that begin at this text.
    fn steps(&self, first: TextPlace) -> [&'static str; 3] {
        let first = first as usize;
        [0, 1, 2].map(|step| self.text(first + step))
    }

    /// The steps on the phone to scan a code: on Android and on the iPhone.
    pub fn qr_steps(&self) -> [[&'static str; 3]; 2] {
        [TextPlace::qr_android_1, TextPlace::qr_iphone_1].map(|first| self.steps(first))
    }

    /// The steps on the phone to type a code.
    pub fn phone_steps(&self) -> [[&'static str; 3]; 2] {
        [TextPlace::phone_android_1, TextPlace::phone_iphone_1].map(|first| self.steps(first))
    }

    /// The steps of Meta's signup, which are the same on both.
    pub fn cloud_steps(&self) -> [[&'static str; 3]; 2] {
        [self.steps(TextPlace::cloud_step_1); 2]
    }

    /// What to say about a failure; general words for a reason that is not known.
    pub fn failure(&self, reason: &str) -> Advice {
        advice_at(
            &self.failures,
            row(&self.failures, 4, &|name| name == reason) + 1,
        )
    }

    /// What to say about a signup that stopped, by `signup.problem`.
    pub fn problem(&self, code: &str) -> Advice {
        advice_at(
            &self.problems,
            row(&self.problems, 4, &|name| name == code) + 1,
        )
    }

    /// The sentence beside the number field, by the `code` and `reason` of the service's error.
    pub fn number_error(&self, code: &str, reason: &str) -> &'static str {
        let is_named = |name: &str| name == reason || name == code;
        at(
            &self.number_errors,
            row(&self.number_errors, 2, &is_named) + 1,
        )
    }

    /// What to say about an error of Meta's window.
    pub fn window_error(&self, code: &str) -> &'static str {
        let is_named = |codes: &str| codes.split(' ').any(|one| one == code);
        at(
            &self.window_errors,
            row(&self.window_errors, 2, &is_named) + 1,
        )
    }
}

/// The first row, of this many texts, whose name fits; else the last one.
fn row(list: &[&'static str], length: usize, is_named: &dyn Fn(&str) -> bool) -> usize {
    let mut rows = list.chunks(length);
    let found = rows.position(|row| is_named(at(row, 0)));
    found.map_or(list.len().saturating_sub(length), |row| row * length)
}

fn advice_at(list: &[&'static str], place: usize) -> Advice {
    Advice {
        title: at(list, place),
        why: at(list, place + 1),
        next: at(list, place + 2),
    }
}

fn at(list: &[&'static str], place: usize) -> &'static str {
    list.get(place).copied().unwrap_or_default()
}

/// A sentence with a value in place of its placeholder, whatever its name is.
pub fn fill(sentence: &str, value: &str) -> String {
    // By single characters: a search for a whole word would add 3 kB to what a person downloads.
    match (sentence.split_once('{'), sentence.split_once('}')) {
        (Some((before, _)), Some((_, after))) => [before, value, after].concat(),
        _ => sentence.into(),
    }
}

/// The parts of a sentence, and whether each is shown in bold.
pub fn parts<'a>(sentence: &'a str) -> impl Iterator<Item = (&'a str, bool)> + use<'a> {
    let parts = sentence.split('*').enumerate();
    parts.map(|(place, part)| (part, place % 2 == 1))
}
