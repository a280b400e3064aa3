//! A log with more events than a file may have.

use coroscope::export::{MAX_EVENTS, Meta, read_recording, write_recording};
use coroscope::time::Instant;
use coroscope::trace::{Event, EventKind, Log};

#[test]
fn of_more_events_than_a_file_may_have_the_newest_half_of_that_many_is_saved() {
    let mut log = Log::default();
    let last = Instant::from_micros(MAX_EVENTS as u64);
    for micros in 0..=MAX_EVENTS as u64 {
        log.push(Event {
            at: Instant::from_micros(micros),
            kind: EventKind::Hopped,
        });
    }
    assert_eq!((log.len(), log.dropped()), (MAX_EVENTS + 1, 0));
    let saved = read_recording(write_recording(&log, &Meta::default()).as_bytes());
    let saved = saved.expect("the file can be read").log;
    assert_eq!(saved.len(), MAX_EVENTS / 2);
    assert_eq!(saved.dropped(), (MAX_EVENTS / 2 + 1) as u64);
    assert_eq!(saved.last().map(|event| event.at), Some(last));
}
