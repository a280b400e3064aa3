//! The guides of lessons that measure computing, from runs of programs that pass time as the lessons do.

use super::common::run;
use super::guide::{answer, is_solved, values};
use coroscope::lessons;
use coroscope::time::ms;
use coroscope::{Runtime, record_point, sleep, spawn, yield_now};

/// A ticker, and a counter whose turns take this long.
fn counting(turns: &'static [u64]) -> Runtime {
    let rt = Runtime::virtual_clock();
    let clock = rt.clock().unwrap().clone();
    rt.block_on(async move {
        let ticker = spawn(async {
            loop {
                sleep(ms(20)).await;
            }
            #[allow(unreachable_code, reason = "for the type")]
            Ok(())
        });
        let ticker = ticker.named("ticker");
        sleep(ms(100)).await;
        let counter = spawn(async move {
            for took in turns {
                clock.advance(ms(*took));
                yield_now().await;
            }
            Ok(())
        });
        counter.named("counter").await?;
        sleep(ms(100)).await;
        ticker.cancel();
        Ok(())
    })
    .unwrap();
    rt
}

#[test]
fn a_counter_that_computes_in_one_go_makes_the_ticker_late() {
    let blocking = lessons::find("blocking").unwrap();
    let rt = counting(&[400]);
    let found = answer(blocking, &[], &rt);
    assert_eq!(found.right, Some(1));
    assert_eq!(
        found.sentence,
        "400 ms between two ticks instead of 20 ms: the counter ran for 400 ms without a pause."
    );
    assert_eq!(found.spots.len(), 3);
    assert!(!is_solved(blocking, &[], &rt));
}

#[test]
fn a_counter_with_short_turns_leaves_the_ticker_in_time() {
    let blocking = lessons::find("blocking").unwrap();
    let rt = counting(&[5; 40]);
    let found = answer(blocking, &[], &rt);
    assert_eq!(found.right, Some(0));
    assert!(
        found
            .sentence
            .starts_with("At most 30 ms between two ticks"),
        "{found:?}"
    );
    assert!(is_solved(blocking, &[], &rt));
    assert!(!is_solved(blocking, &[("numbers", "1")], &rt));
}

/// A run of the lesson about depth, with these costs in nanoseconds.
fn depths(costs: &'static [(u32, f64)]) -> Runtime {
    let rt = Runtime::virtual_clock();
    let clock = rt.clock().unwrap().clone();
    rt.block_on(async move {
        for (depth, cost) in costs {
            let clock = clock.clone();
            let row = spawn(async move {
                clock.advance(ms(1));
                record_point("Rust’s await", *depth, *cost);
                Ok(())
            });
            row.named(format!("depth {depth}")).await?;
        }
        Ok(())
    })
    .unwrap();
    rt
}

#[test]
fn the_cost_of_a_level_is_compared_without_the_turn_of_the_loop() {
    let depth = lessons::find("depth").unwrap();
    let rt = depths(&[
        (1, 300.0),
        (3, 120.0),
        (10, 50.0),
        (100, 40.0),
        (1000, 42.0),
    ]);
    let found = answer(depth, &[], &rt);
    assert_eq!(found.right, Some(0));
    assert_eq!(
        found.sentence,
        "About the same: 50 ns per level at depth 10, 42 ns at depth 1000. \
         The 300 ns at depth 1 are mostly the turn of the loop."
    );
    assert!(!is_solved(depth, &[], &rt));
    let rt = depths(&[(1, 300.0), (3, 120.0)]);
    assert!(is_solved(depth, &[("deepest", "3")], &rt));
    let rt = depths(&[(1, 300.0), (10, 50.0), (1000, 400.0)]);
    assert_eq!(answer(depth, &[], &rt).right, Some(1));
}

/// A run of the lesson about what async gains: the measured factor at this share of waiting.
fn gain(share: u32, factor: f64) -> Runtime {
    let rt = Runtime::virtual_clock();
    let clock = rt.clock().unwrap().clone();
    rt.block_on(async move {
        let mix = spawn(async move {
            clock.advance(ms(1));
            for n in 1..=2 {
                let job = spawn(async { Ok(()) });
                job.named(format!("job {n} of {share} %")).await?;
            }
            record_point("measured", share, factor);
            Ok(())
        });
        mix.named(format!("{share} % waiting")).await
    })
    .unwrap();
    rt
}

#[test]
fn a_gain_is_compared_with_the_prediction() {
    let worth = lessons::find("worth").unwrap();
    let guesses = worth.guesses(&values(worth, &[]));
    let guesses: Vec<&str> = guesses.iter().map(|guess| guess.value.as_str()).collect();
    assert_eq!(guesses, ["1 × as fast", "2.3 × as fast", "4 × as fast"]);
    let found = answer(worth, &[], &gain(75, 2.3));
    assert_eq!(found.right, Some(1));
    assert!(
        found
            .sentence
            .starts_with("2.3 × as fast at 75 % waiting, as predicted: "),
        "{found:?}"
    );
    let found = answer(worth, &[], &gain(75, 1.0));
    assert_eq!(found.right, None);
    assert!(found.sentence.contains("The machine was busy"), "{found:?}");
    assert!(is_solved(worth, &[], &gain(75, 5.0)));
    assert!(!is_solved(worth, &[], &gain(75, 4.9)));
}

#[test]
fn on_the_virtual_clock_these_lessons_have_no_answer() {
    for (id, settings) in [
        ("blocking", [("numbers", "1")]),
        ("depth", [("levels", "1")]),
        ("worth", [("numbers", "1")]),
    ] {
        let lesson = lessons::find(id).unwrap();
        let rt = run(id, &settings);
        let found = answer(lesson, &settings, &rt);
        assert!(
            found
                .sentence
                .starts_with("Computing takes no time on the virtual clock"),
            "{id}"
        );
        assert_eq!((found.right, found.spots.len()), (None, 0));
        assert!(!is_solved(lesson, &settings, &rt), "{id}");
    }
}
