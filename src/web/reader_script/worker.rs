//! The worker that a script runs in, as the page sees it.

use super::Program;
use super::order_search::ScriptOrder;
use crate::web::clock::Clock;
use crate::web::worker::library;
use js_sys::{Array, Function, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/web/outside.js")]
extern "C" {
    type ScriptWorker;
    #[wasm_bindgen(constructor)]
    fn new(
        library: &str,
        source: &str,
        modules: Array,
        clock: &str,
        base: &str,
        input: &str,
        order: JsValue,
        is_asked: bool,
        listener: &Function,
    ) -> ScriptWorker;
    #[wasm_bindgen(method, getter, js_name = isQueued)]
    fn is_queued(this: &ScriptWorker) -> bool;
    #[wasm_bindgen(method)]
    fn end(this: &ScriptWorker);
    #[wasm_bindgen(js_name = preloadEngine)]
    fn preload_at(library: &str);
    #[wasm_bindgen(js_name = workerProblem)]
    async fn problem_at(library: &str) -> JsValue;
}

// `outside.js` imports these files itself; naming a function of each adds the file to the build.
#[wasm_bindgen(module = "/src/web/outside/scripts.js")]
extern "C" {
    #[allow(dead_code, reason = "JavaScript calls it")]
    fn pack();
}
#[wasm_bindgen(module = "/src/web/outside/workers.js")]
extern "C" {
    #[allow(dead_code, reason = "JavaScript calls it")]
    #[wasm_bindgen(js_name = startWorker)]
    fn start_worker();
}

/// Why a script ended early.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    /// The exception, in one line.
    pub(crate) message: String,
    /// The line, from 1.
    pub(crate) line: Option<u32>,
    /// The file of that line.
    pub(crate) file: Option<String>,
}

impl Failure {
    /// The engine's sentence about where the script would hang; `None` if it ended for another reason.
    pub(crate) fn hang(&self) -> Option<&str> {
        self.message.find(HANG).map(|at| &self.message[at..])
    }
}

/// The beginning of the engine's sentence about tasks that wait forever.
const HANG: &str = "Would hang here";

/// An update from a running script.
#[derive(Clone, Debug)]
pub(crate) struct LogUpdate {
    /// The new part of the log, if there is one.
    pub(crate) part: Option<String>,
    /// The loop's time in microseconds.
    pub(crate) micros: f64,
    /// Whether the next step will be sent immediately, and not after some milliseconds.
    pub(crate) is_exact: bool,
    /// Whether nothing will happen for a while, because the loop waits or is blocked.
    pub(crate) is_idle: bool,
}

/// A message from the worker.
#[derive(Clone, Debug)]
pub(crate) enum WorkerMessage {
    /// This many bytes of the engine were loaded.
    Loading(f64),
    /// The engine is ready, and the script starts.
    Started,
    /// An update of log and clock.
    Update(LogUpdate),
    /// The script has ended, by itself or early.
    Ended(Option<Failure>),
    /// The engine did not load, or crashed; why.
    Broken(String),
}

/// Loads the engine in advance.
pub(crate) fn preload() {
    preload_at(&library());
}

/// Why this page runs no scripts, as far as that is known before a run; empty if nothing is known.
pub(crate) async fn problem() -> String {
    problem_at(&library()).await.as_string().unwrap_or_default()
}

/// A running script. Dropping the handle terminates its worker.
pub(crate) struct WorkerHandle {
    worker: ScriptWorker,
    _listener: Closure<dyn FnMut(JsValue)>,
}

impl WorkerHandle {
    /// Runs a script, which waits for other scripts of the page unless it is asked for. Relative addresses in it are
    /// resolved against the page.
    pub(crate) fn start(
        program: &Program,
        order: Option<&ScriptOrder>,
        clock: Clock,
        is_asked: bool,
        mut on_message: impl FnMut(WorkerMessage) + 'static,
    ) -> WorkerHandle {
        let listener = Closure::<dyn FnMut(JsValue)>::new(move |data: JsValue| {
            if let Some(message) = parse(&data) {
                on_message(message);
            }
        });
        let base = crate::web::dom::document().base_uri().ok().flatten();
        let worker = ScriptWorker::new(
            &library(),
            &program.files.main,
            program.files.words(),
            clock.name(),
            &base.unwrap_or_default(),
            &program.input,
            order.map_or(JsValue::UNDEFINED, ScriptOrder::to_js),
            is_asked,
            listener.as_ref().unchecked_ref(),
        );
        WorkerHandle {
            worker,
            _listener: listener,
        }
    }
}

impl WorkerHandle {
    /// Whether the script waits for another one of the page.
    pub(crate) fn is_queued(&self) -> bool {
        self.worker.is_queued()
    }
}

impl Drop for WorkerHandle {
    fn drop(&mut self) {
        self.worker.end();
    }
}

/// Parses a message from the worker.
fn parse(data: &JsValue) -> Option<WorkerMessage> {
    let get = |name: &str| {
        let value = Reflect::get(data, &name.into()).ok()?;
        (!value.is_undefined()).then_some(value)
    };
    if let Some(bytes) = get("loading") {
        return Some(WorkerMessage::Loading(bytes.as_f64().unwrap_or(0.0)));
    }
    if get("begun").is_some() {
        return Some(WorkerMessage::Started);
    }
    if let Some(part) = get("part") {
        let is = |name| get(name).is_some_and(|value| value.is_truthy());
        return Some(WorkerMessage::Update(LogUpdate {
            part: part.as_string(),
            micros: get("now").and_then(|now| now.as_f64()).unwrap_or(0.0),
            is_exact: is("exact"),
            is_idle: is("pause"),
        }));
    }
    if let Some(why) = get("broken") {
        return Some(WorkerMessage::Broken(why.as_string().unwrap_or_default()));
    }
    let over: Array = get("over")?.dyn_into().ok()?;
    let failed = over.length() > 0;
    Some(WorkerMessage::Ended(failed.then(|| Failure {
        message: over.get(0).as_string().unwrap_or_default(),
        line: over.get(1).as_f64().map(|line| line as u32),
        file: over.get(2).as_string(),
    })))
}
