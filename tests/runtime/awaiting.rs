//! Events in the log for awaits, results that are retrieved later, and failures that are never retrieved.

use core::pin::Pin;
use coroscope::time::ms;
use coroscope::trace::{EventKind, Log, Model, TaskId};
use coroscope::{Error, as_completed, gather, shield, sleep, spawn, task_group, wait, wait_for};

/// The events `Awaits`, `Retrieved` and `Unretrieved` as lines.
fn awaits(log: &Log) -> Vec<String> {
    let model = Model::of(log);
    let name = |task: TaskId| model.task_name(log, task).to_string();
    let line = |kind: &EventKind| match *kind {
        EventKind::Awaits { task, on } => Some(format!("{} awaits {}", name(task), name(on))),
        EventKind::Retrieved { task, by } => {
            let by = by.map_or("the page".into(), name);
            Some(format!("{by} retrieves {}", name(task)))
        }
        EventKind::Unretrieved { task } => Some(format!("{} is unretrieved", name(task))),
        _ => None,
    };
    log.iter().filter_map(|event| line(&event.kind)).collect()
}

scores! {
    /// Polling again while it waits is not a new await.
    awaiting_a_handle_is_recorded_once(awaits) {
        let child = spawn(async { sleep(ms(5)).await; Ok(()) }).named("child");
        let (mut join, mut nap) = (child.into_future(), sleep(ms(1)));
        let mut polls = 0;
        let ended = core::future::poll_fn(|cx| {
            polls += 1;
            let _ = Pin::new(&mut nap).poll(cx);
            Pin::new(&mut join).poll(cx)
        });
        ended.await?;
        assert_eq!(polls, 3);
        Ok(())
    } => ["main awaits child"]

    every_operation_over_tasks_awaits_them(awaits) {
        let child = |name: &str| spawn(async { sleep(ms(5)).await; Ok(()) }).named(name);
        gather([child("gathered")]).await?;
        wait([child("waited for")]).await;
        let _ = as_completed([child("completed")]).next().await;
        shield(child("shielded")).await?;
        wait_for(child("limited"), ms(9)).await
    } => [
        "main awaits gathered",
        "main awaits waited for",
        "main awaits completed",
        "main awaits shielded",
        "main awaits limited",
    ]

    /// Including tasks that other tasks have added.
    the_task_that_opened_a_group_awaits_its_tasks(awaits) {
        task_group(async |group| {
            let inner = group.clone();
            let first = group.create_task(async move {
                let second = inner.create_task(async { Ok(()) })?;
                drop(second.named("second"));
                Ok(())
            })?;
            first.set_name("first");
            Ok(())
        })
        .await
    } => ["main awaits first", "main awaits second"]

    /// Once for each task, and only if no task had awaited it.
    a_later_retrieval_is_recorded(awaits) {
        let ended = |name: &str| spawn(async { Ok(()) }).named(name);
        let (awaited, seen, waited) = (ended("awaited"), ended("seen"), ended("waited for"));
        let gathered = ended("gathered");
        sleep(ms(1)).await;
        awaited.await?;
        assert_eq!((seen.result().is_some(), seen.result().is_some()), (true, true));
        wait([waited]).await;
        gather([gathered]).await?;
        Ok(())
    } => [
        "main retrieves awaited",
        "main retrieves seen",
        "main retrieves waited for",
        "main retrieves gathered",
    ]

    a_failure_is_unretrieved_when_its_last_handle_is_dropped(awaits) {
        let fail = |name: &str| spawn(async { Err::<(), _>(Error::msg("no")) }).named(name);
        let (held, dropped, seen) = (fail("held"), fail("dropped"), fail("seen"));
        sleep(ms(1)).await;
        drop(dropped);
        let _ = seen.result();
        drop((seen, held));
        Ok(())
    } => ["dropped is unretrieved", "main retrieves seen", "held is unretrieved"]
}

#[cfg(not(target_family = "wasm"))]
#[test]
fn the_model_knows_both_ends_of_an_await() {
    let rt = crate::common::run(async {
        let child = spawn(async {
            sleep(ms(5)).await;
            Err::<(), _>(Error::msg("no"))
        });
        sleep(ms(2)).await;
        let _ = child.await;
        drop(spawn(async { Err::<(), _>(Error::msg("lost")) }));
        sleep(ms(1)).await;
        Ok(())
    });
    let model = rt.with_log(Model::of);
    let [main, child, lost] = model.tasks() else {
        panic!("there are three tasks");
    };
    assert_eq!(
        (
            main.awaits.len(),
            main.awaits[0].on,
            main.awaits[0].at.elapsed()
        ),
        (1, child.id, ms(2))
    );
    assert_eq!(child.awaited_by[0].by, main.id);
    assert_eq!(child.awaited_by[0].seq, main.awaits[0].seq);
    assert!(child.is_awaited() && !main.is_awaited() && !lost.is_awaited());
    assert_eq!(lost.unretrieved.map(|at| at.elapsed()), Some(ms(5)));
}

#[cfg(not(target_family = "wasm"))]
#[test]
fn the_end_of_a_pass_has_the_numbers_of_ready_entries_and_timers() {
    let rt = crate::common::run(async {
        let sleeper = spawn(async {
            sleep(ms(5)).await;
            Ok(())
        });
        sleeper.await
    });
    let model = rt.with_log(Model::of);
    let left: Vec<(u32, u32)> = model
        .passes
        .iter()
        .map(|pass| (pass.ready_after, pass.timers_after))
        .collect();
    // The child is spawned; it sleeps; its timer wakes it; it wakes main, whose done callback is queued.
    assert_eq!(left[..4], [(1, 0), (0, 1), (1, 0), (1, 0)]);
    assert_eq!(left.last(), Some(&(0, 0)));
}
