//! Runs that look like a deadlock but can, or may, continue.

use super::silent;
use crate::common::tape::{Tape, resource, task};
use coroscope::lint::{Options, findings};
use coroscope::runtime::Handle;
use coroscope::time::ms;
use coroscope::trace::{EventKind, Op, RunView, WaitReason};
use coroscope::{Event, Runtime, io, sleep, spawn, wait_for};

/// Runs a program for `steps` steps of the clock and expects no finding at each.
#[track_caller]
fn never_while_it_runs(steps: usize, main: impl Future<Output = coroscope::Result<()>> + 'static) {
    let rt = Runtime::virtual_clock();
    drop(rt.start(main));
    let clock = rt.clock().unwrap().clone();
    for _ in 0..steps {
        silent(&rt);
        if !clock.step() {
            break;
        }
    }
    silent(&rt);
}

#[test]
fn a_run_that_can_continue_is_not_deadlocked() {
    never_while_it_runs(100, async {
        let event = Event::new();
        let sets = event.clone();
        let later = spawn(async move {
            sleep(ms(10)).await;
            sets.set();
            Ok(())
        });
        event.wait().await;
        let limited = wait_for(
            async {
                Event::new().wait().await;
                Ok(())
            },
            ms(10),
        );
        assert!(limited.await.is_err());
        later.await
    });
}

#[test]
fn a_task_that_may_be_woken_from_outside_is_not_deadlocked() {
    never_while_it_runs(9, async {
        io("the network", core::future::pending::<()>()).await;
        Ok(())
    });
    never_while_it_runs(9, async {
        let answer = Handle::current().create_future::<()>();
        (&answer).await
    });
    never_while_it_runs(9, async {
        core::future::pending::<()>().await;
        Ok(())
    });
    // A task that waits for something from outside may end the wait of another.
    never_while_it_runs(9, async {
        let event = Event::new();
        let sets = event.clone();
        let asks = spawn(async move {
            io("the network", core::future::pending::<()>()).await;
            sets.set();
            Ok(())
        });
        event.wait().await;
        asks.await
    });
}

#[test]
fn a_task_that_waits_for_two_things_at_once_is_judged_by_both() {
    never_while_it_runs(9, async {
        let event = Event::new();
        let mut network = std::pin::pin!(io("the network", core::future::pending::<()>()));
        let mut set = std::pin::pin!(event.wait());
        core::future::poll_fn(|cx| match network.as_mut().poll(cx) {
            core::task::Poll::Pending => set.as_mut().poll(cx),
            ready => ready,
        })
        .await;
        Ok(())
    });
}

#[test]
fn a_log_without_the_end_of_a_pass_is_not_deadlocked() {
    let mut tape = Tape::new();
    let get = WaitReason::Resource(resource(1), Op::Get);
    tape.queue(1, "jobs", 0).spawn(1, 0, "main");
    tape.push(EventKind::PassBegun {
        ready: 1,
        timers: 0,
    });
    tape.poll(1).wait(1, get);
    let found = |tape: &Tape| findings(RunView::new(&tape.log, &tape.model()), &Options::default());
    assert_eq!(found(&tape), []);
    let ended = |timers| EventKind::PassEnded {
        ready: 0,
        timers,
        timeouts: 0,
    };
    tape.push(ended(1));
    assert_eq!(found(&tape), []);
    tape.push(ended(0));
    let found = found(&tape);
    assert_eq!(found[0].tasks, [task(1)]);
    assert_eq!(
        found[0].sentence,
        "main waits for an item of “jobs”, but it is empty, and no task has put one in."
    );
}
