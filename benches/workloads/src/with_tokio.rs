//! The workloads on tokio's current-thread runtime, except those that tokio does not support.

use crate::{DEPTH, LOCKERS, nap, shuttle};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, mpsc};
use tokio::task::{JoinHandle, yield_now};
use tokio::time::sleep;

/// The main coroutine of a workload.
pub type Main = Pin<Box<dyn Future<Output = f64>>>;

/// The workload of this name and size, if tokio supports it.
pub fn find(name: &str, n: u32) -> Option<Main> {
    Some(match name {
        "spawn" => Box::pin(spawn_only(n)),
        "wake" => Box::pin(wake(n)),
        "gather" => Box::pin(gather_once(n)),
        "yields" => Box::pin(yields(n)),
        "queue64_1x1" => Box::pin(bounded_queue(n)),
        "queueinf_1x1" => Box::pin(unbounded_queue(n)),
        "lock" => Box::pin(lock(n)),
        "nest_100" => Box::pin(nest(n, 1)),
        "nestY_100" => Box::pin(nest(n, 100)),
        "timers" => Box::pin(timers(n)),
        _ => return None,
    })
}

/// Spawns all futures and sums their results in order.
async fn sum_of<F>(futures: impl Iterator<Item = F>) -> f64
where
    F: Future<Output = f64> + Send + 'static,
{
    let tasks: Vec<JoinHandle<f64>> = futures.map(tokio::spawn).collect();
    let mut sum = 0.0;
    for task in tasks {
        sum += task.await.expect("no task of a workload panics");
    }
    sum
}

async fn spawn_only(n: u32) -> f64 {
    sum_of((0..n).map(|i| async move { f64::from(i) })).await
}

async fn wake(n: u32) -> f64 {
    sum_of(shuttle::pair(n).into_iter()).await
}

async fn gather_once(n: u32) -> f64 {
    sum_of((0..n).map(|i| async move {
        yield_now().await;
        f64::from(i)
    }))
    .await
}

async fn yields(n: u32) -> f64 {
    let mut count = 0.0;
    for _ in 0..n {
        yield_now().await;
        count += 1.0;
    }
    count
}

async fn bounded_queue(n: u32) -> f64 {
    let (sender, mut receiver) = mpsc::channel(64);
    let producer = tokio::spawn(async move {
        for item in 0..n {
            sender.send(item).await.expect("the consumer still exists");
        }
    });
    let consumer = async move {
        let mut sum = 0.0;
        while let Some(item) = receiver.recv().await {
            sum += f64::from(item);
        }
        sum
    };
    let sum = sum_of([consumer].into_iter()).await;
    producer.await.expect("the producer does not panic");
    sum
}

async fn unbounded_queue(n: u32) -> f64 {
    let (sender, mut receiver) = mpsc::unbounded_channel();
    let producer = tokio::spawn(async move {
        for item in 0..n {
            sender.send(item).expect("the consumer still exists");
        }
    });
    let consumer = async move {
        let mut sum = 0.0;
        while let Some(item) = receiver.recv().await {
            sum += f64::from(item);
        }
        sum
    };
    let sum = sum_of([consumer].into_iter()).await;
    producer.await.expect("the producer does not panic");
    sum
}

async fn lock(n: u32) -> f64 {
    let lock = Arc::new(Mutex::new(()));
    sum_of((0..LOCKERS).map(|_| {
        let lock = lock.clone();
        async move {
            let mut count = 0.0;
            for _ in 0..n {
                let _guard = lock.lock().await;
                yield_now().await;
                count += 1.0;
            }
            count
        }
    }))
    .await
}

async fn nest(n: u32, turns: u32) -> f64 {
    let mut depth = 0.0;
    for _ in 0..n {
        depth += chain(DEPTH, turns).await;
    }
    depth
}

fn chain(depth: u32, turns: u32) -> Main {
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

async fn timers(n: u32) -> f64 {
    sum_of((0..n).map(|i| async move {
        sleep(Duration::from_millis(nap(i))).await;
        nap(i) as f64
    }))
    .await
}
