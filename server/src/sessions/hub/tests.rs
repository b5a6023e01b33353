//! When views are kept, and who shares their drawings.

use std::cell::Cell;
use std::time::Duration;

use super::*;
use crate::domain::event::QrCode;
use crate::domain::name::SessionName;
use crate::domain::time::Timestamp;

fn session(id: &str) -> Session {
    let name = SessionName::parse("a").unwrap();
    Session::new(id.into(), "default".into(), name, Timestamp::from_millis(0))
}

fn code(text: &str) -> Option<ShownCode> {
    Some(ShownCode {
        qr: QrCode::new(text),
        expires_at: Timestamp::from_millis(20_000),
        lasts: Duration::from_secs(20),
    })
}

#[test]
fn a_view_is_kept_while_it_is_watched_or_its_task_runs() {
    let (hub, id) = (Hub::default(), SessionId::from("ses_1"));
    hub.introduce(session("ses_1"));
    let (first, second) = (hub.watch(&id).unwrap(), hub.watch(&id).unwrap());
    drop(first);
    assert_eq!(hub.len(), 1, "it is still watched");
    drop(second);
    assert_eq!(hub.len(), 0, "nobody needs it");

    hub.publish(session("ses_1"), None, None);
    drop(hub.watch(&id).unwrap());
    assert_eq!(hub.len(), 1, "its task runs");
    let watch = hub.watch(&id).unwrap();
    hub.release(&id);
    assert_eq!(hub.len(), 1, "it is watched");
    drop(watch);
    assert!(hub.is_empty());

    hub.publish(session("ses_1"), None, None);
    hub.release(&id);
    assert!(hub.is_empty());
}

#[test]
fn a_view_that_is_made_again_does_not_repeat_a_number() {
    let (hub, id) = (Hub::default(), SessionId::from("ses_1"));
    let mut last = 0;
    for _ in 0..3 {
        hub.introduce(session("ses_1"));
        let watch = hub.watch(&id).unwrap();
        for change in [None, Some(()), None] {
            match change {
                Some(()) => hub.publish(session("ses_1"), None, None),
                None => hub.touch(&id),
            }
            let seq = watch.borrow().seq;
            assert!(seq > last, "{seq} after {last}");
            last = seq;
        }
        drop(watch);
        hub.release(&id);
    }
}

#[test]
fn a_code_is_drawn_once_however_often_it_is_shown() {
    let (hub, id) = (Hub::default(), SessionId::from("ses_1"));
    let drawn = Cell::new(0);
    let show = |watches: &[LiveWatch]| {
        for watch in watches {
            let live = watch.borrow().clone();
            live.drawing.get_or_draw(|| {
                drawn.set(drawn.get() + 1);
                String::new()
            });
        }
    };
    hub.publish(session("ses_1"), code("one"), None);
    let watches: Vec<_> = (0..50).map(|_| hub.watch(&id).unwrap()).collect();
    show(&watches);
    hub.touch(&id);
    hub.publish(session("ses_1"), code("one"), None);
    show(&watches);
    assert_eq!(drawn.get(), 1);
    hub.publish(session("ses_1"), code("two"), None);
    show(&watches);
    assert_eq!(drawn.get(), 2, "another code is drawn");
}
