//! Checks at the end: everything is released, and tasks ended as the log says.

use super::bookkeeping::ScopeState;
use super::step_checks::Checked;
use super::tracked::End;
use super::world::World;
use coroscope::trace::{Model, Outcome};
use std::rc::Rc;

/// Holds after all tasks have ended, or the runtime was dropped: everything is released.
pub fn check_all_back(world: &World) -> Checked {
    world.result()?;
    for lock in [&world.lock, world.condition.lock(), world.stock.lock()] {
        let lock = lock.statistics();
        ensure!(
            !lock.locked && lock.waiters == 0,
            "a lock was not released: {lock:?}"
        );
    }
    let semaphore = world.semaphore.statistics();
    same!(
        semaphore.permits,
        world.permits.get(),
        "available permits and created permits"
    );
    same!(semaphore.waiters, 0, "waiters of the semaphore");
    same!(world.event.statistics().waiters, 0, "waiters of the event");
    let waiters = world.condition.waiters() + world.stock.waiters();
    same!(waiters, 0, "waiters of the conditions");
    let barrier = world.barrier.statistics();
    same!(barrier.inside + barrier.outside, 0, "tasks at the barrier");
    let mut items = 0;
    for queue in &world.queues {
        let found = queue.statistics();
        let waiters = found.getters + found.putters + found.joiners;
        same!(waiters, 0, "waiters of a queue");
        items += found.length;
    }
    same!(
        Rc::strong_count(&world.item) - 1,
        items,
        "items alive and items in queues"
    );
    same!(world.waits.borrow().len(), 0, "recorded waits");
    Ok(())
}

/// Holds after all tasks have ended: each task ended as the log says, and each scope was closed.
pub fn check_ends(world: &World, model: &Model) -> Checked {
    for (id, scope) in world.scopes.borrow().iter().enumerate() {
        same!(scope.state, ScopeState::Closed, "scope {id}");
    }
    for (id, known) in world.ends.borrow().iter() {
        let Some((task, (_, outcome))) = model.task(*id).and_then(|t| Some((t, t.end?))) else {
            return Err(format!("{id} has not ended"));
        };
        let was_cancelled = !task.cancels.is_empty();
        let agree = match (known, outcome) {
            (End::Value, Outcome::Done) | (End::Failed, Outcome::Failed(_)) => true,
            (End::Cancelled, Outcome::Cancelled) => true,
            // It was cancelled in its last poll.
            (End::Value, Outcome::Cancelled) => was_cancelled,
            // An exit can fail.
            (End::Dropped, Outcome::Cancelled | Outcome::Failed(_)) => was_cancelled,
            _ => false,
        };
        ensure!(
            agree,
            "{id} ended with {known:?}, but in the log with {outcome:?}"
        );
    }
    Ok(())
}
