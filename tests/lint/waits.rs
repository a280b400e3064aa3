//! Waits that come one after the other.

use super::{all, lines, names, only, run, silent};
use coroscope::lint::FindingKind;
use coroscope::runtime::Handle;
use coroscope::time::{Instant, ms};
use coroscope::{Queue, Task, gather, io, now, sleep, sleep_until, spawn};

const FETCH: u32 = line!() + 3;

async fn fetch(what: &str, millis: u64) {
    io(what, sleep(ms(millis))).await;
}

#[test]
fn sequential_io_for_different_things_could_run_concurrently() {
    let rt = run(|_| async {
        for (n, page) in ["a", "b", "c"].into_iter().enumerate() {
            fetch(page, 100 + 50 * n as u64).await;
        }
        Ok(())
    });
    let one = only(&rt, FindingKind::IN_TURN);
    assert_eq!(names(&rt, &one.tasks), ["main"]);
    assert_eq!(one.title, "Waited 3 times, one after the other");
    assert_eq!(
        one.sentence,
        "main waited 3 times at the same line, one after the other, for 450 ms in total. Concurrently, it would \
         have taken 200 ms."
    );
    assert_eq!((one.at.elapsed(), one.until.elapsed()), (ms(0), ms(450)));
    assert_eq!(lines(&rt, &one), [FETCH]);
}

#[test]
fn tasks_spawned_and_awaited_one_by_one_could_run_concurrently() {
    let rt = run(|_| async {
        for n in 1..=4 {
            spawn(async move {
                sleep(ms(10 * n)).await;
                Ok(())
            })
            .await?;
        }
        Ok(())
    });
    let one = only(&rt, FindingKind::IN_TURN);
    assert!(one.sentence.contains("4 times") && one.sentence.contains("for 100 ms in total"));
    assert!(one.sentence.contains("taken 40 ms"));
}

#[test]
fn running_tasks_may_be_awaited_in_any_order() {
    let rt = run(|_| async {
        let tasks: Vec<_> = (1..=4)
            .map(|n| {
                spawn(async move {
                    sleep(ms(10 * n)).await;
                    Ok(())
                })
            })
            .collect();
        for task in tasks {
            task.await?;
        }
        Ok(())
    });
    silent(&rt);
}

#[test]
fn timers_of_different_lengths_could_run_concurrently() {
    let rt = run(|_| async {
        for millis in [60, 100, 30, 80] {
            sleep(ms(millis)).await;
        }
        Ok(())
    });
    let one = only(&rt, FindingKind::IN_TURN);
    assert!(
        one.sentence
            .contains("for 270 ms in total. Concurrently, it would have taken 100 ms.")
    );
}

#[test]
fn a_pulse_a_steady_pace_and_backoff_are_fine() {
    let rt = run(|clock| async move {
        for _ in 0..20 {
            sleep(ms(50)).await;
        }
        let ticker = spawn(async {
            loop {
                sleep(ms(50)).await;
            }
        });
        sleep(ms(270)).await;
        let ticker: Task<()> = ticker;
        ticker.cancel();
        let mut next = now();
        for n in 0..20 {
            clock.advance(ms(n * 13 % 30));
            next = next + ms(40);
            sleep_until(next).await;
        }
        for n in 0..8 {
            sleep(ms(10 << n)).await;
        }
        assert!(now() > Instant::ZERO);
        Ok(())
    });
    silent(&rt);
}

#[test]
fn a_pulse_that_another_task_delayed_is_fine() {
    let rt = run(|clock| async move {
        let ticker: Task<()> = spawn(async {
            loop {
                sleep(ms(20)).await;
            }
        });
        sleep(ms(50)).await;
        clock.advance(ms(300));
        sleep(ms(130)).await;
        ticker.cancel();
        Ok(())
    });
    let found: Vec<FindingKind> = all(&rt).iter().map(|finding| finding.kind).collect();
    assert_eq!(found, [FindingKind::BLOCKED], "{:#?}", all(&rt));
}

#[test]
fn repeated_requests_are_fine() {
    let rt = run(|_| async {
        for n in 0..20 {
            fetch(["status", "news"][n % 2], 50 + n as u64).await;
        }
        Ok(())
    });
    silent(&rt);
}

#[test]
fn steps_at_different_lines_may_need_each_other() {
    let rt = run(|_| async {
        for page in ["a", "b", "c"] {
            fetch(page, 100).await;
            io("store", sleep(ms(30))).await;
        }
        Ok(())
    });
    silent(&rt);
}

#[test]
fn emptying_or_filling_a_queue_is_fine() {
    let rt = run(|_| async {
        let pages = Queue::new(0);
        let texts = Queue::new(0);
        for page in ["a", "b", "c", "d"] {
            pages.put_nowait(page).unwrap();
        }
        for page in ["a", "b", "c", "d"] {
            texts.put_nowait(page).unwrap();
        }
        let (from, to) = (pages.clone(), texts.clone());
        let takes = async move {
            while let Ok(page) = from.get_nowait() {
                fetch(page, 100).await;
            }
            Ok(())
        };
        let puts = async move {
            for page in ["e", "f", "g"] {
                fetch(page, 100).await;
                to.put_nowait(page).unwrap();
            }
            Ok(())
        };
        gather([spawn(takes), spawn(puts)]).await?;
        Ok(())
    });
    silent(&rt);
}

#[test]
fn waking_another_task_between_two_waits_is_fine() {
    let rt = run(|_| async {
        let futures = [(); 3].map(|()| Handle::current().create_future());
        let awaited = futures.clone();
        let awaits = spawn(async move {
            for future in &awaited {
                future.await?;
            }
            Ok(())
        });
        for (page, future) in ["a", "b", "c"].into_iter().zip(futures) {
            fetch(page, 50).await;
            future.set_result(()).unwrap();
        }
        awaits.await
    });
    silent(&rt);
}

#[test]
fn little_lost_time_is_not_reported() {
    let rt = run(|_| async {
        for page in ["a", "b", "c"] {
            fetch(page, 9).await;
        }
        Ok(())
    });
    silent(&rt);
}
