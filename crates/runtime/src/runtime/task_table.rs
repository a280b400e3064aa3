//! The task table: the tasks that have not ended, each in a slot.

use super::cleanup::CleanupCollector;
use super::header::AnyTask;
use super::inbox::Address;
use core::cell::{Cell, RefCell};
use core::pin::Pin;
use core::task::Waker;
use coroscope_trace::TaskId;
use slab::Slab;
use std::rc::Rc;

/// A task that has not ended.
pub(super) struct Slot {
    task: Rc<dyn AnyTask>,
    /// `None` while the task is being polled.
    pollable: Option<Pollable>,
}

/// The parts of a task that polling needs.
pub(super) struct Pollable {
    pub(super) body: Pin<Box<dyn Future<Output = ()>>>,
    pub(super) waker: Waker,
}

/// The tasks of a runtime that have not ended.
///
/// # Invariants
/// - Slots are reused, ids are not. So a slot belongs to the task of an [`Address`] only if the id is the same.
/// - A slot has no [`Pollable`] exactly while its task is being polled. That task is `current`, except while code of a
///   thread runs, or the first step of a task that it has made.
/// - `slots` is not borrowed while other code runs: bodies, their destructors, wakers.
#[derive(Default)]
pub(super) struct TaskTable {
    slots: RefCell<Slab<Slot>>,
    /// Number of tasks and threads that were ever made.
    made: Cell<usize>,
    /// The task that is being polled.
    current: Cell<Option<Address>>,
    /// The main task, after it has ended: at the end of the pass the other tasks are cancelled.
    ended_main: Cell<Option<TaskId>>,
    /// Wakers of [`wait_all_done`](super::Handle::wait_all_done).
    all_done_wakers: RefCell<Vec<Waker>>,
    pub(super) collector: CleanupCollector,
}

impl TaskTable {
    /// The id of the next task or thread.
    pub(super) fn next_id(&self) -> TaskId {
        let made = self.made.get();
        self.made.set(made + 1);
        TaskId::from_index(made)
    }

    /// The address of a task that is [inserted](TaskTable::insert) next.
    pub(super) fn next_address(&self) -> Address {
        Address {
            slot: self.slots.borrow().vacant_key(),
            id: self.next_id(),
        }
    }

    /// Adds a task at [`next_address`](TaskTable::next_address).
    pub(super) fn insert(&self, task: Rc<dyn AnyTask>, pollable: Pollable) {
        self.slots.borrow_mut().insert(Slot {
            task,
            pollable: Some(pollable),
        });
    }

    /// Begins a poll of the task at `address`: it becomes the current task. `None` if it has ended.
    #[inline]
    pub(super) fn begin_poll(&self, address: Address) -> Option<(Rc<dyn AnyTask>, Pollable)> {
        let mut slots = self.slots.borrow_mut();
        let slot = slots.get_mut(address.slot)?;
        if slot.task.header().id() != address.id {
            return None;
        }
        let pollable = slot.pollable.take()?;
        self.current.set(Some(address));
        Some((slot.task.clone(), pollable))
    }

    /// The task at `address`, if it has not ended.
    pub(super) fn task(&self, address: Address) -> Option<Rc<dyn AnyTask>> {
        let slots = self.slots.borrow();
        let task = &slots.get(address.slot)?.task;
        (task.header().id() == address.id).then(|| task.clone())
    }

    /// Puts a task back that was polled and has not ended.
    #[inline]
    pub(super) fn put_back(&self, address: Address, pollable: Pollable) {
        if let Some(slot) = self.slots.borrow_mut().get_mut(address.slot) {
            slot.pollable = Some(pollable);
        }
    }

    /// Removes a task that has ended.
    pub(super) fn remove(&self, address: Address) -> Option<Slot> {
        self.slots.borrow_mut().try_remove(address.slot)
    }

    /// The address of the task that is being polled.
    #[inline]
    pub(super) fn current(&self) -> Option<Address> {
        self.current.get()
    }

    /// Sets the task that is being polled. Returns the previous one.
    #[inline]
    pub(super) fn replace_current(&self, current: Option<Address>) -> Option<Address> {
        self.current.replace(current)
    }

    /// The task that is being polled, as an object.
    pub(super) fn current_task(&self) -> Option<Rc<dyn AnyTask>> {
        let slots = self.slots.borrow();
        let slot = slots.get(self.current.get()?.slot)?;
        Some(slot.task.clone())
    }

    /// The tasks that have not ended, in the order of their slots.
    pub(super) fn all(&self) -> Vec<Rc<dyn AnyTask>> {
        let slots = self.slots.borrow();
        slots.iter().map(|(_, slot)| slot.task.clone()).collect()
    }

    /// Number of tasks that have not ended.
    pub(super) fn len(&self) -> usize {
        self.slots.borrow().len()
    }

    /// Whether all tasks have ended.
    pub(super) fn is_empty(&self) -> bool {
        self.slots.borrow().is_empty()
    }

    /// Sets the main task, after it has ended.
    pub(super) fn set_ended_main(&self, main: TaskId) {
        self.ended_main.set(Some(main));
    }

    /// Takes the main task, if it has ended since the last call.
    #[inline]
    pub(super) fn take_ended_main(&self) -> Option<TaskId> {
        self.ended_main.take()
    }

    /// Wakes `waker` at the next [`wake_all_done`](TaskTable::wake_all_done).
    pub(super) fn wake_when_all_done(&self, waker: Waker) {
        self.all_done_wakers.borrow_mut().push(waker);
    }

    /// Wakes the wakers of [`wake_when_all_done`](TaskTable::wake_when_all_done).
    pub(super) fn wake_all_done(&self) {
        let wakers = self.all_done_wakers.take();
        wakers.into_iter().for_each(Waker::wake);
    }

    /// Drops all tasks.
    pub(super) fn clear(&self) {
        let slots = self.slots.take();
        for (_, slot) in slots {
            slot.task.header().waker.disarm();
            drop(slot);
        }
    }
}
