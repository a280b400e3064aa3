//! Programs that end when this process ends, even after Ctrl-C or a crash: they wait for the end of a pipe.
//!
//! Rust never drops statics, and drops nothing after Ctrl-C, but the system always closes the pipe.

use std::ffi::OsStr;
use std::process::{Command, Stdio};

/// Runs the program; when standard input is closed, terminates the program and its children.
#[cfg(unix)]
const SHELL_SCRIPT: &str = "
    exec 3<&0
    (read -r _ <&3; kill -s TERM -- -$$) >/dev/null 2>&1 &
    exec \"$@\" 3<&- </dev/null
";

/// A command that runs a program until the `Child`'s standard input is closed, at most.
pub(crate) fn supervised(program: &OsStr) -> Command {
    #[cfg(unix)]
    let mut command = {
        use std::os::unix::process::CommandExt;
        let mut shell = Command::new("sh");
        // A separate process group: Ctrl-C must not end the shell before the program.
        shell
            .args(["-c", SHELL_SCRIPT, "sh"])
            .arg(program)
            .process_group(0);
        shell
    };
    #[cfg(not(unix))]
    let mut command = Command::new(program);
    command.stdin(Stdio::piped());
    command
}
