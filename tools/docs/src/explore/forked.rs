//! Each run in a copy of this process: they share one interpreter that was prepared once, and nothing of a run can reach
//! another one, whatever the script changes.

use super::plan::Plan;
use super::trial::{self, Ran};
use coroscope::explore::{Ending, Schedule, Strategy, Tried};
use coroscope_engine::PreparedInterpreter;
use nix::sys::signal::Signal;
use nix::sys::wait::{WaitStatus, waitpid};
use nix::unistd::{ForkResult, Pid, alarm, fork};
#[cfg(target_os = "linux")]
use nix::{
    errno::Errno,
    poll::{PollFd, PollFlags, PollTimeout, poll},
    sys::signal::kill,
    time::{clock_getcpuclockid, clock_gettime},
};
use std::cell::RefCell;
use std::io::{PipeReader, PipeWriter, Read, Write, pipe};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
#[cfg(target_os = "linux")]
use std::{os::fd::AsFd, time::Duration};
use std::{panic, process, thread};

/// How many times as long a run may take in real time as it may compute.
const LAST_RESORT: u32 = 30;
/// The milliseconds between two looks at the time that a run has taken.
#[cfg(target_os = "linux")]
const LOOK_EVERY: u8 = 200;

/// Makes the runs of a search.
pub(super) struct Runner<'a> {
    plan: &'a Plan,
    prepared: RefCell<Option<PreparedInterpreter>>,
}

/// A run that was started.
struct Started {
    child: Pid,
    result: PipeReader,
    /// Unless its choices are random.
    schedule: Option<Schedule>,
}

impl<'a> Runner<'a> {
    pub(super) fn new(plan: &'a Plan) -> Runner<'a> {
        let prepared = PreparedInterpreter::new().repeatable(&plan.script);
        Runner {
            plan,
            prepared: RefCell::new(Some(prepared)),
        }
    }

    /// The number of runs that are made at the same time.
    pub(super) fn at_once(&self) -> usize {
        thread::available_parallelism().map_or(1, usize::from)
    }

    /// Makes a run.
    ///
    /// # Errors
    /// If the system can make no copy of the process.
    pub(super) fn run(&mut self, strategy: &Strategy, is_recorded: bool) -> Result<Ran, String> {
        let started = self.start(strategy, is_recorded)?;
        self.end(started)
    }

    /// Makes several runs at the same time.
    ///
    /// # Errors
    /// As for [`run`](Runner::run).
    pub(super) fn run_all(&mut self, strategies: &[Strategy]) -> Result<Vec<Ran>, String> {
        let started: Result<Vec<Started>, String> =
            strategies.iter().map(|it| self.start(it, false)).collect();
        started?.into_iter().map(|it| self.end(it)).collect()
    }

    fn start(&self, strategy: &Strategy, is_recorded: bool) -> Result<Started, String> {
        let failed = |why: &dyn std::fmt::Display| format!("a run can't be started: {why}");
        let (result, writer) = pipe().map_err(|why| failed(&why))?;
        // Without copies, each run would make an interpreter. In a debug build, one interpreter and 9 short runs took 1.06 s of
        // processor time, and 300 copies of another short run 0.06 s each, so a run would take ten times as long.
        #[expect(
            unsafe_code,
            reason = "the copy uses this thread's data alone, and ends without returning"
        )]
        let forked = unsafe { fork() };
        match forked.map_err(|why| failed(&why))? {
            ForkResult::Parent { child } => Ok(Started {
                child,
                result,
                schedule: match strategy {
                    Strategy::Follow(schedule) => Some(schedule.clone()),
                    Strategy::Random { .. } | Strategy::Priorities { .. } => None,
                },
            }),
            ForkResult::Child => {
                drop(result);
                self.run_in_copy(strategy, is_recorded, writer)
            }
        }
    }

    /// Makes the run in the copy of the process, writes its result, and ends.
    fn run_in_copy(&self, strategy: &Strategy, is_recorded: bool, result: PipeWriter) -> ! {
        // If nobody watches the time that it takes.
        alarm::set(self.plan.settings.limit.saturating_mul(LAST_RESORT));
        // The message of a panic is in the result.
        panic::set_hook(Box::new(|_| {}));
        let writer = Rc::new(result);
        let (of_endless, prepared) = (writer.clone(), self.prepared.take());
        let ran = catch_unwind(AssertUnwindSafe(|| {
            let prepared = prepared.expect("each copy makes one run");
            let on_endless = move |ran: Ran| finish(&of_endless, &ran);
            trial::run(self.plan, prepared, strategy, is_recorded, on_endless)
        }));
        if let Ok(ran) = ran {
            finish(&writer, &ran);
        }
        process::exit(1)
    }

    /// Waits for the end of a run.
    fn end(&self, mut started: Started) -> Result<Ran, String> {
        #[cfg(target_os = "linux")]
        self.watch(&started);
        let mut text = String::new();
        let read = started.result.read_to_string(&mut text);
        let status = waitpid(started.child, None);
        let ran = read.ok().and_then(|_| {
            let (tried, recording) = text.split_once('\0')?;
            Some(Ran {
                tried: Tried::from_text(tried)?,
                recording: (!recording.is_empty()).then(|| recording.to_owned()),
            })
        });
        Ok(ran.unwrap_or_else(|| self.broken(started.schedule, status)))
    }

    /// Waits for the result of a run. Ends a run that computes for too long: a script that never waits would never end. The
    /// time that others take on this machine does not count.
    #[cfg(target_os = "linux")]
    fn watch(&self, started: &Started) {
        let limit = Duration::from_secs(self.plan.settings.limit.into());
        let clock = clock_getcpuclockid(started.child);
        loop {
            let mut result = [PollFd::new(started.result.as_fd(), PollFlags::POLLIN)];
            match poll(&mut result, PollTimeout::from(LOOK_EVERY)) {
                Ok(0) | Err(Errno::EINTR) => {}
                Ok(_) | Err(_) => return,
            }
            let used = clock.and_then(clock_gettime).map(Duration::from);
            if used.is_ok_and(|used| used >= limit) {
                // If that fails, it has ended.
                let _ = kill(started.child, Signal::SIGXCPU);
                return;
            }
        }
    }

    /// The result of a run that wrote none. Random choices are lost with it.
    fn broken(&self, schedule: Option<Schedule>, status: nix::Result<WaitStatus>) -> Ran {
        let why = match status {
            Ok(WaitStatus::Signaled(_, Signal::SIGALRM | Signal::SIGXCPU, _)) => {
                format!("it did not end within {} s", self.plan.settings.limit)
            }
            Ok(WaitStatus::Signaled(_, signal, _)) => format!("the interpreter crashed: {signal}"),
            _ => "the interpreter crashed".to_owned(),
        };
        let (why, schedule) = match schedule {
            Some(schedule) => (why, schedule),
            None => (
                why + ", in a random order that is not known",
                Schedule::default(),
            ),
        };
        Ran {
            tried: Tried::broken(Ending::Panicked(why), schedule),
            recording: None,
        }
    }
}

/// Writes the result of a run, and ends the process.
fn finish(mut result: &PipeWriter, ran: &Ran) {
    let recording = ran.recording.as_deref().unwrap_or_default();
    let text = format!("{}\0{recording}", ran.tried.to_text());
    let written = result.write_all(text.as_bytes());
    process::exit(i32::from(written.is_err()))
}
