//! How the event loop runs calls, timers and tasks, and in which order.

use super::prelude::*;

/// Numbers tested in one turn.
const SLICE: u32 = 5_000;

pub(super) async fn main(settings: Values, _world: World) -> Result<()> {
    let event_loop = Handle::current();
    let delay = ms(settings.number("delay") as u64);

    // Timers run in the order of their deadlines, not in the order of scheduling.
    for n in [3, 1, 2] {
        let after = delay * n;
        let prints = move || print(format!("call_later after {}", human(after)));
        let name = format!("call_later {}", human(after));
        event_loop.call_later(after, prints).named(name);
    }
    // The ready queue: first in, first out.
    event_loop
        .call_soon(|| print("call_soon"))
        .named("call_soon");
    let task = spawn(count_primes(settings.number("turns") as u32)).named("primes");

    print("main continues");
    // Main goes to the end of the queue.
    yield_now().await;
    print("main again");

    sleep(delay * 3).await;
    print(task.await?);
    Ok(())
}

/// Real work in short turns. After each, the loop may run other tasks, or let the page paint.
async fn count_primes(turns: u32) -> Result<String> {
    print("the task's first turn");
    let mut primes = 0;
    for turn in 0..turns {
        let slice = turn * SLICE..(turn + 1) * SLICE;
        primes += slice.filter(|n| is_prime(*n)).count();
        yield_now().await;
    }
    Ok(format!("{primes} primes below {}", turns * SLICE))
}
