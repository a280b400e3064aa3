//! Two tasks that wake each other directly by their wakers, to measure the loop without primitives.

use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Poll, Waker};

#[derive(Default)]
struct Shuttle {
    /// The side whose turn it is.
    turn: usize,
    wakers: [Option<Waker>; 2],
}

/// Two futures that alternate. Each takes `n` turns and counts them.
pub(crate) fn pair(n: u32) -> [impl Future<Output = f64> + Send + 'static; 2] {
    let shuttle = Arc::<Mutex<Shuttle>>::default();
    [0, 1].map(|side| turns(shuttle.clone(), side, n))
}

async fn turns(shuttle: Arc<Mutex<Shuttle>>, side: usize, n: u32) -> f64 {
    let mut count = 0.0;
    for _ in 0..n {
        std::future::poll_fn(|cx| {
            let mut shuttle = shuttle.lock().unwrap_or_else(PoisonError::into_inner);
            if shuttle.turn != side {
                shuttle.wakers[side] = Some(cx.waker().clone());
                return Poll::Pending;
            }
            shuttle.turn = 1 - side;
            if let Some(other) = shuttle.wakers[1 - side].take() {
                other.wake();
            }
            Poll::Ready(())
        })
        .await;
        count += 1.0;
    }
    count
}
