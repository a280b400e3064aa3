//! The browser's event loop under ours: microtasks, macrotasks, one timer. Works in a window and in a worker.

use super::panic;
use crate::runtime::{Driver, Enter, Entry, Options, Runtime};
use crate::time::{Duration, Instant};
use core::cell::{Cell, RefCell};
use core::sync::atomic::{AtomicBool, Ordering};
use core::task::{Poll, Waker};
use gloo_timers::callback::Timeout;
use std::rc::{Rc, Weak};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Wake;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/web/microtask.js")]
extern "C" {
    #[wasm_bindgen(js_name = now)]
    fn milliseconds() -> f64;

    type Turns;
    #[wasm_bindgen(constructor)]
    fn new(enter: &Closure<dyn FnMut(bool)>) -> Turns;
    #[wasm_bindgen(method)]
    fn microtask(this: &Turns);
    #[wasm_bindgen(method)]
    fn macrotask(this: &Turns);
    #[wasm_bindgen(method)]
    fn close(this: &Turns);
}

/// The longest that is waited for in one go: `setTimeout` takes 2^31 - 1 ms at most, and fires at
/// once when it is given more.
const LONGEST: Duration = Duration::from_millis(i32::MAX as u64);

impl Runtime {
    /// A runtime on the browser's own microtask queue.
    pub fn browser(options: Options) -> Runtime {
        Runtime::new(browser(), options)
    }
}

/// The driver of [`Runtime::browser`], to be put under another.
pub fn browser() -> Rc<dyn Driver> {
    Rc::new(Browser::default())
}

/// A driver on the browser's queues. `performance.now()` is its clock.
struct Browser {
    began: f64,
    ways_in: RefCell<Option<WaysIn>>,
    timer: RefCell<Option<Timeout>>,
    /// The moment that the timer is for; none once it has fired.
    armed_for: Rc<Cell<Option<Instant>>>,
}

/// What keeps the browser able to call us; dropping it detaches.
struct WaysIn {
    enter: Enter,
    turns: Turns,
    _closure: Closure<dyn FnMut(bool)>,
    bell: Waker,
}

impl Default for Browser {
    fn default() -> Browser {
        Browser {
            began: milliseconds(),
            ways_in: RefCell::default(),
            timer: RefCell::default(),
            armed_for: Rc::default(),
        }
    }
}

impl Browser {
    fn arm(&self, deadline: Instant, enter: &Enter) {
        let wait = (deadline - self.now()).min(LONGEST);
        // A whole millisecond, rounded up: a timer must not fire before its time.
        let millis = wait.as_micros().div_ceil(1000);
        let (enter, armed_for) = (enter.clone(), self.armed_for.clone());
        let timer = Timeout::new(u32::try_from(millis).unwrap_or(u32::MAX), move || {
            armed_for.set(None);
            enter(Entry::Timer);
        });
        self.timer.replace(Some(timer));
    }
}

impl Driver for Browser {
    fn attach(&self, enter: Enter) {
        let element = panic::element_at_work();
        let enter: Enter = Rc::new(move |entry| panic::within(element, || enter(entry)));
        let closure = {
            let enter = enter.clone();
            Closure::<dyn FnMut(bool)>::new(move |macrotask| {
                enter(if macrotask {
                    Entry::Macrotask
                } else {
                    Entry::Microtask
                });
            })
        };
        let turns = Turns::new(&closure);
        self.ways_in.replace(Some(WaysIn {
            bell: hang_bell(Rc::downgrade(&enter)),
            enter,
            turns,
            _closure: closure,
        }));
    }

    fn now(&self) -> Instant {
        Instant::from_micros(((milliseconds() - self.began) * 1000.0) as u64)
    }

    fn microtask(&self) {
        if let Some(ways_in) = &*self.ways_in.borrow() {
            ways_in.turns.microtask();
        }
    }

    fn macrotask(&self) {
        if let Some(ways_in) = &*self.ways_in.borrow() {
            ways_in.turns.macrotask();
        }
    }

    fn wake_at(&self, deadline: Option<Instant>) {
        if self.armed_for.get() == deadline {
            return;
        }
        self.armed_for.set(deadline);
        self.timer.replace(None);
        if let (Some(deadline), Some(ways_in)) = (deadline, &*self.ways_in.borrow()) {
            self.arm(deadline, &ways_in.enter);
        }
    }

    fn waker(&self) -> Waker {
        match &*self.ways_in.borrow() {
            Some(ways_in) => ways_in.bell.clone(),
            None => Waker::noop().clone(),
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if let Some(ways_in) = self.ways_in.take() {
            ways_in.turns.close();
            drop(ways_in.enter);
            ways_in.bell.wake();
        }
    }
}

/// Wakes from anywhere: the loop is entered from a future on wasm-bindgen-futures' queue, whose
/// waker, unlike anything of JavaScript's, may be called from wherever a [`Waker`] may.
#[derive(Default)]
struct Bell {
    rung: AtomicBool,
    future: Mutex<Option<Waker>>,
}

impl Wake for Bell {
    fn wake(self: Arc<Bell>) {
        self.rung.store(true, Ordering::Release);
        let future = self.future.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(waker) = &*future {
            waker.wake_by_ref();
        }
    }
}

/// A bell that enters the loop when it is rung. Its future ends when the loop is gone.
fn hang_bell(enter: Weak<dyn Fn(Entry) -> bool>) -> Waker {
    let bell = Arc::new(Bell::default());
    let ringer = bell.clone().into();
    wasm_bindgen_futures::spawn_local(core::future::poll_fn(move |cx| {
        *bell.future.lock().unwrap_or_else(PoisonError::into_inner) = Some(cx.waker().clone());
        match enter.upgrade() {
            Some(enter) => {
                if bell.rung.swap(false, Ordering::AcqRel) {
                    enter(Entry::Woken);
                }
                Poll::Pending
            }
            None => Poll::Ready(()),
        }
    }));
    ringer
}
