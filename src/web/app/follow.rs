//! Following a recording that is still written: the rest of the response, and then what its file grows by.

use super::open::{pause, status};
use crate::web::net;
use crate::web::refusal::message_of;
use crate::web::run::Feed;
use crate::wording::tr;
use js_sys::futures::JsFuture;
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{AbortSignal, ReadableStreamDefaultReader, Response};

/// The status of a response with a part of a file, and of one without, because the file has not grown.
const PARTIAL: u16 = 206;
const NOTHING_MORE: u16 = 416;
/// Milliseconds between two looks at a file: at first, and at most while it does not grow.
const INTERVALS: (i32, i32) = (1_000, 10_000);

/// The body of a response, as it arrives.
pub(super) struct Arriving {
    body: ReadableStreamDefaultReader,
    /// The number of bytes at its beginning that are known already.
    known: u64,
    /// The number of bytes of the file that have arrived.
    pub(super) arrived: u64,
}

impl Arriving {
    /// The body of a response, which is the file after these first bytes, or the whole file.
    ///
    /// # Errors
    /// If it has none that can be read.
    pub(super) fn new(response: &Response, after: u64) -> Result<Arriving, String> {
        let body = response
            .body()
            .ok_or_else(|| tr!("The response has no content."))?;
        let is_part = response.status() == PARTIAL;
        Ok(Arriving {
            body: body.get_reader().unchecked_into(),
            known: if is_part { 0 } else { after },
            arrived: after,
        })
    }

    /// What arrives next; `None` at the end.
    ///
    /// # Errors
    /// If the connection breaks.
    pub(super) async fn next(&mut self) -> Result<Option<Vec<u8>>, String> {
        loop {
            let read = JsFuture::from(self.body.read()).await;
            let read =
                read.map_err(|why| tr!("The connection broke: {why}.", why = message_of(&why)))?;
            let value = Reflect::get(&read, &"value".into()).unwrap_or_default();
            let Some(chunk) = value.dyn_ref::<Uint8Array>() else {
                return Ok(None);
            };
            let mut chunk = chunk.to_vec();
            let known = self.known.min(chunk.len() as u64);
            self.known -= known;
            chunk.drain(..known as usize);
            if !chunk.is_empty() {
                self.arrived += chunk.len() as u64;
                return Ok(Some(chunk));
            }
        }
    }
}

/// Passes on the rest of a response, and then what the file grows by, until the recording has its end or is no longer
/// shown.
pub(super) async fn follow(address: &str, first: Arriving, feed: &Feed, signal: &AbortSignal) {
    let (mut arriving, mut interval) = (first, INTERVALS.0);
    loop {
        let has_grown = match pass_on(&mut arriving, feed).await {
            Ok(has_grown) => has_grown,
            Err(why) => return feed.fail(tr!("The recording breaks off here. {why}", why)),
        };
        interval = match has_grown {
            true => INTERVALS.0,
            false => (interval * 2).min(INTERVALS.1),
        };
        arriving = loop {
            // Meanwhile a frame reads whether there was the end.
            pause(interval).await;
            if !feed.is_wanted() || signal.aborted() {
                return;
            }
            match rest(address, arriving.arrived, signal).await {
                Ok(Some(rest)) => break rest,
                Ok(None) => interval = (interval * 2).min(INTERVALS.1),
                Err(why) => return feed.fail(tr!("The recording breaks off here. {why}", why)),
            }
        };
    }
}

/// Passes on a whole response. Returns whether it had any content.
async fn pass_on(arriving: &mut Arriving, feed: &Feed) -> Result<bool, String> {
    let mut has_grown = false;
    while let Some(chunk) = arriving.next().await? {
        has_grown = true;
        if !feed.add(chunk) {
            break;
        }
    }
    Ok(has_grown)
}

/// Requests what a file has after these first bytes; `None` if it has not grown.
async fn rest(address: &str, after: u64, signal: &AbortSignal) -> Result<Option<Arriving>, String> {
    let response = net::fetch_rest(address, after, signal).await;
    let response = response.map_err(|why| tr!("Its server does not answer: {why}.", why))?;
    match response.status() {
        200 | PARTIAL => Arriving::new(&response, after).map(Some),
        NOTHING_MORE => Ok(None),
        _ => Err(tr!(
            "Its server answers {status}.",
            status = status(&response)
        )),
    }
}
