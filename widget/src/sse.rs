//! Reads the text of an event stream (`text/event-stream`) as it arrives, in pieces cut anywhere.
//!
//! `EventSource` would do this but cannot send an `Authorization` header, and a token in an address ends up in logs.
//! Only `event` and `data` fields matter here; comments are the service's heartbeat.

/// A complete event.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Event {
    pub(crate) name: String,
    pub(crate) data: String,
}

/// What has been read and is not yet a complete event.
#[derive(Default)]
pub(crate) struct EventReader {
    /// A line without its end. Bytes, because a piece may end in the middle of a letter.
    line: Vec<u8>,
    name: String,
    data: String,
}

impl EventReader {
    /// Takes the next piece and returns the events it completes.
    pub(crate) fn feed(&mut self, piece: &[u8]) -> Vec<Event> {
        let mut events = Vec::new();
        for &byte in piece {
            match byte {
                b'\n' => events.extend(self.end_line()),
                // The service ends lines with a bare line feed; a proxy may add a return.
                b'\r' => {}
                _ => self.line.push(byte),
            }
        }
        events
    }

    fn end_line(&mut self) -> Option<Event> {
        let line = std::mem::take(&mut self.line);
        if line.is_empty() {
            return self.end_event();
        }
        let line = String::from_utf8(line).unwrap_or_default();
        let (field, value) = line.split_once(':').unwrap_or((&line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => self.name = value.into(),
            "data" => {
                if !self.data.is_empty() {
                    self.data.push('\n');
                }
                self.data.push_str(value);
            }
            _ => {}
        }
        None
    }

    fn end_event(&mut self) -> Option<Event> {
        let (name, data) = (
            std::mem::take(&mut self.name),
            std::mem::take(&mut self.data),
        );
        (!data.is_empty()).then_some(Event { name, data })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(name: &str, data: &str) -> Event {
        Event {
            name: name.into(),
            data: data.into(),
        }
    }

    #[test]
    fn events_are_read_one_by_one() {
        let mut reader = EventReader::default();
        let events =
            reader.feed(b"event: boot\nid: 1\ndata: {\"a\":1}\n\nevent: view\ndata: {}\n\n");
        assert_eq!(events, [event("boot", "{\"a\":1}"), event("view", "{}")]);
    }

    #[test]
    fn pieces_may_be_cut_anywhere() {
        let whole = "event: view\ndata: {\"name\":\"Zoë\"}\n\n".as_bytes();
        for cut in 0..whole.len() {
            let mut reader = EventReader::default();
            let mut events = reader.feed(&whole[..cut]);
            events.extend(reader.feed(&whole[cut..]));
            assert_eq!(
                events,
                [event("view", "{\"name\":\"Zoë\"}")],
                "cut at {cut}"
            );
        }
    }

    #[test]
    fn heartbeats_are_not_events() {
        let mut reader = EventReader::default();
        assert_eq!(reader.feed(b": still here\n\n:\n\n"), []);
    }

    #[test]
    fn data_of_several_lines_and_returns_are_read() {
        let mut reader = EventReader::default();
        assert_eq!(
            reader.feed(b"data: one\r\ndata:two\r\n\r\n"),
            [event("", "one\ntwo")]
        );
    }

    #[test]
    fn an_incomplete_event_waits_for_its_end() {
        let mut reader = EventReader::default();
        assert_eq!(reader.feed(b"event: view\ndata: {}\n"), []);
        assert_eq!(reader.feed(b"\n"), [event("view", "{}")]);
    }
}
