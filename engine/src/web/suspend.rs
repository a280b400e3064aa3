//! Runs a script on a stack that can be suspended, in browsers with JavaScript Promise Integration.
//!
//! Only one stack is ever suspended, and what the browser calls meanwhile returns before the stack is resumed. So all
//! stacks can share the one in the module's memory. No frame of JavaScript may be between [`run_suspendable`] and
//! [`suspend`]: the interpreter calls no function of JavaScript that calls it back.

use core::cell::RefCell;
use core::pin::Pin;
use core::sync::atomic::{AtomicBool, Ordering};
use core::task::{Context, Waker};
use js_sys::{Promise, Reflect};
use std::sync::Arc;
use std::task::Wake;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen(module = "/src/web/suspend.js")]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = canSuspend)]
    static CAN_SUSPEND: bool;
    fn suspend();
    fn resume();
    #[wasm_bindgen(js_name = callSuspendable)]
    fn call_suspendable(run: &JsValue) -> Promise;
}

thread_local! {
    static JOB: RefCell<Option<Box<dyn FnOnce()>>> = const { RefCell::new(None) };
}

/// Whether this browser can suspend a stack.
pub(super) fn is_possible() -> bool {
    CAN_SUSPEND.with(|it| *it)
}

/// Calls the job of [`on_suspendable_stack`].
#[wasm_bindgen(js_name = runSuspendable)]
pub fn run_suspendable() {
    if let Some(job) = JOB.take() {
        job();
    }
}

/// Calls `job` on a stack that [`suspend_until`] can suspend.
pub(super) async fn on_suspendable_stack(job: impl FnOnce() + 'static) {
    JOB.replace(Some(Box::new(job)));
    let run = Reflect::get(&wasm_bindgen::exports(), &"runSuspendable".into());
    let run = run.expect("the module's exports are an object");
    let _ = JsFuture::from(call_suspendable(&run)).await;
}

/// Suspends the stack until a future is ready.
pub(super) fn suspend_until(mut arrives: Pin<&mut dyn Future<Output = ()>>) {
    let resume = Arc::new(Resume::default());
    let waker = Waker::from(resume.clone());
    let mut cx = Context::from_waker(&waker);
    while arrives.as_mut().poll(&mut cx).is_pending() {
        if !resume.is_woken.load(Ordering::Acquire) {
            suspend();
        }
        resume.is_woken.store(false, Ordering::Release);
    }
}

/// Resumes the suspended stack.
#[derive(Default)]
struct Resume {
    is_woken: AtomicBool,
}

impl Wake for Resume {
    fn wake(self: Arc<Resume>) {
        if !self.is_woken.swap(true, Ordering::AcqRel) {
            resume();
        }
    }
}
