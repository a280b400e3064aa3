//! Runs other programs, with context in errors and optional time limits.

use std::env;
use std::io::Read;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::paths::Paths;
use crate::progress;

/// How a program with a time limit ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    Success,
    Failure,
    Timeout,
}

/// Runs a program that shares our output. Fails if the program fails.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    progress::redirect(command);
    let status = command
        .stdin(Stdio::null())
        .status()
        .with_context(|| format!("could not start `{}`", shown(command)))?;
    if !status.success() {
        bail!("`{}` failed ({status})", shown(command));
    }
    Ok(())
}

/// Runs a tool without showing its output. The error contains that.
pub(crate) fn run_quietly(name: &str, command: &mut Command) -> Result<()> {
    progress::step(name, || {
        let result = command
            .output()
            .with_context(|| format!("could not start `{}`", shown(command)))?;
        if !result.status.success() {
            bail!(
                "`{}` failed:\n{}{}",
                shown(command),
                String::from_utf8_lossy(&result.stdout),
                String::from_utf8_lossy(&result.stderr)
            );
        }
        Ok(())
    })
}

/// A command that runs the default cargo in the repository.
pub(crate) fn cargo(paths: &Paths, subcommand: &str) -> Command {
    let mut cargo = Command::new("cargo");
    cargo
        .current_dir(&paths.root)
        .env_remove("CARGO")
        .arg(subcommand);
    cargo
}

/// The same command at low priority, if the system has `nice`. For work that runs beside what everything else waits for.
pub(crate) fn at_low_priority(command: Command) -> Command {
    if on_path("nice").is_none() {
        return command;
    }
    let mut low = Command::new("nice");
    low.args(["-n", "5"]).arg(command.get_program());
    low.args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => low.env(name, value),
            None => low.env_remove(name),
        };
    }
    if let Some(folder) = command.get_current_dir() {
        low.current_dir(folder);
    }
    low
}

/// Runs a program and returns its standard output.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::piped())
        .output()
        .with_context(|| format!("could not start `{}`", shown(command)))?;
    if !output.status.success() {
        let stderr = String::from_utf8_lossy(&output.stderr);
        bail!("`{}` failed: {}", shown(command), stderr.trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Runs a program that may hang, and kills it when the time limit is over.
pub(crate) fn run_within(command: &mut Command, limit: Duration) -> Result<Exit> {
    progress::redirect(command);
    let mut child = command
        .stdin(Stdio::null())
        .spawn()
        .with_context(|| format!("could not start `{}`", shown(command)))?;
    let begun = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(if status.success() {
                Exit::Success
            } else {
                Exit::Failure
            });
        }
        if begun.elapsed() > limit {
            child.kill()?;
            child.wait()?;
            return Ok(Exit::Timeout);
        }
        thread::sleep(Duration::from_millis(50));
    }
}

/// Runs a program, and calls `read` with its standard output while it runs.
pub(crate) fn read_from<T>(
    command: &mut Command,
    read: impl FnOnce(&mut dyn Read) -> Result<T>,
) -> Result<T> {
    progress::redirect(command);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("could not start `{}`", shown(command)))?;
    let mut stdout = child.stdout.take().context("no output to read")?;
    let value = read(&mut stdout);
    let status = child.wait()?;
    if !status.success() {
        bail!("`{}` failed ({status})", shown(command));
    }
    value
}

/// The path of a program that is on PATH.
pub(crate) fn on_path(name: &str) -> Option<PathBuf> {
    let file = format!("{name}{}", env::consts::EXE_SUFFIX);
    env::split_paths(&env::var_os("PATH")?)
        .map(|folder| folder.join(&file))
        .find(|path| path.is_file())
}

/// The command as typed in a shell.
pub(crate) fn shown(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|arg| {
        let arg = arg.to_string_lossy();
        if arg.contains(' ') {
            format!("'{arg}'")
        } else {
            arg.into_owned()
        }
    }));
    words.join(" ")
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_hangs_is_killed_at_its_time_limit() {
        let exit = run_within(Command::new("sleep").arg("60"), Duration::from_millis(20));
        assert_eq!(exit.unwrap(), Exit::Timeout);
    }

    #[test]
    fn low_priority_keeps_arguments_environment_and_folder() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo $GREETING from $PWD"]);
        command.env("GREETING", "hello").current_dir("/");
        let printed = output(&mut at_low_priority(command)).unwrap();
        assert_eq!(printed, "hello from /");
    }

    #[test]
    fn an_error_contains_the_command_as_typed() {
        let error = run(Command::new("false").arg("two words")).unwrap_err();
        assert!(error.to_string().starts_with("`false 'two words'` failed"));
    }
}
