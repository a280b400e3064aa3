//! Polls that do not end, reported by the engine or found at the end of the log.

use super::loop_held::warned;
use super::{only_of, silent_of};
use crate::common::tape::{Tape, task, timer};
use coroscope::lint::FindingKind;
use coroscope::time::ms;
use coroscope::trace::{Cause, EventKind, PlaceId, WaitReason, Warning};

#[test]
fn an_endless_turn_is_reported_with_the_last_warning() {
    let mut tape = warned(Warning::EndlessTurn, "1.2 s", 2);
    let (place, subject) = (tape.here(), tape.log.intern("2.4 s"));
    tape.push(EventKind::Warned {
        warning: Warning::EndlessTurn,
        task: Some(task(1)),
        subject,
        place: Some(place),
    });
    let one = only_of(&tape, FindingKind::ENDLESS_TURN);
    assert_eq!(
        (&one.tasks[..], &one.places[..]),
        (&[task(1)][..], &[place][..])
    );
    assert_eq!(one.title, "Has not returned to the loop for 2.4 s");
    assert_eq!(
        one.sentence,
        "main has not returned to the loop for 2.4 s. Until it does, no other task can run and no timer can fire."
    );
    tape.done(1);
    let one = only_of(&tape, FindingKind::ENDLESS_TURN);
    assert_eq!(one.title, "Did not return to the loop for 2.4 s");
    assert_eq!(
        one.sentence,
        "main did not return to the loop for 2.4 s. Until it did, no other task could run and no timer could fire."
    );
}

#[test]
fn the_start_of_an_endless_turn_is_named_if_known() {
    let line = |tape: &Tape, place: PlaceId| tape.log.place(place).unwrap().line;
    let said = |tape: &Tape| {
        let one = only_of(tape, FindingKind::ENDLESS_TURN);
        one.sentence.split(". ").nth(1).unwrap().to_owned()
    };
    let warn = |tape: &mut Tape, place: PlaceId| {
        let subject = tape.log.intern("2.4 s");
        tape.push(EventKind::Warned {
            warning: Warning::EndlessTurn,
            task: Some(task(1)),
            subject,
            place: Some(place),
        });
    };
    // The log ends during the poll, with the engine's report.
    for is_warned in [false, true] {
        let mut tape = Tape::python();
        tape.spawn(1, 0, "main").poll(1);
        let spawned = tape.model().tasks()[0].place.unwrap();
        tape.at(1_500_000).print(1, "still here");
        if is_warned {
            warn(&mut tape, spawned);
        }
        let first = format!("It started in line {}", line(&tape, spawned));
        assert_eq!(said(&tape), first);

        let mut tape = Tape::python();
        tape.spawn(1, 0, "main").poll(1).wait(1, timer(1_000));
        tape.at(1_000).wake(1, Cause::Timer).poll(1);
        let span = tape.model().tasks()[0].spans.last().unwrap();
        let waited = span.waited.unwrap().place;
        tape.at(1_500_000).print(1, "still here");
        if is_warned {
            warn(&mut tape, waited);
        }
        let later = format!("It continued in line {}", line(&tape, waited));
        assert_eq!(said(&tape), later);
    }
}

#[test]
fn a_long_turn_that_blocked_others_is_found_once() {
    let mut tape = warned(Warning::EndlessTurn, "2.4 s", 1);
    tape.spawn(2, 1, "ready").awaits(1, 2);
    tape.at(2_400_000).wait(1, WaitReason::Task(task(2)));
    tape.poll(2)
        .done(2)
        .wake(1, Cause::Task(task(2)))
        .poll(1)
        .done(1);
    only_of(&tape, FindingKind::BLOCKED);
}

#[test]
fn a_log_that_ends_in_a_long_poll_needs_no_warning() {
    let open = |millis: u64| {
        let mut tape = Tape::python();
        tape.spawn(1, 0, "main").poll(1);
        tape.at(millis * 1000).print(1, "still here");
        tape
    };
    let one = only_of(&open(1500), FindingKind::ENDLESS_TURN);
    assert_eq!(one.title, "Has not returned to the loop for 1.50 s");
    assert_eq!((one.at.elapsed(), one.until.elapsed()), (ms(0), ms(1500)));
    silent_of(&open(40));
    let mut ended = open(1500);
    ended.done(1);
    silent_of(&ended);
}

#[test]
fn an_endless_turn_that_delays_others_is_found_once() {
    let mut tape = Tape::python();
    tape.spawn(1, 0, "main").spawn(2, 1, "ticker");
    tape.poll(2).wait(2, timer(100_000)).poll(1);
    tape.at(1_500_000).print(1, "still here");
    only_of(&tape, FindingKind::ENDLESS_TURN);
}
