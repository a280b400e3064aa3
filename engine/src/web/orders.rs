//! Runs of a script in other orders: on the virtual clock, with answers from memory. A search makes many of them in one
//! worker, which restores its memory before each.

use super::run::{Program, RECURSION_LIMIT, with_files, with_prepared};
use crate::engine::Engine;
use crate::errors::ScriptError;
use crate::host::Host;
use crate::options::Options;
use core::cell::RefCell;
use core::pin::pin;
use core::task::{Context, Poll, Waker};
use coroscope_explore::{Ending, Explorer, Lines, Strategy, Trial};
use coroscope_recording::LogDeltaWriter;
use coroscope_trace::log::DEFAULT_LIMIT;
use coroscope_trace::time::ms;
use coroscope_world::doubles::{MemoryFiles, MemoryNet};
use coroscope_world::{Answer, Files, Mode, Net, OpenFile, Request, Response};
use std::collections::BTreeMap;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The order of a run.
    pub type Order;
    /// How choices are made, as [`Strategy`] writes it.
    #[wasm_bindgen(method, getter)]
    fn strategy(this: &Order) -> String;
    /// If sleeps stand for answers: how many times as long they may take.
    #[wasm_bindgen(method, getter)]
    fn sleeps(this: &Order) -> Option<u32>;
    /// Whether the log is wanted, for findings.
    #[wasm_bindgen(method, getter)]
    fn logs(this: &Order) -> bool;
    /// The documents that the script can fetch, as an array of addresses, each followed by the text.
    #[wasm_bindgen(method, getter)]
    fn documents(this: &Order) -> Vec<String>;
}

thread_local! {
    static DOCUMENTS: RefCell<BTreeMap<String, String>> = RefCell::default();
}

/// The world of a run in another order.
struct InMemory {
    net: MemoryNet,
    files: MemoryFiles,
}

impl Net for InMemory {
    fn fetch(&self, request: Request) -> Answer<Response> {
        self.net.fetch(request)
    }
}

impl Files for InMemory {
    fn open(&self, name: &str, mode: Mode) -> Answer<Box<dyn OpenFile>> {
        self.files.open(name, mode)
    }
}

impl Host for InMemory {}

/// The document whose address has this ending.
fn document(url: &str) -> Option<Vec<u8>> {
    DOCUMENTS.with_borrow(|all| {
        let mut all = all.iter();
        let (_, text) = all.find(|(address, _)| url.ends_with(&***address))?;
        Some(text.clone().into_bytes())
    })
}

/// An engine for a run in this order, with the choices that it makes.
pub(super) fn engine(order: &Order, is_recorded: bool) -> (Engine, Trial) {
    let strategy: Strategy = order
        .strategy()
        .parse()
        .unwrap_or(Strategy::Follow(<_>::default()));
    let mut documents = order.documents().into_iter();
    let next = || Some((documents.next()?, documents.next()?));
    DOCUMENTS.replace(core::iter::from_fn(next).collect());
    let mut explorer = Explorer::new().lines(Lines {
        containing: String::new(),
        in_order: false,
        with_times: false,
    });
    if let Some(times) = order.sleeps() {
        explorer = explorer.sleeps_as_answers(times);
    }
    let trial = explorer.trial(strategy);
    let host = InMemory {
        net: MemoryNet {
            delay: ms(20),
            document,
        },
        files: MemoryFiles::default(),
    };
    let options = Options {
        recursion_limit: RECURSION_LIMIT,
        ..Options::default()
    };
    let log_limit = is_recorded.then_some(DEFAULT_LIMIT);
    let engine = Engine::in_order(options, Rc::new(host), trial.choices(), log_limit);
    (engine, trial)
}

/// Runs a script in an order. Returns the result as [`Tried`](coroscope_explore::Tried) writes it, followed by a zero and,
/// if it is wanted, by the log as [`LogDeltaWriter`] writes it.
#[wasm_bindgen(js_name = tryOrder)]
pub fn try_order(program: Program, order: Order) -> String {
    let logs = order.logs();
    let (engine, trial) = engine(&order, logs);
    let engine = with_files(with_prepared(engine), program.modules(), &program.wheels());
    let engine = engine.with_input(&program.input());
    let ended = block_on(engine.run_async(&program.source()));
    let tried = trial.end(ending(&ended), Vec::new());
    let log = match logs {
        true => engine
            .runtime()
            .with_log(|log| LogDeltaWriter::default().delta(log)),
        false => None,
    };
    super::run::keep(Rc::new(engine));
    format!("{}\0{}", tried.to_text(), log.unwrap_or_default())
}

/// How a run has ended.
fn ending(ended: &Result<(), ScriptError>) -> Ending {
    match ended {
        Ok(()) => Ending::Returned(String::new()),
        Err(failed) => Ending::Failed(failed.message.clone()),
    }
}

/// Polls a future until it is ready. Nothing arrives from outside of the module.
fn block_on<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
    }
}
