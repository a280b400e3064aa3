//! Saving files, the clipboard, and the browser's Performance panel.

use crate::export;
use crate::time::Instant;
use crate::web::dom::milliseconds;
use crate::web::message::{FileMessage, Message, Sender};
use crate::web::refusal::message_of;
use crate::web::state::Outgoing;
use crate::wording::{tr, tr_n};
use js_sys::futures::spawn_local;
use wasm_bindgen::prelude::*;

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
                    "One entry added. (Start recording in the Performance panel first.)",
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
