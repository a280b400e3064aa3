//! Barriers.

use super::vocabulary::outcome;
use coroscope::time::ms;
use coroscope::{Barrier, Task, gather, sleep, wait, yield_now};

/// Waits at the barrier and prints the result.
fn party(name: &'static str, barrier: &Barrier) -> Task<()> {
    task!(name, |barrier| {
        say!("{name} {}", barrier.wait().await?);
        Ok(())
    })
}

/// Waits at the barrier and prints the result, including errors.
fn visitor(name: &'static str, barrier: &Barrier) -> Task<()> {
    task!(name, |barrier| {
        say!("{name} {}", outcome(barrier.wait()).await);
        Ok(())
    })
}

fn print_state(barrier: &Barrier) {
    say!(
        "{} {} {}",
        barrier.parties(),
        barrier.n_waiting(),
        barrier.broken()
    );
}

scenarios! {
    a_barrier_opens_when_all_tasks_have_arrived {
        let barrier = Barrier::new(3);
        gather([("a", 20), ("b", 10), ("c", 30)].map(|(name, delay)| task!(name, |barrier| {
            sleep(ms(delay)).await;
            say!("{name} comes");
            let place = barrier.wait().await?;
            say!("{name} goes {place}");
            Ok(())
        })))
        .await?;
        Ok(())
    }

    the_last_task_to_arrive_does_not_wait {
        let barrier = Barrier::new(2);
        gather(["a", "b"].map(|name| task!(name, |barrier| {
            say!("{name} {}", barrier.wait().await?);
            yield_now().await;
            say!("{name} a pass later");
            Ok(())
        })))
        .await?;
        Ok(())
    }

    a_barrier_for_one_does_not_yield {
        task!("other", || {
            say!("other");
            Ok(())
        });
        say!("{}", Barrier::new(1).wait().await?);
        yield_now().await;
        Ok(())
    }

    a_barrier_can_be_used_again {
        let barrier = Barrier::new(2);
        gather(["a", "b"].map(|name| task!(name, |barrier| {
            for n in 0..3 {
                barrier.wait().await?;
                say!("{name} {n}");
            }
            Ok(())
        })))
        .await?;
        Ok(())
    }

    a_barrier_counts_waiting_tasks {
        let barrier = Barrier::new(3);
        let tasks = ["a", "b"].map(|name| task!(name, |barrier| {
            barrier.wait().await?;
            Ok(())
        }));
        print_state(&barrier);
        yield_now().await;
        print_state(&barrier);
        barrier.wait().await?;
        print_state(&barrier);
        wait(tasks).await;
        print_state(&barrier);
        Ok(())
    }

    a_cancelled_task_does_not_count_as_arrived {
        let barrier = Barrier::new(2);
        let a = party("a", &barrier);
        sleep(ms(1)).await;
        a.cancel();
        sleep(ms(1)).await;
        say!("{}", barrier.n_waiting());
        wait([a, party("b", &barrier), party("c", &barrier)]).await;
        Ok(())
    }

    an_abort_breaks_all_waits {
        let barrier = Barrier::new(3);
        let tasks = ["a", "b"].map(|name| visitor(name, &barrier));
        sleep(ms(1)).await;
        barrier.abort();
        say!("aborted {} {}", barrier.broken(), barrier.n_waiting());
        wait(tasks).await;
        say!("late {}", outcome(barrier.wait()).await);
        Ok(())
    }

    a_reset_breaks_all_waits_and_starts_again {
        let barrier = Barrier::new(2);
        let first = visitor("a", &barrier);
        sleep(ms(1)).await;
        barrier.reset();
        say!("reset {}", barrier.broken());
        first.await?;
        gather(["b", "c"].map(|name| visitor(name, &barrier))).await?;
        Ok(())
    }

    an_aborted_barrier_can_be_reset {
        let barrier = Barrier::new(1);
        barrier.abort();
        say!("{}", outcome(barrier.wait()).await);
        barrier.reset();
        say!("{} {}", barrier.broken(), outcome(barrier.wait()).await);
        Ok(())
    }

    a_task_that_arrives_while_others_leave_waits_outside {
        let barrier = Barrier::new(2);
        wait(["a", "b", "c", "d"].map(|name| party(name, &barrier))).await;
        Ok(())
    }

    an_abort_breaks_waits_outside {
        let barrier = Barrier::new(2);
        let tasks = ["a", "b", "c"].map(|name| visitor(name, &barrier));
        sleep(ms(1)).await;
        say!("{}", barrier.n_waiting());
        barrier.abort();
        wait(tasks).await;
        Ok(())
    }

    a_missing_task_stalls_the_others {
        Barrier::new(2).wait().await?;
        Ok(())
    }

    a_task_cancelled_after_the_barrier_opened_does_not_close_it {
        let barrier = Barrier::new(2);
        let a = party("a", &barrier);
        yield_now().await;
        say!("{}", barrier.wait().await?);
        a.cancel();
        say!("{}", outcome(a).await);
        let b = party("b", &barrier);
        say!("{}", barrier.wait().await?);
        b.await
    }
}
