//! A coroutine that pauses, one that counts in the meantime, and one that is never awaited.

use super::prelude::*;

pub(super) async fn main(settings: Values, _world: World) -> Result<()> {
    let count = Rc::new(Cell::new(0));

    // Calling an async fn makes a coroutine. None of its lines runs until it is awaited.
    let forgotten = add_one(count.clone());
    drop(forgotten);
    print(format!("never awaited: the count is {}", count.get()));
    add_one(count.clone()).await?;
    print(format!("awaited: the count is {}", count.get()));
    count.set(0);
    record_value("count", 0);
    let sleeper = spawn(pause(ms(settings.number("pause") as u64))).named("sleeper");
    let counter = spawn(count_up(count.clone(), ms(settings.number("every") as u64)));
    let counter = counter.named("counter");
    sleeper.await?;
    counter.cancel();
    print(format!(
        "meanwhile the counter reached {} of {}",
        count.get(),
        settings.number("pause") / settings.number("every")
    ));
    Ok(())
}

async fn pause(time: Duration) -> Result<()> {
    print("the sleeper pauses");
    // Here it hands control back to the loop, which runs whatever is ready.
    sleep(time).await;
    print("the sleeper continues");
    Ok(())
}

async fn count_up(count: Rc<Cell<usize>>, every: Duration) -> Result<()> {
    loop {
        sleep(every).await;
        add_one(count.clone()).await?;
    }
}

async fn add_one(count: Rc<Cell<usize>>) -> Result<()> {
    count.set(count.get() + 1);
    record_value("count", count.get() as u32);
    Ok(())
}
