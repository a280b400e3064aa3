//! The last part of a log is a recording, in which the tasks have their names and are seen to wait as in the whole log.

use crate::recording::{meta, with_lesson};
use coroscope::export::{read_recording, write_recording};
use coroscope::time::Instant;
use coroscope::trace::track::TaskTrack;
use coroscope::trace::{Log, Model};

/// Cuts a log at many times, and compares what is seen at the end of each part.
fn every_tail_shows_the_same_end(log: &Log) {
    let whole = Model::of(log);
    let mut times: Vec<Instant> = log.iter().map(|event| event.at).collect();
    times.dedup();
    for since in times.iter().step_by(times.len().div_ceil(20)).copied() {
        let tail = log.tail(since, usize::MAX);
        assert_eq!(tail.next_seq(), log.next_seq());
        let back = read_recording(write_recording(&tail, &meta()).as_bytes()).unwrap();
        assert_eq!(back.repairs, [], "cut at {since}");
        let model = Model::of(&back.log);
        // Of tasks that ended before, nothing is kept.
        let was_there = |track: &&TaskTrack| track.until(whole.now()) > since;
        for same in whole.tasks().iter().filter(was_there) {
            let task = model.task(same.id).expect("a task that had not ended");
            assert_eq!(
                model.task_name(&back.log, task.id),
                whole.task_name(log, task.id)
            );
            assert_eq!(task.end, same.end);
            // The positions of events differ.
            let seen = |track: &TaskTrack| {
                let span = track.span_at(since)?;
                Some((span.state, span.from, span.to, span.waited))
            };
            assert_eq!(seen(task), seen(same), "{:?} at {since}", task.id);
        }
    }
}

#[test]
fn a_tail_of_a_lesson_shows_the_same_end() {
    for lesson in ["gather", "queue", "locks", "groups", "timeouts"] {
        with_lesson(lesson, every_tail_shows_the_same_end);
    }
}

#[test]
fn a_tail_has_at_most_so_many_events_besides_how_its_tasks_began() {
    with_lesson("queue", |log| {
        let tail = log.tail(Instant::ZERO, 10);
        let last = tail.iter().skip(tail.len() - 10);
        assert!(last.eq(log.iter().skip(log.len() - 10)));
        assert!(tail.len() < log.len() / 2);
    });
}
