//! A cancellation at each await.

use super::{breaks, holds};
use coroscope::explore::Explorer;
use coroscope::time::ms;
use coroscope::{Queue, io, scope, sleep, spawn, wait_for};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// A worker takes an item, and works on it. Returns the number of items that are neither done nor in the queue.
async fn lose_item(puts_back: bool) -> coroscope::Result<usize> {
    let queue: Queue<u32> = Queue::new(0);
    let done = Rc::new(Cell::new(0));
    let (from, count) = (queue.clone(), done.clone());
    let worker = spawn(async move {
        let item = wait_for(async { Ok(from.get().await?) }, ms(100)).await?;
        let open = Rc::new(Cell::new(Some(item)));
        let exit = async move |open: Rc<Cell<Option<u32>>>| {
            if let Some(item) = open.take().filter(|_| puts_back) {
                from.put(item).await?;
            }
            Ok(())
        };
        let work = async |open: &Rc<Cell<Option<u32>>>| {
            io("work", sleep(ms(10))).await;
            open.set(None);
            count.set(count.get() + 1);
            Ok(())
        };
        scope(open, work, exit).await
    });
    let worker = worker.named("worker");
    sleep(ms(5)).await;
    queue.put(7).await?;
    worker.await.ok();
    Ok(1 - done.get() - queue.qsize())
}

#[test]
fn an_item_that_a_cancelled_worker_takes_along_is_found() {
    let explorer = Explorer::new().cancel("worker");
    breaks(&explorer, || lose_item(false));
}

#[test]
fn each_await_can_be_cancelled_before_and_after_its_end() {
    let explorer = Explorer::new().cancel("worker").deviations(1);
    let exploration = explorer.run(|| async {
        let steps = Rc::new(RefCell::new(Vec::new()));
        let log = steps.clone();
        let worker = spawn(async move {
            for step in 1..=2 {
                sleep(ms(10)).await;
                log.borrow_mut().push(step);
            }
            Ok(())
        });
        worker.named("worker").await.ok();
        Ok(steps.take())
    });
    let mut results: Vec<String> = (exploration.outcomes().iter())
        .map(|it| it.outcome.to_string())
        .collect();
    results.sort();
    assert_eq!(results, ["returned [1, 2]", "returned [1]", "returned []"]);
    // Each of the two sleeps: when it begins, and when it is over.
    assert!(
        exploration.is_complete() || exploration.tried() >= 5,
        "{exploration}"
    );
}

#[test]
fn what_is_put_back_is_not_lost() {
    let explorer = Explorer::new().cancel("worker").schedules(500);
    holds(&explorer, || async { lose_item(true).await });
}
