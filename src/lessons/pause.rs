//! A coroutine that pauses, one that counts meanwhile, and one that nobody awaits.

use super::prelude::*;

pub(super) async fn main(settings: Values, _world: World) -> Result<()> {
    let count = Rc::new(Cell::new(0));

    // Calling an async fn makes a coroutine. None of its lines runs before somebody awaits it.
    let forgotten = add_one(count.clone());
    drop(forgotten);
    print(format!("never awaited: the count is {}", count.get()));
    add_one(count.clone()).await?;
    print(format!("awaited: the count is {}", count.get()));

    count.set(0);
    let sleeper = spawn(pause(ms(settings.number("pause") as u64))).named("sleeper");
    let counter = spawn(count_on(count.clone(), ms(settings.number("every") as u64)));
    let counter = counter.named("counter");
    sleeper.await?;
    counter.cancel();
    print(format!(
        "meanwhile the counter came to {} of {}",
        count.get(),
        settings.number("pause") / settings.number("every")
    ));
    Ok(())
}

async fn pause(time: Duration) -> Result<()> {
    print("the sleeper pauses");
    // Here it gives the loop back, and the loop runs whoever is ready.
    sleep(time).await;
    print("the sleeper goes on");
    Ok(())
}

async fn count_on(count: Rc<Cell<usize>>, every: Duration) -> Result<()> {
    loop {
        sleep(every).await;
        add_one(count.clone()).await?;
    }
}

async fn add_one(count: Rc<Cell<usize>>) -> Result<()> {
    count.set(count.get() + 1);
    Ok(())
}
