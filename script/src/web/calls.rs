//! Functions of scripts that run beside the loop, each in a worker of its own with the same engine.

use super::words_of;
use crate::engine::{Engine, Options};
use crate::outside::{Answered, Call, Refusal};
use core::cell::RefCell;
use coroscope::time::{Duration, Instant};
use coroscope::web::driver::browser;
use js_sys::{Function, Promise, Uint8Array};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

thread_local! {
    /// Has a worker answer: `www/worker.js` knows its own address.
    static BESIDE: RefCell<Option<Function>> = const { RefCell::new(None) };
}

/// From now on `beside(script, request, micros)` is asked for answers.
pub(super) fn set_beside(beside: Function) {
    BESIDE.replace(Some(beside));
}

/// Asks a worker for the answer of a call.
pub(super) fn ask(call: Call, done: Answered) -> bool {
    let Some(beside) = BESIDE.with_borrow(Option::clone) else {
        return false;
    };
    let micros = call.zero.elapsed().as_micros() as f64;
    let request = Uint8Array::from(call.request.as_slice());
    let asked = beside.call3(
        &JsValue::UNDEFINED,
        &call.script.into(),
        &request.into(),
        &micros.into(),
    );
    let Ok(promise) = asked.and_then(|it| it.dyn_into::<Promise>()) else {
        return false;
    };
    spawn_local(async move {
        let answer = JsFuture::from(promise).await;
        done(match answer {
            Ok(bytes) => Ok(Uint8Array::new(&bytes).to_vec()),
            Err(why) => Err(Refusal::other(words_of(&why))),
        });
    });
    true
}

/// Calls a function of a script for the loop of another worker, whose clock told `micros` microseconds when it asked.
///
/// # Errors
/// In words, what failed in the engine.
#[wasm_bindgen(js_name = answerCall)]
pub fn answer_call(script: String, request: Vec<u8>, micros: f64) -> Result<Vec<u8>, JsValue> {
    let options = Options {
        recursion_limit: super::run::RECURSION,
        epoch: super::run::epoch() - micros / 1e6,
        ..Options::default()
    };
    let engine = Engine::on_real_clock(browser(), options, Rc::new(crate::outside::Nowhere));
    let engine = super::run::with_ready(engine);
    let zero = Instant::ZERO + Duration::from_micros(micros as u64);
    let call = Call {
        script,
        request,
        zero,
    };
    let answer = engine.answer(&call);
    answer.map_err(|failed| failed.message.into())
}
