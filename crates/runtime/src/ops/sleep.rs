//! `sleep`, `sleep_until` and `yield_now`.

use super::timer::Timer;
use crate::runtime;
use core::panic::Location;
use core::pin::Pin;
use core::task::{Context, Poll};
use coroscope_trace::time::{Duration, Instant};
use coroscope_trace::{Delay, WaitReason};

/// Waits for `duration`, counted from the first poll. With zero it yields to the other tasks once, like
/// [`yield_now`].
///
/// # Cancel safety
/// Dropping it removes its timer.
///
/// # asyncio
/// `asyncio.sleep`.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, sleep, time::ms};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async { sleep(ms(250)).await; Ok(()) }).unwrap();
/// assert_eq!(rt.time().elapsed(), ms(250));
/// ```
#[track_caller]
pub fn sleep(duration: Duration) -> Sleep {
    Sleep::new(Target::After(duration))
}

/// Waits until the run's clock reaches `deadline`. If that has passed, it yields to the other tasks once.
///
/// # Cancel safety
/// Dropping it removes its timer.
///
/// # asyncio
/// A future that `loop.call_at` resolves.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, sleep_until, time::{Instant, ms}};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async { sleep_until(Instant::ZERO + ms(40)).await; Ok(()) }).unwrap();
/// assert_eq!(rt.time().elapsed(), ms(40));
/// ```
#[track_caller]
pub fn sleep_until(deadline: Instant) -> Sleep {
    Sleep::new(Target::At(deadline))
}

#[derive(Clone, Copy, Debug)]
enum Target {
    After(Duration),
    At(Instant),
}

/// The future of [`sleep`] and [`sleep_until`].
#[must_use = "a sleep does nothing unless it is awaited"]
pub struct Sleep {
    target: Target,
    state: State,
    place: &'static Location<'static>,
}

enum State {
    New,
    Yielded,
    Armed(Timer, Instant),
    Done,
}

impl Sleep {
    #[track_caller]
    fn new(target: Target) -> Sleep {
        Sleep {
            target,
            state: State::New,
            place: Location::caller(),
        }
    }
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        match &self.state {
            State::New => {
                let core = runtime::current("sleep");
                let now = core.tick();
                let deadline = match self.target {
                    Target::After(duration) => now + duration,
                    Target::At(deadline) => deadline,
                };
                if deadline <= now {
                    self.state = State::Yielded;
                    core.record_wait(WaitReason::Turn, self.place);
                    cx.waker().wake_by_ref();
                } else {
                    core.record_wait(WaitReason::Timer(Delay::of(deadline - now)), self.place);
                    self.state = State::Armed(Timer::new(deadline, cx.waker()), deadline);
                }
                Poll::Pending
            }
            State::Armed(timer, deadline) if timer.set_waker(cx.waker()) => {
                // Polled again before the deadline, which stays the same.
                let deadline = *deadline;
                runtime::with(|core| {
                    let rest = Delay::of(deadline - core.last_tick());
                    core.record_wait(WaitReason::Timer(rest), self.place);
                });
                Poll::Pending
            }
            State::Yielded | State::Armed(..) | State::Done => {
                self.state = State::Done;
                Poll::Ready(())
            }
        }
    }
}

/// Yields to the other tasks: each ready task runs once before this one continues.
///
/// # asyncio
/// `await asyncio.sleep(0)`.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, yield_now};
/// Runtime::virtual_clock().block_on(async { yield_now().await; Ok(()) }).unwrap();
/// ```
#[track_caller]
pub fn yield_now() -> YieldNow {
    YieldNow {
        yielded: false,
        place: Location::caller(),
    }
}

/// The future of [`yield_now`].
#[must_use = "yielding does nothing unless it is awaited"]
pub struct YieldNow {
    yielded: bool,
    place: &'static Location<'static>,
}

impl Future for YieldNow {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        if self.yielded {
            return Poll::Ready(());
        }
        self.yielded = true;
        runtime::with(|core| core.record_wait(WaitReason::Turn, self.place));
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}
