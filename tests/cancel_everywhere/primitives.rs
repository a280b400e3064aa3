//! The operations on locks, events, conditions, semaphores and barriers.

use super::bookkeeping::{At, Counted};
use super::perform::perform;
use super::program::Body;
use super::world::World;
use coroscope::{LockGuard, Permit, Result, yield_now};
use std::rc::Rc;

/// Releases a lock or permit, with or without its guard.
enum Held<'a> {
    Lock(&'a World),
    Permit(&'a World),
    ByGuard(#[allow(dead_code, reason = "held until it is dropped")] Guard),
}

enum Guard {
    Lock(#[allow(dead_code, reason = "held until it is dropped")] LockGuard),
    Permit(#[allow(dead_code, reason = "held until it is dropped")] Permit),
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        match self {
            Held::Lock(world) => {
                let released = world.lock.release();
                world.expect(released.is_ok(), "another task released the lock");
            }
            Held::Permit(world) => world.semaphore.release(),
            Held::ByGuard(_) => {}
        }
    }
}

impl World {
    pub async fn hold_lock(
        self: &Rc<World>,
        keep: bool,
        body: &Body,
        outer: Option<usize>,
    ) -> Result<()> {
        let place = self.enter(At::Lock, 0);
        let guard = self.lock.acquire().await;
        self.expect(
            place.rank() == 0,
            "the lock was not passed to the first waiter",
        );
        drop(place);
        let _held = if keep {
            guard.keep();
            Held::Lock(self)
        } else {
            Held::ByGuard(Guard::Lock(guard))
        };
        // Dropped before the lock is released.
        let _inside = self.lock_section.enter(self);
        perform(self, body, outer).await
    }

    pub async fn hold_permit(
        self: &Rc<World>,
        keep: bool,
        body: &Body,
        outer: Option<usize>,
    ) -> Result<()> {
        let place = self.enter(At::Permit, 0);
        let permit = self.semaphore.acquire().await;
        let granted = self.waiting(At::Permit) - self.semaphore.statistics().waiters;
        let in_order = place.rank() < granted;
        self.expect(in_order, "a permit was not granted to the first waiter");
        drop(place);
        let _held = if keep {
            permit.keep();
            Held::Permit(self)
        } else {
            Held::ByGuard(Guard::Permit(permit))
        };
        let _counted = Counted::new(&self.permits_out);
        perform(self, body, outer).await
    }

    pub fn add_permit(&self) {
        self.permits.set(self.permits.get() + 1);
        self.semaphore.release();
    }

    pub async fn wait_event(self: &Rc<World>) {
        let was_set = self.event.is_set();
        let since = self.sets.get();
        let place = self.enter(At::Event, since);
        self.event.wait().await;
        drop(place);
        let was_set = was_set || self.sets.get() > since;
        self.expect(was_set, "a wait for the event ended before it was set");
    }

    pub fn set_event(&self) {
        if !self.event.is_set() {
            self.sets.set(self.sets.get() + 1);
        }
        self.event.set();
    }

    async fn lock_condition(self: &Rc<World>) -> LockGuard {
        let place = self.enter(At::ConditionLock, 0);
        let held = self.condition.acquire().await;
        drop(place);
        drop(self.condition_section.enter(self));
        held
    }

    pub async fn wait_condition(self: &Rc<World>) {
        let held = self.lock_condition().await;
        let place = self.enter(At::Condition, 0);
        let held = self.condition.wait(held).await;
        drop(place);
        let _inside = self.condition_section.enter(self);
        self.woken.set(self.woken.get() + 1);
        let was_notified = self.woken.get() <= self.notified.get();
        self.expect(was_notified, "more waits ended than were notified");
        drop(held);
    }

    /// Notifies, and holds the lock while it yields once.
    pub async fn notify(self: &Rc<World>, n: usize) {
        let _held = self.lock_condition().await;
        let _inside = self.condition_section.enter(self);
        let waiting = self.condition.waiters();
        let (result, number) = match n {
            0 => (self.condition.notify_all(), waiting),
            n => (self.condition.notify(n), waiting.min(n)),
        };
        self.expect(result.is_ok(), "notify failed though the lock is held");
        self.notified.set(self.notified.get() + number);
        yield_now().await;
    }

    pub async fn take_stock(self: &Rc<World>) {
        let place = self.enter(At::Take, 0);
        let held = self.stock.acquire().await;
        let held = self.stock.wait_for(held, || self.in_stock.get() > 0).await;
        drop(place);
        let inside = self.stock_section.enter(self);
        self.in_stock.set(self.in_stock.get() - 1);
        drop((inside, held));
    }

    pub async fn add_stock(self: &Rc<World>) {
        let _held = self.stock.acquire().await;
        let _inside = self.stock_section.enter(self);
        self.in_stock.set(self.in_stock.get() + 1);
        let result = self.stock.notify(1);
        self.expect(result.is_ok(), "notify failed though the lock is held");
        yield_now().await;
    }

    pub async fn arrive(self: &Rc<World>) {
        let (trips, breaks) = (self.trips.get(), self.breaks.get());
        let was_broken = self.barrier.broken();
        let place = self.enter(At::Barrier, 0);
        match self.barrier.wait().await {
            Ok(before) if before + 1 == self.barrier.parties() => {
                let there = self.waiting(At::Barrier) >= self.barrier.parties();
                self.expect(there, "the barrier opened before all tasks had arrived");
                self.trips.set(self.trips.get() + 1);
            }
            Ok(_) => self.expect(self.trips.get() > trips, "passed a closed barrier"),
            Err(_) => {
                let broken = was_broken || self.breaks.get() > breaks;
                self.expect(broken, "an error from a barrier that is not broken");
            }
        }
        drop(place);
    }

    pub fn abort(&self) {
        self.breaks.set(self.breaks.get() + 1);
        self.barrier.abort();
    }

    pub fn reset(&self) {
        self.breaks.set(self.breaks.get() + 1);
        self.barrier.reset();
    }
}
