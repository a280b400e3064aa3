//! Tries other orders of a script: the command `explore`, its search, its table, and the recordings of two runs.

#[cfg(unix)]
mod forked;
#[cfg(not(unix))]
mod in_process;
mod plan;
mod report;
mod trial;

use coroscope::explore::{Exploration, Found, Schedule, Search, Strategy};
#[cfg(unix)]
use forked::Runner;
#[cfg(not(unix))]
use in_process::Runner;
use plan::Plan;
pub(crate) use plan::Settings;
use std::path::{Path, PathBuf};
use std::time::Instant;
use std::{fs, thread};
use trial::Ran;

/// Enough for the engine's most nested calls in a debug build.
const STACK: usize = 512 << 20;

/// What was found, and where the recordings are.
pub(crate) struct Explored {
    /// The table, the sentence about the difference, and the files, as text.
    pub(crate) text: String,
    /// Whether the order matters.
    pub(crate) differs: bool,
}

/// Tries other orders of a script, prints how far it is, and writes the usual run and another one into a folder.
///
/// # Errors
/// If the script fails in its usual order and in all others, is not the same in two equal runs, or if its runs can't be made
/// or written.
pub(crate) fn explore(
    name: &str,
    script: String,
    settings: Settings,
    folder: &Path,
) -> Result<Explored, String> {
    let (name, folder) = (name.to_owned(), folder.to_owned());
    let exploring = move || {
        let plan = Plan { script, settings };
        explore_here(&name, &plan, &folder)
    };
    let thread = thread::Builder::new().stack_size(STACK).spawn(exploring);
    let thread = thread.map_err(|why| format!("a thread can't be started: {why}"))?;
    let explored = thread.join();
    explored.map_err(|_| "the engine panicked".to_owned())?
}

fn explore_here(name: &str, plan: &Plan, folder: &Path) -> Result<Explored, String> {
    let mut runner = Runner::new(plan);
    let usual = Strategy::Follow(Schedule::default());
    let first = runner.run(&usual, true)?;
    if first.tried != runner.run(&usual, false)?.tried {
        return Err(format!(
            "{name}: two runs in the usual order are different. Other orders can only be tried if the script is the same in \
             each run: it must not depend on the addresses of objects, for example"
        ));
    }
    if let Some(schedule) = &plan.settings.schedule {
        let other = runner.run(&Strategy::Follow(schedule.clone()), true)?;
        let differs = first.tried.outcome != other.tried.outcome;
        let mut text = report::replayed(&other);
        if !schedule.deviations().is_empty() {
            text += &compared([&first, &other], name, folder)?;
        }
        return Ok(Explored { text, differs });
    }
    let began = Instant::now();
    let mut search = plan.explorer().search();
    let tried = search_all(&mut search, &mut runner)?;
    let found = search.found();
    let mut text = report::table(name, found);
    let took = began.elapsed().as_secs_f64();
    text += &format!("{:.0} runs a second\n", tried as f64 / took);
    let [usual, others @ ..] = found.outcomes() else {
        return Err(format!("{name}: no run was made"));
    };
    let Some(other) = worst(found) else {
        return match others.is_empty() && usual.outcome.is_failure() {
            true => Err(format!("{text}{name} fails in every order")),
            false => Ok(Explored {
                text,
                differs: false,
            }),
        };
    };
    let strategy = Strategy::Follow(other.schedule.clone());
    let other = runner.run(&strategy, true)?;
    text += &compared([&first, &other], name, folder)?;
    Ok(Explored {
        text,
        differs: true,
    })
}

/// Makes all runs of a search. Returns their number.
fn search_all(search: &mut Search, runner: &mut Runner<'_>) -> Result<usize, String> {
    let mut made = 0;
    while !search.is_over() {
        let mut next = || search.next_run();
        let ordered: Vec<Strategy> = (0..runner.at_once()).map_while(|_| next()).collect();
        made += ordered.len();
        for ran in runner.run_all(&ordered)? {
            search.record(ran.tried);
        }
    }
    Ok(made)
}

/// The outcome to compare with the usual one: a failure if there is one, else the first that was found.
fn worst(found: &Exploration) -> Option<&Found> {
    let mut others = found.outcomes().iter().skip(1);
    let failure = others.clone().find(|it| it.outcome.is_failure());
    failure.or_else(|| others.next())
}

/// Why two runs differ, and the files with their recordings.
fn compared(runs: [&Ran; 2], name: &str, folder: &Path) -> Result<String, String> {
    let is_recorded = runs.iter().all(|run| run.recording.is_some());
    let mut text = match is_recorded {
        true => report::difference(runs)?,
        false => "A run that does not end has no recording.\n".to_owned(),
    };
    let stem = Path::new(name)
        .file_stem()
        .map_or_else(|| "script".into(), |stem| stem.to_string_lossy());
    for (run, which) in runs.into_iter().zip(["usual", "other"]) {
        let path = folder.join(format!("{stem}.{which}.coro.json"));
        let Some(recording) = &run.recording else {
            continue;
        };
        write(&path, recording)?;
        text += &format!("recording: {}\n", path.display());
    }
    Ok(text)
}

fn write(path: &PathBuf, text: &str) -> Result<(), String> {
    let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
    let written = folder.and_then(|()| fs::write(path, text));
    written.map_err(|why| format!("{} can't be written: {why}", path.display()))
}
