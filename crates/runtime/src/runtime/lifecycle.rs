//! The life of a task in the loop: it is spawned, polled, cancelled, cleaned up, and ends.

use super::choices::CancelMoment;
use super::cleanup::{Cleanup, RunCleanups};
use super::context;
use super::core::Core;
use super::header::{AnyTask, DoneCallback, Header, TaskCell, TaskStage, Waiter};
use super::inbox::{Address, TaskWaker};
use super::ready::{ReadyEntry, ScheduledCallback};
use super::task::Task;
use super::task_table::Pollable;
use crate::error::{Error, Result};
use core::cell::RefCell;
use core::panic::Location;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};
use coroscope_trace::{Cause, EventKind, Outcome, TaskId};
use pin_project_lite::pin_project;
use std::collections::VecDeque;
use std::rc::{Rc, Weak};

pin_project! {
    /// A coroutine, and the task that gets its result.
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

/// What a task runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TaskBody {
    /// A coroutine that is dropped when the task is cancelled.
    Coroutine,
    /// A coroutine that receives requests to cancel.
    HandlesCancel,
    /// A cleanup without an awaiter.
    Cleanup,
}

impl Core {
    /// Makes a task and queues it. Its body first runs in a later pass. The log gives `place` as the
    /// place of the spawn, or else the caller.
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
        self.spawn_with(place, self.current(), TaskBody::Coroutine, |_| future)
    }

    /// [`spawn`](Core::spawn) on behalf of `parent`. `make` makes the future of the body, given the task.
    pub(crate) fn spawn_with<F, T>(
        &self,
        place: &'static Location<'static>,
        parent: Option<TaskId>,
        body: TaskBody,
        make: impl FnOnce(Rc<TaskCell<T>>) -> F,
    ) -> Task<T>
    where
        F: Future<Output = Result<T>> + 'static,
        T: 'static,
    {
        let handles_cancel = body == TaskBody::HandlesCancel;
        let is_cleanup = body == TaskBody::Cleanup;
        let address = self.tasks.next_address();
        let waker = TaskWaker::queued(address, self.scheduler.inbox().clone());
        let task = Rc::new(TaskCell {
            header: Header::new(self.this.clone(), waker.clone(), handles_cancel),
            result: RefCell::new(None),
        });
        let body = Body {
            future: make(task.clone()),
            task: task.clone(),
        };
        let pollable = Pollable {
            body: Box::pin(body),
            waker: Waker::from(waker),
        };
        if self.scheduler.is_closed() {
            task.fail(Error::cancelled("the runtime was dropped"));
            task.header.stage.set(TaskStage::Done);
            return Task(task);
        }
        self.tasks.insert(task.clone(), pollable);
        self.tick();
        self.record_at(place, |place| EventKind::TaskSpawned {
            task: address.id,
            parent,
            place,
            is_cleanup,
        });
        if let Some(observer) = self.hooks.observer.get() {
            observer.spawned(address.id);
        }
        self.scheduler.push(ReadyEntry::Task(address));
        Task(task)
    }

    /// Polls the task at `address` once, unless it has ended.
    pub(super) fn run_task(&self, address: Address) {
        let Some((task, mut pollable)) = self.tasks.begin_poll(address) else {
            return;
        };
        let header = task.header();
        header.waker.arm();
        self.record(EventKind::PollBegun { task: address.id });
        if header.must_cancel.get()
            && !header.handles_cancel
            && header.stage.get() == TaskStage::Body
        {
            self.drop_body(&task, &mut pollable);
        }
        let polled = match task.header().stage.get() {
            TaskStage::Done => Poll::Ready(()),
            _ => {
                let Pollable { body, waker } = &mut pollable;
                let mut context = Context::from_waker(waker);
                let poll = || body.as_mut().poll(&mut context);
                self.hooks.poll(address.id, poll)
            }
        };
        match polled {
            Poll::Ready(()) => self.end_task(address, &task, Some(pollable)),
            Poll::Pending => {
                self.tasks.put_back(address, pollable);
                self.offer_cancel(address, CancelMoment::Waits);
                if self.is_recording() {
                    self.tick();
                    self.record(EventKind::PollEnded { task: address.id });
                }
            }
        }
        self.tasks.replace_current(None);
    }

    /// Polls a task that was just queued at once. If another task is being polled, that is interrupted: in the log, its
    /// poll ends before and begins again after.
    pub(super) fn run_at_once(&self, address: Address) {
        if !self.scheduler.take_last(address) {
            return;
        }
        let interrupted = self.tasks.current();
        if let Some(Address { id: task, .. }) = interrupted {
            self.tick();
            let by = Cause::Task(task);
            self.record(EventKind::TaskWoken { task, by });
            self.record(EventKind::PollEnded { task });
        }
        self.run_task(address);
        self.tasks.replace_current(interrupted);
        if let Some(Address { id: task, .. }) = interrupted {
            self.record(EventKind::PollBegun { task });
        }
    }

    /// Drops the body of a cancelled task. Its cleanups become the new body.
    fn drop_body(&self, task: &Rc<dyn AnyTask>, pollable: &mut Pollable) {
        let header = task.header();
        let nothing: Pin<Box<dyn Future<Output = ()>>> = Box::pin(core::future::ready(()));
        let body = core::mem::replace(&mut pollable.body, nothing);
        let cleanups = self.drop_for_cancel(body);
        header.must_cancel.set(false);
        header.stage.set(TaskStage::CleaningUp);
        if cleanups.is_empty() {
            task.fail(header.cancelled());
        } else {
            self.tick();
            self.record(EventKind::CleanupBegun { task: header.id() });
            pollable.body = Box::pin(clean_up(task.clone(), cleanups));
        }
    }

    fn end_task(&self, address: Address, task: &Rc<dyn AnyTask>, pollable: Option<Pollable>) {
        let header = task.header();
        // A request during the last poll takes effect, as in asyncio, unless the task failed.
        if header.must_cancel.replace(false) && task.error().is_none() {
            task.fail(header.cancelled());
        }
        header.stage.set(TaskStage::Done);
        header.waker.disarm();
        let slot = self.tasks.remove(address);
        if let Some(observer) = self.hooks.observer.get() {
            observer.ended(address.id);
        }
        if self.is_recording() {
            self.tick();
            self.record_with(|log| EventKind::TaskEnded {
                task: address.id,
                end: match task.error() {
                    None => Outcome::Done,
                    Some(error) if error.is_cancelled() => Outcome::Cancelled,
                    Some(error) => Outcome::Failed(log.intern(&error.to_string())),
                },
            });
        }
        let waiters = core::mem::take(&mut *header.waiters.borrow_mut());
        if waiters.is_empty() && task.error().is_some_and(|error| !error.is_cancelled()) {
            header.clear_awaited();
        }
        for registered in waiters {
            match registered.waiter {
                Waiter::Waker(waker) => waker.wake(),
                Waiter::Callback(callback, index) => {
                    self.schedule_done_callback(task.clone(), callback, index);
                }
            }
        }
        // Dropped last, so that destructors find the task ended.
        drop((slot, pollable));
    }

    /// Ends the task that was polled when an exception left the loop. Its future stays where it is, half-way through a
    /// poll. Then requests the next entry.
    pub(super) fn continue_after_exception(&self) {
        if !self.scheduler.is_running() {
            return;
        }
        context::reset();
        self.recorder.reset_cause();
        self.scheduler.in_io.set(false);
        if let Some(task) = self.tasks.current_task() {
            task.fail(Error::msg("an exception of JavaScript ended it"));
            let address = task.header().waker.address;
            self.end_task(address, &task, None);
            self.tasks.replace_current(None);
        }
        self.request_next();
    }

    /// Calls `callback` in the next pass, as asyncio schedules done callbacks. A task that it wakes
    /// runs one pass later.
    pub(crate) fn schedule_done_callback(
        &self,
        task: Rc<dyn AnyTask>,
        callback: Rc<dyn DoneCallback>,
        index: usize,
    ) {
        self.scheduler
            .push(ReadyEntry::DoneCallback(ScheduledCallback {
                task,
                callback,
                index,
            }));
    }

    /// Makes the end of `main` cancel the other tasks, at the end of that pass.
    pub(super) fn cancel_rest_after<T>(&self, main: &Task<T>) {
        let rest = Rc::new(CancelRest(self.this.clone()));
        let header = &main.0.header;
        header.add_waiter_for(None, Waiter::Callback(rest, 0));
    }

    /// Requests cancellation of every task that has not ended, in the order of their slots.
    pub(crate) fn cancel_all(&self, why: &str) {
        for task in self.tasks.all() {
            task.header().cancel(why);
        }
    }

    /// Requests cancellation of the task that is being polled.
    ///
    /// # Panics
    /// If no task is being polled.
    #[track_caller]
    pub(crate) fn cancel_current(&self, why: &str) {
        match self.current_task() {
            Some(task) => task.header().cancel(why),
            None => panic!("cancel_current was called outside of a task"),
        };
    }
}

/// Cancels the other tasks after the main task has ended.
struct CancelRest(Weak<Core>);

impl DoneCallback for CancelRest {
    fn task_done(&self, _index: usize, main: &dyn AnyTask) {
        if let Some(core) = self.0.upgrade() {
            core.tasks.set_ended_main(main.header().id());
        }
    }
}

async fn clean_up(task: Rc<dyn AnyTask>, cleanups: VecDeque<Cleanup>) {
    match RunCleanups::new(cleanups).await {
        Ok(()) => task.fail(task.header().cancelled()),
        Err(error) => task.fail(error),
    }
}
