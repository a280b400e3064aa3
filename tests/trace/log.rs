//! Logs of random events, read in every way.

use super::any_event::{Random, events};
use coroscope::time::Instant;
use coroscope::trace::log::MOST_BYTES_PER_EVENT;
use coroscope::trace::{Event, EventKind, Log};

/// Enough for tens of thousands of events.
const LARGE: usize = 16 << 20;

fn log_of(events: &[Event], limit: usize) -> Log {
    let mut log = Log::new(limit);
    for event in events {
        log.push(*event);
    }
    log
}

/// Compares a log with what it should have, read in every way.
#[track_caller]
fn same(log: &Log, events: &[Event], random: &mut Random) {
    let dropped = log.dropped();
    assert_eq!(log.len(), events.len());
    assert_eq!(log.is_empty(), events.is_empty());
    assert_eq!(log.next_seq(), dropped + events.len() as u64);
    assert!(log.iter().eq(events.iter().copied()));
    assert!(log.iter_backwards().eq(events.iter().rev().copied()));
    assert_eq!(log.last(), events.last().copied());
    assert_eq!(log.get(log.next_seq()), None);
    assert_eq!(log.get(u64::MAX), None);
    assert_eq!(log.iter_from(u64::MAX).next(), None);
    if let Some(before) = dropped.checked_sub(1) {
        assert_eq!(log.get(before), None);
    }
    for (n, event) in events.iter().enumerate() {
        assert_eq!(log.get(dropped + n as u64), Some(*event), "{n}");
    }
    for _ in 0..events.len().min(2_000) {
        let n = random.below(events.len());
        assert_eq!(log.get(dropped + n as u64), Some(events[n]), "{n}");
    }
    for _ in 0..100 {
        let n = random.below(events.len() + 2);
        let numbered = (dropped + n as u64..).zip(events.iter().skip(n).copied());
        assert!(
            log.iter_from(dropped + n as u64)
                .take(700)
                .eq(numbered.take(700))
        );
    }
}

#[test]
fn events_are_read_as_they_were_written() {
    for seed in 1..=8 {
        let mut random = Random(seed);
        for count in [0, 1, 2, 127, 128, 129, 255, 256, 257, 3_000, 20_000] {
            let events = events(count, seed * 1_000_003 + count as u64);
            same(&log_of(&events, LARGE), &events, &mut random);
        }
    }
}

#[test]
fn a_log_can_be_read_while_it_grows() {
    let events = events(2_000, 5);
    let mut log = Log::new(LARGE);
    for (n, event) in events.iter().enumerate() {
        log.push(*event);
        assert_eq!(log.last(), Some(*event));
        for back in [1, 3, 130] {
            let known = n.checked_sub(back);
            assert_eq!(
                known.and_then(|n| log.get(n as u64)),
                known.map(|n| events[n])
            );
        }
    }
}

#[test]
fn a_full_log_keeps_its_last_events_within_its_limit() {
    let mut random = Random(3);
    for limit in [0, 300_000, 1 << 20] {
        let events = events(100_000, 11);
        let log = log_of(&events, limit);
        assert!(log.dropped() > 0 && log.len() > 8_192 - 4_096, "{limit}");
        assert!(limit == 0 || log.event_bytes() <= limit, "{limit}");
        let dropped = usize::try_from(log.dropped()).unwrap();
        same(&log, &events[dropped..], &mut random);
    }
}

#[test]
fn no_event_takes_more_than_the_longest() {
    let micros = |at| Instant::from_micros(at);
    let longest = events(200_000, 7);
    for chunk in longest.chunks(50_000) {
        let log = log_of(chunk, LARGE);
        let open = Log::new(LARGE);
        assert_eq!(open.event_bytes(), 0);
        assert!(log.event_bytes() <= (chunk.len() + 256) * MOST_BYTES_PER_EVENT);
    }
    // Each with the largest numbers that its kind can have.
    let far = longest.iter().filter(|event| {
        matches!(
            event.kind,
            EventKind::PointRecorded { .. } | EventKind::CallScheduled { .. }
        )
    });
    let far: Vec<Event> = (far.enumerate())
        .map(|(n, event)| Event {
            at: micros([u64::MAX, u64::MAX / 2, 0][n % 3]),
            kind: event.kind,
        })
        .collect();
    same(&log_of(&far, LARGE), &far, &mut Random(1));
}

#[test]
fn the_last_events_can_be_removed_and_others_added() {
    let mut random = Random(9);
    let (mut log, mut kept) = (Log::new(LARGE), Vec::new());
    for event in events(30_000, 13) {
        match random.below(20) {
            0..9 => {
                assert_eq!(log.pop(), kept.pop());
                assert_eq!(log.last(), kept.last().copied());
            }
            _ => {
                log.push(event);
                kept.push(event);
            }
        }
    }
    same(&log, &kept, &mut random);
    while let Some(event) = kept.pop() {
        assert_eq!(log.pop(), Some(event));
    }
    assert_eq!((log.pop(), log.len(), log.last()), (None, 0, None));
}

#[test]
fn events_can_be_changed_and_skipped() {
    let (mut random, mut events) = (Random(4), events(1_000, 17));
    let mut log = log_of(&events, LARGE);
    let change = |event: &mut Event| {
        event.at = Instant::from_micros(event.at.as_micros() / 2);
        if let EventKind::PollBegun { task } = event.kind {
            event.kind = EventKind::PollEnded { task };
        }
    };
    events.iter_mut().for_each(change);
    log.change_events(change);
    same(&log, &events, &mut random);
    log.skip(5);
    assert_eq!((log.len(), log.dropped()), (0, 1_005));
    assert_eq!((log.get(0), log.last()), (None, None));
    events.iter().for_each(|event| log.push(*event));
    same(&log, &events, &mut random);
}

#[test]
fn a_time_is_found_in_a_log() {
    let mut random = Random(6);
    for count in [0, 1, 128, 129, 5_000] {
        let mut events = events(count, 19);
        let mut at = 0;
        for event in &mut events {
            at += [0, 0, 0, 1, 50][random.below(5)];
            event.at = Instant::from_micros(at);
        }
        let log = log_of(&events, LARGE);
        let times = (0..=at + 1).step_by(7).map(Instant::from_micros);
        for at in times.chain([Instant::MAX]) {
            let since = events.partition_point(|event| event.at < at) as u64;
            let after = events.partition_point(|event| event.at <= at) as u64;
            assert_eq!((log.first_since(at), log.first_after(at)), (since, after));
        }
    }
}
