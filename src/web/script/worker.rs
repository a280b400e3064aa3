//! The worker that a script runs in, from the page's side.

use crate::web::run::Clock;
use crate::web::worker::library;
use js_sys::{Array, Function, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/web/outside.js")]
extern "C" {
    type ScriptWorker;
    #[wasm_bindgen(constructor)]
    fn new(library: &str, source: &str, clock: &str, base: &str, tell: &Function) -> ScriptWorker;
    #[wasm_bindgen(method)]
    fn end(this: &ScriptWorker);
    #[wasm_bindgen(js_name = warmUp)]
    fn warm_up_at(library: &str);
}

/// What ended a script early.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    /// The exception in a line.
    pub(crate) message: String,
    /// The line of the script, from 1.
    pub(crate) line: Option<u32>,
}

impl Failure {
    /// Where the script would hang, as its engine says it; none where it ended for another reason.
    pub(crate) fn hang(&self) -> Option<&str> {
        self.message.find(HANG).map(|at| &self.message[at..])
    }
}

/// How the engine begins the sentence that says which tasks wait for ever.
const HANG: &str = "Would hang here";

/// What is new of a script that runs.
#[derive(Clone, Debug)]
pub(crate) struct News {
    /// What its log has got since the last time, where that is something.
    pub(crate) part: Option<String>,
    /// The loop's time in microseconds.
    pub(crate) micros: f64,
    /// Whether the next step is told at once as well, and not some milliseconds later.
    pub(crate) is_exact: bool,
    /// Whether nothing happens for a while, because the loop waits or is blocked.
    pub(crate) is_pause: bool,
}

/// What a worker tells.
#[derive(Clone, Debug)]
pub(crate) enum Heard {
    /// So many bytes of the engine have come.
    Loading(f64),
    /// The engine is there, and the script begins.
    Begun,
    /// What is new.
    Told(News),
    /// The script is over.
    Over(Option<Failure>),
    /// The engine did not load, or broke: why, and whether it had begun.
    Broken(String),
}

/// Loads the engine, so that it is there when the reader runs a script.
pub(crate) fn warm_up() {
    warm_up_at(&library());
}

/// A script under way. Dropping it ends it at once, whatever it does.
pub(crate) struct Working {
    worker: ScriptWorker,
    _tell: Closure<dyn FnMut(JsValue)>,
}

impl Working {
    /// Runs a script; relative addresses that it fetches are seen from the page.
    pub(crate) fn begin(
        source: &str,
        clock: Clock,
        mut hear: impl FnMut(Heard) + 'static,
    ) -> Working {
        let tell = Closure::<dyn FnMut(JsValue)>::new(move |data: JsValue| {
            if let Some(heard) = read(&data) {
                hear(heard);
            }
        });
        let base = crate::web::dom::document().base_uri().ok().flatten();
        let worker = ScriptWorker::new(
            &library(),
            source,
            clock.name(),
            &base.unwrap_or_default(),
            tell.as_ref().unchecked_ref(),
        );
        Working {
            worker,
            _tell: tell,
        }
    }
}

impl Drop for Working {
    fn drop(&mut self) {
        self.worker.end();
    }
}

/// A message of the worker's.
fn read(data: &JsValue) -> Option<Heard> {
    let get = |name: &str| {
        let value = Reflect::get(data, &name.into()).ok()?;
        (!value.is_undefined()).then_some(value)
    };
    if let Some(bytes) = get("loading") {
        return Some(Heard::Loading(bytes.as_f64().unwrap_or(0.0)));
    }
    if get("begun").is_some() {
        return Some(Heard::Begun);
    }
    if let Some(part) = get("part") {
        let is = |name| get(name).is_some_and(|value| value.is_truthy());
        return Some(Heard::Told(News {
            part: part.as_string(),
            micros: get("now").and_then(|now| now.as_f64()).unwrap_or(0.0),
            is_exact: is("exact"),
            is_pause: is("pause"),
        }));
    }
    if let Some(why) = get("broken") {
        return Some(Heard::Broken(why.as_string().unwrap_or_default()));
    }
    let over: Array = get("over")?.dyn_into().ok()?;
    let failed = over.length() > 0;
    Some(Heard::Over(failed.then(|| Failure {
        message: over.get(0).as_string().unwrap_or_default(),
        line: over.get(1).as_f64().map(|line| line as u32),
    })))
}
