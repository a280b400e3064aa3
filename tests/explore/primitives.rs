//! The primitives under every order and every cancellation: nothing is lost, nothing is held for ever.

use super::holds;
use coroscope::explore::Explorer;
use coroscope::time::ms;
use coroscope::{
    Barrier, Condition, Event, Lock, Queue, Semaphore, gather, io, scope, sleep, spawn, task_group,
    wait_for, yield_now,
};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// Cancels the task `victim` at each of its awaits.
fn cancelling() -> Explorer {
    Explorer::new().cancel("victim").schedules(1_000)
}

#[test]
fn a_cancelled_getter_leaves_its_item_to_others() {
    holds(&cancelling(), || async {
        let queue: Queue<u32> = Queue::new(0);
        let got = Rc::new(Cell::new(0));
        let get = |waits: u64| {
            let (queue, got) = (queue.clone(), got.clone());
            spawn(async move {
                sleep(ms(waits)).await;
                queue.get().await?;
                got.set(got.get() + 1);
                Ok(())
            })
        };
        let victim = get(1).named("victim");
        sleep(ms(10)).await;
        queue.put(1).await?;
        victim.await.ok();
        // Whether the victim got it or not, no item is lost.
        Ok(got.get() + queue.qsize())
    });
}

#[test]
fn a_cancelled_putter_has_put_its_item_or_not() {
    holds(&cancelling(), || async {
        let queue: Queue<u32> = Queue::new(1);
        let has_put = Rc::new(Cell::new(0));
        let (to, put) = (queue.clone(), has_put.clone());
        let victim = spawn(async move {
            for n in 0..2 {
                to.put(n).await?;
                put.set(put.get() + 1);
            }
            Ok(())
        });
        let victim = victim.named("victim");
        sleep(ms(10)).await;
        let mut got = usize::from(queue.get().await.is_ok());
        victim.await.ok();
        got += queue.qsize();
        Ok(got == has_put.get() && queue.statistics().putters == 0)
    });
}

#[test]
fn a_cancelled_holder_or_waiter_of_a_lock_does_not_block_others() {
    holds(&cancelling(), || async {
        let lock = Lock::new();
        let entered = Rc::new(Cell::new(0));
        let hold = |n: u64| {
            let (lock, entered) = (lock.clone(), entered.clone());
            spawn(async move {
                sleep(ms(n)).await;
                let _held = lock.acquire().await;
                assert_eq!(entered.replace(1), 0);
                let leaves = entered.clone();
                let exit = async move |()| {
                    leaves.set(0);
                    Ok(())
                };
                scope(
                    (),
                    async |()| {
                        sleep(ms(5)).await;
                        Ok(())
                    },
                    exit,
                )
                .await
            })
        };
        let first = hold(0);
        let victim = hold(1).named("victim");
        let last = hold(2);
        first.await?;
        victim.await.ok();
        last.await?;
        Ok(lock.locked())
    });
}

#[test]
fn permits_of_cancelled_tasks_return() {
    holds(&cancelling(), || async {
        let permits = Semaphore::new(2);
        let work = |n: u64| {
            let permits = permits.clone();
            spawn(async move {
                sleep(ms(n)).await;
                let _permit = permits.acquire().await;
                io("work", sleep(ms(5))).await;
                Ok(())
            })
        };
        let tasks = [work(0), work(1), work(3)];
        let victim = work(2).named("victim");
        for task in tasks {
            task.await?;
        }
        victim.await.ok();
        Ok(permits.statistics().permits)
    });
}

#[test]
fn a_cancelled_waiter_of_a_condition_takes_no_notification_along() {
    holds(&cancelling(), || async {
        let news = Condition::new();
        let read = Rc::new(Cell::new(0));
        let wait = |n: u64| {
            let (news, read) = (news.clone(), read.clone());
            spawn(async move {
                sleep(ms(n)).await;
                let held = news.acquire().await;
                let _held = news.wait(held).await;
                read.set(read.get() + 1);
                Ok(())
            })
        };
        let victim = wait(0).named("victim");
        let other = wait(1);
        // Notifies until nobody waits any more.
        while !(victim.done() && other.done()) {
            sleep(ms(10)).await;
            let held = news.acquire().await;
            news.notify_all()?;
            drop(held);
        }
        victim.await.ok();
        other.await
    });
}

#[test]
fn an_event_wakes_everybody_who_waits() {
    holds(&cancelling(), || async {
        let event = Rc::new(Event::new());
        let wait = |n: u64| {
            let event = event.clone();
            spawn(async move {
                sleep(ms(n)).await;
                event.wait().await;
                Ok(())
            })
        };
        let victim = wait(1).named("victim");
        let others = [wait(1), wait(5), wait(20)];
        sleep(ms(5)).await;
        event.set();
        victim.await.ok();
        gather(others).await?;
        Ok(())
    });
}

#[test]
fn a_barrier_lets_all_parties_through_together() {
    holds(&Explorer::new(), || async {
        let barrier = Barrier::new(3);
        let arrived = Rc::new(Cell::new(0));
        let arrive = |n: u64| {
            let (barrier, arrived) = (barrier.clone(), arrived.clone());
            async move {
                sleep(ms(n)).await;
                arrived.set(arrived.get() + 1);
                barrier.wait().await?;
                Ok(arrived.get())
            }
        };
        gather([arrive(10), arrive(20), arrive(30)]).await
    });
}

#[test]
fn a_group_ends_after_all_its_tasks_whichever_is_cancelled() {
    holds(&cancelling(), || async {
        let running = Rc::new(Cell::new(0));
        let main = running.clone();
        let victim = spawn(async move {
            task_group(async |group| {
                for n in [5, 10] {
                    let running = running.clone();
                    group.create_task(async move {
                        running.set(running.get() + 1);
                        let count = running.clone();
                        let exit = async move |()| {
                            sleep(ms(1)).await;
                            count.set(count.get() - 1);
                            Ok(())
                        };
                        scope(
                            (),
                            async |()| {
                                sleep(ms(n)).await;
                                Ok(())
                            },
                            exit,
                        )
                        .await
                    })?;
                }
                Ok(())
            })
            .await
        });
        victim.named("victim").await.ok();
        Ok(main.get())
    });
}

#[test]
fn a_limit_never_loses_an_item_of_a_queue() {
    let explorer = Explorer::new();
    holds(&explorer, || async {
        let queue: Queue<u32> = Queue::new(0);
        let got = Rc::new(RefCell::new(Vec::new()));
        let (from, takes) = (queue.clone(), got.clone());
        let consumer = spawn(async move {
            while takes.borrow().len() < 3 {
                let item = wait_for(async { Ok(from.get().await?) }, ms(10)).await;
                if let Ok(item) = item {
                    takes.borrow_mut().push(item);
                }
                yield_now().await;
            }
            Ok(())
        });
        for n in 0..3 {
            sleep(ms(10)).await;
            queue.put(n).await?;
        }
        consumer.await?;
        Ok(got.take())
    });
}
