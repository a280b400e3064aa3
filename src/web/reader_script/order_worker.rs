//! A worker that makes runs of a script in other orders, as the page sees it.

use super::Program;
use super::order_search::order_object;
use crate::export::LogDeltaReader;
use crate::lessons::Sleeps;
use crate::lint::{Finding, outcome_findings};
use crate::trace::{Model, RunView};
use crate::web::worker::library;
use core::cell::RefCell;
use coroscope_explore::{Strategy, Tried};
use js_sys::{Array, Function, Object, Reflect};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/web/outside.js")]
extern "C" {
    #[wasm_bindgen(js_name = OrderWorker)]
    type JsWorker;
    #[wasm_bindgen(constructor, js_class = "OrderWorker")]
    fn new(library: &str, program: &Object, order: &Object, listener: &Function) -> JsWorker;
    #[wasm_bindgen(method, js_class = "OrderWorker")]
    fn run(this: &JsWorker, strategies: Array);
    #[wasm_bindgen(method, js_class = "OrderWorker")]
    fn end(this: &JsWorker);
    #[wasm_bindgen(js_name = searchWorkers)]
    fn search_workers() -> u32;
}

/// What a worker has reported.
pub(super) enum Report {
    /// The result of the next of its runs.
    Tried(Tried),
    /// It can make no more runs; why.
    Broken(String),
}

/// A worker. Dropping it terminates the worker.
pub(super) struct OrderWorker {
    worker: JsWorker,
    reports: Rc<RefCell<Vec<Report>>>,
    _listener: Closure<dyn FnMut(JsValue)>,
}

impl OrderWorker {
    /// The number of workers that search at the same time.
    pub(super) fn most() -> usize {
        search_workers() as usize
    }

    pub(super) fn start(program: &Program, sleeps: Sleeps) -> OrderWorker {
        let reports: Rc<RefCell<Vec<Report>>> = Rc::default();
        let received = reports.clone();
        let listener = Closure::<dyn FnMut(JsValue)>::new(move |data: JsValue| {
            received.borrow_mut().extend(parse(&data));
        });
        let source = Object::new();
        for (name, value) in [
            ("source", JsValue::from(&program.files.main)),
            ("modules", program.files.words().into()),
            ("input", JsValue::from(&program.input)),
        ] {
            // It can only fail for an object that is not extensible.
            let _ = Reflect::set(&source, &name.into(), &value);
        }
        let worker = JsWorker::new(
            &library(),
            &source,
            &order_object(sleeps),
            listener.as_ref().unchecked_ref(),
        );
        OrderWorker {
            worker,
            reports,
            _listener: listener,
        }
    }

    /// Makes a run with each of these strategies.
    pub(super) fn run<'a>(&self, strategies: impl Iterator<Item = &'a Strategy>) {
        let strategies = strategies.map(|it| JsValue::from(it.to_string()));
        self.worker.run(strategies.collect());
    }

    /// What it has reported since the last call.
    pub(super) fn take_reports(&self) -> Vec<Report> {
        self.reports.take()
    }
}

impl Drop for OrderWorker {
    fn drop(&mut self) {
        self.worker.end();
    }
}

fn parse(data: &JsValue) -> Option<Report> {
    let get = |name: &str| Reflect::get(data, &name.into()).ok()?.as_string();
    if let Some(why) = get("broken") {
        return Some(Report::Broken(why));
    }
    let text = get("tried")?;
    let (tried, log) = text.split_once('\0')?;
    let mut tried = Tried::from_text(tried)?;
    let mut reader = LogDeltaReader::default();
    if !log.is_empty() && reader.add(log.as_bytes()).is_ok() {
        let log = reader.log();
        let model = Model::of(log);
        let view = RunView::new(log, &model);
        tried.outcome.findings = outcome_findings(view, Finding::titled);
    }
    Some(Report::Tried(tried))
}
