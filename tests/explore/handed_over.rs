//! Queues, events and futures: sentinels that overtake items, consumers that end too soon, values that are set twice.

use super::{breaks, holds};
use coroscope::explore::Explorer;
use coroscope::runtime::Handle;
use coroscope::time::ms;
use coroscope::{Event, Queue, gather, io, sleep, spawn, wait_for};
use std::rc::Rc;

/// A producer of three items, and a consumer that ends at `None`. Returns what it got.
async fn sentinel(waits_for_items: bool) -> coroscope::Result<Vec<u32>> {
    let queue: Queue<Option<u32>> = Queue::new(0);
    let put = |n: u32| {
        let queue = queue.clone();
        spawn(async move {
            io("GET item", sleep(ms(u64::from(n) * 10))).await;
            queue.put(Some(n)).await?;
            Ok(())
        })
    };
    let items = [put(1), put(2), put(3)];
    let from = queue.clone();
    let consumer = spawn(async move {
        let mut got = Vec::new();
        while let Some(item) = from.get().await? {
            got.push(item);
        }
        got.sort_unstable();
        Ok(got)
    });
    if waits_for_items {
        gather(items).await?;
    } else {
        // Long enough, usually.
        sleep(ms(50)).await;
    }
    queue.put(None).await?;
    consumer.await
}

#[test]
fn a_sentinel_that_overtakes_an_item_is_found() {
    breaks(&Explorer::new(), || sentinel(false));
    holds(&Explorer::new(), || sentinel(true));
}

/// A consumer that takes a pause of 50 ms for the end, or waits for a sentinel. Returns the number of items it got.
async fn gives_up(waits_for_end: bool) -> coroscope::Result<usize> {
    let queue: Queue<Option<u32>> = Queue::new(0);
    let from = queue.clone();
    let consumer = spawn(async move {
        let mut got = 0;
        loop {
            let item = if waits_for_end {
                from.get().await?
            } else {
                let item = wait_for(async { Ok(from.get().await?) }, ms(50)).await;
                item.unwrap_or_default()
            };
            match item {
                Some(_) => got += 1,
                None => return Ok(got),
            }
        }
    });
    for n in 0..3 {
        io("GET item", sleep(ms(10))).await;
        queue.put(Some(n)).await?;
    }
    if waits_for_end {
        queue.put(None).await?;
    }
    consumer.await
}

#[test]
fn a_consumer_that_ends_before_the_last_item_is_found() {
    breaks(&Explorer::new(), || gives_up(false));
    holds(&Explorer::new(), || gives_up(true));
}

/// An answer and a default for slow answers set the same future. Returns whether both could.
async fn set_twice(checks: bool) -> coroscope::Result<&'static str> {
    let future = Handle::current().create_future();
    let set = |value, takes| {
        let future = future.clone();
        spawn(async move {
            io("GET value", sleep(ms(takes))).await;
            if !checks || !future.done() {
                future.set_result(value)?;
            }
            Ok(())
        })
    };
    let (near, far) = (set("answer", 10), set("answer", 100));
    let value = (&future).await?;
    // The second answer is not needed any more.
    sleep(ms(20)).await;
    far.cancel();
    near.await?;
    match far.await {
        Err(why) if !why.is_cancelled() => Err(why),
        _ => Ok(value),
    }
}

#[test]
fn a_future_that_is_set_twice_is_found() {
    breaks(&Explorer::new(), || set_twice(false));
    holds(&Explorer::new(), || set_twice(true));
}

/// A signal that is cleared after 10 ms, and a task that waits for it. Returns whether it came through.
async fn pulse(clears: bool) -> coroscope::Result<bool> {
    let event = Rc::new(Event::new());
    let waits = event.clone();
    let waiter = spawn(async move {
        io("GET settings", sleep(ms(5))).await;
        waits.wait().await;
        Ok(true)
    });
    sleep(ms(10)).await;
    event.set();
    sleep(ms(10)).await;
    if clears {
        event.clear();
    }
    waiter.await
}

#[test]
fn an_event_that_is_cleared_before_its_waiter_came_is_found() {
    let found = breaks(&Explorer::new(), || pulse(true));
    assert!(found.failure().is_some(), "{found}");
    holds(&Explorer::new(), || pulse(false));
}
