//! Runs a script in a process of its own, which is ended if the script does not end, and whose crash is an error message.
//!
//! The process reads the script from its standard input. It writes a line of JSON with the error, or `null`, and then the
//! recording, from which everything else is computed.

use crate::host::DocumentHost;
use core::pin::pin;
use core::task::{Context, Poll, Waker};
use coroscope::export::{Clock, Meta, write_recording};
use coroscope_engine::{Engine, Options};
use serde_json::{Value, json};
use std::io::{self, Read, Write};
use std::process::{Command, Stdio};
use std::rc::Rc;
use std::sync::mpsc;
use std::time::Duration;
use std::{env, process, thread};

/// The hidden command that runs a script in this process.
pub(crate) const COMMAND: &str = "run-script";
/// The largest script, in bytes: as in the playground's links.
const MAX_SCRIPT: usize = 1 << 20;
/// The most events in a run. A picture of more has no bars left, only shares.
const MAX_EVENTS: u64 = 100_000;
/// Enough for the engine's most nested calls in a debug build.
const STACK: usize = 512 << 20;
/// The exit status of a run that had too many events.
const TOO_LONG: i32 = 3;

/// The error that ended a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScriptError {
    /// In one line, as Python prints it.
    pub message: String,
    /// The line of the script.
    pub line: Option<u32>,
}

/// What a script's process has written.
pub(crate) struct Ran {
    pub(crate) error: Option<ScriptError>,
    pub(crate) recording: Vec<u8>,
}

/// Runs a script in a process of its own.
///
/// # Errors
/// If the script is too large, does not end within `limit` of real time, or has too many events, and if the process
/// can't be started or crashes.
pub(crate) fn run(script: &str, limit: Duration) -> Result<Ran, String> {
    if script.len() > MAX_SCRIPT {
        return Err(format!(
            "the script is too large: it has {} bytes, and {MAX_SCRIPT} is the most",
            script.len()
        ));
    }
    let program = env::current_exe().map_err(|why| format!("this program has no path: {why}"))?;
    let mut child = Command::new(program)
        .arg(COMMAND)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|why| format!("a process for the script can't be started: {why}"))?;
    if let Some(mut stdin) = child.stdin.take() {
        // If this fails, the process has crashed, which is reported below.
        let _ = stdin.write_all(script.as_bytes());
    }
    let (send, received) = mpsc::channel();
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    thread::spawn(move || send.send(read_all(stdout)));
    let errors = thread::spawn(move || read_all(stderr));
    let Ok(written) = received.recv_timeout(limit) else {
        let _ = child.kill();
        let _ = child.wait();
        return Err(format!(
            "the script does not end: after {} s it was stopped. A loop without an end, or without an await, would do \
             this. If it only takes long, --limit allows more seconds",
            limit.as_secs_f64()
        ));
    };
    let status = child
        .wait()
        .map_err(|why| format!("the script's process can't be awaited: {why}"))?;
    match status.code() {
        Some(0) => parse(&written).ok_or_else(|| "the script's process wrote no recording".into()),
        Some(TOO_LONG) => Err(format!(
            "the run is too long for a picture: it has more than {MAX_EVENTS} events. Let it end sooner, or do less"
        )),
        _ => {
            let errors = errors.join().unwrap_or_default();
            let errors = String::from_utf8_lossy(&errors).into_owned();
            Err(format!(
                "the script's process crashed ({status}):\n{errors}"
            ))
        }
    }
}

fn read_all(stream: Option<impl Read>) -> Vec<u8> {
    let mut all = Vec::new();
    if let Some(mut stream) = stream {
        // What arrived before an error is still worth showing.
        let _ = stream.read_to_end(&mut all);
    }
    all
}

fn parse(written: &[u8]) -> Option<Ran> {
    let end = written.iter().position(|byte| *byte == b'\n')?;
    let error: Value = serde_json::from_slice(&written[..end]).ok()?;
    let error = error["message"].as_str().map(|message| ScriptError {
        message: message.to_owned(),
        line: error["line"]
            .as_u64()
            .and_then(|line| u32::try_from(line).ok()),
    });
    Some(Ran {
        error,
        recording: written[end + 1..].to_vec(),
    })
}

/// Runs the script on the standard input in this process, and writes the result.
///
/// # Errors
/// If the script can't be read or the result can't be written.
pub(crate) fn run_here() -> io::Result<()> {
    let mut script = String::new();
    io::stdin().read_to_string(&mut script)?;
    let running = thread::Builder::new()
        .stack_size(STACK)
        .spawn(move || engine_run(&script))?;
    let written = running
        .join()
        .map_err(|_| io::Error::other("the engine panicked"))?;
    let mut out = io::stdout().lock();
    out.write_all(&written)?;
    out.flush()
}

fn engine_run(script: &str) -> Vec<u8> {
    let engine = Rc::new(Engine::with_host(
        Options::default(),
        Rc::<DocumentHost>::default(),
    ));
    let watched = Rc::downgrade(&engine);
    engine.on_progress(move |_| {
        let events = watched
            .upgrade()
            .map_or(0, |engine| engine.runtime().with_log(|log| log.next_seq()));
        if events > MAX_EVENTS {
            process::exit(TOO_LONG);
        }
    });
    let ended = block_on(engine.run_async(script));
    if let Err(failed) = &ended {
        let lines = || failed.traceback.lines().for_each(coroscope::print);
        engine.runtime().enter(lines);
    }
    let error = match ended {
        Ok(()) => Value::Null,
        Err(failed) => {
            json!({ "message": failed.message, "line": failed.place.map(|place| place.line) })
        }
    };
    let meta = Meta {
        lesson: "script".into(),
        settings: vec![("code".into(), script.to_owned())],
        clock: Clock::Virtual,
        ..Meta::default()
    };
    let recording = engine.runtime().with_log(|log| write_recording(log, &meta));
    format!("{error}\n{recording}").into_bytes()
}

/// Polls a future until it is ready. A run on the virtual clock never waits for anything outside of this thread.
pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
    }
}
