//! What is kept when the page's program panics or is aborted: the last seconds of its recording, and a sentence about the
//! task that had its turn.

use super::super::page_log;
use super::corner;
use crate::recording::{Meta, write_recording};
use crate::runtime::Handle;
use crate::time::{Duration, Instant, human};
use crate::trace::{Cause, Event, EventKind, LastTurn, Log, Outcome, TaskId, WaitReason};
use core::cell::{Cell, RefCell};
use wasm_bindgen::JsValue;
use wasm_bindgen::handler::set_on_abort;

/// How much is kept: the last seconds, but at most this number of events.
const KEPT: Duration = Duration::from_secs(10);
const MOST_EVENTS: usize = 100_000;

type OnPanic = Box<dyn FnOnce(&str)>;

thread_local! {
    /// The page's runtime, until its program has panicked.
    static PAGE: RefCell<Option<Handle>> = const { RefCell::new(None) };
    static ON_PANIC: RefCell<Option<OnPanic>> = const { RefCell::new(None) };
    static ABORT_HANDLER_BEFORE: Cell<Option<fn()>> = const { Cell::new(None) };
}

/// Sets what is called with a recording of the last ten seconds when the program panics: to store it, or to send it by
/// `navigator.sendBeacon`. Later calls replace it. The playground and `<coro-scope src="…">` open the recording.
///
/// The program can't continue after a panic: nothing that the function spawns is run, and if it panics itself, the
/// browser stops it there.
///
/// # Examples
/// ```no_run
/// use coroscope::web::live;
///
/// live::begin();
/// live::on_panic(|recording| {
///     let window = web_sys::window().unwrap();
///     if let Ok(Some(storage)) = window.session_storage() {
///         let _ = storage.set_item("last crash", recording);
///     }
/// });
/// ```
pub fn on_panic(then: impl FnOnce(&str) + 'static) {
    ON_PANIC.replace(Some(Box::new(then)));
}

/// Keeps the last seconds of this runtime when the program panics or is aborted.
pub(super) fn watch(page: &Handle) {
    PAGE.replace(Some(page.clone()));
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        before(panic);
        let payload = panic.payload();
        let message = (payload.downcast_ref::<&str>().copied())
            .or(payload.downcast_ref::<String>().map(String::as_str));
        keep(message.unwrap_or("a panic"));
    }));
    ABORT_HANDLER_BEFORE.set(set_on_abort(|| {
        keep("the program was aborted");
        if let Some(before) = ABORT_HANDLER_BEFORE.get() {
            before();
        }
    }));
}

/// Keeps the last seconds, the first time that it is called.
fn keep(why: &str) {
    let Some(page) = PAGE.try_with(RefCell::take).ok().flatten() else {
        return;
    };
    let now = page.time();
    let kept = page.try_with_log(|log| {
        let since = Instant::ZERO + now.elapsed().saturating_sub(KEPT);
        let sentence = log.last_turn().map(|last| sentence(log, last, now));
        (log.tail(since, MOST_EVENTS), sentence)
    });
    // A panic while an event was being recorded leaves nothing that can be read.
    let Some((mut log, Some(sentence))) = kept else {
        return;
    };
    if let Some(last) = log.last_turn().filter(|last| last.is_open) {
        let end = Outcome::Failed(log.intern(why));
        let kind = EventKind::TaskEnded {
            task: last.task,
            end,
        };
        log.push(Event { at: now, kind });
    }
    let meta = Meta {
        title: "This page".to_owned(),
        ..Meta::default()
    };
    let recording = write_recording(&log, &meta);
    web_sys::console::error_1(&JsValue::from_str(&format!(
        "{sentence} A recording of the last seconds is in coroscopePageLog.blackBox, for live::on_panic, and for \
         <coro-scope live>."
    )));
    page_log::publish_black_box(&recording);
    corner::report_crash(&sentence, &recording);
    if let Some(then) = ON_PANIC.take() {
        then(&recording);
    }
}

/// Who had the last turn, what woke it, and what it had waited for.
fn sentence(log: &Log, last: LastTurn, now: Instant) -> String {
    let name = |task: TaskId| match log.name_of(task) {
        Some(name) => format!("“{}”", log.text(name)),
        None => task.to_string(),
    };
    let who = name(last.task);
    let took = human(now - last.began);
    let mut text = match last.is_open {
        true => format!("{who} was running, for {took}."),
        false => format!("No task was running; the last one was {who}, {took} before."),
    };
    text += &match last.woken_by {
        None => " It was its first turn.".to_owned(),
        Some(Cause::Task(by)) if by == last.task => " It had woken itself.".to_owned(),
        Some(Cause::Task(by)) => format!(" {} had woken it.", name(by)),
        Some(Cause::Timer) => " A timer had woken it.".to_owned(),
        Some(Cause::Callback) => " A callback had woken it.".to_owned(),
        Some(Cause::Outside) => " Something outside of the loop had woken it.".to_owned(),
    };
    if let Some((on, place, since)) = last.waited {
        let on = match on {
            WaitReason::Turn => "its next turn".to_owned(),
            WaitReason::Timer(_) => "a timer".to_owned(),
            WaitReason::Task(on) => format!("the end of {}", name(on)),
            WaitReason::Tasks(count) => format!("the ends of {count} tasks"),
            WaitReason::Resource(resource, op) => {
                format!("resource {} ({})", resource.index() + 1, op.name())
            }
            WaitReason::Io(what) => log.text(what).to_owned(),
            WaitReason::Future => "something outside of the loop".to_owned(),
        };
        text += &format!(
            " Before that, it had waited for {on}, for {}",
            human(last.began - since)
        );
        text += &log.place(place).map_or_else(
            || ".".to_owned(),
            |place| format!(" ({}, line {}).", place.file, place.line),
        );
    }
    text
}
