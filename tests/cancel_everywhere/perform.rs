//! The interpreter of programs.

use super::bookkeeping::Awaited;
use super::program::{Body, Op};
use super::several;
use super::tracked::tracked;
use super::world::World;
use core::pin::Pin;
use core::task::Poll;
use coroscope::time::ms;
use coroscope::{
    Error, Result, TimeoutError, cancel_current, scope, shield, sleep, spawn,
    spawn_with_cancellation, timeout, wait_for, yield_now,
};
use std::rc::Rc;

/// Performs the operations of `body`, inside of the scope `outer`.
pub fn perform(
    world: &Rc<World>,
    body: &Body,
    outer: Option<usize>,
) -> Pin<Box<dyn Future<Output = Result<()>>>> {
    let (world, body) = (world.clone(), body.clone());
    Box::pin(async move {
        for op in body.iter() {
            world.moment();
            perform_one(&world, op, outer).await?;
        }
        Ok(())
    })
}

async fn perform_one(world: &Rc<World>, op: &Op, outer: Option<usize>) -> Result<()> {
    match op {
        Op::Yield => yield_now().await,
        Op::Sleep(n) => sleep(ms(*n)).await,
        Op::Lock(keep, body) => return world.hold_lock(*keep, body, outer).await,
        Op::Permit(keep, body) => return world.hold_permit(*keep, body, outer).await,
        Op::AddPermit => world.add_permit(),
        Op::WaitEvent => world.wait_event().await,
        Op::Set => world.set_event(),
        Op::Clear => world.event.clear(),
        Op::WaitCondition => world.wait_condition().await,
        Op::Notify(n) => world.notify(*n).await,
        Op::Take => world.take_stock().await,
        Op::Stock => world.add_stock().await,
        Op::Put(q) => world.put(*q).await,
        Op::PutNow(q) => world.put_nowait(*q),
        Op::Get(q) => world.get(*q).await,
        Op::GetNow(q) => world.get_nowait(*q),
        Op::TaskDone(q) => world.task_done(*q),
        Op::Join(q) => world.join(*q).await,
        Op::Shutdown(q, immediate) => world.shutdown(*q, *immediate),
        Op::Arrive => world.arrive().await,
        Op::Abort => world.abort(),
        Op::Reset => world.reset(),
        Op::Scope(body, exit) => return perform_in_scope(world, body, exit, outer).await,
        Op::Timeout(limit, body) => {
            let limit = timeout(ms(*limit));
            let result = limit.run(perform(world, body, outer)).await;
            // The converse need not hold: an exit can fail after the limit.
            let is_consistent = limit.expired() || !is_timeout(&result);
            world.expect(is_consistent, "timed out before the limit");
            return or_timeout(result);
        }
        Op::WaitFor(limit, body) => {
            let task = spawn(tracked(world, body, outer));
            return or_timeout(wait_for(task, ms(*limit)).await);
        }
        Op::Race(a, b) => return race(world, a, b).await,
        Op::Gather(collect, bodies) => return several::gather(world, *collect, bodies).await,
        Op::Group(tasks, body) => return several::group(world, tasks, body, outer).await,
        Op::AsCompleted(bodies) => return several::as_completed(world, bodies).await,
        Op::WaitTasks(when, limit, bodies) => {
            return several::wait(world, *when, *limit, bodies).await;
        }
        Op::Shield(body) => return shield(tracked(world, body, None)).await,
        Op::Spawn(body) => drop(spawn(tracked(world, body, None))),
        Op::Await(body) => {
            let task = spawn(tracked(world, body, outer));
            let awaited = Awaited::new(world, [task.id()]);
            let result = task.await;
            awaited.end();
            return result;
        }
        Op::HandleCancel(refuse, body, after) => {
            return handle_cancel(world, *refuse, body, after).await;
        }
        Op::Fail => return Err(Error::msg("failed")),
        Op::CancelSelf => cancel_current("itself"),
    }
    Ok(())
}

async fn perform_in_scope(
    world: &Rc<World>,
    body: &Body,
    exit: &Body,
    outer: Option<usize>,
) -> Result<()> {
    let id = world.open_scope(outer);
    let exit = exit.clone();
    scope(
        world.clone(),
        async |world: &Rc<World>| perform(world, body, Some(id)).await,
        async move |world: Rc<World>| {
            world.begin_exit(id);
            let result = perform(&world, &exit, None).await;
            world.end_exit(id);
            result
        },
    )
    .await
}

fn is_timeout(result: &Result<()>) -> bool {
    match result {
        Ok(()) => false,
        Err(error) => error.downcast_ref::<TimeoutError>().is_some(),
    }
}

fn or_timeout(result: Result<()>) -> Result<()> {
    if is_timeout(&result) { Ok(()) } else { result }
}

/// As `select!` of other crates: polls two futures in one task and drops the slower one. Its cleanups become separate
/// tasks, so they need not follow the order of scopes.
async fn race(world: &Rc<World>, a: &Body, b: &Body) -> Result<()> {
    let mut a = perform(world, a, None);
    let mut b = perform(world, b, None);
    core::future::poll_fn(|cx| match a.as_mut().poll(cx) {
        Poll::Pending => b.as_mut().poll(cx),
        ready => ready,
    })
    .await
}

async fn handle_cancel(world: &Rc<World>, refuse: bool, body: &Body, after: &Body) -> Result<()> {
    let awaiting = world;
    let (world, body, after) = (world.clone(), body.clone(), after.clone());
    let task = spawn_with_cancellation(move |cancellation| async move {
        match cancellation
            .run_until_cancelled(perform(&world, &body, None))
            .await
        {
            Ok(result) => result,
            Err(request) => {
                perform(&world, &after, None).await?;
                if refuse { Ok(()) } else { Err(request) }
            }
        }
    });
    let awaited = Awaited::new(awaiting, [task.id()]);
    let result = task.await;
    awaited.end();
    result
}
