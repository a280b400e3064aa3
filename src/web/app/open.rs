//! Opening recordings: from a file of the reader, or from an address.

use super::follow::{Arriving, follow};
use crate::export::{self, RecordingReader, is_in_parts};
use crate::web::dom::window;
use crate::web::fragment::shorten;
use crate::web::message::{FileMessage, Message, Sender};
use crate::web::net::{self, Abort};
use crate::web::panic;
use crate::web::refusal::message_of;
use crate::web::run::{Feed, GrowingRun, Recorded};
use crate::wording::tr;
use js_sys::futures::{JsFuture, spawn_local};
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::{AbortSignal, File, Response};

/// Number of events read between two macrotasks of the page.
const EVENTS_PER_CHUNK: usize = 200_000;

/// A pending request for a recording. Dropping it aborts the request.
#[must_use = "the request is aborted when this is dropped"]
pub(crate) struct Fetching(#[expect(dead_code, reason = "held for its drop")] Abort);

/// Reads a recording in chunks, and sends it, or what is wrong with it.
pub(crate) fn open(file: File, sender: Sender) {
    spawn_local(panic::on_behalf_of_element(async move {
        let name = file.name();
        let message = match read_file(&file).await {
            Ok(recording) => FileMessage::Opened(name, cell(recording)),
            Err(why) => FileMessage::NotOpened(tr!("{name} was not opened. {why}", name, why)),
        };
        sender.send(Message::File(message));
    }));
}

/// Fetches and reads a recording. One that is still written is followed.
pub(crate) fn fetch(address: String, sender: Sender) -> Fetching {
    let abort = Abort::default();
    let signal = abort.signal();
    spawn_local(panic::on_behalf_of_element(async move {
        let path = address.split(['?', '#']).next().unwrap_or_default();
        let name = path.rsplit('/').next().unwrap_or_default().to_owned();
        let fetched = read_address(&address, &signal).await;
        if signal.aborted() {
            return;
        }
        let (recording, rest) = match fetched {
            Ok((recording, rest)) => (Ok((name, cell(recording))), rest),
            Err(why) => {
                let address = shorten(&address);
                (
                    Err(tr!("src: “{address}” was not opened. {why}", address, why)),
                    None,
                )
            }
        };
        sender.send(Message::File(FileMessage::Fetched(recording)));
        if let Some((feed, arriving)) = rest {
            follow(&address, arriving, &feed, &signal).await;
        }
    }));
    Fetching(abort)
}

fn cell(recording: Recorded) -> Rc<RefCell<Option<Recorded>>> {
    Rc::new(RefCell::new(Some(recording)))
}

/// What follows of a recording that is still written, and where it goes.
type Rest = (Feed, Arriving);

async fn read_address(
    address: &str,
    signal: &AbortSignal,
) -> Result<(Recorded, Option<Rest>), String> {
    let response = net::fetch_file(address, signal)
        .await
        .map_err(|why| tr!("It could not be fetched: {why}.", why))?;
    if !response.ok() {
        return Err(tr!(
            "The server answers {status}. src is an address of a recording, relative to this page.",
            status = status(&response)
        ));
    }
    let size = response.headers().get("content-length").ok().flatten();
    let size = size.and_then(|size| size.parse().ok()).unwrap_or(0);
    export::check_size(size).map_err(|why| why.to_string())?;
    let mut arriving = Arriving::new(&response, 0)?;
    let mut beginning = Vec::with_capacity(size as usize);
    let is_in_parts = loop {
        match is_in_parts(&beginning) {
            Some(false) => break false,
            Some(true) if beginning.contains(&b'\n') => break true,
            Some(true) | None => {}
        }
        match arriving.next().await? {
            Some(chunk) => beginning.extend_from_slice(&chunk),
            None => break false,
        }
    };
    if is_in_parts {
        let growing = GrowingRun::new(&beginning).map_err(|why| why.to_string())?;
        let feed = growing.feed();
        return Ok((Recorded::Growing(Box::new(growing)), Some((feed, arriving))));
    }
    while let Some(chunk) = arriving.next().await? {
        beginning.extend_from_slice(&chunk);
        export::check_size(beginning.len() as u64).map_err(|why| why.to_string())?;
    }
    Ok((read(&beginning, signal).await?, None))
}

/// The status of a response, such as `404 Not Found`.
pub(super) fn status(response: &Response) -> String {
    let status = format!("{} {}", response.status(), response.status_text());
    status.trim_end().to_owned()
}

async fn read_file(file: &File) -> Result<Recorded, String> {
    export::check_size(file.size() as u64).map_err(|why| why.to_string())?;
    let buffer = JsFuture::from(file.array_buffer()).await;
    let buffer = buffer.map_err(|why| {
        tr!(
            "The browser could not read it: {why}.",
            why = message_of(&why)
        )
    })?;
    let bytes = js_sys::Uint8Array::new(&buffer).to_vec();
    read(&bytes, &Abort::default().signal()).await
}

async fn read(bytes: &[u8], signal: &AbortSignal) -> Result<Recorded, String> {
    let mut reading = RecordingReader::new(bytes).map_err(|why| why.to_string())?;
    while !signal.aborted()
        && !reading
            .read_some(EVENTS_PER_CHUNK)
            .map_err(|why| why.to_string())?
    {
        pause(0).await;
    }
    if signal.aborted() {
        return Err(tr!("The request was aborted.").into());
    }
    let recording = reading.finish().map_err(|why| why.to_string())?;
    Ok(Recorded::Whole(Box::new(recording)))
}

/// Lets the page paint and handle input, for at least this many milliseconds.
pub(super) async fn pause(milliseconds: i32) {
    let turn = js_sys::Promise::new(&mut |resolve, _| {
        // It can only fail if `resolve` is not a function.
        let _ =
            window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
    });
    let _ = JsFuture::from(turn).await;
}
