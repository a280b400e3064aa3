//! The same waits twice: in calls that block the thread, and in tasks that wait at the same time.

use super::prelude::*;

pub(super) async fn main(settings: Values, _world: World) -> Result<()> {
    let waits = settings.number("waits");
    let time = ms(settings.number("wait") as u64);

    // Both are ready now, but only one at a time can run.
    let synchronous = spawn(block(waits, time)).named("synchronous");
    let asynchronous = spawn(wait_together(waits, time)).named("asynchronous");

    let alone = synchronous.await?;
    print(format!("synchronous: {}", human(alone)));
    let together = asynchronous.await?;
    print(format!("asynchronous: {}", human(together)));
    if !together.is_zero() {
        let times = ratio(alone, together);
        print(format!("synchronous took {times} times as long"));
    }
    Ok(())
}

/// Until this returns, no other task can run.
async fn block(waits: usize, time: Duration) -> Result<Duration> {
    let began = now();
    for _ in 0..waits {
        blocking_sleep(time);
    }
    Ok(now() - began)
}

/// While one task waits, the loop runs the others.
async fn wait_together(waits: usize, time: Duration) -> Result<Duration> {
    let began = now();
    let tasks = (1..=waits).map(|n| spawn(wait(time)).named(format!("wait {n}")));
    gather(tasks).await?;
    Ok(now() - began)
}

async fn wait(time: Duration) -> Result<()> {
    sleep(time).await;
    Ok(())
}
