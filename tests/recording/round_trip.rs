//! A recording contains the whole log, and reading it returns an equal log.

use crate::common::random;
use crate::common::tape::everything;
use crate::recording::{meta, with_lesson};
use coroscope::export::{Clock, Meta, RecordingReader, read_recording, write_recording};
use coroscope::trace::{Event, EventKind, Log, Model};
use coroscope::{lessons, time::Instant};
use proptest::prelude::*;

#[track_caller]
fn round_trips(log: &Log) {
    let file = write_recording(log, &meta());
    let back = read_recording(file.as_bytes()).unwrap();
    assert_eq!(back.repairs, []);
    assert_eq!(back.meta, meta());
    same(log, &back.log);
}

#[track_caller]
fn same(a: &Log, b: &Log) {
    assert!(a.iter_from(0).eq(b.iter_from(0)), "events differ");
    assert!(a.texts().eq(b.texts()), "texts differ");
    assert_eq!(a.places(), b.places());
    assert_eq!((a.dropped(), a.next_seq()), (b.dropped(), b.next_seq()));
    assert_eq!(Model::of(a), Model::of(b));
}

#[test]
fn every_kind_of_event_round_trips() {
    round_trips(&everything().log);
    round_trips(&random::one_of_each());
}

#[test]
fn every_lesson_round_trips() {
    for lesson in lessons::ALL {
        with_lesson(lesson.id, round_trips);
    }
}

#[test]
fn dropped_events_are_counted_in_the_file() {
    let mut log = Log::new(0);
    for at in 0..20_000 {
        log.push(Event {
            at: Instant::from_micros(at),
            kind: EventKind::Hopped,
        });
    }
    assert!(log.dropped() > 0);
    round_trips(&log);
}

#[test]
fn a_log_that_was_read_can_grow() {
    let tape = everything();
    let file = write_recording(&tape.log, &Meta::default());
    let mut log = read_recording(file.as_bytes()).unwrap().log;
    let name = tape.log.texts().next().unwrap();
    let (texts, before) = (log.texts().len(), log.next_seq());
    assert_eq!(log.intern(name).index(), 0);
    assert_eq!(log.intern("one more").index(), texts);
    log.push(Event {
        at: Instant::MAX,
        kind: EventKind::Hopped,
    });
    assert_eq!(log.next_seq(), before + 1);
}

#[test]
fn an_event_takes_less_than_its_share_of_a_log() {
    let bytes = with_lesson("queue", |log| {
        write_recording(log, &Meta::default()).len() / log.len()
    });
    assert!(bytes < 32, "{bytes}");
}

#[test]
fn a_file_can_be_read_a_few_events_at_a_time() {
    let log = everything().log;
    let file = write_recording(&log, &meta());
    let mut reading = RecordingReader::new(file.as_bytes()).unwrap();
    let mut steps = 1;
    while !reading.read_some(7).unwrap() {
        steps += 1;
    }
    assert_eq!(steps, log.len() / 7 + 1);
    same(&log, &reading.finish().unwrap().log);
}

#[test]
fn members_may_come_in_any_order_and_unknown_ones_are_ignored() {
    let file = r#"{"coroscope":1,"events":[[0,"spawn",1,null,0],[3,"print",1,1]],
        "zoom":{"from":[1.5e3,{"deep":[true,false,null,"}]\""]}]},
        "texts":["a","said \u00e9\ud83d\ude00\ud800 \/"],"places":[["a.rs",1]],
        "meta":{"clock":"virtual","more":[]},"dropped":4}"#;
    let back = read_recording(file.as_bytes()).unwrap();
    assert_eq!(back.log.dropped(), 4);
    assert_eq!(back.meta.clock, Clock::Virtual);
    let line = Model::of(&back.log).printed[0];
    assert_eq!(back.log.text(line.text), "said é😀\u{FFFD} /");
}

#[test]
fn in_old_files_the_place_of_its_spawn_shows_that_a_task_runs_a_cleanup() {
    let is_cleanup = |version: u32, file: &str, more: &str| {
        let file = format!(
            r#"{{"coroscope":{version},"events":[[0,"spawn",1,null,0{more}]],"places":[["{file}",44]]}}"#
        );
        let back = read_recording(file.as_bytes()).unwrap();
        Model::of(&back.log).tasks()[0].is_cleanup
    };
    for runtime in [
        "src/runtime/cleanup.rs",
        r"C:\\coroscope\\src\\runtime\\cleanup.rs",
    ] {
        assert!(is_cleanup(1, runtime, "") && is_cleanup(2, runtime, ""));
        assert!(!is_cleanup(3, runtime, ""));
    }
    assert!(!is_cleanup(2, "src/cleanup.rs", ""));
    assert!(is_cleanup(3, "src/cleanup.rs", r#","cleanup""#));
}

proptest! {
    #![proptest_config(random::config(150))]

    #[test]
    fn random_logs_round_trip(log in random::log()) {
        round_trips(&log);
    }

    #[test]
    fn any_text_round_trips_and_is_json(text in any::<String>(), value in any::<String>()) {
        let meta = Meta {
            title: text.clone(),
            settings: vec![(text.clone(), value.clone())],
            ..Meta::default()
        };
        let mut log = Log::default();
        log.intern(&text);
        let file = write_recording(&log, &meta);
        let json: serde_json::Value = serde_json::from_str(&file).unwrap();
        prop_assert_eq!(&json["meta"]["title"], &text);
        prop_assert_eq!(&json["meta"]["knobs"][&text], &value);
        prop_assert_eq!(&json["texts"][0], &text);
        let back = read_recording(file.as_bytes()).unwrap();
        prop_assert_eq!(back.meta, meta);
        // As another tool may write it.
        let other = format!(r#"{{"coroscope":1,"meta":{{"title":{}}},"events":[]}}"#, ascii_only(&text));
        prop_assert_eq!(read_recording(other.as_bytes()).unwrap().meta.title, text);
    }
}

/// A quoted string with an escape for each UTF-16 unit.
fn ascii_only(text: &str) -> String {
    let units = text.encode_utf16().map(|unit| format!("\\u{unit:04X}"));
    format!("\"{}\"", units.collect::<String>())
}
