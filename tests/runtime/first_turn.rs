//! The time of a run starts at the first turn of its loop.

use coroscope::runtime::{FirstTurn, Options, VirtualClock};
use coroscope::time::ms;
use coroscope::trace::{EventKind, Model};
use coroscope::{Result, Runtime, sleep, spawn};
use std::rc::Rc;

/// Runs `main`. Before the first turn of the loop, the thread is busy for 40 ms.
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
fn the_time_before_the_first_turn_does_not_count() {
    let rt = run(|driver| driver);
    rt.with_log(|log| {
        let model = Model::of(log);
        let main = &model.tasks()[0];
        let ready = main.spans.get(0).expect("it was spawned");
        assert_eq!(ready.duration(model.now()), ms(0), "it ran immediately");
        assert_eq!(
            model.now().elapsed(),
            ms(35),
            "timers are due on the same clock"
        );
    });
    assert_eq!(rt.time().elapsed(), ms(35));
}

#[test]
fn a_first_turn_in_a_macrotask_is_not_a_hop() {
    let rt = run(FirstTurn::in_macrotask);
    let hops = rt.with_log(|log| log.iter().filter(|it| it.kind == EventKind::Hopped).count());
    assert_eq!(hops, 0);
    assert_eq!(rt.time().elapsed(), ms(35));
}
