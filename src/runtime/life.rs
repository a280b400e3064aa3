//! A task from the inside: spawned, polled, cancelled, cleaned up, ended.

use super::cleanup::{CleanUp, Cleanup};
use super::core::Core;
use super::header::{AnyTask, Header, Stage, TaskCell, Watch, Watcher};
use super::inbox::{Address, Signal};
use super::ready::{Ending, Ready, Run, Slot};
use super::task::Task;
use crate::error::Result;
use crate::trace::{End, What};
use core::cell::RefCell;
use core::panic::Location;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};
use pin_project_lite::pin_project;
use std::collections::VecDeque;
use std::rc::Rc;

pin_project! {
    /// A coroutine and where its result goes.
    struct Body<F, T> {
        #[pin]
        future: F,
        task: Rc<TaskCell<T>>,
    }
}

impl<F: Future<Output = Result<T>>, T> Future for Body<F, T> {
    type Output = ();

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = self.project();
        this.future.poll(cx).map(|result| {
            this.task.result.replace(Some(result));
        })
    }
}

impl Core {
    /// Makes a task and queues it; its body first runs in a later pass. The caller is the place
    /// that the log tells, unless `place` names another.
    #[track_caller]
    pub(crate) fn spawn<F, T>(
        &self,
        future: F,
        place: Option<&'static Location<'static>>,
    ) -> Task<T>
    where
        F: Future<Output = Result<T>> + 'static,
        T: 'static,
    {
        let place = place.unwrap_or(Location::caller());
        self.spawn_with(place, false, |_| future)
    }

    /// [`spawn`](Core::spawn), with a body that is made once the task is there, and that is told of
    /// cancellations where `told` says so.
    pub(crate) fn spawn_with<F, T>(
        &self,
        place: &'static Location<'static>,
        told: bool,
        make: impl FnOnce(Rc<TaskCell<T>>) -> F,
    ) -> Task<T>
    where
        F: Future<Output = Result<T>> + 'static,
        T: 'static,
    {
        let id = self.next_task_id();
        let slot = self.slots.borrow().vacant_key();
        let address = Address { slot, id };
        let signal = Signal::queued(address, self.inbox.clone());
        let task = Rc::new(TaskCell {
            header: Header::new(self.this.clone(), signal.clone(), told),
            result: RefCell::new(None),
        });
        let body = Body {
            future: make(task.clone()),
            task: task.clone(),
        };
        let slot = Slot {
            task: task.clone(),
            run: Some(Run {
                body: Box::pin(body),
                waker: Waker::from(signal),
            }),
        };
        if self.closed.get() {
            task.fail(crate::Error::cancelled("the runtime was dropped"));
            task.header.stage.set(Stage::Done);
            return Task(task);
        }
        self.slots.borrow_mut().insert(slot);
        self.tick();
        self.record_at(place, |place| What::Spawned {
            task: id,
            parent: self.current(),
            place,
        });
        self.push_ready(Ready::Task(address));
        Task(task)
    }

    /// Polls the task at `address` once, if it is still there.
    pub(super) fn run_task(&self, address: Address) {
        let Some((task, mut run)) = self.take_run(address) else {
            return;
        };
        let header = task.header();
        header.signal.arm();
        self.current.set(Some(address));
        self.record(What::PollBegun { task: address.id });
        if header.must_cancel.get() && !header.told && header.stage.get() == Stage::Body {
            self.drop_body(&task, &mut run);
        }
        let polled = match task.header().stage.get() {
            Stage::Done => Poll::Ready(()),
            _ => run.body.as_mut().poll(&mut Context::from_waker(&run.waker)),
        };
        match polled {
            Poll::Ready(()) => self.end_task(address, &task, run),
            Poll::Pending => {
                if let Some(slot) = self.slots.borrow_mut().get_mut(address.slot) {
                    slot.run = Some(run);
                }
                if self.is_recording() {
                    self.tick();
                    self.record(What::PollEnded { task: address.id });
                }
            }
        }
        self.current.set(None);
    }

    fn take_run(&self, address: Address) -> Option<(Rc<dyn AnyTask>, Run)> {
        let mut slots = self.slots.borrow_mut();
        let slot = slots.get_mut(address.slot)?;
        // The slot may belong to another task by now.
        if slot.task.header().id() != address.id {
            return None;
        }
        Some((slot.task.clone(), slot.run.take()?))
    }

    /// Drops the body of a cancelled task and puts the cleanups that it left in its place.
    fn drop_body(&self, task: &Rc<dyn AnyTask>, run: &mut Run) {
        let header = task.header();
        let nothing: Pin<Box<dyn Future<Output = ()>>> = Box::pin(core::future::ready(()));
        let body = core::mem::replace(&mut run.body, nothing);
        let cleanups = self.drop_for_cancel(body);
        header.must_cancel.set(false);
        header.stage.set(Stage::CleaningUp);
        if cleanups.is_empty() {
            task.fail(header.cancelled());
        } else {
            self.tick();
            self.record(What::CleanupBegun { task: header.id() });
            run.body = Box::pin(clean_up(task.clone(), cleanups));
        }
    }

    fn end_task(&self, address: Address, task: &Rc<dyn AnyTask>, run: Run) {
        let header = task.header();
        // Asked to cancel during its last poll: the request arrives, as in asyncio, unless it failed.
        if header.must_cancel.replace(false) && task.error().is_none() {
            task.fail(header.cancelled());
        }
        header.stage.set(Stage::Done);
        header.signal.disarm();
        let slot = self.slots.borrow_mut().try_remove(address.slot);
        if self.is_recording() {
            self.tick();
            self.record_with(|log| What::Ended {
                task: address.id,
                end: match task.error() {
                    None => End::Value,
                    Some(error) if error.is_cancelled() => End::Cancelled,
                    Some(error) => End::Error(log.intern(&error.to_string())),
                },
            });
        }
        let watchers = core::mem::take(&mut *header.watchers.borrow_mut());
        if watchers.is_empty() && task.error().is_some_and(|error| !error.is_cancelled()) {
            header.note_unheard();
        }
        for watching in watchers {
            match watching.watcher {
                Watcher::Waker(waker) => waker.wake(),
                Watcher::Watch(watch, number) => self.tell_ending(task.clone(), watch, number),
            }
        }
        // Dropped last: what a destructor does must find the task ended.
        drop((slot, run));
        if self.slots.borrow().is_empty() {
            let over = core::mem::take(&mut *self.over.borrow_mut());
            over.into_iter().for_each(Waker::wake);
        }
    }

    /// Tells `watch` in the next pass that `task` has ended. As asyncio's done callbacks it waits for
    /// its turn, so whom it wakes goes on one pass after that.
    pub(crate) fn tell_ending(&self, task: Rc<dyn AnyTask>, watch: Rc<dyn Watch>, number: usize) {
        if self.closed.get() {
            return;
        }
        let ending = Ending {
            task,
            watch,
            number,
        };
        self.endings.borrow_mut().push_back(ending);
        self.push_ready(Ready::Ending);
    }

    /// Asks every task that has not ended to cancel, in the order of their slots.
    pub(crate) fn cancel_all(&self, why: &str) {
        let tasks: Vec<Rc<dyn AnyTask>> = self
            .slots
            .borrow()
            .iter()
            .map(|(_, slot)| slot.task.clone())
            .collect();
        for task in tasks {
            task.header().cancel(why);
        }
    }

    /// Asks the task that is being polled to cancel.
    ///
    /// # Panics
    /// Where no task is being polled.
    #[track_caller]
    pub(crate) fn cancel_current(&self, why: &str) {
        match self.current_task() {
            Some(task) => task.header().cancel(why),
            None => panic!("cancel_current was called outside of a task"),
        };
    }

    /// Drops every task, timer and callback. Nothing runs from now on.
    pub(super) fn close(&self) {
        self.closed.set(true);
        self.driver.wake_at(None);
        // A destructor can do anything but spawn, so one round finds all.
        let slots = core::mem::take(&mut *self.slots.borrow_mut());
        for (_, slot) in slots {
            slot.task.header().signal.disarm();
            drop(slot);
        }
        // Taken out first: what they hold may have destructors, too.
        drop((self.ready.take(), self.timers.take(), self.endings.take()));
        drop(self.exception_handler.take());
        let over = core::mem::take(&mut *self.over.borrow_mut());
        over.into_iter().for_each(Waker::wake);
    }
}

async fn clean_up(task: Rc<dyn AnyTask>, cleanups: VecDeque<Cleanup>) {
    match CleanUp::new(cleanups).await {
        Ok(()) => task.fail(task.header().cancelled()),
        Err(error) => task.fail(error),
    }
}
