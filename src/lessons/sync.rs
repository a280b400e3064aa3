//! The same waits: one after the other, as synchronous code waits, and together.

use super::prelude::*;

pub(super) async fn main(settings: Values, _world: World) -> Result<()> {
    let waits = settings.number("waits");
    let time = ms(settings.number("wait") as u64);

    // Both begin now, so they can be compared on one axis.
    let synchronous = spawn(one_after_the_other(waits, time)).named("one after the other");
    let asynchronous = spawn(together(waits, time)).named("together");

    let together = asynchronous.await?;
    print(format!("together: {}", human(together)));
    let alone = synchronous.await?;
    print(format!("one after the other: {}", human(alone)));
    if !together.is_zero() {
        let times = ratio(alone, together);
        print(format!("one after the other took {times} times as long"));
    }
    Ok(())
}

async fn one_after_the_other(waits: usize, time: Duration) -> Result<Duration> {
    let began = now();
    for _ in 0..waits {
        wait(time).await?;
    }
    Ok(now() - began)
}

async fn together(waits: usize, time: Duration) -> Result<Duration> {
    let began = now();
    let tasks = (1..=waits).map(|n| spawn(wait(time)).named(format!("wait {n}")));
    gather(tasks).await?;
    Ok(now() - began)
}

async fn wait(time: Duration) -> Result<()> {
    sleep(time).await;
    Ok(())
}
