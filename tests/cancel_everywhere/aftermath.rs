//! What must hold in the end: everything was given back, and all ended as the log says.

use super::balance::Checked;
use super::books::Progress;
use super::life::End;
use super::world::World;
use coroscope::trace::Model;
use coroscope::trace::track::Outcome;
use std::rc::Rc;

/// What holds when all has ended, or the runtime was dropped: everything is given back.
pub fn check_all_back(world: &World) -> Checked {
    world.result()?;
    for lock in [&world.lock, world.bell.lock(), world.stock.lock()] {
        let lock = lock.statistics();
        ensure!(
            !lock.locked && lock.waiters == 0,
            "a lock was not given back: {lock:?}"
        );
    }
    let semaphore = world.semaphore.statistics();
    same!(
        semaphore.permits,
        world.permits.get(),
        "permits given back and permits made"
    );
    same!(semaphore.waiters, 0, "waiters of the semaphore");
    same!(world.event.statistics().waiters, 0, "waiters of the event");
    let waiters = world.bell.waiters() + world.stock.waiters();
    same!(waiters, 0, "waiters of the conditions");
    let barrier = world.barrier.statistics();
    same!(barrier.inside + barrier.outside, 0, "tasks at the barrier");
    let mut items = 0;
    for queue in &world.queues {
        let found = queue.statistics();
        let waiters = found.getters + found.putters + found.joiners;
        same!(waiters, 0, "tasks in line at a queue");
        items += found.length;
    }
    same!(
        Rc::strong_count(&world.item) - 1,
        items,
        "items alive and items in queues"
    );
    same!(world.waits.borrow().len(), 0, "waits in the books");
    Ok(())
}

/// What holds when all has ended: each task ended as the log says, each scope exited once.
pub fn check_ends(world: &World, model: &Model) -> Checked {
    for (id, scope) in world.scopes.borrow().iter().enumerate() {
        same!(scope.progress, Progress::Closed, "scope {id}");
    }
    for (id, known) in world.lives.borrow().iter() {
        let Some((task, (_, outcome))) = model.task(*id).and_then(|t| Some((t, t.end?))) else {
            return Err(format!("{id} has not ended"));
        };
        let asked = !task.cancels.is_empty();
        let agree = match (known, outcome) {
            (End::Value, Outcome::Done) | (End::Failed, Outcome::Failed(_)) => true,
            (End::Cancelled, Outcome::Cancelled) => true,
            // It was asked during its last poll.
            (End::Value, Outcome::Cancelled) => asked,
            // An exit may fail.
            (End::Dropped, Outcome::Cancelled | Outcome::Failed(_)) => asked,
            _ => false,
        };
        ensure!(
            agree,
            "{id} ended with {known:?}, and in the log it is {outcome:?}"
        );
    }
    Ok(())
}
