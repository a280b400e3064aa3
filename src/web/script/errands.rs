//! What is to be done for a script outside of its element: keeping, fetching, linking, running it.

use super::{Errand, Message, keep, worker};
use crate::web::app::{self, Sender};
use crate::web::exchange::{self, Outgoing};
use crate::web::page;
use crate::web::run::{Clock, Run};
use wasm_bindgen_futures::spawn_local;

/// Does it, and tells how it went.
pub(crate) fn run(errand: Errand, sender: Sender) {
    match errand {
        Errand::Keep(source) => {
            if page::is_here() {
                keep::keep(&source);
            }
        }
        Errand::Unpack(code) => put(sender, async move { keep::unpacked(&code).await }),
        Errand::Open(file) => put(sender, async move { keep::opened(&file).await }),
        Errand::Choose(file) => put(sender, async move { keep::chosen(&file).await }),
        Errand::Visit(source) => visit(source, sender),
        Errand::Share {
            what,
            text,
            source,
            settings,
        } => spawn_local(async move {
            match keep::packed(&source).await {
                Ok(code) => {
                    let link = exchange::address(&keep::fragment(&code, &settings));
                    exchange::send(Outgoing::Copy(what, text + &link), sender);
                }
                Err(why) => {
                    let why = format!("The link could not be made: {why}.");
                    sender.send(app::Message::Said(Err(why)));
                }
            }
        }),
        Errand::Warm => worker::warm_up(),
    }
}

/// Begins a run, which tells the element of itself.
pub(crate) fn begin(number: u32, source: &str, clock: Clock, sender: Sender) -> Run {
    Run::script(source, clock, number, move |heard| {
        sender.send(app::Message::Script(Message::Heard(number, heard)));
    })
}

/// Puts a script into the editor when it is there.
fn put(sender: Sender, script: impl Future<Output = Result<String, String>> + 'static) {
    spawn_local(async move {
        sender.send(app::Message::Script(Message::Put(script.await)));
    });
}

/// Shows a script: on the playground's page under an address of its own.
fn visit(source: String, sender: Sender) {
    spawn_local(async move {
        let packed = match page::is_here() {
            true => keep::packed(&source).await.ok(),
            false => None,
        };
        match packed {
            Some(code) => page::go(&keep::fragment(&code, &[])),
            None => sender.send(app::Message::Script(Message::Put(Ok(source)))),
        }
    });
}
