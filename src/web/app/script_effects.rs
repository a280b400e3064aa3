//! Side effects for scripts: storing, fetching, linking and running them.

use super::{save, script_file};
use crate::web::location;
use crate::web::message::{EmbedMessage, FileMessage, Message, Sender};
use crate::web::reader_script::files::ScriptFiles;
use crate::web::reader_script::order_search::ScriptOrder;
use crate::web::reader_script::{Program, ScriptEffect, ScriptMessage, sources, worker};
use crate::web::run::{Clock, Run};
use crate::web::state::Outgoing;
use crate::web::storage;
use crate::wording::tr;
use js_sys::futures::spawn_local;

/// Performs an effect, and sends its outcome.
pub(crate) fn run(effect: ScriptEffect, sender: Sender) {
    match effect {
        ScriptEffect::Store(files) => {
            if location::is_playground() {
                sources::store(&files);
            }
        }
        ScriptEffect::StoreInput(input) => {
            if location::is_playground() {
                storage::write(storage::INPUT, &input);
            }
        }
        ScriptEffect::Unpack(code) => {
            replace_with(sender, async move { sources::unpack_files(&code).await })
        }
        ScriptEffect::Fetch(address, request) => spawn_local(async move {
            let fetched = ScriptMessage::Fetched(request, script_file::fetch(&address).await);
            sender.send(Message::Script(fetched));
        }),
        ScriptEffect::Check => spawn_local(async move {
            let problem = worker::problem().await;
            if !problem.is_empty() {
                sender.send(Message::Script(ScriptMessage::CannotRun(problem)));
            }
        }),
        ScriptEffect::Open(files, is_opened) => spawn_local(async move {
            let files = sources::read_files(&files).await;
            sender.send(Message::Script(ScriptMessage::Opened(files, is_opened)));
        }),
        ScriptEffect::LoadExample(file) => spawn_local(async move {
            let source = sources::load_example(&file).await;
            let example = match &source {
                Ok(_) => sources::find_example(&file).await,
                Err(_) => None,
            };
            sender.send(Message::Script(ScriptMessage::Replace(source)));
            if let Some(example) = example {
                sender.send(Message::Script(ScriptMessage::IsExample(example)));
            }
        }),
        ScriptEffect::Show(source) => show(source, sender),
        ScriptEffect::Share {
            what,
            text,
            files,
            settings,
        } => spawn_local(async move {
            match sources::pack_files(&files).await {
                Ok(code) => {
                    let link = location::with_fragment(&sources::fragment(&code, &settings));
                    save::send(Outgoing::Copy(what, text + &link), sender);
                }
                Err(why) => {
                    let why = tr!("The link could not be made: {why}.", why);
                    sender.send(Message::File(FileMessage::Feedback(Err(why))));
                }
            }
        }),
        ScriptEffect::Pack(files) => spawn_local(async move {
            let message = match sources::pack_files(&files).await {
                Ok(packed) => Message::Embed(EmbedMessage::Packed(packed)),
                Err(why) => Message::File(FileMessage::Feedback(Err(tr!(
                    "The link could not be made: {why}.",
                    why
                )))),
            };
            sender.send(message);
        }),
        ScriptEffect::Preload => worker::preload(),
    }
}

/// Starts a run, whose worker's messages go to the element.
pub(crate) fn start(
    number: u32,
    started: (&Program, Option<&ScriptOrder>),
    clock: Clock,
    is_asked: bool,
    sender: Sender,
) -> Run {
    Run::script(started, clock, is_asked, number, move |message| {
        sender.send(Message::Script(ScriptMessage::Worker(number, message)));
    })
}

/// Puts a script into the editor when it has arrived.
fn replace_with(
    sender: Sender,
    script: impl Future<Output = Result<ScriptFiles, String>> + 'static,
) {
    spawn_local(async move {
        sender.send(Message::Script(ScriptMessage::Replace(script.await)));
    });
}

/// Shows a script. On the playground page this changes the address.
fn show(source: String, sender: Sender) {
    spawn_local(async move {
        let files = ScriptFiles::from(source);
        let packed = match location::is_playground() {
            true => sources::pack_files(&files).await.ok(),
            false => None,
        };
        match packed {
            Some(code) => location::go(&sources::fragment(&code, &[])),
            None => sender.send(Message::Script(ScriptMessage::Replace(Ok(files)))),
        }
    });
}
