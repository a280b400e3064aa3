//! The workloads on Coroscope.

use crate::{DEPTH, LOCKERS, nap, shuttle};
use coroscope::time::ms;
use coroscope::{Lock, Queue, Result, gather, sleep, spawn, yield_now};
use std::cell::Cell;
use std::pin::Pin;
use std::rc::Rc;

/// The main coroutine of a workload.
pub type Main = Pin<Box<dyn Future<Output = Result<f64>>>>;

/// The workload of this name and size, if there is one.
pub fn find(name: &str, n: u32) -> Option<Main> {
    Some(match name {
        "spawn" => Box::pin(spawn_only(n)),
        "wake" => Box::pin(wake(n)),
        "gather" => Box::pin(gather_once(n)),
        "yields" => Box::pin(yields(n)),
        "queue64_1x1" => Box::pin(queue(64, 1, n)),
        "queue64_4x4" => Box::pin(queue(64, 4, n)),
        "queueinf_1x1" => Box::pin(queue(0, 1, n)),
        "queueinf_4x4" => Box::pin(queue(0, 4, n)),
        "lock" => Box::pin(lock(n)),
        "nest_100" => Box::pin(nest(n, 1)),
        "nestY_100" => Box::pin(nest(n, 100)),
        "timers" => Box::pin(timers(n)),
        _ => return None,
    })
}

/// `n` tasks that do nothing.
async fn spawn_only(n: u32) -> Result<f64> {
    let numbers = gather((0..n).map(|i| async move { Ok(f64::from(i)) })).await?;
    Ok(numbers.iter().sum())
}

/// Two tasks that wake each other `n` times.
async fn wake(n: u32) -> Result<f64> {
    let sides = shuttle::pair(n).map(|side| spawn(async move { Ok(side.await) }));
    Ok(gather(sides).await?.iter().sum())
}

/// `n` tasks that yield once.
async fn gather_once(n: u32) -> Result<f64> {
    let numbers = gather((0..n).map(|i| async move {
        yield_now().await;
        Ok(f64::from(i))
    }))
    .await?;
    Ok(numbers.iter().sum())
}

/// One task that yields `n` times.
async fn yields(n: u32) -> Result<f64> {
    let mut count = 0.0;
    for _ in 0..n {
        yield_now().await;
        count += 1.0;
    }
    Ok(count)
}

/// `n` items through a queue, from `sides` producers to `sides` consumers.
async fn queue(capacity: usize, sides: u32, n: u32) -> Result<f64> {
    let queue = Queue::new(capacity);
    let producers: Vec<_> = (0..sides)
        .map(|side| {
            let queue = queue.clone();
            spawn(async move {
                for item in (side..n).step_by(sides as usize) {
                    queue.put(Some(item)).await?;
                }
                Ok(())
            })
        })
        .collect();
    let consumers: Vec<_> = (0..sides)
        .map(|_| {
            let queue = queue.clone();
            spawn(async move {
                let mut sum = 0.0;
                while let Some(item) = queue.get().await? {
                    sum += f64::from(item);
                }
                Ok(sum)
            })
        })
        .collect();
    gather(producers).await?;
    for _ in 0..sides {
        queue.put(None).await?;
    }
    Ok(gather(consumers).await?.iter().sum())
}

/// A lock that each of 100 tasks acquires `n` times and holds for one turn.
async fn lock(n: u32) -> Result<f64> {
    let lock = Lock::new();
    let count = Rc::new(Cell::new(0.0));
    gather((0..LOCKERS).map(|_| {
        let (lock, count) = (lock.clone(), count.clone());
        async move {
            for _ in 0..n {
                let _guard = lock.acquire().await;
                yield_now().await;
                count.set(count.get() + 1.0);
            }
            Ok(())
        }
    }))
    .await?;
    Ok(count.get())
}

/// `n` await chains that are 100 deep, with `turns` yields in the innermost function.
async fn nest(n: u32, turns: u32) -> Result<f64> {
    let mut depth = 0.0;
    for _ in 0..n {
        depth += chain(DEPTH, turns).await;
    }
    Ok(depth)
}

fn chain(depth: u32, turns: u32) -> Pin<Box<dyn Future<Output = f64>>> {
    Box::pin(async move {
        if depth == 0 {
            for _ in 0..turns {
                yield_now().await;
            }
            return 0.0;
        }
        1.0 + chain(depth - 1, turns).await
    })
}

/// `n` tasks that each sleep 0 to 50 ms. Returns the sum of the milliseconds.
async fn timers(n: u32) -> Result<f64> {
    let naps = gather((0..n).map(|i| async move {
        sleep(ms(nap(i))).await;
        Ok(nap(i))
    }))
    .await?;
    Ok(naps.iter().sum::<u64>() as f64)
}
