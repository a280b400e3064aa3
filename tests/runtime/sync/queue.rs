//! Queues: order, capacity, waiting and cancellation.

use crate::common::printed;
use coroscope::time::ms;
#[cfg(not(target_family = "wasm"))]
use coroscope::{GetError, PutError, TooManyDone};
use coroscope::{Queue, gather, print, sleep, spawn, yield_now};

scores! {
    items_are_returned_in_the_order_in_which_they_were_put(printed) {
        let queue = Queue::new(0);
        for n in 1..=3 {
            queue.put(n).await?;
        }
        print(format!("{} {} {}", queue.get().await?, queue.get().await?, queue.get().await?));
        Ok(())
    } => ["main: 1 2 3"]

    put_waits_while_the_queue_is_full(printed) {
        let queue = Queue::new(1);
        let producer = {
            let queue = queue.clone();
            spawn(async move {
                for n in 1..=3 {
                    queue.put(n).await?;
                    print(format!("put {n}"));
                }
                Ok(())
            })
            .named("producer")
        };
        sleep(ms(1)).await;
        print(format!("{:?}", queue.put_nowait(9).unwrap_err()));
        for _ in 0..3 {
            print(format!("got {}", queue.get().await?));
        }
        producer.await
    } => [
        "producer: put 1",
        "main: QueueFull(9)",
        "main: got 1",
        "producer: put 2",
        "main: got 2",
        "producer: put 3",
        "main: got 3",
    ]

    one_sentinel_ends_one_consumer(printed) {
        let queue = Queue::new(2).named("jobs");
        let consumers = ["a", "b"].map(|name| {
            let queue = queue.clone();
            spawn(async move {
                while let Some(n) = queue.get().await? {
                    print(format!("got {n}"));
                    sleep(ms(10)).await;
                }
                print("end");
                Ok(())
            })
            .named(name)
        });
        for item in [Some(1), Some(2), Some(3), None, None] {
            queue.put(item).await?;
        }
        gather(consumers).await?;
        Ok(())
    } => ["a: got 1", "b: got 2", "a: got 3", "b: end", "a: end"]

    get_nowait_can_take_the_item_of_a_woken_getter(printed) {
        let queue = Queue::new(0);
        let getters = ["first", "second"].map(|name| {
            let queue = queue.clone();
            spawn(async move {
                print(format!("got {}", queue.get().await?));
                Ok(())
            })
            .named(name)
        });
        yield_now().await;
        queue.put_nowait(1)?;
        print(format!("took {}", queue.get_nowait()?));
        yield_now().await;
        // The first getter is now at the end of the list.
        queue.put_nowait(2)?;
        queue.put_nowait(3)?;
        gather(getters).await?;
        Ok(())
    } => ["main: took 1", "second: got 2", "first: got 3"]

    a_getter_cancelled_after_its_wake_loses_no_item(printed) {
        let queue = Queue::new(0);
        let getters = ["first", "second"].map(|name| {
            let queue = queue.clone();
            spawn(async move {
                print(format!("got {}", queue.get().await?));
                Ok(())
            })
            .named(name)
        });
        yield_now().await;
        queue.put_nowait(1)?;
        getters[0].cancel();
        let [first, second] = getters;
        assert!(first.await.unwrap_err().is_cancelled());
        second.await
    } => ["second: got 1"]

    a_putter_cancelled_after_its_wake_wakes_the_next_putter(printed) {
        let queue = Queue::new(1);
        queue.put_nowait(0)?;
        let putters = [1, 2].map(|n| {
            let queue = queue.clone();
            spawn(async move {
                queue.put(n).await?;
                print(format!("put {n}"));
                Ok(())
            })
        });
        yield_now().await;
        print(format!("got {}", queue.get_nowait()?));
        putters[0].cancel();
        let [first, second] = putters;
        assert!(first.await.unwrap_err().is_cancelled());
        second.await?;
        print(format!("got {}", queue.get_nowait()?));
        Ok(())
    } => ["main: got 0", "Task-3: put 2", "main: got 2"]

    join_waits_until_task_done_was_called_for_each_item(printed) {
        let queue = Queue::new(0);
        for n in 0..2 {
            queue.put_nowait(n)?;
        }
        let worker = {
            let queue = queue.clone();
            spawn(async move {
                for _ in 0..2 {
                    queue.get().await?;
                    sleep(ms(1)).await;
                    print("done");
                    queue.task_done()?;
                }
                Ok(())
            })
            .named("worker")
        };
        queue.join().await;
        print("all done");
        print(queue.task_done().unwrap_err().to_string());
        worker.await
    } => [
        "worker: done",
        "worker: done",
        "main: all done",
        "main: task_done() was called more often than items were put",
    ]

    statistics_count_waiting_tasks(printed) {
        let queue = Queue::<u32>::new(1);
        let getters = [(), ()].map(|()| {
            let queue = queue.clone();
            spawn(async move { Ok(queue.get().await?) })
        });
        yield_now().await;
        print(format!("{} getters", queue.statistics().getters));
        getters[0].cancel();
        yield_now().await;
        print(format!("{} getters", queue.statistics().getters));
        queue.put_nowait(1)?;
        let stats = queue.statistics();
        print(format!("{} item, {} unfinished", stats.length, stats.unfinished));
        Ok(())
    } => ["main: 2 getters", "main: 1 getters", "main: 1 item, 1 unfinished"]
}

#[test]
#[cfg(not(target_family = "wasm"))]
fn outside_of_a_run_everything_works_except_waiting() {
    let queue = Queue::new(1);
    assert_eq!(queue.put_nowait(1), Ok(()));
    assert_eq!(queue.put_nowait(2), Err(PutError::QueueFull(2)));
    assert_eq!(queue.get_nowait(), Ok(1));
    assert_eq!(queue.get_nowait(), Err(GetError::QueueEmpty));
    assert_eq!(queue.task_done(), Ok(()));
    assert_eq!(queue.task_done(), Err(TooManyDone));
}
