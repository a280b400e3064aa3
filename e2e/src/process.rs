//! Programs that end when this process does, however it ends: they watch a pipe that it holds.
//!
//! Rust drops no statics, and nothing at all after Ctrl-C. The system closes a pipe in any case.

use std::ffi::OsStr;
use std::process::{Command, Stdio};

/// Waits beside the program until its standard input is closed, then ends the program and what it has started.
#[cfg(unix)]
const WATCHED: &str = "
    exec 3<&0
    (read -r _ <&3; kill -s TERM -- -$$) >/dev/null 2>&1 &
    exec \"$@\" 3<&- </dev/null
";

/// A program that runs as long as its `Child` has the pipe to its standard input, at most.
pub(crate) fn watched(program: &OsStr) -> Command {
    #[cfg(unix)]
    let mut command = {
        use std::os::unix::process::CommandExt;
        let mut shell = Command::new("sh");
        // A group of its own: a Ctrl-C must not end the watcher before the program.
        shell
            .args(["-c", WATCHED, "sh"])
            .arg(program)
            .process_group(0);
        shell
    };
    #[cfg(not(unix))]
    let mut command = Command::new(program);
    command.stdin(Stdio::piped());
    command
}
