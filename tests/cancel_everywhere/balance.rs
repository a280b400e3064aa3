//! What must hold after each step: the primitives, the log's model and the program's books agree, and
//! nobody waits who could go on.

use super::books::At;
use super::world::World;
use coroscope::trace::model::State;
use coroscope::trace::track::TaskTrack;
use coroscope::trace::{Model, TaskId, Wait};
use std::rc::Rc;

/// Fine, or what is not.
pub type Checked = Result<(), String>;

/// What holds between any two passes.
pub fn check(world: &World, model: &Model) -> Checked {
    world.result()?;
    check_locks(world)?;
    check_queues(world)?;
    check_log(world, model)?;
    for (awaiting, awaited) in world.owed.borrow().iter() {
        let pending = awaited.iter().find(|id| !is_over(model, **id));
        let awaiting_is_over = is_over(model, *awaiting);
        ensure!(
            pending.is_none() || !awaiting_is_over,
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
    same!(lock.holder, world.lock_room.inside(), "holder of the lock");
    same!(
        lock.locked,
        lock.holder.is_some(),
        "the lock is locked and has a holder"
    );
    same!(lock.waiters, world.waiting(At::Lock), "waiters of the lock");

    let event = world.event.statistics();
    let uncalled = world.waiting_since(At::Event, world.sets.get());
    same!(event.waiters, uncalled, "waiters of the event");

    let semaphore = world.semaphore.statistics();
    let waiting = world.waiting(At::Permit);
    ensure!(
        semaphore.waiters <= waiting,
        "the semaphore's line has somebody who left it"
    );
    let on_their_way = waiting - semaphore.waiters;
    let found = semaphore.permits + world.permits_out.get() + on_their_way;
    same!(found, world.permits.get(), "permits found and permits made");

    let bell = world.bell.statistics();
    let waiting = world.waiting(At::Bell);
    ensure!(
        bell.waiters <= waiting,
        "the condition's line has somebody who left it"
    );
    let barrier = world.barrier.statistics();
    let called = world
        .waiting(At::Barrier)
        .checked_sub(barrier.inside + barrier.outside);
    ensure!(called.is_some(), "the barrier counts somebody who left it");
    Ok(())
}

fn check_queues(world: &World) -> Checked {
    let mut items = 0;
    for (q, queue) in world.queues.iter().enumerate() {
        let (found, books) = (queue.statistics(), &world.books[q]);
        same!(found.length, books.length(), "items in queue {q}");
        same!(
            found.unfinished,
            books.unfinished(),
            "unfinished items of queue {q}"
        );
        let uncalled = world.waiting_since(At::Join(q), books.all_done.get());
        same!(found.joiners, uncalled, "joiners of queue {q}");
        let (getting, putting) = (world.waiting(At::Get(q)), world.waiting(At::Put(q)));
        ensure!(
            found.getters <= getting,
            "queue {q} has a getter in line that left it"
        );
        ensure!(
            found.putters <= putting,
            "queue {q} has a putter in line that left it"
        );
        if found.getters > 0 {
            let called = getting - found.getters;
            ensure!(
                called >= found.length,
                "queue {q}: an item for which no getter is called"
            );
        }
        if found.putters > 0 {
            let (called, room) = (putting - found.putters, found.capacity - found.length);
            ensure!(
                called >= room,
                "queue {q}: room for which no putter is called"
            );
        }
        items += found.length + putting;
    }
    same!(
        Rc::strong_count(&world.item) - 1,
        items,
        "items alive, in queues and in hands"
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
        (2, world.bell.lock().statistics()),
        (4, world.stock.lock().statistics()),
    ];
    for (index, lock) in locks {
        let told = (u32::from(lock.locked), short(lock.waiters), 0, lock.holder);
        same!(level(index), told, "lock {index} in the log and itself");
    }
    let event = world.event.statistics();
    let told = (u32::from(event.is_set), short(event.waiters), 0, None);
    same!(level(1), told, "the event in the log and itself");
    for (index, condition) in [(3, &world.bell), (5, &world.stock)] {
        let told = (0, short(condition.waiters()), 0, None);
        same!(
            level(index),
            told,
            "condition {index} in the log and itself"
        );
    }
    let semaphore = world.semaphore.statistics();
    let permits = u32::from(short(semaphore.permits));
    let told = (permits, short(semaphore.waiters), 0, None);
    same!(level(6), told, "the semaphore in the log and itself");
    let barrier = world.barrier.statistics();
    let (come, _, outside, _) = level(7);
    let told = (u32::from(short(barrier.inside)), short(barrier.outside));
    same!((come, outside), told, "the barrier in the log and itself");
    for (q, queue) in world.queues.iter().enumerate() {
        let found = queue.statistics();
        let told = (
            u32::from(short(found.length)),
            short(found.getters),
            short(found.putters),
            None,
        );
        same!(level(8 + q), told, "queue {q} in the log and itself");
    }
    Ok(())
}

/// Nobody waits for a task that has ended. It holds when nothing can go on: a shield is told of an
/// end one pass later.
pub fn check_ends(model: &Model) -> Checked {
    for task in model.tasks().iter().filter(|task| task.end.is_none()) {
        let waited = task.spans.last().and_then(|span| span.waited);
        if let Some(Wait::Task(awaited)) = waited.map(|waited| waited.on) {
            let id = task.id;
            ensure!(
                !is_over(model, awaited),
                "{id} waits for {awaited}, which has ended"
            );
        }
    }
    Ok(())
}

fn is_over(model: &Model, id: TaskId) -> bool {
    model.task(id).is_some_and(|task| task.end.is_some())
}

/// Whether no task is ready.
pub fn is_at_rest(model: &Model) -> bool {
    let waits = |task: &TaskTrack| match task.spans.last() {
        _ if task.end.is_some() => true,
        Some(span) => span.state == State::Waiting,
        None => false,
    };
    model.tasks().iter().all(waits)
}

/// What holds while nobody is ready: who waits does so for a reason.
fn check_at_rest(world: &World, model: &Model) -> Checked {
    for (index, condition) in [("bell", &world.bell), ("stock", &world.stock)] {
        let lock = condition.lock().statistics();
        ensure!(
            lock.locked || lock.waiters == 0,
            "the free lock of the {index} is waited for"
        );
    }
    let lock = world.lock.statistics();
    ensure!(
        lock.locked || lock.waiters == 0,
        "a free lock is waited for"
    );
    let permits = world.semaphore.statistics().permits;
    ensure!(
        permits == 0 || world.waiting(At::Permit) == 0,
        "a free permit is waited for"
    );
    let waiting = world.waiting(At::Event);
    same!(
        world.event.statistics().waiters,
        waiting,
        "uncalled waiters of the event"
    );
    ensure!(
        !world.event.is_set() || waiting == 0,
        "an event is waited for that is set"
    );
    if !world.bell.lock().locked() {
        same!(
            world.bell.waiters(),
            world.waiting(At::Bell),
            "un-notified waiters"
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
        "all have come, and the barrier is closed"
    );
    ensure!(
        !barrier.broken || waiting == 0,
        "a broken barrier is waited for"
    );
    for (q, queue) in world.queues.iter().enumerate() {
        let (found, shut_down) = (queue.statistics(), world.books[q].shut_down.get());
        let getting = world.waiting(At::Get(q));
        let can_get = found.length > 0 || shut_down;
        ensure!(!can_get || getting == 0, "a getter waits that could go on");
        let putting = world.waiting(At::Put(q));
        let can_put = found.capacity == 0 || found.length < found.capacity || shut_down;
        ensure!(!can_put || putting == 0, "a putter waits that could go on");
        let joining = world.waiting(At::Join(q));
        ensure!(
            found.unfinished > 0 || joining == 0,
            "a joiner waits though all is done"
        );
    }
    check_reasons(model)
}

/// The log says for what each waits, and that has not come.
fn check_reasons(model: &Model) -> Checked {
    for task in model.tasks().iter().filter(|task| task.end.is_none()) {
        let span = task.spans.last();
        let id = task.id;
        match span.and_then(|span| span.waited).map(|waited| waited.on) {
            Some(Wait::Tasks(number)) => ensure!(number > 0, "{id} waits for no tasks"),
            Some(Wait::Task(_) | Wait::Resource(..) | Wait::Timer(_)) => {}
            reason => return Err(format!("{id} waits for {reason:?}")),
        }
    }
    Ok(())
}
