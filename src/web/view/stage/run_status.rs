//! The status of a run in words, with its figures.

use crate::time::human;
use crate::timeline::{RunEnd, run_end, sentence_for_hang};
use crate::web::run::Run;
use crate::web::subject::Subject;
use crate::wording::{tr, tr_n};

/// The status that is specific to scripts: loading of the engine, an endless turn, a failure.
pub(super) fn script_status(run: &Run) -> Option<(&'static str, String, String)> {
    let script = run.script_run()?;
    if script.is_queued() {
        let words = tr!("Waits until another script of this page has ended").to_owned();
        return Some(("running", words, String::new()));
    }
    if let Some(bytes) = script.loading() {
        let words = tr!("Loading the engine for scripts…").to_owned();
        let loaded = match bytes {
            0.0 => String::new(),
            bytes => format!("{:.1} MB", bytes / 1e6),
        };
        return Some(("running", words, loaded));
    }
    let (status, _, count) = run_status(run, false);
    // A turn that has ended after all is not reported.
    let endless = script
        .endless()
        .filter(|_| ["running", "stopped"].contains(&status));
    if let Some(endless) = endless {
        let words = run.with_view(|view| endless.sentence(view));
        let took = human(run.now().elapsed());
        let words = match status {
            "stopped" => tr!("Stopped after {took}. {words}.", took, words),
            _ => words,
        };
        return Some((status, words, count));
    }
    let failure = script.failure().filter(|_| !run.is_growing())?;
    if let Some(hang) = failure.hang() {
        let words = run.with_view(sentence_for_hang);
        return Some(("failed", words.unwrap_or_else(|| hang.to_owned()), count));
    }
    let took = human(run.now().elapsed());
    let message = &failure.message;
    let is_module = |file: &&str| *file != Subject::SCRIPT_FILE;
    let file = failure.file.as_deref().filter(is_module);
    let words = match failure.line {
        Some(line) if let Some(file) = file => tr!(
            "Failed after {took}: {message} ({file}, line {line})",
            took,
            message,
            file,
            line
        ),
        None => tr!("Failed after {took}: {message}", took, message),
        Some(line) => tr!(
            "Failed after {took}: {message} (line {line})",
            took,
            message,
            line
        ),
    };
    Some(("failed", words, count))
}

/// The status of a run: a name for the style, words that rarely change, and figures that change often.
pub(super) fn run_status(run: &Run, is_stuck: bool) -> (&'static str, String, String) {
    let threads = run.model.threads;
    let others = threads + run.model.scheduled_calls;
    let tasks = run.model.tasks().len().saturating_sub(others);
    let mut tasks = tr_n!(tasks, "1 task", "{n} tasks");
    if threads > 0 {
        tasks += &format!(", {}", tr_n!(threads, "1 thread", "{n} threads"));
    }
    if run.is_running() {
        let words = match (run.stopped, is_stuck) {
            (true, _) => tr!("Stopping…"),
            (false, true) => tr!("Stuck: nothing can continue"),
            (false, false) if run.paused => tr!("Paused"),
            (false, false) => tr!("Running…"),
        };
        let count = format!("{}, {tasks}", run.now());
        return ("running", words.into(), count);
    }
    if run.is_growing() {
        return ("running", tr!("Drawing…").into(), tasks);
    }
    let took = human(run.now().elapsed());
    let dropped = run.with_log(|log| log.dropped());
    let mut count = tasks;
    if dropped > 0 {
        let dropped = usize::try_from(dropped).unwrap_or(usize::MAX);
        let dropped = tr_n!(
            dropped,
            "the first event was dropped",
            "the first {n} events were dropped"
        );
        count += &format!("; {dropped}");
    }
    let (status, words) = end_status(run, &took);
    (status, words, count)
}

/// The status of an ended run.
fn end_status(run: &Run, took: &str) -> (&'static str, String) {
    if run.stopped {
        return ("stopped", tr!("Stopped after {took}", took));
    }
    let ended = match run_end(&run.model) {
        // The page saw this run end by itself, whatever tasks were left.
        RunEnd::Stopped if !run.is_recording() => RunEnd::Done,
        ended => ended,
    };
    let status = match ended {
        RunEnd::Done => "done",
        RunEnd::Failed(_) | RunEnd::Deadlock(_) => "failed",
        RunEnd::Cancelled | RunEnd::Stopped => "stopped",
    };
    (status, run.with_log(|log| ended.describe(run.now(), log)))
}
