//! `gather`, `wait`, `wait_for`.

use crate::common::printed;
use coroscope::runtime::Handle;
use coroscope::time::ms;
use coroscope::{
    Error, Result, ReturnWhen, current_task, gather, now, print, scope, sleep, spawn, wait,
    wait_for, yield_now,
};

async fn after(n: u64) -> Result<u64> {
    sleep(ms(n)).await;
    print(format!("slept {n}"));
    Ok(n)
}

async fn fail_after(n: u64) -> Result<u64> {
    after(n).await?;
    Err(Error::msg(format_args!("failed after {n}")))
}

scores! {
    // 8
    gather_fails_with_the_first_failure_and_the_other_children_keep_running(printed) {
        print(gather([fail_after(200), fail_after(5)]).await.unwrap_err().to_string());
        sleep(ms(300)).await;
        Ok(())
    } => ["Task-3: slept 5", "main: failed after 5", "Task-2: slept 200"]

    // 8
    later_failures_of_a_gather_count_as_retrieved(printed) {
        Handle::current().set_exception_handler(|it| print(format!("unretrieved: {}", it.error)));
        assert!(gather([fail_after(2), fail_after(1)]).await.is_err());
        drop(spawn(fail_after(3)));
        sleep(ms(5)).await;
        Ok(())
    } => ["Task-3: slept 1", "Task-2: slept 2", "Task-4: slept 3", "unretrieved: failed after 3"]

    // 9
    results_of_gather_are_in_argument_order(printed) {
        print(format!("{:?}", gather([after(6), after(2), after(4)]).await?));
        Ok(())
    } => ["Task-3: slept 2", "Task-4: slept 4", "Task-2: slept 6", "main: [6, 2, 4]"]

    // 9
    the_same_awaitable_twice_runs_once(printed) {
        let task = spawn(after(1));
        print(format!("{:?}", gather([&task, &task]).await?));
        Ok(())
    } => ["Task-2: slept 1", "main: [1, 1]"]

    // 9
    cancelling_gather_cancels_its_children(printed) {
        let children = [spawn(after(60_000)), spawn(after(60_000))];
        let [a, b] = &children;
        let (a, b) = (a.id(), b.id());
        let all = spawn(async move { gather(children).await });
        sleep(ms(1)).await;
        all.cancel();
        assert!(all.await.unwrap_err().is_cancelled());
        let left = coroscope::all_tasks();
        print(left.iter().any(|task| task.id() == a || task.id() == b).to_string());
        Ok(())
    } => ["main: false"]

    // 9
    a_cancelled_child_makes_gather_fail_and_cancels_no_other_child(printed) {
        let children = [spawn(after(60_000)), spawn(after(100))];
        yield_now().await;
        children[0].cancel();
        print(gather(&children).await.unwrap_err().to_string());
        sleep(ms(200)).await;
        Ok(())
    } => ["main: cancelled", "Task-3: slept 100"]

    // 10
    the_timeout_of_wait_is_no_error_and_cancels_no_task(printed) {
        let (done, pending) = wait([spawn(after(300)), spawn(after(1))]).timeout(ms(100)).await;
        print(format!("{} done, {} pending", done.len(), pending.len()));
        print(format!("{}", gather(pending).await?[0]));
        Ok(())
    } => ["Task-3: slept 1", "main: 1 done, 1 pending", "Task-2: slept 300", "main: 300"]

    // 10
    wait_for_the_first_exception_returns_no_error(printed) {
        let tasks = [spawn(after(1)), spawn(fail_after(3)), spawn(after(60_000))];
        let (done, pending) = wait(tasks).return_when(ReturnWhen::FirstException).await;
        let failed = done.iter().filter(|task| task.result().is_some_and(|r| r.is_err()));
        print(format!("{} done, {} failed, {} pending", done.len(), failed.count(), pending.len()));
        Ok(())
    } => ["Task-2: slept 1", "Task-3: slept 3", "main: 2 done, 1 failed, 1 pending"]

    // 11
    wait_for_runs_a_coroutine_in_the_same_task(printed) {
        let same = wait_for(async { Ok(current_task().name()) }, ms(1)).await?;
        print(same);
        Ok(())
    } => ["main: main"]

    // 11
    wait_for_awaits_the_cleanup_and_can_exceed_its_limit(printed) {
        let began = now();
        let slow = scope(
            (),
            async |_: &()| after(60_000).await,
            async |_: ()| {
                sleep(ms(20)).await;
                print("cleaned up");
                Ok(())
            },
        );
        print(wait_for(slow, ms(5)).await.unwrap_err().to_string());
        assert!(now() - began >= ms(25));
        Ok(())
    } => ["main: cleaned up", "main: timed out"]
}
