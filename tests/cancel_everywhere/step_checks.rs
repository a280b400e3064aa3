//! Checks after each step: the primitives, the model of the log and the program's own record agree, and no
//! task waits that could continue.

use super::bookkeeping::At;
use super::world::World;
use coroscope::trace::track::TaskTrack;
use coroscope::trace::{Model, TaskId, WaitReason};
use std::rc::Rc;

/// `Ok`, or a description of what does not hold.
pub type Checked = Result<(), String>;

/// Holds between any two passes.
pub fn check(world: &World, model: &Model) -> Checked {
    world.result()?;
    check_locks(world)?;
    check_queues(world)?;
    check_log(world, model)?;
    for (awaiting, awaited) in world.must_end_before.borrow().iter() {
        let pending = awaited.iter().find(|id| !has_ended(model, **id));
        let awaiting_has_ended = has_ended(model, *awaiting);
        ensure!(
            pending.is_none() || !awaiting_has_ended,
            "{awaiting} was cancelled and has ended before {pending:?}, which it awaited"
        );
    }
    if is_at_rest(model) {
        check_at_rest(world, model)?;
    }
    Ok(())
}

fn check_locks(world: &World) -> Checked {
    let lock = world.lock.statistics();
    same!(
        lock.holder,
        world.lock_section.inside(),
        "holder of the lock"
    );
    same!(
        lock.locked,
        lock.holder.is_some(),
        "the lock is locked and has a holder"
    );
    same!(lock.waiters, world.waiting(At::Lock), "waiters of the lock");

    let event = world.event.statistics();
    let not_notified = world.waiting_since(At::Event, world.sets.get());
    same!(event.waiters, not_notified, "waiters of the event");

    let semaphore = world.semaphore.statistics();
    let waiting = world.waiting(At::Permit);
    ensure!(
        semaphore.waiters <= waiting,
        "the semaphore has a waiter that stopped waiting"
    );
    let granted = waiting - semaphore.waiters;
    let found = semaphore.permits + world.permits_out.get() + granted;
    same!(
        found,
        world.permits.get(),
        "permits found and permits created"
    );

    let condition = world.condition.statistics();
    let waiting = world.waiting(At::Condition);
    ensure!(
        condition.waiters <= waiting,
        "the condition has a waiter that stopped waiting"
    );
    let barrier = world.barrier.statistics();
    let woken = world
        .waiting(At::Barrier)
        .checked_sub(barrier.inside + barrier.outside);
    ensure!(woken.is_some(), "the barrier counts a task that left it");
    Ok(())
}

fn check_queues(world: &World) -> Checked {
    let mut items = 0;
    for (q, queue) in world.queues.iter().enumerate() {
        let (found, expected) = (queue.statistics(), &world.expected_queues[q]);
        same!(found.length, expected.length(), "items in queue {q}");
        same!(
            found.unfinished,
            expected.unfinished(),
            "unfinished items of queue {q}"
        );
        let not_notified = world.waiting_since(At::Join(q), expected.all_done.get());
        same!(found.joiners, not_notified, "joiners of queue {q}");
        let (getting, putting) = (world.waiting(At::Get(q)), world.waiting(At::Put(q)));
        ensure!(
            found.getters <= getting,
            "queue {q} has a getter that stopped waiting"
        );
        ensure!(
            found.putters <= putting,
            "queue {q} has a putter that stopped waiting"
        );
        if found.getters > 0 {
            let woken = getting - found.getters;
            ensure!(
                woken >= found.length,
                "queue {q}: an item for which no getter was woken"
            );
        }
        if found.putters > 0 {
            let (woken, free) = (putting - found.putters, found.capacity - found.length);
            ensure!(
                woken >= free,
                "queue {q}: a free place for which no putter was woken"
            );
        }
        items += found.length + putting;
    }
    same!(
        Rc::strong_count(&world.item) - 1,
        items,
        "live items, and items in queues and in waiting puts"
    );
    Ok(())
}

fn check_log(world: &World, model: &Model) -> Checked {
    let level = |index: usize| {
        let resource = &model.resources()[index];
        resource.levels.last().map_or((0, 0, 0, None), |level| {
            (level.level, level.takers, level.putters, level.holder)
        })
    };
    let short = |n: usize| u16::try_from(n).expect("there are few");
    let locks = [
        (0, world.lock.statistics()),
        (2, world.condition.lock().statistics()),
        (4, world.stock.lock().statistics()),
    ];
    for (index, lock) in locks {
        let expected = (u32::from(lock.locked), short(lock.waiters), 0, lock.holder);
        same!(
            level(index),
            expected,
            "lock {index} in the log and in its statistics"
        );
    }
    let event = world.event.statistics();
    let expected = (u32::from(event.is_set), short(event.waiters), 0, None);
    same!(
        level(1),
        expected,
        "the event in the log and in its statistics"
    );
    for (index, condition) in [(3, &world.condition), (5, &world.stock)] {
        let expected = (0, short(condition.waiters()), 0, None);
        same!(
            level(index),
            expected,
            "condition {index} in the log and in its statistics"
        );
    }
    let semaphore = world.semaphore.statistics();
    let permits = u32::from(short(semaphore.permits));
    let expected = (permits, short(semaphore.waiters), 0, None);
    same!(
        level(6),
        expected,
        "the semaphore in the log and in its statistics"
    );
    let barrier = world.barrier.statistics();
    let (inside, _, outside, _) = level(7);
    let expected = (u32::from(short(barrier.inside)), short(barrier.outside));
    same!(
        (inside, outside),
        expected,
        "the barrier in the log and in its statistics"
    );
    for (q, queue) in world.queues.iter().enumerate() {
        let found = queue.statistics();
        let expected = (
            u32::from(short(found.length)),
            short(found.getters),
            short(found.putters),
            None,
        );
        same!(
            level(8 + q),
            expected,
            "queue {q} in the log and in its statistics"
        );
    }
    Ok(())
}

/// No task waits for a task that has ended. Holds when nothing can continue, because a shield returns one pass
/// after the end.
pub fn check_ends(model: &Model) -> Checked {
    for task in model.tasks().iter().filter(|task| task.end.is_none()) {
        let waited = task.spans.last().and_then(|span| span.waited);
        if let Some(WaitReason::Task(awaited)) = waited.map(|waited| waited.on) {
            let id = task.id;
            ensure!(
                !has_ended(model, awaited),
                "{id} waits for {awaited}, which has ended"
            );
        }
    }
    Ok(())
}

fn has_ended(model: &Model, id: TaskId) -> bool {
    model.task(id).is_some_and(|task| task.end.is_some())
}

/// Whether no task is ready.
pub fn is_at_rest(model: &Model) -> bool {
    let waits = |task: &TaskTrack| match task.spans.last() {
        _ if task.end.is_some() => true,
        Some(span) => span.state.is_waiting(),
        None => false,
    };
    model.tasks().iter().all(waits)
}

/// Holds while no task is ready: each waiting task has a reason to wait.
fn check_at_rest(world: &World, model: &Model) -> Checked {
    for (index, condition) in [("condition", &world.condition), ("stock", &world.stock)] {
        let lock = condition.lock().statistics();
        ensure!(
            lock.locked || lock.waiters == 0,
            "a task waits for the free lock of the {index}"
        );
    }
    let lock = world.lock.statistics();
    ensure!(
        lock.locked || lock.waiters == 0,
        "a task waits for a free lock"
    );
    let permits = world.semaphore.statistics().permits;
    ensure!(
        permits == 0 || world.waiting(At::Permit) == 0,
        "a task waits though a permit is available"
    );
    let waiting = world.waiting(At::Event);
    same!(
        world.event.statistics().waiters,
        waiting,
        "waiters of the event"
    );
    ensure!(
        !world.event.is_set() || waiting == 0,
        "a task waits for an event that is set"
    );
    if !world.condition.lock().locked() {
        same!(
            world.condition.waiters(),
            world.waiting(At::Condition),
            "waiters of the condition"
        );
    }
    let stock_is_free = !world.stock.lock().locked() && world.in_stock.get() > 0;
    ensure!(
        !stock_is_free || world.waiting(At::Take) == 0,
        "a notification was lost"
    );
    let (barrier, waiting) = (world.barrier.statistics(), world.waiting(At::Barrier));
    same!(barrier.inside, waiting, "waiters of the barrier");
    ensure!(
        waiting < barrier.parties,
        "all tasks have arrived, and the barrier is closed"
    );
    ensure!(
        !barrier.broken || waiting == 0,
        "a task waits at a broken barrier"
    );
    for (q, queue) in world.queues.iter().enumerate() {
        let (found, shut_down) = (queue.statistics(), world.expected_queues[q].shut_down.get());
        let getting = world.waiting(At::Get(q));
        let can_get = found.length > 0 || shut_down;
        ensure!(
            !can_get || getting == 0,
            "a getter waits that could continue"
        );
        let putting = world.waiting(At::Put(q));
        let can_put = found.capacity == 0 || found.length < found.capacity || shut_down;
        ensure!(
            !can_put || putting == 0,
            "a putter waits that could continue"
        );
        let joining = world.waiting(At::Join(q));
        ensure!(
            found.unfinished > 0 || joining == 0,
            "a joiner waits though all items are done"
        );
    }
    check_reasons(model)
}

/// The log has the reason why each task waits.
fn check_reasons(model: &Model) -> Checked {
    for task in model.tasks().iter().filter(|task| task.end.is_none()) {
        let span = task.spans.last();
        let id = task.id;
        match span.and_then(|span| span.waited).map(|waited| waited.on) {
            Some(WaitReason::Tasks(number)) => ensure!(number > 0, "{id} waits for no tasks"),
            Some(WaitReason::Task(_) | WaitReason::Resource(..) | WaitReason::Timer(_)) => {}
            reason => return Err(format!("{id} waits for {reason:?}")),
        }
    }
    Ok(())
}
