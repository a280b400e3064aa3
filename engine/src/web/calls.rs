//! Calls of script functions in other workers, each with its own engine.

use crate::engine::Engine;
use crate::host::{CallDone, WorkerCall};
use crate::options::Options;
use core::cell::RefCell;
use coroscope_browser::driver::browser;
use coroscope_browser::refusal::message_of;
use coroscope_runtime::Error;
use coroscope_trace::time::{Duration, Instant};
use js_sys::{Array, Function, Promise, Uint8Array};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

thread_local! {
    /// The function of `www/worker.js` that calls another worker.
    static CALL_WORKER: RefCell<Option<Function>> = const { RefCell::new(None) };
}

/// Sets the function `callWorker(script, request, micros)`, which returns a promise of the answer.
pub(super) fn set_call_worker(call_worker: Function) {
    CALL_WORKER.replace(Some(call_worker));
}

/// Has a worker answer a call. Returns false if that is not possible.
pub(super) fn call(call: WorkerCall, done: CallDone) -> bool {
    let Some(call_worker) = CALL_WORKER.with_borrow(Option::clone) else {
        return false;
    };
    let micros = call.loop_time.elapsed().as_micros() as f64;
    let request = Uint8Array::from(call.request.as_slice());
    let called = call_worker.call3(
        &JsValue::UNDEFINED,
        &call.script.into(),
        &request.into(),
        &micros.into(),
    );
    let Ok(promise) = called.and_then(|it| it.dyn_into::<Promise>()) else {
        return false;
    };
    spawn_local(async move {
        let answer = JsFuture::from(promise).await;
        done(match answer {
            Ok(bytes) => Ok(Uint8Array::new(&bytes).to_vec()),
            Err(why) => Err(Error::msg(message_of(&why))),
        });
    });
    true
}

/// Answers a call from the loop of another worker, whose clock was at `micros` microseconds. `modules` and `wheels`
/// are as in [`Program`](super::run::Program).
///
/// # Errors
/// A message, if the engine failed.
#[wasm_bindgen(js_name = answerCall)]
pub fn answer_call(
    script: String,
    request: Vec<u8>,
    micros: f64,
    modules: Vec<String>,
    wheels: Array,
) -> Result<Vec<u8>, JsValue> {
    let options = Options {
        recursion_limit: super::run::RECURSION_LIMIT,
        epoch: super::run::epoch() - micros / 1e6,
        ..Options::default()
    };
    let engine = Engine::on_real_clock(browser(), options, Rc::new(crate::host::NoHost));
    let engine = super::run::with_files(super::run::with_prepared(engine), modules, &wheels);
    let loop_time = Instant::ZERO + Duration::from_micros(micros as u64);
    let call = WorkerCall {
        script,
        request,
        loop_time,
    };
    let answer = engine.answer(&call);
    answer.map_err(|failed| failed.message.into())
}
