//! Saving and opening files, the clipboard, and the browser's Performance panel.

use crate::export::{self, Recording, RecordingReader};
use crate::time::Instant;
use crate::web::dom::{milliseconds, window};
use crate::web::fragment::shorten;
use crate::web::message::{FileMessage, Message, Sender};
use crate::web::net::{self, Abort};
use crate::web::panic;
use crate::web::refusal::message_of;
use crate::web::state::Outgoing;
use crate::wording::{tr, tr_n};
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

/// Number of events read between two macrotasks of the page.
const EVENTS_PER_CHUNK: usize = 20_000;

/// Saves, copies or measures, and sends the outcome as feedback.
pub(crate) fn send(outgoing: Outgoing, sender: Sender) {
    let feedback = move |words: Result<String, String>| {
        sender.send(Message::File(FileMessage::Feedback(words)))
    };
    match outgoing {
        Outgoing::File(name, mime, text) => {
            save(&name, mime, &text);
            feedback(Ok(tr!("Saved as {name}.", name)));
        }
        Outgoing::Png(name, svg) => spawn_local(async move {
            let saved = save_png(&name, &svg).await;
            feedback(match saved {
                Ok(_) => Ok(tr!("Saved as {name}.", name)),
                Err(why) => Err(tr!(
                    "The picture was not saved: {why}.",
                    why = message_of(&why)
                )),
            });
        }),
        Outgoing::Copy(what, text) => spawn_local(async move {
            feedback(match copy(&text).await {
                Ok(_) => Ok(what.is_copied().to_owned()),
                Err(why) => Err(what.could_not_be_copied(&message_of(&why), &text)),
            });
        }),
        Outgoing::Measures(measures, end) => {
            let count = measures.len();
            // The run is placed on the browser's timeline as if it had just ended.
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
            feedback(match all {
                Ok(()) => Ok(tr_n!(
                    count,
                    "{n} entries added. (Start recording in the Performance panel first.)",
                    "{n} entries added. (Start recording in the Performance panel first.)"
                )),
                Err(why) => Err(tr!(
                    "The browser added no entries: {why}.",
                    why = message_of(&why)
                )),
            });
        }
    }
}

fn millis(at: Instant) -> f64 {
    at.as_micros() as f64 / 1000.0
}

/// A pending request for a recording. Dropping it aborts the request.
#[must_use = "the request is aborted when this is dropped"]
pub(crate) struct Fetching(#[expect(dead_code, reason = "held for its drop")] Abort);

/// Reads a recording in chunks, and sends it, or what is wrong with it.
pub(crate) fn open(file: File, sender: Sender) {
    spawn_local(panic::on_behalf_of_element(async move {
        let name = file.name();
        let message = match read_file(&file).await {
            Ok(recording) => Message::File(FileMessage::Opened(
                name,
                Rc::new(RefCell::new(Some(recording))),
            )),
            Err(why) => Message::File(FileMessage::Feedback(Err(tr!(
                "{name} was not opened. {why}",
                name,
                why
            )))),
        };
        sender.send(message);
    }));
}

/// Fetches and reads a recording.
pub(crate) fn fetch(address: String, sender: Sender) -> Fetching {
    let abort = Abort::default();
    let signal = abort.signal();
    spawn_local(panic::on_behalf_of_element(async move {
        let path = address.split(['?', '#']).next().unwrap_or_default();
        let name = path.rsplit('/').next().unwrap_or_default().to_owned();
        let fetched = match read_address(&address, &signal).await {
            Ok(recording) => Ok((name, Rc::new(RefCell::new(Some(recording))))),
            Err(why) => Err(tr!(
                "src: “{address}” was not opened. {why}",
                address = shorten(&address),
                why
            )),
        };
        if !signal.aborted() {
            sender.send(Message::File(FileMessage::Fetched(fetched)));
        }
    }));
    Fetching(abort)
}

async fn read_address(address: &str, signal: &AbortSignal) -> Result<Recording, String> {
    let response = net::fetch_recording(address, signal)
        .await
        .map_err(|why| tr!("It could not be fetched: {why}.", why))?;
    if !response.ok() {
        let status = format!("{} {}", response.status(), response.status_text());
        return Err(tr!(
            "The server answers {status}. src is an address of a recording, relative to this page.",
            status = status.trim_end()
        ));
    }
    let size = response.headers().get("content-length").ok().flatten();
    if let Some(size) = size.and_then(|size| size.parse().ok()) {
        export::check_size(size).map_err(|why| why.to_string())?;
    }
    let body = response.array_buffer();
    read(body.map_err(|why| message_of(&why))?, signal).await
}

async fn read_file(file: &File) -> Result<Recording, String> {
    export::check_size(file.size() as u64).map_err(|why| why.to_string())?;
    read(file.array_buffer(), &Abort::default().signal()).await
}

async fn read(buffer: js_sys::Promise, signal: &AbortSignal) -> Result<Recording, String> {
    let buffer = JsFuture::from(buffer).await;
    let buffer = buffer.map_err(|why| {
        tr!(
            "The browser could not read it: {why}.",
            why = message_of(&why)
        )
    })?;
    let bytes = js_sys::Uint8Array::new(&buffer).to_vec();
    let mut reading = RecordingReader::new(&bytes).map_err(|why| why.to_string())?;
    while !signal.aborted()
        && !reading
            .read_some(EVENTS_PER_CHUNK)
            .map_err(|why| why.to_string())?
    {
        next_turn().await;
    }
    if signal.aborted() {
        return Err(tr!("The request was aborted.").into());
    }
    reading.finish().map_err(|why| why.to_string())
}

/// Lets the page paint and handle input.
async fn next_turn() {
    let turn = js_sys::Promise::new(&mut |resolve, _| {
        // It can only fail if `resolve` is not a function.
        let _ = window().set_timeout_with_callback(&resolve);
    });
    let _ = JsFuture::from(turn).await;
}
