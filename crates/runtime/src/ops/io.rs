//! `io`: a description of a wait for the outside, for the timeline.

use crate::runtime;
use core::panic::Location;
use core::pin::Pin;
use core::task::{Context, Poll};
use coroscope_trace::WaitReason;
use pin_project_lite::pin_project;
use std::rc::Rc;

pin_project! {
    /// The future of [`io`].
    #[must_use = "futures do nothing unless they are awaited"]
    pub struct Io<F> {
        #[pin]
        future: F,
        what: Box<str>,
        place: &'static Location<'static>,
    }
}

/// Awaits `future`. The log describes the wait as `what`, for example `GET /docs/lock.txt`.
///
/// # Cancel safety
/// As for `future`.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, io};
/// # let answer_of_the_browser = async { 3 };
/// let rt = Runtime::virtual_clock();
/// let answer = rt.block_on(async { Ok(io("GET /docs/lock.txt", answer_of_the_browser).await) });
/// assert_eq!(answer.unwrap(), 3);
/// ```
#[track_caller]
pub fn io<F: Future>(what: impl Into<Box<str>>, future: F) -> Io<F> {
    Io {
        future,
        what: what.into(),
        place: Location::caller(),
    }
}

impl<F: Future> Future for Io<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        let future = this.future;
        let polled = match runtime::with(Rc::clone) {
            Some(core) => core.scheduler.in_io(|| future.poll(cx)),
            None => future.poll(cx),
        };
        if polled.is_pending() {
            runtime::with(|core| {
                if core.is_recording() {
                    let what = core.intern(this.what);
                    core.record_wait(WaitReason::Io(what), this.place);
                }
            });
        }
        polled
    }
}
