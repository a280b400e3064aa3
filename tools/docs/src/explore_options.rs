//! The options of the command `explore`.

use crate::cli::{print, read, read_input};
use crate::explore::{Settings, explore};
use clap::Args;
use coroscope::explore::{DEFAULT_SCHEDULES, Lines, Schedule};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

/// The exit status after an error.
const ERROR: u8 = 2;

#[derive(Args)]
pub(crate) struct ExploreOptions {
    /// The script; `-` for the standard input.
    script: PathBuf,
    /// The number of schedules to try.
    #[arg(long, default_value_t = DEFAULT_SCHEDULES, value_name = "N")]
    schedules: usize,
    /// The seed of the random part. The same seed makes the same search.
    #[arg(long, default_value_t = 0, value_name = "N")]
    seed: u64,
    /// Makes the run with this schedule, such as `3:1,8:2`, instead of a search.
    #[arg(long, value_name = "SCHEDULE")]
    schedule: Option<Schedule>,
    /// Also cancels the task with this name, at any of its awaits.
    #[arg(long, value_name = "TASK")]
    cancel: Option<String>,
    /// Also lets requests fail.
    #[arg(long)]
    requests_fail: bool,
    /// Sleeps stand for answers from outside: each takes between no time and this many times as long.
    #[arg(long, value_name = "TIMES", num_args = 0..=1, default_missing_value = "3")]
    sleeps_are_answers: Option<u32>,
    /// By how many seconds a sleep or a timeout may be late at most. Without it, there is no limit.
    #[arg(long, value_name = "SECONDS")]
    late: Option<f64>,
    /// Only printed lines that contain this text tell outcomes apart.
    #[arg(long, default_value = "", value_name = "TEXT")]
    lines: String,
    /// The order of printed lines tells outcomes apart, too.
    #[arg(long)]
    in_order: bool,
    /// Durations in printed lines tell outcomes apart, too, such as `350 ms`.
    #[arg(long)]
    times: bool,
    /// Findings don't tell outcomes apart.
    #[arg(long)]
    no_findings: bool,
    /// The seconds that one run may compute.
    #[arg(long, default_value_t = 10, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(1..))]
    limit: u32,
    /// The folder for the recordings.
    #[arg(long, default_value = ".", value_name = "FOLDER")]
    out: PathBuf,
}

/// Explores a script, and prints what was found.
pub(crate) fn run(options: ExploreOptions) -> ExitCode {
    let explored = explored(options).and_then(|explored| {
        print(&explored.text)?;
        Ok(match explored.differs {
            true => ExitCode::FAILURE,
            false => ExitCode::SUCCESS,
        })
    });
    explored.unwrap_or_else(|why| {
        eprintln!("{why}");
        ExitCode::from(ERROR)
    })
}

fn explored(options: ExploreOptions) -> Result<crate::explore::Explored, String> {
    let (name, script) = match options.script.to_str() {
        Some("-") => ("<stdin>".into(), read_input()?),
        _ => (options.script.to_string_lossy(), read(&options.script)?),
    };
    let late = options.late.map(|late| {
        let duration = Duration::try_from_secs_f64(late);
        duration.map_err(|_| format!("--late takes a number of seconds, not {late}"))
    });
    let settings = Settings {
        schedules: options.schedules,
        seed: options.seed,
        schedule: options.schedule,
        cancel: options.cancel,
        requests_fail: options.requests_fail,
        sleeps: options.sleeps_are_answers,
        late: late.transpose()?,
        lines: Lines {
            containing: options.lines,
            in_order: options.in_order,
            with_times: options.times,
        },
        findings: !options.no_findings,
        limit: options.limit,
    };
    explore(&name, script, settings, &options.out)
}
