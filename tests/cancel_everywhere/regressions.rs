//! Programs that have failed before, as shrunk by the generator, and one that it rarely generates.

use super::drive;
use super::program::{Body, Op, Program, Victim};
use coroscope::Runtime;
use coroscope::time::ms;
use std::rc::Rc;

fn body<const N: usize>(ops: [Op; N]) -> Body {
    Body::from(ops)
}

fn program<const N: usize>(tasks: [Body; N], cancels: &[(u64, Victim)]) -> Program {
    Program {
        tasks: tasks.into(),
        main: false,
        capacities: [0; 3],
        permits: 1,
        parties: 1,
        cancels: cancels.into(),
        dropped_after: None,
    }
}

#[track_caller]
fn holds(program: &Program) {
    assert_eq!(drive::check(program), Ok(()), "{program:?}");
}

#[test]
fn the_log_has_the_number_of_waiters_after_a_wait_on_a_condition_is_cancelled() {
    holds(&program([body([Op::WaitCondition])], &[]));
}

#[test]
fn the_log_has_the_number_of_tasks_after_they_left_a_barrier() {
    let arrive = || body([Op::Arrive]);
    let barrier = program([arrive(), arrive(), arrive()], &[(8, Victim::Nth(0))]);
    holds(&Program {
        parties: 2,
        ..barrier
    });
}

#[test]
fn a_task_that_fails_in_the_poll_of_a_request_has_failed() {
    let failing = body([Op::Timeout(0, body([Op::Fail]))]);
    holds(&program([failing], &[(1, Victim::Nth(0))]));
}

#[test]
fn a_task_woken_by_its_own_cleanup_is_ready_in_the_model() {
    let exit = body([Op::Lock(false, body([Op::Yield]))]);
    let scope = Op::Scope(body([]), exit);
    holds(&program([body([Op::Lock(false, body([scope]))])], &[]));
}

#[test]
fn the_end_of_main_does_not_interrupt_a_cleanup_that_became_a_task() {
    let scope = Op::Scope(body([Op::WaitEvent]), body([Op::Yield]));
    let race = Op::Race(body([scope]), body([]));
    holds(&Program {
        main: true,
        ..program([body([race])], &[])
    });
}

#[test]
fn the_log_has_the_task_whose_cleanup_a_cancelled_task_waits_for() {
    let sleeping = Op::Scope(body([Op::WaitEvent]), body([Op::Sleep(1)]));
    let group = Op::Group(vec![body([sleeping])], body([Op::Yield, Op::Yield]));
    holds(&program([body([group])], &[(7, Victim::Nth(0))]));
}

#[test]
fn the_loser_of_a_race_passes_its_notification_on() {
    let race = Op::Race(body([Op::Take]), body([Op::WaitEvent]));
    let (taker, stock) = (body([Op::Take]), body([Op::Yield, Op::Stock]));
    let set = body([Op::Yield, Op::Set]);
    holds(&program([body([race]), taker, stock, set], &[]));
}

/// With a callback and a handler that refer to their runtime, and a callback with a destructor.
#[test]
fn dropping_a_runtime_drops_its_callbacks_and_its_handler() {
    struct CallsSoon(coroscope::runtime::Handle);
    impl Drop for CallsSoon {
        fn drop(&mut self) {
            let handle = self.0.clone();
            self.0.call_soon(move || drop(handle));
        }
    }
    let rt = Runtime::virtual_clock();
    let clock = rt
        .clock()
        .expect("it was made on the virtual clock")
        .clone();
    let (soon, later, handler) = (CallsSoon(rt.handle()), rt.handle(), rt.handle());
    rt.call_soon(move || drop(soon));
    rt.call_later(ms(1), move || drop(later));
    rt.set_exception_handler(move |_| {
        let _ = handler.time();
    });
    drop(rt);
    assert_eq!(Rc::strong_count(&clock), 1, "the runtime is still alive");
}
