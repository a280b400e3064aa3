//! One run in a web worker: starts it, and reports its progress to the page.

use super::calls;
use super::host::BrowserHost;
use super::orders::{self, Order};
use crate::engine::Engine;
use crate::errors::ScriptError;
use crate::memory;
use crate::options::Options;
use crate::packages::{self, Package};
use crate::prepared::PreparedInterpreter;
use crate::state::Progress;
use core::cell::{Cell, RefCell};
use coroscope_browser::driver::browser;
use coroscope_browser::in_order::InOrder;
use coroscope_recording::LogDeltaWriter;
use js_sys::{Array, Function, Uint8Array};
use std::collections::BTreeMap;
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
    static PREPARED: RefCell<Option<PreparedInterpreter>> = const { RefCell::new(None) };
    /// The engine of a finished run. It is never dropped, because destroying all objects takes time, and the worker is
    /// terminated anyway.
    static FINISHED: RefCell<Option<Rc<Engine>>> = const { RefCell::new(None) };
    /// The run of [`begin_blocking_run`].
    static BLOCKING_RUN: RefCell<Option<Run>> = const { RefCell::new(None) };
    /// How it ended.
    static ENDED: RefCell<Option<Array>> = const { RefCell::new(None) };
}

// Steps are reported with a token bucket: each report takes a token, and time adds tokens.

/// The milliseconds of work that add a token. A script that blocks forever is terminated, and the page must show the run
/// up to that point, except for the last milliseconds.
const MS_PER_REPORT: f64 = 5.0;
/// The milliseconds of waiting that add a token: reports cost the script nothing while it waits.
const WAITING_MS_PER_REPORT: f64 = 0.5;
/// The size of the bucket. Nearly all scripts have fewer steps, or fewer between two waits.
const MAX_BURST: f64 = 300.0;
/// The maximum depth of nested Python calls. Chromium's stack overflows at about 500 if each call goes through Rust, as a
/// key function of `sorted` does. A script can catch `RecursionError`, but not a stack overflow.
pub(super) const RECURSION_LIMIT: usize = 400;

/// Prepares the interpreter for the next run.
#[wasm_bindgen(js_name = makeReady)]
pub fn make_ready() {
    std::panic::set_hook(Box::new(|panic| {
        let report = js_sys::Object::new();
        let message = ScriptError::from_panic(panic.payload()).message;
        // If this fails, the worker reports the trap that follows.
        let _ = js_sys::Reflect::set(&report, &"broken".into(), &message.into());
        post_message(&report);
    }));
    PREPARED.replace(Some(PreparedInterpreter::new()));
}

/// Prepares the interpreter for many runs of a script, each in a copy of the module's memory.
#[wasm_bindgen(js_name = makeReadyForCopies)]
pub fn make_ready_for_copies(script: &str) {
    memory::reserve_for_run();
    make_repeatable(script);
}

/// Has the prepared interpreter make the same run of a script each time.
fn make_repeatable(script: &str) {
    let prepared = PREPARED.take().unwrap_or_else(PreparedInterpreter::new);
    PREPARED.replace(Some(prepared.repeatable(script)));
}

#[wasm_bindgen]
extern "C" {
    /// What a worker runs.
    pub type Program;
    /// The script.
    #[wasm_bindgen(method, getter)]
    pub(super) fn source(this: &Program) -> String;
    /// The files that the script can import, as an array of names, each followed by the text.
    #[wasm_bindgen(method, getter)]
    pub(super) fn modules(this: &Program) -> Vec<String>;
    /// The wheels that [`needed_wheels`] names, as an array of names, each followed by the bytes, or by why they could not
    /// be fetched.
    #[wasm_bindgen(method, getter)]
    pub(super) fn wheels(this: &Program) -> Array;
    /// The standard input of the script.
    #[wasm_bindgen(method, getter)]
    pub(super) fn input(this: &Program) -> String;
    /// The order of the run; `None` for an ordinary run.
    #[wasm_bindgen(method, getter)]
    fn order(this: &Program) -> Option<Order>;
}

/// Runs a script, with calls at its top level that run the loop awaited. `report(part, now, exact, pause)` is called with
/// its progress: the new part of the log, as [`LogDeltaWriter`] writes it, or null; the loop's time in microseconds; whether
/// the next step will be reported at once as well; and whether nothing will happen for a while. The script's output is in
/// the log. `call_worker(script, request, micros)` returns a promise of the result of
/// [`answerCall`](super::calls::answer_call) in another worker.
///
/// Returns an empty array if the script succeeded, else `[message, line or null, file or null]`.
#[wasm_bindgen(js_name = runScript)]
pub async fn run_script(
    program: Program,
    on_virtual_clock: bool,
    base: String,
    report: Function,
    call_worker: Function,
) -> Array {
    calls::set_call_worker(call_worker);
    let run = Run::new(&program, on_virtual_clock, &base, report, false);
    let ended = run.engine.run_async(&run.source).await;
    run.end(ended)
}

/// Prepares a run in which all calls that run the loop block, in a browser with JSPI. [`run_to_end`] runs it.
#[wasm_bindgen(js_name = beginBlockingRun)]
pub fn begin_blocking_run(
    program: Program,
    on_virtual_clock: bool,
    base: String,
    report: Function,
    call_worker: Function,
) {
    calls::set_call_worker(call_worker);
    let run = Run::new(&program, on_virtual_clock, &base, report, true);
    BLOCKING_RUN.replace(Some(run));
}

/// Runs the script of [`begin_blocking_run`] to its end. `WebAssembly.promising` must have wrapped the function of the
/// instance itself, which therefore has no arguments and no result: see [`blocking_run_ended`].
#[wasm_bindgen(js_name = runToEnd)]
pub fn run_to_end() {
    let Some(run) = BLOCKING_RUN.take() else {
        return;
    };
    let ended = run.engine.run(&run.source);
    ENDED.replace(Some(run.end(ended)));
}

/// How the script of [`run_to_end`] ended, as [`run_script`] returns it.
#[wasm_bindgen(js_name = blockingRunEnded)]
pub fn blocking_run_ended() -> Option<Array> {
    ENDED.take()
}

/// A run, and how its progress is reported.
struct Run {
    engine: Rc<Engine>,
    reporter: Rc<Reporter>,
    source: String,
}

impl Run {
    fn new(
        program: &Program,
        on_virtual_clock: bool,
        base: &str,
        report: Function,
        can_block: bool,
    ) -> Run {
        let mut options = Options {
            recursion_limit: RECURSION_LIMIT,
            ..Options::default()
        };
        if !on_virtual_clock {
            options.epoch = epoch();
        }
        let in_order = on_virtual_clock.then(InOrder::default);
        let host = Rc::new(BrowserHost::new(base, in_order, can_block));
        let engine = match (on_virtual_clock, program.order()) {
            (true, Some(order)) => {
                make_repeatable(&program.source());
                orders::engine(&order, true).0
            }
            (true, None) => Engine::with_host(options, host),
            (false, _) => Engine::on_real_clock(browser(), options, host),
        };
        let engine = with_files(with_prepared(engine), program.modules(), &program.wheels());
        let engine = Rc::new(engine.with_input(&program.input()));
        let reporter = Rc::new(Reporter::new(Rc::downgrade(&engine), report));
        let on_progress = reporter.clone();
        engine.on_progress(move |why| on_progress.progress(why));
        let source = program.source();
        Run {
            engine,
            reporter,
            source,
        }
    }

    /// Reports the end. Returns an empty array if the script succeeded, else `[message, line or null, file or null]`.
    fn end(self, ended: Result<(), ScriptError>) -> Array {
        if let Err(failed) = &ended {
            let lines = || failed.traceback.lines().for_each(coroscope_runtime::print);
            self.engine.runtime().enter(lines);
        }
        self.reporter.report(Progress::Step);
        keep(self.engine);
        match ended {
            Ok(()) => Array::new(),
            Err(failed) => {
                let (line, file) = match failed.place {
                    Some(place) => (place.line.into(), place.file.as_ref().into()),
                    None => (JsValue::NULL, JsValue::NULL),
                };
                Array::of3(&failed.message.into(), &line, &file)
            }
        }
    }
}

/// Keeps the engine of a finished run.
pub(super) fn keep(engine: Rc<Engine>) {
    FINISHED.replace(Some(engine));
}

/// The names of the wheels that a script needs, with modules as in a [`Program`].
#[wasm_bindgen(js_name = neededWheels)]
pub fn needed_wheels(script: &str, modules: Vec<String>) -> Vec<String> {
    let packages = packages::needed(script, &by_name(modules));
    packages.iter().map(Package::file).collect()
}

/// The engine with the files of a script.
pub(super) fn with_files(engine: Engine, modules: Vec<String>, wheels: &Array) -> Engine {
    let mut wheels = wheels.iter();
    let wheels = core::iter::from_fn(|| {
        let (name, wheel) = (wheels.next()?.as_string()?, wheels.next()?);
        Some((
            name,
            match wheel.as_string() {
                Some(why) => Err(why),
                None => Ok(Uint8Array::new(&wheel).to_vec()),
            },
        ))
    });
    let wheels = wheels.collect();
    engine.with_modules(by_name(modules)).with_wheels(wheels)
}

/// Names, each followed by a text, by name.
fn by_name(words: Vec<String>) -> BTreeMap<String, String> {
    let mut words = words.into_iter();
    let next = || Some((words.next()?, words.next()?));
    core::iter::from_fn(next).collect()
}

/// The engine with the prepared interpreter, if there is one.
pub(super) fn with_prepared(engine: Engine) -> Engine {
    match PREPARED.take() {
        Some(prepared) => engine.with_interpreter(prepared),
        None => engine,
    }
}

/// The current value of `time.time()`.
pub(super) fn epoch() -> f64 {
    js_sys::Date::now() / 1000.0
}

/// Reports progress to the page.
struct Reporter {
    engine: Weak<Engine>,
    send: Function,
    log_writer: RefCell<LogDeltaWriter>,
    /// The tokens in the bucket, and when they were last added.
    tokens: Cell<f64>,
    refilled_at: Cell<f64>,
    is_waiting: Cell<bool>,
}

impl Reporter {
    fn new(engine: Weak<Engine>, send: Function) -> Reporter {
        Reporter {
            engine,
            send,
            log_writer: RefCell::default(),
            tokens: Cell::new(MAX_BURST),
            refilled_at: Cell::new(milliseconds()),
            is_waiting: Cell::new(false),
        }
    }

    /// Reports progress, unless too much was reported recently.
    fn progress(&self, why: Progress) {
        let now = milliseconds();
        let is_pause = why == Progress::Pause;
        let ms_per_report = match self.is_waiting.replace(is_pause) {
            true => WAITING_MS_PER_REPORT,
            false => MS_PER_REPORT,
        };
        let added = (now - self.refilled_at.replace(now)) / ms_per_report;
        let tokens = (self.tokens.get() + added).min(MAX_BURST);
        let is_reported = is_pause || tokens >= 1.0;
        let takes_token = is_reported && !is_pause;
        self.tokens.set(tokens - f64::from(u8::from(takes_token)));
        if is_reported {
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
        let is_exact = self.tokens.get() >= 1.0;
        let is_pause = why == Progress::Pause;
        // If the page can't receive messages, it terminates the worker.
        let _ = self.send.call4(
            &JsValue::UNDEFINED,
            &part,
            &now.into(),
            &is_exact.into(),
            &is_pause.into(),
        );
    }
}
