//! The operations over several tasks.

use super::bookkeeping::Awaited;
use super::perform::perform;
use super::program::Body;
use super::tracked::{Tracked, tracked};
use super::world::World;
use core::cell::RefCell;
use coroscope::time::ms;
use coroscope::{Result, ReturnWhen, Task, spawn, task_group};
use std::rc::Rc;

fn tracked_all(world: &Rc<World>, bodies: &[Body]) -> Vec<Tracked> {
    bodies
        .iter()
        .map(|body| tracked(world, body, None))
        .collect()
}

pub async fn gather(world: &Rc<World>, collect: bool, bodies: &[Body]) -> Result<()> {
    let tasks: Vec<Task<()>> = tracked_all(world, bodies).into_iter().map(spawn).collect();
    let awaited = Awaited::new(world, tasks.iter().map(Task::id));
    let all = coroscope::gather(tasks);
    let results = if collect {
        Ok(all.return_exceptions().await.len())
    } else {
        all.await.map(|results| results.len())
    };
    awaited.end();
    let results = results?;
    world.expect(results == bodies.len(), "gather lost a result");
    Ok(())
}

pub async fn group(
    world: &Rc<World>,
    tasks: &[Body],
    body: &Body,
    outer: Option<usize>,
) -> Result<()> {
    let children: RefCell<Vec<Task<()>>> = RefCell::default();
    let awaited = RefCell::new(Awaited::new(world, []));
    let result = task_group(async |group| {
        for task in tasks {
            let child = group.create_task(tracked(world, task, outer))?;
            awaited.borrow_mut().add(child.id());
            children.borrow_mut().push(child);
        }
        perform(world, body, outer).await
    })
    .await;
    awaited.into_inner().end();
    let all_done = children.borrow().iter().all(Task::done);
    world.expect(all_done, "a group ended before its tasks");
    result
}

pub async fn as_completed(world: &Rc<World>, bodies: &[Body]) -> Result<()> {
    let mut results = coroscope::as_completed(tracked_all(world, bodies));
    let mut number = 0;
    while let Some(result) = results.next().await {
        number += 1;
        result?;
    }
    world.expect(number == bodies.len(), "as_completed lost a result");
    Ok(())
}

pub async fn wait(
    world: &Rc<World>,
    when: usize,
    limit: Option<u64>,
    bodies: &[Body],
) -> Result<()> {
    let return_when = [
        ReturnWhen::FirstCompleted,
        ReturnWhen::FirstException,
        ReturnWhen::AllCompleted,
    ][when];
    let tasks = tracked_all(world, bodies).into_iter().map(spawn);
    let mut wait = coroscope::wait(tasks.collect::<Vec<_>>()).return_when(return_when);
    if let Some(limit) = limit {
        wait = wait.timeout(ms(limit));
    }
    let (done, pending) = wait.await;
    let rightly_sorted = done.iter().all(Task::done) && !pending.iter().any(Task::done);
    world.expect(
        rightly_sorted,
        "wait took a pending task for done, or a done one for pending",
    );
    let all = done.len() + pending.len() == bodies.len();
    world.expect(all, "wait lost a task");
    let failed = |task: &Task<()>| matches!(task.result(), Some(Err(e)) if !e.is_cancelled());
    let over = pending.is_empty()
        || limit.is_some()
        || match return_when {
            ReturnWhen::FirstCompleted => !done.is_empty(),
            ReturnWhen::FirstException => done.iter().any(failed),
            ReturnWhen::AllCompleted => false,
        };
    world.expect(over, "wait ended early");
    Ok(())
}
