//! Sequential waits, in logs that have the delays of timers and number the calls of coroutines.

use super::{only, run, silent};
use crate::common::tape::{Tape, task};
use coroscope::lint::{Finding, FindingKind, Options, findings};
use coroscope::time::ms;
use coroscope::trace::{Cause, Delay, EventKind, PlaceId, RunView, WaitReason};
use coroscope::{gather, io, sleep, spawn};

/// A step of a script's task: the number of the call, the delay of its timer, and how late it fires.
type Step = (u32, u64, u64);

/// How the task ends after its steps.
#[derive(Clone, Copy, PartialEq)]
enum Ends {
    Well,
    Cancelled,
    NotYet,
}

/// A task of a script that waits for timers at one line.
fn steps(steps: &[Step], ends: Ends) -> Vec<Finding> {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "main");
    let place = tape.here();
    let (mut call, mut now) = (u32::MAX, 0);
    tape.poll(1);
    for (next, delay, late) in steps {
        if *next != call {
            call = *next;
            tape.push(EventKind::Called {
                task: task(1),
                call,
            });
        }
        waits(&mut tape, *delay, place);
        now += (delay + late) * 1000;
        tape.at(now).wake(1, Cause::Timer).poll(1);
    }
    match ends {
        Ends::Well => tape.done(1),
        Ends::NotYet => waits(&mut tape, steps[0].1, place),
        Ends::Cancelled => {
            waits(&mut tape, steps[0].1, place);
            tape.cancel(1, 0, "the end").wake(1, Cause::Outside);
            tape.poll(1).cancelled(1)
        }
    };
    findings(RunView::new(&tape.log, &tape.model()), &Options::default())
}

fn waits(tape: &mut Tape, delay: u64, place: PlaceId) -> &mut Tape {
    tape.push(EventKind::Waits {
        task: task(1),
        on: WaitReason::Timer(Delay::of(ms(delay))),
        place,
    });
    tape.push(EventKind::PollEnded { task: task(1) })
}

#[track_caller]
fn assert_finding(found: &[Finding], times: &str, all: &str, together: &str) {
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].kind, FindingKind::IN_TURN);
    let sentence = format!(
        "main waited {times} at the same line, one after the other, for {all} in total. Concurrently, it would have taken \
         {together}."
    );
    assert_eq!(found[0].sentence, sentence);
}

#[test]
fn calls_with_equal_waits_could_run_concurrently() {
    let found = steps(&[(1, 200, 0), (2, 200, 0), (3, 200, 0)], Ends::Well);
    assert_finding(&found, "3 times", "600 ms", "200 ms");
}

#[test]
fn a_pulse_in_one_call_is_fine_even_if_it_was_delayed() {
    let pulse = [(1, 200, 0), (1, 200, 0), (1, 200, 0), (1, 200, 0)];
    assert_eq!(steps(&pulse, Ends::Well), []);
    let late = [
        (1, 20, 300),
        (1, 20, 0),
        (1, 20, 90),
        (1, 20, 70),
        (1, 20, 0),
    ];
    assert_eq!(steps(&late, Ends::Well), []);
}

#[test]
fn delays_within_a_quarter_of_each_other_differ() {
    let found = steps(&[(1, 200, 0), (2, 300, 0), (3, 250, 0)], Ends::Well);
    assert_finding(&found, "3 times", "750 ms", "300 ms");
    let found = steps(&[(1, 200, 0), (1, 300, 0), (1, 250, 0)], Ends::Well);
    assert_finding(&found, "3 times", "750 ms", "300 ms");
    let rt = run(|_| async {
        for millis in [200, 300, 250] {
            sleep(ms(millis)).await;
        }
        Ok(())
    });
    only(&rt, FindingKind::IN_TURN);
}

#[test]
fn a_call_is_one_step_however_often_it_waits() {
    let twice = [
        (1, 100, 0),
        (1, 100, 0),
        (2, 100, 0),
        (2, 100, 0),
        (3, 100, 0),
        (3, 100, 0),
    ];
    assert_finding(&steps(&twice, Ends::Well), "3 times", "600 ms", "200 ms");
    assert_eq!(steps(&twice[..4], Ends::Well), []);
}

#[test]
fn calls_with_backoff_are_fine() {
    assert_eq!(
        steps(&[(1, 100, 0), (2, 200, 0), (3, 400, 0)], Ends::Well),
        []
    );
}

#[test]
fn waits_are_reported_when_they_are_over() {
    let calls = [(1, 200, 0), (2, 200, 0), (3, 200, 0)];
    assert_eq!(steps(&calls, Ends::NotYet), []);
    // A ticker that calls a function for each tick runs until it is cancelled.
    assert_eq!(steps(&calls, Ends::Cancelled), []);
}

/// A task that creates another three times and waits for it, which each time ends as it should, or is cancelled.
fn tasks_in_turn(is_cut: bool) -> Vec<Finding> {
    let mut tape = Tape::python();
    tape.spawn(1, 0, "main").poll(1);
    let place = tape.here();
    for number in 2..5 {
        tape.spawn(number, 1, "step").awaits(1, number);
        tape.push(EventKind::Waits {
            task: task(1),
            on: WaitReason::Task(task(number)),
            place,
        });
        tape.push(EventKind::PollEnded { task: task(1) });
        tape.poll(number)
            .wait(number, WaitReason::Timer(Delay::of(ms(900))));
        tape.at(100_000 * (number as u64 - 1));
        match is_cut {
            true => {
                tape.cancel(number, 0, "a callback")
                    .wake(number, Cause::Outside);
                tape.poll(number).cancelled(number)
            }
            false => tape.wake(number, Cause::Timer).poll(number).done(number),
        };
        tape.wake(1, Cause::Task(task(number)))
            .poll(1)
            .retrieve(number, 1);
    }
    tape.done(1).retrieve(1, 0);
    findings(RunView::new(&tape.log, &tape.model()), &Options::default())
}

#[test]
fn tasks_that_are_cancelled_each_time_are_retries() {
    let found = tasks_in_turn(false);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].kind, FindingKind::IN_TURN);
    assert_eq!(tasks_in_turn(true), []);
}

#[test]
fn the_rest_of_a_timer_is_not_another_wait() {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "main");
    let place = tape.here();
    for (now, left) in [(0, 100), (30, 70), (60, 40)] {
        tape.at(now * 1000).wake(1, Cause::Outside).poll(1);
        waits(&mut tape, left, place);
    }
    tape.at(100_000).wake(1, Cause::Timer).poll(1).done(1);
    assert_eq!(
        findings(RunView::new(&tape.log, &tape.model()), &Options::default()),
        []
    );
}

#[test]
fn sequential_batches_and_repeated_requests_are_fine() {
    let rt = run(|_| async {
        for n in 1..=4 {
            spawn(async move {
                let parts = (0..5).map(move |k| async move {
                    sleep(ms(20 * n + k)).await;
                    Ok(())
                });
                gather(parts.collect::<Vec<_>>()).await?;
                Ok(())
            })
            .await?;
        }
        for n in 1..=4 {
            spawn(async move {
                io("the state of the job", sleep(ms(50 + n))).await;
                Ok(())
            })
            .await?;
        }
        Ok(())
    });
    silent(&rt);
}

#[test]
fn steps_that_need_the_previous_result_are_fine() {
    let chain = [(0, 200, 0), (0, 300, 0), (0, 250, 0)];
    assert_eq!(steps(&chain, Ends::Well), []);
    // Later steps are judged separately.
    let both = [
        (0, 200, 0),
        (0, 300, 0),
        (1, 200, 0),
        (2, 200, 0),
        (3, 200, 0),
    ];
    assert_finding(&steps(&both, Ends::Well), "3 times", "600 ms", "200 ms");
}

#[test]
fn tasks_that_take_such_steps_at_the_same_time_share_the_work() {
    let each = || async {
        for millis in [200, 300, 250] {
            sleep(ms(millis)).await;
        }
        Ok(())
    };
    silent(&run(move |_| async move {
        gather([spawn(each()), spawn(each())]).await?;
        Ok(())
    }));
    // One after the other, they do not.
    let rt = run(move |_| async move {
        spawn(each()).await?;
        spawn(each()).await?;
        Ok(())
    });
    assert_eq!(only(&rt, FindingKind::IN_TURN).tasks.len(), 2);
}

/// A task that waits for these things, alternating between two lines.
fn asks_for(what: &[&str]) -> Vec<Finding> {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "main");
    let (mut now, lines) = (0, [tape.here(), tape.here()]);
    tape.poll(1);
    for (n, what) in what.iter().enumerate() {
        let on = tape.io(what);
        let place = lines[n % 2];
        let task = task(1);
        tape.push(EventKind::Waits { task, on, place });
        tape.push(EventKind::PollEnded { task });
        now += 50_000;
        tape.at(now).wake(1, Cause::Outside).poll(1);
    }
    tape.done(1);
    findings(RunView::new(&tape.log, &tape.model()), &Options::default())
}

#[test]
fn the_body_of_a_response_belongs_to_its_request() {
    let whole = [
        "GET a",
        "body of a",
        "GET b",
        "body of b",
        "GET c",
        "body of c",
    ];
    assert_finding(&asks_for(&whole), "3 times", "300 ms", "100 ms");
    let other = ["GET a", "GET 1", "GET b", "GET 2", "GET c", "GET 3"];
    assert_eq!(asks_for(&other), []);
}

#[test]
fn tasks_that_only_compute_would_take_as_long_concurrently() {
    let mut tape = Tape::python();
    tape.spawn(1, 0, "main").poll(1);
    let place = tape.here();
    let mut now = 0;
    for number in 2..6 {
        tape.spawn(number, 1, "step").awaits(1, number);
        tape.push(EventKind::Waits {
            task: task(1),
            on: WaitReason::Task(task(number)),
            place,
        });
        tape.push(EventKind::PollEnded { task: task(1) });
        for _ in 0..3 {
            tape.poll(number);
            now += 50_000;
            tape.at(now).wait(number, WaitReason::Turn);
        }
        tape.poll(number).done(number);
        tape.wake(1, Cause::Task(task(number)))
            .poll(1)
            .retrieve(number, 1);
    }
    tape.done(1).retrieve(1, 0);
    let found = findings(RunView::new(&tape.log, &tape.model()), &Options::default());
    let in_turn = found.iter().filter(|it| it.kind == FindingKind::IN_TURN);
    assert_eq!(in_turn.count(), 0, "{found:#?}");
}
