//! A session whose events a test reads.

use std::time::Duration;

use titan_engine::{Account, Engine, Event, Line, Via};
use tokio::sync::mpsc;
use tokio::time::timeout;

use crate::test_sandbox::TIMEOUT;

pub struct Session {
    pub line: Line,
    events: mpsc::UnboundedReceiver<Event>,
}

impl Session {
    pub fn open(engine: &Engine, name: &str) -> Session {
        Session::new(engine.open(name, None))
    }

    pub fn new((line, events): (Line, mpsc::UnboundedReceiver<Event>)) -> Session {
        Session { line, events }
    }

    /// The next event. Signs of the phone may come at any time, so they are left out.
    pub async fn next(&mut self) -> Event {
        loop {
            let event = self.next_or_sign().await;
            if !matches!(event, Event::PhoneSeen { .. }) {
                return event;
            }
        }
    }

    async fn next_or_sign(&mut self) -> Event {
        let event = timeout(TIMEOUT, self.events.recv()).await;
        event
            .expect("an event in time")
            .expect("an event before the end")
    }

    /// How many signs of the phone there are among the remaining events.
    pub async fn signs_until_the_end(&mut self) -> usize {
        let mut signs = 0;
        loop {
            match self.next_or_sign().await {
                Event::PhoneSeen { .. } => signs += 1,
                Event::Closed => return signs,
                _ => {}
            }
        }
    }

    /// Waits for a sign of the phone, and returns how long ago it was.
    pub async fn phone_seen(&mut self) -> Duration {
        loop {
            if let Event::PhoneSeen { ago } = self.next_or_sign().await {
                return ago;
            }
        }
    }

    pub async fn until(&mut self, wanted: impl Fn(&Event) -> bool) -> Event {
        loop {
            let event = self.next().await;
            if wanted(&event) {
                return event;
            }
            assert_ne!(event, Event::Closed, "closed before the expected event");
        }
    }

    /// The next event, which has to be a QR code.
    pub async fn code(&mut self) -> (String, Duration) {
        match self.next().await {
            Event::Qr { code, lasts } => (code.into_string(), lasts),
            other => panic!("expected a code, got {other:?}"),
        }
    }

    pub async fn linked(&mut self) -> Account {
        let (account, via) = self.linked_via().await;
        assert_eq!(via, Via::Qr);
        account
    }

    pub async fn linked_via(&mut self) -> (Account, Via) {
        let event = self.until(|event| !matches!(event, Event::Qr { .. })).await;
        match event {
            Event::Linked { account, via } => (account, via),
            other => panic!("expected a link, got {other:?}"),
        }
    }

    /// Waits for the next login, and returns its account.
    pub async fn connected(&mut self) -> Account {
        let connected = |event: &Event| matches!(event, Event::Connected(_));
        match self.until(connected).await {
            Event::Connected(account) => account,
            other => unreachable!("{other:?} is not a login"),
        }
    }

    /// All events up to the last.
    pub async fn rest(&mut self) -> Vec<Event> {
        let mut rest = Vec::new();
        while let Some(event) = timeout(TIMEOUT, self.events.recv())
            .await
            .expect("the end in time")
        {
            rest.push(event);
        }
        rest
    }

    pub async fn ends_with(&mut self, end: &[Event]) {
        let rest = self.rest().await;
        let about_the_connection = |event: &Event| {
            !matches!(
                event,
                Event::Qr { .. }
                    | Event::PushName(_)
                    | Event::PhoneSeen { .. }
                    | Event::MessageStatus { .. }
            )
        };
        let rest: Vec<_> = rest.into_iter().filter(about_the_connection).collect();
        assert_eq!(rest, end);
    }
}
