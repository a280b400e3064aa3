//! Timeouts in the moment of success, retries that repeat a write, a connection that is returned twice.

use super::{breaks, holds};
use coroscope::explore::Explorer;
use coroscope::time::ms;
use coroscope::{Queue, io, shield, sleep, spawn, wait_for};
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;

/// Pays, with a limit, and again if the limit is reached. With a key, the shop knows that it is the same payment. Returns
/// how often money was taken.
async fn pay(has_key: bool) -> coroscope::Result<u32> {
    let taken = Rc::new(Cell::new(0));
    let known = Rc::new(RefCell::new(BTreeSet::new()));
    let order = || {
        let (taken, known) = (taken.clone(), known.clone());
        async move {
            // The shop takes the money, and then answers.
            if !has_key || known.borrow_mut().insert("order 7") {
                taken.set(taken.get() + 1);
            }
            io("POST /pay", sleep(ms(50))).await;
            Ok(())
        }
    };
    if wait_for(order(), ms(100)).await.is_err() {
        order().await?;
    }
    Ok(taken.get())
}

#[test]
fn a_retry_that_repeats_a_write_is_found() {
    breaks(&Explorer::new(), || pay(false));
    holds(&Explorer::new(), || pay(true));
}

/// Saves with a limit, and counts what was saved: by the answer, or by what the task says that goes on behind the limit.
async fn save(asks_task: bool) -> coroscope::Result<(u32, u32)> {
    let saved = Rc::new(Cell::new(0));
    let reported = Rc::new(Cell::new(0));
    let task = {
        let saved = saved.clone();
        spawn(async move {
            io("PUT", sleep(ms(50))).await;
            saved.set(saved.get() + 1);
            Ok(())
        })
    };
    let task = Rc::new(task);
    let by_limit = wait_for(shield(&*task), ms(100)).await.is_ok();
    let is_saved = match asks_task {
        true => (&*task).await.is_ok(),
        false => by_limit,
    };
    reported.set(u32::from(is_saved));
    (&*task).await?;
    Ok((saved.get(), reported.get()))
}

#[test]
fn a_limit_that_is_reached_in_the_moment_of_success_is_found() {
    breaks(&Explorer::new(), || save(false));
    holds(&Explorer::new(), || save(true));
}

/// Uses a connection of a pool, which is returned by the query and by the limit, or once. Returns the size of the pool.
async fn query(returns_once: bool) -> coroscope::Result<usize> {
    let pool: Queue<&str> = Queue::new(0);
    pool.put_nowait("connection")?;
    let connection = pool.get().await?;
    let back = pool.clone();
    let query = spawn(async move {
        io("SELECT", sleep(ms(50))).await;
        if !returns_once {
            back.put_nowait(connection)?;
        }
        Ok(())
    });
    let is_late = wait_for(shield(&query), ms(100)).await.is_err();
    if returns_once || is_late {
        pool.put_nowait(connection)?;
    }
    query.await?;
    Ok(pool.qsize())
}

#[test]
fn a_connection_that_is_returned_twice_is_found() {
    breaks(&Explorer::new(), || query(false));
    holds(&Explorer::new(), || query(true));
}
