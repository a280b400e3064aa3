//! Lost updates, two requests for one key, a loser that wrote.

use super::{breaks, holds};
use coroscope::explore::Explorer;
use coroscope::time::ms;
use coroscope::{Lock, ReturnWhen, gather, io, sleep, spawn, wait};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Two tasks add to a counter, with a wait between read and write.
async fn add_twice(lock: Option<Lock>) -> coroscope::Result<u32> {
    let counter = Rc::new(Cell::new(0));
    let add = |start| {
        let (counter, lock) = (counter.clone(), lock.clone());
        async move {
            sleep(ms(start)).await;
            let held = match &lock {
                Some(lock) => Some(lock.acquire().await),
                None => None,
            };
            let read = counter.get();
            io("save", sleep(ms(5))).await;
            counter.set(read + 1);
            drop(held);
            Ok(())
        }
    };
    gather([add(0), add(20)]).await?;
    Ok(counter.get())
}

#[test]
fn a_lost_update_is_found() {
    breaks(&Explorer::new(), || add_twice(None));
    holds(&Explorer::new(), || add_twice(Some(Lock::new())));
}

/// Two tasks ask a cache for the same key. Returns the number of requests.
async fn ask_cache_twice(keeps_requests: bool) -> coroscope::Result<u32> {
    let requests = Rc::new(Cell::new(0));
    let cache = Rc::new(RefCell::new(BTreeMap::new()));
    let running = Rc::new(RefCell::new(BTreeMap::new()));
    let get = |start| {
        let (requests, cache, running) = (requests.clone(), cache.clone(), running.clone());
        async move {
            sleep(ms(start)).await;
            if cache.borrow().contains_key("key") {
                return Ok(());
            }
            let fetch = move || {
                requests.set(requests.get() + 1);
                async move {
                    io("GET key", sleep(ms(10))).await;
                    cache.borrow_mut().insert("key", "value");
                    Ok(())
                }
            };
            if !keeps_requests {
                return fetch().await;
            }
            let known = running.borrow().get("key").cloned();
            let task = known.unwrap_or_else(|| {
                let task = Rc::new(spawn(fetch()));
                running.borrow_mut().insert("key", task.clone());
                task
            });
            (&*task).await
        }
    };
    gather([get(0), get(15)]).await?;
    Ok(requests.get())
}

#[test]
fn two_requests_for_one_key_are_found() {
    breaks(&Explorer::new(), || ask_cache_twice(false));
    holds(&Explorer::new(), || ask_cache_twice(true));
}

/// Two mirrors race; the answer of the first is used. Returns what was written.
async fn first_wins(writes_itself: bool) -> coroscope::Result<Vec<&'static str>> {
    let written = Rc::new(RefCell::new(Vec::new()));
    let ask = |mirror, takes| {
        let written = written.clone();
        spawn(async move {
            io(mirror, sleep(ms(takes))).await;
            if writes_itself {
                written.borrow_mut().push("answer");
            }
            // The rest of the answer, during which the loser may write as well.
            io("rest", sleep(ms(5))).await;
            Ok("answer")
        })
    };
    let tasks = [ask("near", 10), ask("far", 100)];
    let (_, late) = wait(tasks).return_when(ReturnWhen::FirstCompleted).await;
    for task in late {
        task.cancel();
    }
    if !writes_itself {
        written.borrow_mut().push("answer");
    }
    Ok(written.take())
}

#[test]
fn the_loser_of_a_race_that_wrote_is_found() {
    breaks(&Explorer::new(), || first_wins(true));
    holds(&Explorer::new(), || first_wins(false));
}
