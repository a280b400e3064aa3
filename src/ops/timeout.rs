//! Time limits: `timeout`, `timeout_at`, `wait_for`.

use super::alarm::Alarm;
use crate::error::Result;
use crate::runtime::{self, CleanUp};
use crate::time::{Duration, Instant};
use core::cell::{Cell, RefCell};
use core::fmt;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};
use std::rc::Rc;

/// A time limit for what [`run`](Timeout::run) runs. Clones are the same limit, so the body can
/// look at it and move it.
///
/// # asyncio
/// `asyncio.Timeout`.
#[derive(Clone)]
pub struct Timeout(Rc<Limit>);

struct Limit {
    when: Cell<Option<Instant>>,
    stage: Cell<Stage>,
    /// While it runs: whom to wake.
    sleeper: RefCell<Option<Waker>>,
    alarm: RefCell<Option<Alarm>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    New,
    Running,
    Expired,
    Over,
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

/// A limit of `after`, counted from this call.
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

/// A limit at `when` on the run's clock; none for a limit that is set later.
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

/// Awaits a coroutine, in the same task, or a task, for at most `limit`; then it is cancelled and
/// its cleanup is awaited, so that this may take longer than the limit.
///
/// # Errors
/// [`TimeoutError`], or what it ends with itself.
///
/// # Cancel safety
/// Cancelling the task that awaits this cancels what it awaits.
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
pub fn wait_for<F>(awaited: F, limit: Duration) -> Limited<F::IntoFuture>
where
    F: IntoFuture,
{
    timeout(limit).run(awaited.into_future())
}

impl Timeout {
    fn new(when: Option<Instant>) -> Timeout {
        Timeout(Rc::new(Limit {
            when: Cell::new(when),
            stage: Cell::new(Stage::New),
            sleeper: RefCell::default(),
            alarm: RefCell::default(),
        }))
    }

    /// Runs `body` until it ends or the limit is reached. Then the body is dropped, and what it left
    /// to clean up is awaited.
    ///
    /// A body that never suspends cannot be stopped.
    ///
    /// # Errors
    /// [`TimeoutError`] at the limit, or what the body ends with.
    pub fn run<F>(&self, body: F) -> Limited<F> {
        Limited {
            limit: self.clone(),
            body: Some(Box::pin(body)),
            cleanup: None,
        }
    }

    /// The limit.
    ///
    /// # asyncio
    /// `Timeout.when`.
    pub fn when(&self) -> Option<Instant> {
        self.0.when.get()
    }

    /// Moves the limit. False where it was reached, or what it was for is over.
    ///
    /// # asyncio
    /// `Timeout.reschedule`.
    pub fn reschedule(&self, when: Option<Instant>) -> bool {
        if self.expired() || self.0.stage.get() == Stage::Over {
            return false;
        }
        self.0.when.set(when);
        self.0.set_alarm();
        true
    }

    /// Whether the limit was reached while the body ran; also where an outer limit that was reached
    /// at the same moment was the one that stopped it.
    ///
    /// # asyncio
    /// `Timeout.expired`.
    pub fn expired(&self) -> bool {
        self.0.stage.get() == Stage::Expired || self.0.has_fired()
    }
}

impl Limit {
    /// Sets the timer, where the body runs. A limit in the past has its turn in the next pass, so it
    /// stops the body at its first real suspension.
    fn set_alarm(&self) {
        if let Some(sleeper) = &*self.sleeper.borrow() {
            let alarm = self.when.get().map(|when| Alarm::limit(when, sleeper));
            self.alarm.replace(alarm);
        }
    }

    fn has_fired(&self) -> bool {
        let alarm = self.alarm.borrow();
        alarm.as_ref().is_some_and(Alarm::has_fired)
    }

    /// Makes sure that the timer wakes the task that runs the body now.
    fn begin_poll(&self, waker: &Waker) {
        let is_new = self.sleeper.replace(Some(waker.clone())).is_none();
        if is_new {
            self.stage.set(Stage::Running);
            self.set_alarm();
        } else if let Some(alarm) = &*self.alarm.borrow() {
            alarm.rewake(waker);
        }
    }

    fn end(&self, stage: Stage) {
        self.stage.set(stage);
        self.alarm.take();
        self.sleeper.take();
    }
}

/// The future of [`Timeout::run`] and [`wait_for`].
#[must_use = "futures do nothing unless they are awaited"]
pub struct Limited<F> {
    limit: Timeout,
    body: Option<Pin<Box<F>>>,
    cleanup: Option<CleanUp>,
}

impl<F, T> Future for Limited<F>
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
                this.cleanup = Some(CleanUp::new(core.drop_for_cancel(this.body.take())));
            }
        }
        if let Some(cleanup) = &mut this.cleanup {
            return Pin::new(cleanup)
                .poll(cx)
                .map(|cleaned| cleaned.and(Err(TimeoutError.into())));
        }
        let Some(body) = &mut this.body else {
            return Poll::Pending;
        };
        let polled = body.as_mut().poll(cx);
        if polled.is_ready() {
            limit.0.end(Stage::Over);
            this.body = None;
        }
        polled
    }
}

impl<F> Drop for Limited<F> {
    fn drop(&mut self) {
        if self.body.is_some() {
            let fired = self.limit.0.has_fired();
            let stage = if fired { Stage::Expired } else { Stage::Over };
            self.limit.0.end(stage);
        }
    }
}
