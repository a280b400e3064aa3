//! A task whose first step runs at once interrupts the task that makes it.

use crate::common::{check, run, score};
use coroscope::runtime::Handle;
use coroscope::time::ms;
use coroscope::{print, sleep, yield_now};

#[test]
fn the_running_task_is_polled_again_after_the_first_step() {
    let rt = run(async {
        let rt = Handle::current();
        let eager = rt.spawn_driven(async {
            print("begins");
            sleep(ms(1)).await;
            Ok(())
        });
        eager.set_name("eager");
        rt.run_first_step(&eager);
        print("goes on");
        eager.await
    });
    let score = rt.with_log(score);
    let expected = [
        "spawn main",
        "poll main",
        "spawn eager",
        "wake main by main",
        "poll eager",
        "eager: begins",
        "poll main",
        "main: goes on",
        "wake eager by timer",
        "poll eager",
        "eager done",
        "wake main by eager",
        "poll main",
        "main done",
    ];
    check(&score, &expected);
}

#[test]
fn a_task_that_ends_in_its_first_step_is_done_at_once() {
    let rt = run(async {
        let rt = Handle::current();
        let eager = rt.spawn_driven(async { Ok(7) });
        rt.run_first_step(&eager);
        print(format!("{:?}", eager.result().map(Result::unwrap)));
        // It is not polled again in the next pass.
        yield_now().await;
        Ok(())
    });
    let score = rt.with_log(score);
    let printed = score.iter().filter(|line| line.starts_with("main:"));
    assert_eq!(printed.collect::<Vec<_>>(), ["main: Some(7)"]);
    let polls = score.iter().filter(|line| line.as_str() == "poll Task-2");
    assert_eq!(polls.count(), 1, "{score:?}");
}

#[test]
fn a_task_that_is_not_the_last_ready_one_runs_in_the_next_pass() {
    let rt = run(async {
        let rt = Handle::current();
        let first = rt.spawn_driven(async {
            print("first");
            Ok(())
        });
        let second = rt.spawn_driven(async {
            print("second");
            Ok(())
        });
        rt.run_first_step(&first);
        rt.run_first_step(&second);
        print("main");
        first.await?;
        second.await
    });
    let printed: Vec<String> = rt
        .with_log(score)
        .into_iter()
        .filter_map(|line| Some(line.split_once(": ")?.1.to_owned()))
        .collect();
    assert_eq!(printed, ["second", "main", "first"]);
}
