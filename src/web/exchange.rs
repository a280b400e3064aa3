//! Files that the reader saves and opens, the clipboard, and the browser's own timeline.

use super::app::{Message, Sender};
use super::dom::{milliseconds, window};
use super::fragment::shorten;
use super::net::{self, Abort};
use super::panic;
use crate::export::{self, Reading, Recording};
use crate::time::Instant;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{AbortSignal, File};

#[wasm_bindgen(module = "/src/web/outside.js")]
extern "C" {
    fn save(name: &str, mime: &str, text: &str);
    #[wasm_bindgen(catch, js_name = savePng)]
    async fn save_png(name: &str, svg: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    async fn copy(text: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    fn measure(
        name: &str,
        start: f64,
        end: f64,
        group: &str,
        track: &str,
        color: &str,
        properties: Vec<String>,
    ) -> Result<(), JsValue>;
}

/// Events that are read between two turns of the page.
const PORTION: usize = 20_000;

/// A recording in a message, until it is taken out.
pub(crate) type Shared = Rc<RefCell<Option<Recording>>>;

/// What a reader saves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// The whole log, to be opened here again.
    Recording,
    /// The picture.
    Svg,
    /// The picture in pixels.
    Png,
    /// For Perfetto, speedscope and Chrome.
    Trace,
    /// A line for each task.
    Totals,
}

/// Something to be done with what was made of a run.
#[derive(Debug)]
pub(crate) enum Outgoing {
    /// A file: name, kind of content, text.
    File(String, &'static str, String),
    /// A picture, given as SVG and to be saved as PNG.
    Png(String, String),
    /// A text for the clipboard, and what it is.
    Copy(&'static str, String),
    /// Measures of a run for the browser's timeline, and where it ended.
    Measures(Vec<export::Measure>, Instant),
}

/// Does it, and tells how it went.
pub(crate) fn send(what: Outgoing, sender: Sender) {
    let said = move |words: Result<String, String>| sender.send(Message::Said(words));
    match what {
        Outgoing::File(name, mime, text) => {
            save(&name, mime, &text);
            said(Ok(format!("Saved as {name}.")));
        }
        Outgoing::Png(name, svg) => spawn_local(async move {
            let saved = save_png(&name, &svg).await;
            said(match saved {
                Ok(_) => Ok(format!("Saved as {name}.")),
                Err(why) => Err(format!("The picture was not saved: {}.", words_of(&why))),
            });
        }),
        Outgoing::Copy(what, text) => spawn_local(async move {
            said(match copy(&text).await {
                Ok(_) => Ok(format!("The {what} is copied.")),
                Err(why) => {
                    let why = words_of(&why);
                    Err(format!(
                        "The {what} could not be copied: {why}. It is {text}"
                    ))
                }
            });
        }),
        Outgoing::Measures(measures, end) => {
            let count = measures.len();
            // The run stands on the browser's timeline as if it had just ended.
            let begin = milliseconds() - millis(end);
            let all = measures.iter().try_for_each(|it| {
                let (from, to) = (begin + millis(it.from), begin + millis(it.to));
                let pairs = it.detail.iter();
                let properties =
                    pairs.flat_map(|(label, value)| [(*label).to_owned(), value.clone()]);
                measure(
                    &it.name,
                    from.max(0.0),
                    to.max(0.0),
                    export::TRACK_GROUP,
                    &it.track,
                    it.color,
                    properties.collect(),
                )
            });
            said(match all {
                Ok(()) => Ok(format!(
                    "{count} measures are on the browser's timeline. Record in the Performance panel while you press this."
                )),
                Err(why) => Err(format!("The browser took no measures: {}.", words_of(&why))),
            });
        }
    }
}

fn millis(at: Instant) -> f64 {
    at.as_micros() as f64 / 1000.0
}

/// A recording on its way. Dropping it gives it up.
#[must_use = "nothing comes after this is dropped"]
pub(crate) struct Fetching(#[expect(dead_code, reason = "held for its drop")] Abort);

/// Reads a recording bit by bit, and tells what it holds or what is wrong with it.
pub(crate) fn open(file: File, sender: Sender) {
    spawn_local(panic::on_its_behalf(async move {
        let name = file.name();
        let told = match read_file(&file).await {
            Ok(recording) => Message::Opened(name, Rc::new(RefCell::new(Some(recording)))),
            Err(why) => Message::Said(Err(format!("{name} was not opened. {why}"))),
        };
        sender.send(told);
    }));
}

/// The same for a recording at an address.
pub(crate) fn fetch(address: String, sender: Sender) -> Fetching {
    let abort = Abort::default();
    let signal = abort.signal();
    spawn_local(panic::on_its_behalf(async move {
        let path = address.split(['?', '#']).next().unwrap_or_default();
        let name = path.rsplit('/').next().unwrap_or_default().to_owned();
        let fetched = match read_address(&address, &signal).await {
            Ok(recording) => Ok((name, Rc::new(RefCell::new(Some(recording))))),
            Err(why) => Err(format!(
                "src: “{}” was not opened. {why}",
                shorten(&address)
            )),
        };
        if !signal.aborted() {
            sender.send(Message::Fetched(fetched));
        }
    }));
    Fetching(abort)
}

async fn read_address(address: &str, signal: &AbortSignal) -> Result<Recording, String> {
    let response = net::ask(address, signal)
        .await
        .map_err(|why| format!("It could not be fetched: {why}."))?;
    if !response.ok() {
        let said = format!("{} {}", response.status(), response.status_text());
        return Err(format!(
            "The server answers {}. src is an address of a recording, relative to this page.",
            said.trim_end()
        ));
    }
    let size = response.headers().get("content-length").ok().flatten();
    if let Some(size) = size.and_then(|size| size.parse().ok()) {
        export::check_size(size).map_err(|why| why.to_string())?;
    }
    let body = response.array_buffer();
    read(body.map_err(|why| words_of(&why))?, signal).await
}

async fn read_file(file: &File) -> Result<Recording, String> {
    export::check_size(file.size() as u64).map_err(|why| why.to_string())?;
    read(file.array_buffer(), &Abort::default().signal()).await
}

async fn read(buffer: js_sys::Promise, signal: &AbortSignal) -> Result<Recording, String> {
    let buffer = JsFuture::from(buffer).await;
    let buffer =
        buffer.map_err(|why| format!("The browser could not read it: {}.", words_of(&why)))?;
    let bytes = js_sys::Uint8Array::new(&buffer).to_vec();
    let mut reading = Reading::new(&bytes).map_err(|why| why.to_string())?;
    while !signal.aborted() && !reading.read_some(PORTION).map_err(|why| why.to_string())? {
        next_turn().await;
    }
    if signal.aborted() {
        return Err("It was given up.".into());
    }
    reading.finish().map_err(|why| why.to_string())
}

/// Lets the page paint and take input.
async fn next_turn() {
    let turn = js_sys::Promise::new(&mut |resolve, _| {
        // It can only fail for a function that is none.
        let _ = window().set_timeout_with_callback(&resolve);
    });
    let _ = JsFuture::from(turn).await;
}

/// The address of a fragment of this page.
pub(crate) fn address(fragment: &str) -> String {
    let href = window().location().href().unwrap_or_default();
    let page = href.split('#').next().unwrap_or_default();
    format!("{page}{fragment}")
}

fn words_of(why: &JsValue) -> String {
    match why.dyn_ref::<js_sys::Error>() {
        Some(error) => String::from(error.message()),
        None => "for no given reason".into(),
    }
}
