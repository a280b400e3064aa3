//! Tasks in the background: awaited, cancelled, or forgotten.

use super::prelude::*;

pub(super) async fn main(settings: Values, _world: World) -> Result<()> {
    let time = ms(settings.number("time") as u64);

    // Each takes longer than the one before. They run while main does something else.
    let tasks: Vec<Task<()>> = (1..=settings.number("tasks"))
        .map(|n| {
            let name = format!("task {n}");
            spawn(work(name.clone(), time * n as u32)).named(name)
        })
        .collect();
    sleep(ms(settings.number("own") as u64)).await;
    print("main has done its own work");

    match settings.get("variant") {
        "await" => {
            gather(tasks).await?;
        }
        "cancel" => {
            for task in &tasks {
                // False for a task that has ended already.
                let asked = task.cancel();
                print(format!("cancel {}: {asked}", task.name()));
            }
            // A cancel is only a request: a task may have to clean up first.
            gather(tasks).return_exceptions().await;
        }
        // Dropping the handles stops nothing: the tasks keep running until main ends.
        _ => drop(tasks),
    }
    print("main ends");
    Ok(())
}

async fn work(name: String, time: Duration) -> Result<()> {
    let is_done = Cell::new(false);
    scope(
        (name, is_done),
        async |(_, is_done)| {
            sleep(time).await;
            is_done.set(true);
            Ok(())
        },
        async |(name, is_done)| {
            let how = if is_done.get() {
                "is done"
            } else {
                "was cut short"
            };
            print(format!("{name} {how}"));
            Ok(())
        },
    )
    .await
}
