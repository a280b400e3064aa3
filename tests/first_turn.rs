//! A run's time begins with the first turn of its loop.

use coroscope::runtime::{FirstTurn, Options, VirtualClock};
use coroscope::time::ms;
use coroscope::trace::{Model, What};
use coroscope::{Result, Runtime, sleep, spawn};
use std::rc::Rc;

/// Runs `main` where the thread does something else for 40 ms before the loop has its first turn.
fn run(driver: impl FnOnce(FirstTurn) -> FirstTurn) -> Runtime {
    let clock = Rc::new(VirtualClock::default());
    let driver = driver(FirstTurn::of(clock.clone()));
    let rt = Runtime::new(Rc::new(driver), Options::default());
    let main = rt.start(program()).named("main");
    clock.advance(ms(40));
    while clock.step() {}
    main.result().expect("nothing is left to run").unwrap();
    rt
}

async fn program() -> Result<()> {
    sleep(ms(30)).await;
    spawn(async {
        sleep(ms(5)).await;
        Ok(())
    })
    .await
}

#[test]
fn what_the_thread_did_before_is_not_time_of_the_run() {
    let rt = run(|driver| driver);
    rt.with_log(|log| {
        let model = Model::of(log);
        let main = &model.tasks()[0];
        let ready = main.spans.get(0).expect("it was spawned");
        assert_eq!(
            ready.duration(model.now()),
            ms(0),
            "it had its turn at once"
        );
        assert_eq!(
            model.now().elapsed(),
            ms(35),
            "timers are due on the same clock"
        );
    });
    assert_eq!(rt.time().elapsed(), ms(35));
}

#[test]
fn a_first_turn_in_a_macrotask_is_no_hop() {
    let rt = run(FirstTurn::in_macrotask);
    let hops = rt.with_log(|log| log.iter().filter(|it| it.what == What::Hopped).count());
    assert_eq!(hops, 0);
    assert_eq!(rt.time().elapsed(), ms(35));
}
