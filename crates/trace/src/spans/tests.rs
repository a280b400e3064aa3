//! Compares spans in chunks with the same spans in a list.

use super::*;
use crate::task_state::WaitKind;
use crate::totals::SpanTotals;

const STATES: [TaskState; 3] = [
    TaskState::Ready,
    TaskState::Running,
    TaskState::Waiting(WaitKind::Timer),
];

/// When each of `count` spans begins; several may begin at once. The last one ends after the rest.
fn beginnings(count: u64) -> Vec<Instant> {
    let micros = (0..=count).map(|n| 1_000 * n / 3 + n % 3 * 100 + n / 7 * 5_000);
    micros.map(Instant::from_micros).collect()
}

fn make(times: &[Instant]) -> Spans {
    let mut spans = Spans::default();
    let (end, begin) = times.split_last().unwrap();
    for (n, at) in begin.iter().enumerate() {
        spans.enter(*at, 4 * n as u64, STATES[n % 3]);
        spans.set_woken_by((n % 3 == 1).then_some(WokenBy::Timer));
    }
    spans.set_end(*end);
    spans
}

#[test]
fn spans_are_found_as_in_a_list() {
    // Less than a chunk, a whole one, and several with and without more spans after them.
    for count in [1, 31, 32, 33, 64, 65, 200] {
        let times = beginnings(count);
        let spans = make(&times);
        let begin = &times[..count as usize];
        assert_eq!(spans.len(), begin.len());
        for (n, span) in spans.iter().enumerate() {
            assert_eq!((span.from, span.to), (times[n], Some(times[n + 1])));
            assert_eq!((spans.from(n), spans.to(n)), (span.from, span.to));
            assert_eq!((span.seq, span.state), (4 * n as u64, STATES[n % 3]));
            assert_eq!(span.state, spans.state(n));
            assert_eq!(span.woken_by, (n % 3 == 1).then_some(WokenBy::Timer));
        }
        let seqs: Vec<u64> = spans.packed_iter().map(PackedSpan::seq).collect();
        assert_eq!(seqs, (0..count).map(|n| 4 * n).collect::<Vec<_>>());
        assert_eq!(spans.get(begin.len()), None);
        for micros in (0..times[count as usize].as_micros() + 500).step_by(97) {
            let at = Instant::from_micros(micros);
            let begun = begin.iter().filter(|from| **from <= at).count();
            assert_eq!(spans.begun_by(at), begun, "{at}");
            let ended = times[1..].iter().filter(|to| **to < at).count();
            assert_eq!(spans.ended_before(at), ended, "{at}");
        }
    }
}

#[test]
fn sums_of_ranges_are_those_of_their_spans() {
    let times = beginnings(150);
    let spans = make(&times);
    for from in 0..150 {
        for to in from..=150 {
            let mut plain = SpanTotals::default();
            for n in from..to {
                let micros = times[n + 1].as_micros() - times[n].as_micros();
                plain.add(STATES[n % 3].index(), micros);
            }
            assert_eq!(spans.totals(from..to, Instant::MAX), plain, "{from}..{to}");
            if let Some(few) = spans.single_wait_totals(from..to, Instant::MAX) {
                let sums = (few.running, few.ready, few.waiting, few.polls);
                let of_state = |state: TaskState| plain.micros[state];
                let right = STATES.map(of_state);
                assert_eq!(sums, (right[1], right[0], right[2], plain.polls));
            }
            let poll = (from..to).rev().find(|n| n % 3 == 1);
            assert_eq!(spans.last_poll(from..to), poll, "{from}..{to}");
        }
    }
}

#[test]
fn a_span_takes_few_bytes() {
    let times = beginnings(32 * 1_000 + 1);
    let spans = make(&times);
    let chunks = spans.chunks.iter().map(Chunk::bytes).sum::<usize>();
    let each = (chunks + spans.sums.bytes()) as f64 / spans.len() as f64;
    assert!(each <= 8.0, "{each} bytes");
}
