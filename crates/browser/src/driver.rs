//! Drives the runtime on the browser's event loop: microtasks, macrotasks and one timer. Works in a window and in a
//! worker.

use crate::current_element::{current_element, forget_element, within};
use core::cell::{Cell, RefCell};
use core::sync::atomic::{AtomicBool, Ordering};
use core::task::{Poll, Waker};
use coroscope_runtime::runtime::{Driver, Enter, Entry};
use coroscope_trace::time::{Duration, Instant};
use gloo_timers::callback::Timeout;
use std::rc::{Rc, Weak};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Wake;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/microtask.js")]
extern "C" {
    #[wasm_bindgen(js_name = now)]
    fn milliseconds() -> f64;

    #[derive(Clone)]
    type Turns;
    #[wasm_bindgen(constructor)]
    fn new(enter: &Closure<dyn FnMut(u32)>) -> Turns;
    /// Enters the loop: the number is that of an entry in `ENTRIES`.
    #[wasm_bindgen(method)]
    fn run(this: &Turns, entry: u32);
    #[wasm_bindgen(method)]
    fn microtask(this: &Turns);
    #[wasm_bindgen(method)]
    fn macrotask(this: &Turns);
    #[wasm_bindgen(method)]
    fn close(this: &Turns);
}

/// The entries by the numbers that JavaScript has for them.
const ENTRIES: [Entry; 5] = [
    Entry::Microtask,
    Entry::Macrotask,
    Entry::Timer,
    Entry::Woken,
    Entry::AfterException,
];
const TIMER: u32 = 2;
const WOKEN: u32 = 3;

/// The longest delay of one timer: `setTimeout` accepts at most 2^31 - 1 ms, and fires immediately when it gets more.
const MAX_TIMEOUT: Duration = Duration::from_millis(i32::MAX as u64);

/// A driver on the browser's own queues, with `performance.now()` as its clock. A runtime on it:
/// `Runtime::new(browser(), Options::default())`.
pub fn browser() -> Rc<dyn Driver> {
    Rc::new(Browser::default())
}

/// The driver that [`browser`] makes.
struct Browser {
    began: f64,
    callbacks: RefCell<Option<BrowserCallbacks>>,
    timer: RefCell<Option<Timeout>>,
    /// The deadline of the timer; `None` once it has fired.
    armed_for: Rc<Cell<Option<Instant>>>,
}

/// The callbacks by which the browser enters the loop. Dropping them detaches the loop.
struct BrowserCallbacks {
    turns: Turns,
    closure: Rc<Closure<dyn FnMut(u32)>>,
    waker: Waker,
}

impl Default for Browser {
    fn default() -> Browser {
        Browser {
            began: milliseconds(),
            callbacks: RefCell::default(),
            timer: RefCell::default(),
            armed_for: Rc::default(),
        }
    }
}

impl Browser {
    fn arm(&self, deadline: Instant, turns: &Turns) {
        let wait = (deadline - self.now()).min(MAX_TIMEOUT);
        // A whole millisecond, rounded up: a timer must not fire before its time.
        let millis = wait.as_micros().div_ceil(1000);
        let (turns, armed_for) = (turns.clone(), self.armed_for.clone());
        let timer = Timeout::new(u32::try_from(millis).unwrap_or(u32::MAX), move || {
            armed_for.set(None);
            turns.run(TIMER);
        });
        self.timer.replace(Some(timer));
    }
}

impl Driver for Browser {
    fn attach(&self, enter: Enter) {
        let element = current_element();
        let closure = Rc::new(Closure::<dyn FnMut(u32)>::new(move |number| {
            let Some(&entry) = ENTRIES.get(number as usize) else {
                return;
            };
            within(element, || enter(entry));
            if entry == Entry::AfterException {
                // `within` did not return from the entry before.
                forget_element();
            }
        }));
        let turns = Turns::new(&closure);
        self.callbacks.replace(Some(BrowserCallbacks {
            waker: external_waker(turns.clone(), Rc::downgrade(&closure)),
            turns,
            closure,
        }));
    }

    fn now(&self) -> Instant {
        Instant::from_micros(((milliseconds() - self.began) * 1000.0) as u64)
    }

    fn microtask(&self) {
        if let Some(callbacks) = &*self.callbacks.borrow() {
            callbacks.turns.microtask();
        }
    }

    fn macrotask(&self) {
        if let Some(callbacks) = &*self.callbacks.borrow() {
            callbacks.turns.macrotask();
        }
    }

    fn wake_at(&self, deadline: Option<Instant>) {
        if self.armed_for.get() == deadline {
            return;
        }
        self.armed_for.set(deadline);
        self.timer.replace(None);
        if let (Some(deadline), Some(callbacks)) = (deadline, &*self.callbacks.borrow()) {
            self.arm(deadline, &callbacks.turns);
        }
    }

    fn waker(&self) -> Waker {
        match &*self.callbacks.borrow() {
            Some(callbacks) => callbacks.waker.clone(),
            None => Waker::noop().clone(),
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if let Some(callbacks) = self.callbacks.take() {
            callbacks.turns.close();
            drop(callbacks.closure);
            callbacks.waker.wake();
        }
    }
}

/// Wakes the loop from any thread. The loop is entered by a future on the queue of `js_sys::futures`: unlike JavaScript
/// values, that future's waker is `Send`.
#[derive(Default)]
struct LoopWaker {
    woken: AtomicBool,
    future: Mutex<Option<Waker>>,
}

impl Wake for LoopWaker {
    fn wake(self: Arc<LoopWaker>) {
        self.woken.store(true, Ordering::Release);
        let future = self.future.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(waker) = &*future {
            waker.wake_by_ref();
        }
    }
}

/// A waker that enters the loop. Its future ends when the loop, which has the closure, is dropped.
fn external_waker<T: ?Sized + 'static>(turns: Turns, closure: Weak<Closure<T>>) -> Waker {
    let loop_waker = Arc::new(LoopWaker::default());
    let waker = loop_waker.clone().into();
    js_sys::futures::spawn_local(core::future::poll_fn(move |cx| {
        *loop_waker
            .future
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = Some(cx.waker().clone());
        if closure.strong_count() == 0 {
            return Poll::Ready(());
        }
        if loop_waker.woken.swap(false, Ordering::AcqRel) {
            turns.run(WOKEN);
        }
        Poll::Pending
    }));
    waker
}
