//! Timeouts: `timeout`, `timeout_at`, `wait_for`.

use super::timer::Timer;
use crate::error::Result;
use crate::runtime::{self, LoggedTimeout, RunCleanups};
use core::cell::{Cell, RefCell};
use core::fmt;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};
use coroscope_trace::time::{Duration, Instant};
use std::rc::Rc;

/// A time limit for a future, which [`run`](Timeout::run) runs. Clones refer to the same limit, so the future can
/// inspect and change it.
///
/// # asyncio
/// `asyncio.Timeout`.
#[derive(Clone)]
pub struct Timeout(Rc<TimeoutState>);

struct TimeoutState {
    when: Cell<Option<Instant>>,
    stage: Cell<Stage>,
    /// The waker of the task that runs the body; set while it runs.
    waker: RefCell<Option<Waker>>,
    timer: RefCell<Option<Timer>>,
    /// What the log has about it, from the first poll of the body to the end of its cleanup.
    logged: Cell<Option<LoggedTimeout>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    New,
    Running,
    Expired,
    Finished,
}

/// The time limit was reached.
///
/// # asyncio
/// `TimeoutError`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeoutError;

impl fmt::Display for TimeoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("timed out")
    }
}

impl std::error::Error for TimeoutError {}

/// A time limit of `after`, counted from this call.
///
/// # Panics
/// Outside of a run.
///
/// # asyncio
/// `asyncio.timeout`: `async with timeout(1): …` is `timeout(ms(1000)).run(async { … }).await`.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, TimeoutError, sleep, time::ms, timeout};
/// let rt = Runtime::virtual_clock();
/// let result = rt.block_on(async {
///     timeout(ms(10)).run(async { sleep(ms(1000)).await; Ok(()) }).await
/// });
/// assert!(result.unwrap_err().downcast_ref::<TimeoutError>().is_some());
/// assert_eq!(rt.time().elapsed(), ms(10));
/// ```
#[track_caller]
pub fn timeout(after: Duration) -> Timeout {
    Timeout::new(Some(super::now() + after))
}

/// A time limit at `when` on the run's clock. `None` for a limit that is set later.
///
/// # asyncio
/// `asyncio.timeout_at`.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, sleep, time::{Instant, ms}, timeout_at};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async {
///     let limit = timeout_at(None);
///     let body = limit.clone();
///     let result = limit
///         .run(async move {
///             body.reschedule(Some(Instant::ZERO + ms(30)));
///             sleep(ms(1000)).await;
///             Ok(())
///         })
///         .await;
///     assert!(result.is_err() && limit.expired());
///     Ok(())
/// })
/// .unwrap();
/// assert_eq!(rt.time().elapsed(), ms(30));
/// ```
pub fn timeout_at(when: Option<Instant>) -> Timeout {
    Timeout::new(when)
}

/// Awaits a coroutine (in the same task) or a task with a time limit. At the limit it is cancelled and its
/// cleanup is awaited, so this can take longer than the limit.
///
/// # Errors
/// [`TimeoutError`] at the limit, or the error of the coroutine or task.
///
/// # Cancel safety
/// If the task that awaits this is cancelled, the coroutine or task is cancelled too.
///
/// # asyncio
/// `asyncio.wait_for`.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, sleep, time::ms, wait_for};
/// let result = Runtime::virtual_clock().block_on(async {
///     wait_for(async { sleep(ms(5)).await; Ok("in time") }, ms(10)).await
/// });
/// assert_eq!(result.unwrap(), "in time");
/// ```
#[track_caller]
pub fn wait_for<F>(awaited: F, limit: Duration) -> WithTimeout<F::IntoFuture>
where
    F: IntoFuture,
{
    timeout(limit).run(awaited.into_future())
}

impl Timeout {
    fn new(when: Option<Instant>) -> Timeout {
        Timeout(Rc::new(TimeoutState {
            when: Cell::new(when),
            stage: Cell::new(Stage::New),
            waker: RefCell::default(),
            timer: RefCell::default(),
            logged: Cell::new(None),
        }))
    }

    /// Runs `body` until it ends or the limit is reached. At the limit the body is dropped, and its cleanups are
    /// awaited.
    ///
    /// A body that never suspends cannot be interrupted.
    ///
    /// # Errors
    /// [`TimeoutError`] at the limit, or the error of the body.
    pub fn run<F>(&self, body: F) -> WithTimeout<F> {
        WithTimeout {
            limit: self.clone(),
            body: Some(Box::pin(body)),
            cleanup: None,
        }
    }

    /// The time of the limit.
    ///
    /// # asyncio
    /// `Timeout.when`.
    pub fn when(&self) -> Option<Instant> {
        self.0.when.get()
    }

    /// Changes the limit. Returns false if it was reached, or if the body has ended.
    ///
    /// # asyncio
    /// `Timeout.reschedule`.
    pub fn reschedule(&self, when: Option<Instant>) -> bool {
        if self.expired() || self.0.stage.get() == Stage::Finished {
            return false;
        }
        self.0.when.set(when);
        self.0.set_timer();
        true
    }

    /// Whether the limit was reached while the body ran. Also true if an outer timeout that expired
    /// at the same time interrupted the body.
    ///
    /// # asyncio
    /// `Timeout.expired`.
    pub fn expired(&self) -> bool {
        self.0.stage.get() == Stage::Expired || self.0.has_fired()
    }
}

impl TimeoutState {
    /// Sets the timer, if the body is running. The timer of a past limit fires in the next pass, so the
    /// body is interrupted at its first suspension that lasts longer than a pass.
    fn set_timer(&self) {
        if let Some(waker) = &*self.waker.borrow() {
            let when = self.when.get();
            let timer = when.map(|when| Timer::for_timeout(when, waker));
            self.timer.replace(timer);
            self.end_in_log();
            let logged = when.and_then(|when| runtime::with(|core| core.record_timeout(when)));
            self.logged.set(logged.flatten());
        }
    }

    fn has_fired(&self) -> bool {
        let timer = self.timer.borrow();
        timer.as_ref().is_some_and(Timer::has_fired)
    }

    /// Sets the timer at the first poll. Later, makes it wake the task that polls now.
    fn begin_poll(&self, waker: &Waker) {
        let is_new = self.waker.replace(Some(waker.clone())).is_none();
        if is_new {
            self.stage.set(Stage::Running);
            self.set_timer();
        } else if let Some(timer) = &*self.timer.borrow() {
            timer.set_waker(waker);
        }
    }

    fn end(&self, stage: Stage) {
        self.stage.set(stage);
        self.timer.take();
        self.waker.take();
        match (stage, self.logged.get()) {
            // Its cleanup is still to come.
            (Stage::Expired, Some(logged)) => {
                runtime::with(|core| core.record_timeout_expired(logged));
            }
            _ => self.end_in_log(),
        }
    }

    /// Records that the body has ended, with its cleanup.
    fn end_in_log(&self) {
        if let Some(logged) = self.logged.take() {
            runtime::with(|core| core.record_timeout_end(logged));
        }
    }
}

/// The future of [`Timeout::run`] and [`wait_for`].
#[must_use = "futures do nothing unless they are awaited"]
pub struct WithTimeout<F> {
    limit: Timeout,
    body: Option<Pin<Box<F>>>,
    cleanup: Option<RunCleanups>,
}

impl<F, T> Future for WithTimeout<F>
where
    F: Future<Output = Result<T>>,
{
    type Output = Result<T>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<T>> {
        let this = &mut *self;
        let limit = this.limit.clone();
        if this.body.is_some() {
            limit.0.begin_poll(cx.waker());
            if limit.0.has_fired() {
                limit.0.end(Stage::Expired);
                let core = runtime::current("timeout");
                this.cleanup = Some(RunCleanups::new(core.drop_for_cancel(this.body.take())));
            }
        }
        if let Some(cleanup) = &mut this.cleanup {
            let cleaned = Pin::new(cleanup).poll(cx);
            if cleaned.is_ready() {
                limit.0.end_in_log();
            }
            return cleaned.map(|cleaned| cleaned.and(Err(TimeoutError.into())));
        }
        let Some(body) = &mut this.body else {
            return Poll::Pending;
        };
        let polled = body.as_mut().poll(cx);
        if polled.is_ready() {
            limit.0.end(Stage::Finished);
            this.body = None;
        }
        polled
    }
}

impl<F> Drop for WithTimeout<F> {
    fn drop(&mut self) {
        if self.body.is_some() {
            let fired = self.limit.0.has_fired();
            let stage = if fired {
                Stage::Expired
            } else {
                Stage::Finished
            };
            self.limit.0.end(stage);
        }
        self.limit.0.end_in_log();
    }
}
