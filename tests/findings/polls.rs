//! Polls that are too long, that are all that a task does, or that do nothing.

use super::timeline_tape::Tape;
use super::{all, lines, names, only, run, silent};
use coroscope::lint::{Kind, Options, findings};
use coroscope::time::{Duration, ms};
use coroscope::trace::{Cause, Delay, Wait};
use coroscope::{Event, gather, print, sleep, spawn, wait_for, yield_now};

#[test]
fn a_long_poll_names_those_who_were_ready_the_longest_first() {
    let first = line!() + 3;
    let rt = run(|clock| async move {
        let blocker = spawn(async move {
            yield_now().await;
            let later = spawn(async { Ok(()) }).named("later");
            clock.advance(ms(20));
            let last = spawn(async { Ok(()) }).named("last");
            clock.advance(ms(100));
            sleep(ms(1)).await;
            gather([later, last]).await?;
            Ok(())
        })
        .named("blocker");
        let ready = spawn(async {
            yield_now().await;
            Ok(())
        });
        let timed = spawn(async {
            sleep(ms(30)).await;
            Ok(())
        });
        gather([blocker, ready.named("ready"), timed.named("timed")]).await?;
        Ok(())
    });
    let one = only(&rt, Kind::Blocked);
    assert_eq!(names(&rt, &one.tasks), ["blocker"]);
    assert_eq!(
        names(&rt, &one.victims),
        ["ready", "later", "last", "timed"]
    );
    assert_eq!((one.at.elapsed(), one.until.elapsed()), (ms(0), ms(120)));
    assert_eq!(one.title, "Blocked the loop for 120 ms");
    assert_eq!(
        one.sentence,
        "blocker ran for 120 ms without a pause. Meanwhile ready (120 ms), later (120 ms) and last (100 ms) \
         were ready and could not run, and the timer of timed fired too late."
    );
    assert_eq!(lines(&rt, &one), [first, first + 5]);
}

#[test]
fn many_victims_are_counted() {
    let rt = run(|clock| async move {
        let others = (0..9).map(|n| spawn(async { Ok(()) }).named(format!("other {n}")));
        let others: Vec<_> = others.collect();
        clock.advance(ms(60));
        gather(others).await?;
        Ok(())
    });
    let one = only(&rt, Kind::Blocked);
    assert_eq!(one.victims.len(), 9);
    assert!(
        one.sentence
            .contains("other 3 (60 ms) and 5 more were ready"),
        "{}",
        one.sentence
    );
}

#[test]
fn a_long_poll_while_nobody_is_ready_still_blocks_the_page() {
    let rt = run(|clock| async move {
        clock.advance(ms(50));
        Ok(())
    });
    let one = only(&rt, Kind::Blocked);
    assert_eq!(
        one.sentence,
        "main ran for 50 ms without a pause. No other task was ready, but the page could not answer."
    );
}

#[test]
fn nobody_is_a_victim_of_itself() {
    let rt = run(|clock| async move {
        let limited = wait_for(
            async move {
                clock.advance(ms(60));
                sleep(ms(5)).await;
                Ok(())
            },
            ms(30),
        );
        assert!(limited.await.is_err());
        Ok(())
    });
    assert_eq!(only(&rt, Kind::Blocked).victims, []);
}

#[test]
fn long_polls_at_the_same_lines_are_one_finding_about_the_worst() {
    let rt = run(|clock| async move {
        let block = |n: u64| {
            let clock = clock.clone();
            spawn(async move {
                for k in 1..=n {
                    yield_now().await;
                    clock.advance(ms(50 * k));
                    yield_now().await;
                }
                Ok(())
            })
            .named(format!("blocker {n}"))
        };
        gather([block(1), block(3)]).await?;
        Ok(())
    });
    let found = all(&rt);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(names(&rt, &found[0].tasks), ["blocker 3", "blocker 1"]);
    assert!(
        found[0]
            .sentence
            .ends_with("This is the worst of 4 times, in 2 tasks.")
    );
}

#[test]
fn polls_below_the_limit_are_fine() {
    let rt = run(|clock| async move {
        let other = spawn(async { Ok(()) });
        clock.advance(ms(49));
        yield_now().await;
        other.await
    });
    silent(&rt);
}

#[test]
fn work_in_one_go_while_others_are_ready_never_yielded() {
    let rt = run(|clock| async move {
        let greedy = spawn(async move {
            clock.advance(ms(30));
            Ok(())
        });
        let other = spawn(async { Ok(()) });
        gather([greedy.named("greedy"), other.named("other")]).await?;
        Ok(())
    });
    let one = only(&rt, Kind::NeverYielded);
    assert_eq!(names(&rt, &one.tasks), ["greedy"]);
    assert_eq!(names(&rt, &one.victims), ["other"]);
    assert_eq!(
        one.sentence,
        "greedy did all of its work, 30 ms, in one go and awaited nothing. Meanwhile other (30 ms) was ready \
         and could not run."
    );
}

#[test]
fn work_in_one_go_is_fine_alone_or_when_it_is_quick() {
    let rt = run(|clock| async move {
        let alone = clock.clone();
        spawn(async move {
            alone.advance(ms(30));
            Ok(())
        })
        .await?;
        let quick = spawn(async move {
            clock.advance(ms(9));
            Ok(())
        });
        gather([quick, spawn(async { Ok(()) })]).await?;
        Ok(())
    });
    silent(&rt);
}

#[test]
fn a_poll_that_blocked_is_not_told_twice() {
    let rt = run(|clock| async move {
        let greedy = spawn(async move {
            clock.advance(ms(60));
            Ok(())
        });
        gather([greedy, spawn(async { Ok(()) })]).await?;
        Ok(())
    });
    only(&rt, Kind::Blocked);
}

#[test]
fn looking_again_and_again_is_found() {
    let rt = run(|_| async {
        let ready = Event::new();
        let (looked_for, sets) = (ready.clone(), ready);
        let looks = spawn(async move {
            while !looked_for.is_set() {
                yield_now().await;
            }
            Ok(())
        });
        let works = spawn(async move {
            for _ in 0..150 {
                print("a step");
                yield_now().await;
            }
            sets.set();
            Ok(())
        });
        gather([looks.named("looks"), works.named("works")]).await?;
        Ok(())
    });
    let one = only(&rt, Kind::Spinning);
    assert_eq!(names(&rt, &one.tasks), ["looks"]);
    assert_eq!(one.title, "Woke itself 151 times in a row");
    assert_eq!(
        one.sentence,
        "looks was polled 151 times in a row, within 0 ms, and each time did nothing but ask for its next turn."
    );
    assert_eq!(one.places.len(), 1);
}

#[test]
fn turns_between_parts_of_work_are_fine() {
    let rt = run(|clock| async move {
        for _ in 0..200 {
            clock.advance(Duration::from_micros(200));
            yield_now().await;
        }
        for _ in 0..99 {
            yield_now().await;
        }
        sleep(ms(1)).await;
        for _ in 0..99 {
            yield_now().await;
        }
        Ok(())
    });
    silent(&rt);
}

#[test]
fn a_run_that_was_recorded_half_way_through_is_judged_by_what_is_there() {
    let mut tape = Tape::new();
    tape.at(0)
        .poll(1)
        .at(80_000)
        .wait(1, Wait::Timer(Delay::UNKNOWN));
    tape.at(90_000).wake(1, Cause::Timer).poll(1);
    let found = findings(&tape.model(), &tape.log, &Options::default());
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].title, "Blocked the loop for 80 ms");
}
