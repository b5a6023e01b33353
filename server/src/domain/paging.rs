//! Lists are read page by page. A page starts after the position of the last item of the page before, never at a
//! number of items, so nothing is skipped or repeated when items are created and deleted in between.
//!
//! The position travels as a cursor: opaque to the caller, and valid for the list that it came from only.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;

use super::id::WebhookId;
use super::time::Timestamp;

const DEFAULT_LIMIT: i64 = 100;
const MAX_LIMIT: i64 = 200;

/// The lists of the API. A cursor names its list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    Sessions,
    Webhooks,
    Deliveries(WebhookId),
    /// The keys that a key may access.
    Keys,
    /// The keys of any tenant.
    AllKeys,
    MetaApps,
    Tenants,
}

/// How many items a page has at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit(i64);

/// Where an item stands in its list. Lists that are sorted by id alone ignore the time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    pub at: Timestamp,
    pub id: String,
}

/// The part of a list to read: `limit` items after a position, or from the start.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paging {
    pub after: Option<Position>,
    pub limit: Limit,
}

/// A part of a list, and the position of its last item if more items follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    pub items: Vec<T>,
    pub next: Option<Position>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("`limit` is a whole number from 1 to 200; leave it out for 100")]
pub struct BadLimit;

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "this `cursor` is not of this list; send the `nextCursor` of its previous page unchanged, or leave it out to start \
     from the beginning"
)]
pub struct BadCursor;

impl Limit {
    pub const MAX: Limit = Limit(MAX_LIMIT);

    pub fn parse(text: &str) -> Result<Self, BadLimit> {
        let limit = text.parse().map_err(|_| BadLimit)?;
        Self::new(limit).ok_or(BadLimit)
    }

    pub fn new(limit: i64) -> Option<Self> {
        (1..=MAX_LIMIT).contains(&limit).then_some(Limit(limit))
    }

    /// One item more than fits, which shows that there is a next page.
    pub const fn with_next(self) -> i64 {
        self.0 + 1
    }

    fn count(self) -> usize {
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }
}

impl Default for Limit {
    fn default() -> Self {
        Limit(DEFAULT_LIMIT)
    }
}

impl Paging {
    /// The position after which the page starts: time and id. Every item is after the default.
    pub fn after(&self) -> (i64, &str) {
        match &self.after {
            Some(position) => (position.at.as_millis(), position.id.as_str()),
            None => (i64::MIN, ""),
        }
    }
}

impl<T> Page<T> {
    /// The page of what was read: up to [`Limit::with_next`] items.
    pub fn of(mut found: Vec<T>, limit: Limit, position: impl Fn(&T) -> Position) -> Self {
        let has_next = found.len() > limit.count();
        found.truncate(limit.count());
        let last = found.last().filter(|_| has_next);
        Page {
            next: last.map(position),
            items: found,
        }
    }
}

impl Position {
    /// Of a list that is sorted by id.
    pub fn of_id(id: impl Into<String>) -> Self {
        Position {
            at: Timestamp::from_millis(0),
            id: id.into(),
        }
    }
}

impl List {
    fn name(self) -> String {
        match self {
            List::Sessions => "sessions".to_owned(),
            List::Webhooks => "webhooks".to_owned(),
            List::Deliveries(webhook) => format!("deliveries {webhook}"),
            List::Keys => "keys".to_owned(),
            List::AllKeys => "all keys".to_owned(),
            List::MetaApps => "meta apps".to_owned(),
            List::Tenants => "tenants".to_owned(),
        }
    }

    pub fn cursor(self, position: &Position) -> String {
        let Position { at, id } = position;
        BASE64.encode(format!("{}\n{}\n{id}", self.name(), at.as_millis()))
    }

    pub fn position(self, cursor: &str) -> Result<Position, BadCursor> {
        self.read(cursor).ok_or(BadCursor)
    }

    fn read(self, cursor: &str) -> Option<Position> {
        let text = String::from_utf8(BASE64.decode(cursor).ok()?).ok()?;
        let (name, position) = text.split_once('\n')?;
        let (at, id) = position.split_once('\n')?;
        // Anybody can write a cursor, and Postgres rejects a NUL.
        let is_id = match self {
            List::Webhooks => id.parse::<i64>().is_ok(),
            _ => id.chars().all(|c| c.is_ascii_graphic()),
        };
        (name == self.name() && is_id).then_some(Position {
            at: Timestamp::from_millis(at.parse().ok()?),
            id: id.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn position(id: &str) -> Position {
        Position {
            at: Timestamp::from_millis(1_795_000_000_123),
            id: id.to_owned(),
        }
    }

    #[test]
    fn a_limit_is_from_one_to_two_hundred() {
        assert_eq!(Limit::default(), Limit(100));
        for (text, parsed) in [
            ("1", Ok(Limit(1))),
            ("200", Ok(Limit::MAX)),
            ("0", Err(BadLimit)),
            ("201", Err(BadLimit)),
            ("-1", Err(BadLimit)),
            ("1.5", Err(BadLimit)),
            ("", Err(BadLimit)),
            ("all", Err(BadLimit)),
            ("99999999999999999999", Err(BadLimit)),
        ] {
            assert_eq!(Limit::parse(text), parsed, "{text}");
        }
    }

    #[test]
    fn a_cursor_is_of_its_list_only() {
        let lists = [
            List::Sessions,
            List::Webhooks,
            List::Deliveries(WebhookId(7)),
            List::Deliveries(WebhookId(8)),
            List::Keys,
            List::AllKeys,
            List::MetaApps,
            List::Tenants,
        ];
        let position = position("7");
        for list in lists {
            let cursor = list.cursor(&position);
            for other in lists {
                let expected = match other == list {
                    true => Ok(position.clone()),
                    false => Err(BadCursor),
                };
                assert_eq!(other.position(&cursor), expected, "{list:?} {other:?}");
            }
        }
    }

    #[test]
    fn what_is_no_cursor_is_rejected() {
        let made_up = |text: &str| BASE64.encode(text);
        for cursor in [
            "",
            "ses_01",
            "%%%",
            &made_up("sessions"),
            &made_up("sessions\n12"),
            &made_up("sessions\ntoday\nses_01"),
            &made_up("sessions\n12\nses\0_01"),
            &made_up("sessions\n12\nses_01\n"),
            &BASE64.encode([0xff, 0xfe]),
        ] {
            assert_eq!(List::Sessions.position(cursor), Err(BadCursor), "{cursor}");
        }
        let no_number = made_up("webhooks\n12\nses_01");
        assert_eq!(List::Webhooks.position(&no_number), Err(BadCursor));
    }

    #[test]
    fn a_page_has_a_next_one_only_if_more_items_follow() {
        let limit = Limit::new(2).unwrap();
        let page = |ids: &[&str]| {
            let found = ids.iter().map(|id| (*id).to_owned()).collect();
            let page = Page::of(found, limit, |id: &String| position(id));
            (page.items.join(" "), page.next.map(|next| next.id))
        };
        assert_eq!(page(&[]), (String::new(), None));
        assert_eq!(page(&["a", "b"]), ("a b".into(), None));
        assert_eq!(page(&["a", "b", "c"]), ("a b".into(), Some("b".into())));
    }
}
