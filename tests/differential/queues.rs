//! Queues: all orders, `join` and `shutdown`.

use super::vocabulary::{get_error, outcome, put_error};
use coroscope::runtime::Handle;
use coroscope::time::ms;
use coroscope::{
    LifoQueue, PriorityQueue, Queue, Result, Task, gather, sleep, timeout, wait, yield_now,
};

fn queue_of(items: &[i32], maxsize: usize) -> Queue<i32> {
    let queue = Queue::new(maxsize);
    for &item in items {
        queue.put_nowait(item).expect("there is room");
    }
    queue
}

fn taking(name: &'static str, queue: &Queue<i32>) -> Task<()> {
    task!(name, |queue| {
        say!("{name} took {}", queue.get().await?);
        Ok(())
    })
}

fn putting(item: i32, queue: &Queue<i32>) -> Task<()> {
    task!("putting", |queue| {
        queue.put(item).await?;
        say!("put {item}");
        Ok(())
    })
}

fn take(queue: &Queue<i32>) -> i32 {
    queue.get_nowait().expect("there is one")
}

fn put(queue: &Queue<i32>, item: i32) {
    queue.put_nowait(item).expect("there is room");
}

fn joining(queue: &Queue<i32>) -> Task<()> {
    task!("joining", |queue| {
        queue.join().await;
        say!("joined");
        Ok(())
    })
}

scenarios! {
    items_are_returned_first_in_first_out {
        let queue = queue_of(&[1, 2, 3], 0);
        say!("{} {} {}", queue.qsize(), queue.empty(), queue.full());
        say!("{:?}", [queue.get().await?, queue.get().await?, queue.get().await?]);
        say!("{} {} {}", queue.qsize(), queue.empty(), queue.full());
        Ok(())
    }

    getters_wait_in_order {
        let queue = Queue::new(0);
        let tasks = ["a", "b", "c"].map(|name| taking(name, &queue));
        for item in 0..3 {
            sleep(ms(10)).await;
            queue.put(item).await?;
        }
        wait(tasks).await;
        Ok(())
    }

    putters_wait_in_order_while_the_queue_is_full {
        let queue = queue_of(&[0], 1);
        let tasks = [1, 2, 3].map(|item| putting(item, &queue));
        for _ in 0..4 {
            sleep(ms(10)).await;
            say!("took {}", queue.get().await?);
        }
        wait(tasks).await;
        Ok(())
    }

    a_put_into_a_queue_that_is_not_full_does_not_yield {
        let queue = Queue::new(0);
        let task = taking("a", &queue);
        queue.put(1).await?;
        say!("put");
        task.await
    }

    a_woken_getter_whose_item_was_taken_waits_again_at_the_end {
        let queue = Queue::new(0);
        let tasks = ["a", "b"].map(|name| taking(name, &queue));
        yield_now().await;
        put(&queue, 1);
        say!("snatched {}", take(&queue));
        sleep(ms(10)).await;
        put(&queue, 2);
        put(&queue, 3);
        wait(tasks).await;
        Ok(())
    }

    a_getter_cancelled_after_its_wake_loses_no_item {
        let queue = Queue::new(0);
        let tasks = ["a", "b"].map(|name| taking(name, &queue));
        yield_now().await;
        put(&queue, 1);
        tasks[0].cancel();
        wait(tasks).await;
        Ok(())
    }

    the_only_getter_cancelled_after_its_wake_leaves_the_item {
        let queue = Queue::new(0);
        let task = taking("a", &queue);
        yield_now().await;
        put(&queue, 1);
        task.cancel();
        wait([task]).await;
        say!("{} {}", queue.qsize(), take(&queue));
        Ok(())
    }

    a_putter_cancelled_after_its_wake_wakes_the_next {
        let queue = queue_of(&[0], 1);
        let tasks = [1, 2].map(|item| putting(item, &queue));
        yield_now().await;
        say!("{}", take(&queue));
        tasks[0].cancel();
        wait(tasks).await;
        say!("{} {}", queue.qsize(), take(&queue));
        Ok(())
    }

    a_cancelled_putter_puts_nothing {
        let queue = queue_of(&[0], 1);
        let task = putting(1, &queue);
        sleep(ms(1)).await;
        task.cancel();
        wait([task]).await;
        say!("{} {}", take(&queue), queue.qsize());
        Ok(())
    }

    two_puts_of_one_pass_wake_two_getters {
        let queue = Queue::new(0);
        let tasks = ["a", "b", "c"].map(|name| taking(name, &queue));
        yield_now().await;
        put(&queue, 1);
        put(&queue, 2);
        sleep(ms(10)).await;
        say!("{:?}", tasks.each_ref().map(Task::done));
        put(&queue, 3);
        wait(tasks).await;
        Ok(())
    }

    nowait_fails_instead_of_waiting {
        let queue = Queue::new(1);
        say!("{}", queue.get_nowait().map_or_else(get_error, |_| "an item"));
        put(&queue, 1);
        say!("{}", queue.put_nowait(2).map_or_else(put_error, |()| "put"));
        say!("{} {}", queue.qsize(), queue.maxsize());
        Ok(())
    }

    join_waits_until_all_items_are_done {
        let queue = queue_of(&[1, 2], 0);
        let worker = task!("worker", |queue| {
            for _ in 0..2 {
                queue.get().await?;
                sleep(ms(10)).await;
                queue.task_done()?;
                say!("done");
            }
            Ok(())
        });
        queue.join().await;
        say!("joined");
        worker.await
    }

    join_does_not_yield_if_no_item_is_unfinished {
        putting(1, &Queue::new(0));
        Queue::<i32>::new(0).join().await;
        say!("joined");
        yield_now().await;
        Ok(())
    }

    too_many_calls_of_task_done_are_an_error {
        let queue = queue_of(&[1], 0);
        take(&queue);
        queue.task_done()?;
        say!("{}", super::vocabulary::shown(queue.task_done()));
        Ok(())
    }

    join_returns_even_if_items_were_put_meanwhile {
        let queue = queue_of(&[1], 0);
        let task = task!("joiner", |queue| {
            queue.join().await;
            say!("joined with {}", queue.qsize());
            Ok(())
        });
        yield_now().await;
        take(&queue);
        queue.task_done()?;
        put(&queue, 2);
        task.await
    }

    a_sentinel_ends_one_consumer {
        let queue = Queue::new(0);
        let tasks = ["a", "b"].map(|name| task!(name, |queue| {
            while let Some(item) = queue.get().await? {
                say!("{name} {item}");
            }
            say!("{name} ends");
            Ok(())
        }));
        for item in [Some(1), Some(2), Some(3), None, None] {
            queue.put(item).await?;
            sleep(ms(1)).await;
        }
        wait(tasks).await;
        Ok(())
    }

    a_producer_waits_for_a_slow_consumer {
        let queue = Queue::new(2);
        let producer = task!("producer", |queue| {
            for n in 0..5 {
                queue.put(n).await?;
                say!("put {n}");
            }
            Ok(())
        });
        let consumer = task!("consumer", |queue| {
            for _ in 0..5 {
                say!("got {}", queue.get().await?);
                sleep(ms(10)).await;
            }
            Ok(())
        });
        gather([producer, consumer]).await?;
        Ok(())
    }

    a_priority_queue_returns_the_smallest_item_first {
        let queue = PriorityQueue::new(0);
        for item in [(2, "b"), (3, "c"), (1, "z"), (1, "a")] {
            queue.put(item).await?;
        }
        let mut items = Vec::new();
        while let Ok(item) = queue.get_nowait() {
            items.push(item);
        }
        say!("{items:?}");
        Ok(())
    }

    a_lifo_queue_returns_the_last_item_first {
        let queue = LifoQueue::new(3);
        for item in 0..3 {
            queue.put(item).await?;
        }
        let full = queue.full();
        let mut items = Vec::new();
        while let Ok(item) = queue.get_nowait() {
            items.push(item);
        }
        say!("{full} {items:?}");
        Ok(())
    }

    a_getter_that_times_out_stops_waiting {
        let queue = Queue::new(0);
        let get = async { Ok(queue.get().await?) };
        say!("{}", outcome(timeout(ms(10)).run(get)).await);
        let task = taking("a", &queue);
        yield_now().await;
        put(&queue, 1);
        task.await
    }

    an_item_and_a_timeout_at_the_same_time_lose_no_item {
        let queue = Queue::new(0);
        let later = queue.clone();
        Handle::current().call_later(ms(10), move || put(&later, 1));
        let get: Result<()> = timeout(ms(10))
            .run(async {
                say!("got {}", queue.get().await?);
                Ok(())
            })
            .await;
        if get.is_err() {
            say!("timed out");
        }
        say!("left {}", queue.qsize());
        Ok(())
    }

    a_queue_that_was_shut_down_returns_its_items {
        let queue = queue_of(&[1, 2], 0);
        queue.shutdown(false);
        say!("{}", queue.put(3).await.map_or("QueueShutDown", |()| "put"));
        say!("{} {}", queue.get().await?, take(&queue));
        say!("{}", outcome(queue.get()).await);
        say!("{}", queue.get_nowait().map_or_else(get_error, |_| "an item"));
        say!("{}", queue.put_nowait(4).map_or_else(put_error, |()| "put"));
        Ok(())
    }

    a_shutdown_wakes_getters {
        let queue: Queue<i32> = Queue::new(0);
        let tasks = ["a", "b"].map(|name| task!(name, |queue| {
            say!("{name} {}", outcome(queue.get()).await);
            Ok(())
        }));
        sleep(ms(1)).await;
        queue.shutdown(false);
        say!("shut down");
        wait(tasks).await;
        Ok(())
    }

    a_shutdown_wakes_putters {
        let queue = queue_of(&[0], 1);
        let tasks = [1, 2].map(|item| task!("putter", |queue| {
            say!("{item} {}", queue.put(item).await.map_or("QueueShutDown", |()| "put"));
            Ok(())
        }));
        sleep(ms(1)).await;
        queue.shutdown(false);
        wait(tasks).await;
        say!("{} {}", queue.qsize(), queue.get().await?);
        Ok(())
    }

    join_waits_for_unfinished_items_after_a_shutdown {
        let queue = queue_of(&[1, 2], 0);
        let task = joining(&queue);
        sleep(ms(1)).await;
        queue.shutdown(false);
        for _ in 0..2 {
            sleep(ms(10)).await;
            say!("{}", take(&queue));
            queue.task_done()?;
        }
        task.await
    }

    an_immediate_shutdown_removes_all_items {
        let queue = queue_of(&[1, 2], 0);
        let task = joining(&queue);
        sleep(ms(1)).await;
        queue.shutdown(true);
        say!("{} {}", queue.qsize(), outcome(queue.get()).await);
        task.await
    }

    join_waits_for_items_in_progress_after_an_immediate_shutdown {
        let queue = queue_of(&[1, 2], 0);
        task!("worker", |queue| {
            queue.get().await?;
            sleep(ms(10)).await;
            say!("done");
            queue.task_done()?;
            Ok(())
        });
        sleep(ms(1)).await;
        queue.shutdown(true);
        queue.join().await;
        say!("joined");
        Ok(())
    }

    a_second_shutdown_can_be_immediate {
        let queue = queue_of(&[1, 2], 0);
        queue.shutdown(false);
        queue.shutdown(true);
        say!("{} {}", queue.qsize(), outcome(queue.get()).await);
        queue.join().await;
        say!("joined");
        Ok(())
    }
}
