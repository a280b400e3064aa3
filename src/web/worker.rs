//! Web Workers: jobs that run in a second instance of the same module.

use super::refusal::message_of;
use crate::error::{Error, Result};
use crate::lessons::jobs;
use crate::world::{Answer, Worker};
use js_sys::futures::JsFuture;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    type Meta;
    #[wasm_bindgen(thread_local_v2, js_namespace = import, js_name = meta)]
    static META: Meta;
    // The address of the generated JavaScript, whatever its name is.
    #[wasm_bindgen(method, getter)]
    fn url(this: &Meta) -> String;
}

#[wasm_bindgen(module = "/src/web/outside.js")]
extern "C" {
    type Job;
    #[wasm_bindgen(constructor, catch)]
    fn new(library: &str, module: &JsValue, job: &str, input: &str) -> Result<Job, JsValue>;
    #[wasm_bindgen(method, getter)]
    fn answer(this: &Job) -> js_sys::Promise;
    #[wasm_bindgen(method)]
    fn end(this: &Job);
}

/// The address of the generated JavaScript.
pub(crate) fn library() -> String {
    META.with(Meta::url)
}

/// Runs each job in a Web Worker of its own.
#[derive(Clone, Copy, Debug, Default)]
pub struct BrowserWorker;

impl Worker for BrowserWorker {
    fn run(&self, job: &str, input: &str) -> Answer<String> {
        let begun = Job::new(&library(), &wasm_bindgen::module(), job, input).map(JobGuard);
        Box::pin(async move {
            let job = begun.map_err(|why| refused(&why))?;
            match JsFuture::from(job.0.answer()).await {
                Ok(value) => Ok(value.as_string().unwrap_or_default()),
                Err(why) => Err(match why.as_string() {
                    Some(failed) => Error::msg(failed),
                    None => refused(&why),
                }),
            }
        })
    }
}

/// Terminates the worker when it is dropped.
struct JobGuard(Job);

impl Drop for JobGuard {
    fn drop(&mut self) {
        self.0.end();
    }
}

fn refused(why: &JsValue) -> Error {
    Error::msg(format_args!(
        "the browser runs no Web Worker for this page ({}): the page's content security policy may \
         forbid it (worker-src), or its file could not be loaded. Lessons without workers still work",
        message_of(why)
    ))
}

/// Runs a job. Called in the worker.
///
/// # Errors
/// The job's error, as text.
#[wasm_bindgen(js_name = runJob)]
pub fn run_job(job: &str, input: &str) -> Result<String, JsValue> {
    jobs::run(job, input).map_err(|why| JsValue::from_str(&why.to_string()))
}
