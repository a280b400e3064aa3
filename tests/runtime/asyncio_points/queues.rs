//! Queues: items are not assigned to waiting tasks, none is lost, unfinished items are counted.

use crate::common::printed;
use coroscope::{Queue, Task, gather, print, spawn, yield_now};

/// Gets an item and prints it.
fn getter(queue: &Queue<u32>, name: &'static str) -> Task<()> {
    let queue = queue.clone();
    spawn(async move {
        print(format!("got {}", queue.get().await?));
        Ok(())
    })
    .named(name)
}

scores! {
    // 21
    get_nowait_can_take_the_item_of_a_woken_getter_which_waits_again_at_the_end(printed) {
        let queue = Queue::new(0);
        let getters = ["a", "b"].map(|name| getter(&queue, name));
        yield_now().await;
        queue.put_nowait(1)?;
        print(format!("took {}", queue.get_nowait()?));
        yield_now().await;
        for item in [2, 3] {
            queue.put_nowait(item)?;
        }
        gather(getters).await?;
        Ok(())
    } => ["main: took 1", "b: got 2", "a: got 3"]

    // 21
    a_getter_cancelled_after_its_wake_loses_no_item(printed) {
        let queue = Queue::new(0);
        let a = getter(&queue, "a");
        yield_now().await;
        queue.put_nowait(1)?;
        a.cancel();
        assert!(a.await.unwrap_err().is_cancelled());
        print(format!("{} item left", queue.qsize()));
        getter(&queue, "b").await
    } => ["main: 1 item left", "b: got 1"]

    // 22
    join_waits_for_task_done_and_too_many_calls_are_an_error(printed) {
        let queue = Queue::new(0);
        for item in [1, 2] {
            queue.put_nowait(item)?;
        }
        let joiner = {
            let queue = queue.clone();
            spawn(async move {
                queue.join().await;
                print("all done");
                Ok(())
            })
            .named("joiner")
        };
        for _ in 0..2 {
            yield_now().await;
            queue.get_nowait()?;
            print("got one");
            queue.task_done()?;
        }
        joiner.await?;
        print(queue.task_done().unwrap_err().to_string());
        Ok(())
    } => [
        "main: got one",
        "main: got one",
        "joiner: all done",
        "main: task_done() was called more often than items were put",
    ]

    // 22
    a_none_ends_one_consumer_so_each_needs_one(printed) {
        let queue = Queue::new(0);
        let consumers = ["a", "b"].map(|name| {
            let queue = queue.clone();
            spawn(async move {
                while let Some(item) = queue.get().await? {
                    print(format!("got {item}"));
                    yield_now().await;
                }
                print("ends");
                Ok(())
            })
            .named(name)
        });
        for item in [Some(1), None] {
            queue.put_nowait(item)?;
        }
        for _ in 0..3 {
            yield_now().await;
        }
        let waiting = consumers.iter().filter(|task| !task.done()).count();
        print(format!("{waiting} still waiting"));
        queue.put_nowait(None)?;
        gather(consumers).await?;
        Ok(())
    } => ["a: got 1", "b: ends", "main: 1 still waiting", "a: ends"]
}
