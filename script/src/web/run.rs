//! One run in a Web Worker: what it is told to run, and what it tells the page meanwhile.

use super::calls;
use super::outside::BrowserOutside;
use crate::engine::{Engine, Options};
use crate::errors::Failed;
use crate::ready::Ready;
use crate::shared::Progress;
use core::cell::{Cell, RefCell};
use coroscope::export::LogDeltaWriter;
use coroscope::web::driver::browser;
use coroscope::web::in_order::InOrder;
use js_sys::{Array, Function};
use std::rc::{Rc, Weak};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn milliseconds() -> f64;
    #[wasm_bindgen(js_name = postMessage)]
    fn post_message(message: &JsValue);
}

thread_local! {
    static READY: RefCell<Option<Ready>> = const { RefCell::new(None) };
    /// The engine of a run that is over. It goes with its worker: to destroy all its objects takes time.
    static OVER: RefCell<Option<Rc<Engine>>> = const { RefCell::new(None) };
}

/// Milliseconds of work after which another step may be told. A script that never gives its turn back is stopped from
/// outside, and what came before is to be seen: of a busy loop, all but its last milliseconds.
const BETWEEN: f64 = 5.0;
/// The same for milliseconds in which the script waits: telling costs it nothing then.
const BETWEEN_WAITING: f64 = 0.5;
/// So many steps may be told one by one: nearly all scripts have no more, or no more between two waits.
const EAGERLY: f64 = 300.0;
/// Calls of Python that may be nested. Chromium's stack ends at about 500 where each goes through Rust, as a key of
/// `sorted` does; a script can catch `RecursionError`, but nothing can catch the end of that stack.
pub(super) const RECURSION: usize = 400;

/// Makes the interpreter of the next run, ahead of it.
#[wasm_bindgen(js_name = makeReady)]
pub fn make_ready() {
    std::panic::set_hook(Box::new(|panic| {
        let told = js_sys::Object::new();
        let message = Failed::of_panic(panic.payload()).message;
        // Where even that fails, the page hears of the trap that follows.
        let _ = js_sys::Reflect::set(&told, &"broken".into(), &message.into());
        post_message(&told);
    }));
    READY.replace(Some(Ready::new()));
}

/// Runs a script. `tell(part, now, exact, pause)` is called every now and then: with what is new in the log, as
/// [`LogDeltaWriter`] writes it, or null; with the microseconds of the loop's time; with whether the next step will be told at
/// once as well; and with whether nothing happens for a while now. What the script writes is in the log. `beside(script,
/// request, micros)` gives a promise of what [`answerCall`](super::calls::answer_call) gives in another worker.
///
/// Gives an empty list where the script ran to its end, else `[message, line or null]`.
#[wasm_bindgen(js_name = runScript)]
pub async fn run_script(
    source: String,
    on_virtual_clock: bool,
    base: String,
    tell: Function,
    beside: Function,
) -> Array {
    calls::set_beside(beside);
    let options = Options {
        recursion_limit: RECURSION,
        epoch: epoch(),
        ..Options::default()
    };
    let engine = match on_virtual_clock {
        true => {
            let outside = BrowserOutside::new(&base, Some(InOrder::default()));
            Engine::with_outside(options, Rc::new(outside))
        }
        false => {
            let outside = BrowserOutside::new(&base, None);
            Engine::on_real_clock(browser(), options, Rc::new(outside))
        }
    };
    let engine = Rc::new(with_ready(engine));
    let log_writer = Rc::new(Reporter::new(Rc::downgrade(&engine), tell));
    let reports = log_writer.clone();
    engine.on_progress(move |why| reports.progress(why));
    let ended = engine.run_async(&source).await;
    if let Err(failed) = &ended {
        let lines = || failed.traceback.lines().for_each(coroscope::print);
        engine.runtime().enter(lines);
    }
    log_writer.report(Progress::Step);
    OVER.replace(Some(engine));
    match ended {
        Ok(()) => Array::new(),
        Err(failed) => Array::of2(
            &failed.message.into(),
            &failed.line.map_or(JsValue::NULL, JsValue::from),
        ),
    }
}

/// The engine with the interpreter that was made ahead, where there is one.
pub(super) fn with_ready(engine: Engine) -> Engine {
    match READY.take() {
        Some(ready) => engine.with_interpreter(ready),
        None => engine,
    }
}

/// What `time.time()` tells now.
pub(super) fn epoch() -> f64 {
    js_sys::Date::now() / 1000.0
}

/// Tells the page what is new.
struct Reporter {
    engine: Weak<Engine>,
    tell: Function,
    log_writer: RefCell<LogDeltaWriter>,
    /// So many steps may be told one by one from now on, and when that was counted.
    eagerly: Cell<f64>,
    counted: Cell<f64>,
    is_waiting: Cell<bool>,
}

impl Reporter {
    fn new(engine: Weak<Engine>, tell: Function) -> Reporter {
        Reporter {
            engine,
            tell,
            log_writer: RefCell::default(),
            eagerly: Cell::new(EAGERLY),
            counted: Cell::new(milliseconds()),
            is_waiting: Cell::new(false),
        }
    }

    /// Tells it, unless too much was told just now.
    fn progress(&self, why: Progress) {
        let now = milliseconds();
        let is_pause = why == Progress::Pause;
        let between = match self.is_waiting.replace(is_pause) {
            true => BETWEEN_WAITING,
            false => BETWEEN,
        };
        let more = (now - self.counted.replace(now)) / between;
        let eagerly = (self.eagerly.get() + more).min(EAGERLY);
        let is_told = is_pause || eagerly >= 1.0;
        let is_step = is_told && !is_pause;
        self.eagerly.set(eagerly - f64::from(u8::from(is_step)));
        if is_told {
            self.report(why);
        }
    }

    fn report(&self, why: Progress) {
        let Some(engine) = self.engine.upgrade() else {
            return;
        };
        let runtime = engine.runtime();
        let part = runtime.with_log(|log| self.log_writer.borrow_mut().delta(log));
        drop(engine.take_output());
        let part = part.map_or(JsValue::NULL, JsValue::from);
        let now = runtime.time().elapsed().as_micros() as f64;
        let is_exact = self.eagerly.get() >= 1.0;
        let is_pause = why == Progress::Pause;
        // A page that can't be told any more ends the worker.
        let _ = self.tell.call4(
            &JsValue::UNDEFINED,
            &part,
            &now.into(),
            &is_exact.into(),
            &is_pause.into(),
        );
    }
}
