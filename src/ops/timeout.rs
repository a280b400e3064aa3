//! Time limits: `timeout`, `timeout_at`, `wait_for`.

use crate::error::Result;
use crate::runtime::{self, CleanUp, Core, TimerKey};
use crate::time::{Duration, Instant};
use core::cell::Cell;
use core::fmt;
use core::pin::Pin;
use core::task::{Context, Poll};
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
    /// The timer has to be set anew.
    moved: Cell<bool>,
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
            moved: Cell::new(true),
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
            timer: None,
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
        if matches!(self.0.stage.get(), Stage::Expired | Stage::Over) {
            return false;
        }
        self.0.when.set(when);
        self.0.moved.set(true);
        true
    }

    /// Whether the limit was reached.
    ///
    /// # asyncio
    /// `Timeout.expired`.
    pub fn expired(&self) -> bool {
        self.0.stage.get() == Stage::Expired
    }
}

/// The future of [`Timeout::run`] and [`wait_for`].
#[must_use = "futures do nothing unless they are awaited"]
pub struct Limited<F> {
    limit: Timeout,
    body: Option<Pin<Box<F>>>,
    timer: Option<Timer>,
    cleanup: Option<CleanUp>,
}

/// A timer that wakes the task; cancelled when it is dropped.
struct Timer {
    core: Rc<Core>,
    key: TimerKey,
}

impl Drop for Timer {
    fn drop(&mut self) {
        self.core.cancel_timer(self.key);
    }
}

impl<F> Limited<F> {
    /// Whether the limit was reached before this poll.
    fn is_due(&mut self, cx: &mut Context<'_>) -> bool {
        if self.limit.0.moved.get() {
            return false;
        }
        match &self.timer {
            Some(timer) => !timer.core.rewake_timer(timer.key, cx.waker()),
            None => false,
        }
    }

    /// Sets the timer where the limit has moved. A limit in the past is a timer that is due in the
    /// next pass: it fires at the body's first real suspension.
    fn set_timer(&mut self, cx: &mut Context<'_>) {
        if !self.limit.0.moved.replace(false) {
            return;
        }
        self.timer = self.limit.when().map(|when| {
            let core = runtime::current("timeout");
            let key = core.insert_timer(when, cx.waker().clone());
            Timer { core, key }
        });
    }
}

impl<F, T> Future for Limited<F>
where
    F: Future<Output = Result<T>>,
{
    type Output = Result<T>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<T>> {
        let this = &mut *self;
        if this.is_due(cx) && this.cleanup.is_none() {
            this.limit.0.stage.set(Stage::Expired);
            this.timer = None;
            let core = runtime::current("timeout");
            this.cleanup = Some(CleanUp::new(core.drop_for_cancel(this.body.take())));
        }
        if let Some(cleanup) = &mut this.cleanup {
            return Pin::new(cleanup)
                .poll(cx)
                .map(|cleaned| cleaned.and(Err(TimeoutError.into())));
        }
        let Some(body) = &mut this.body else {
            return Poll::Pending;
        };
        this.limit.0.stage.set(Stage::Running);
        let polled = body.as_mut().poll(cx);
        if polled.is_ready() {
            this.limit.0.stage.set(Stage::Over);
            this.timer = None;
            this.body = None;
        } else {
            this.set_timer(cx);
        }
        polled
    }
}
