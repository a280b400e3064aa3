//! Folders as a reader has them, and the commands that are printed, run there.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Write, stderr};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::{env, thread};

use anyhow::{Context, Result, anyhow, bail, ensure};
use coroscope_e2e::{BrowserEngine, engine};

use super::root;

/// With this in the environment, a tool that is not there is a failure.
const ALL: &str = "COROSCOPE_ALL_TOOLS";

/// Whether a tool is on PATH. Where not, says that a test is left out for want of it.
pub(crate) fn has(tool: &str) -> Result<bool> {
    let path = env::var_os("PATH").unwrap_or_default();
    if env::split_paths(&path).any(|folder| folder.join(tool).is_file()) {
        return Ok(true);
    }
    if env::var_os(ALL).is_some() {
        bail!("{tool} is not on PATH, though {ALL} says that every tool is");
    }
    let thread = thread::current();
    let test = thread.name().unwrap_or("a test");
    writeln!(
        stderr(),
        "left out: {test}: {tool} is not on PATH; `cargo xtask test --all` installs it"
    )?;
    Ok(false)
}

/// Leaves a test out where a tool is not there. For its first line.
macro_rules! needs_tool {
    ($tool:literal) => {
        if !$crate::examples::folder::has($tool)? {
            return Ok(());
        }
    };
}
pub(crate) use needs_tool;

/// Whether commands are run. Other engines than Chromium open what Chromium's run has left: it is the same for all.
fn is_run_here() -> Result<bool> {
    Ok(selected_engine()? == BrowserEngine::Chromium)
}

/// A folder of the examples. What cargo builds stays, so that the next run has less to do.
pub fn folder(name: &str) -> PathBuf {
    root().join("target/examples").join(name)
}

/// The repository as a clone has it, with nothing that was built there. It is made once in a run.
pub fn clone() -> Result<PathBuf> {
    if !is_run_here()? {
        return Ok(folder("coroscope"));
    }
    static MADE: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let made = MADE.get_or_init(|| make_clone().map_err(|why| format!("{why:#}")));
    made.clone().map_err(|why| anyhow!(why))
}

fn make_clone() -> Result<PathBuf> {
    let (root, clone) = (root(), folder("coroscope"));
    // What is not yet committed is to be tried as well.
    let mut git = Command::new("git");
    git.current_dir(&root).args([
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ]);
    let listed = git.output().context("could not start `git`")?;
    if !listed.status.success() {
        bail!("`git ls-files` failed: {}", said(&listed.stderr));
    }
    let files: BTreeSet<PathBuf> = String::from_utf8(listed.stdout)?
        .split_terminator('\0')
        .map(PathBuf::from)
        .filter(|file| root.join(file).is_file())
        .collect();
    leave_only(&clone, Path::new(""), &files)?;
    for file in &files {
        write(&clone.join(file), &fs::read(root.join(file))?)?;
    }
    Ok(clone)
}

/// Removes all files of a folder but these.
fn leave_only(top: &Path, folder: &Path, files: &BTreeSet<PathBuf>) -> Result<()> {
    let Ok(entries) = fs::read_dir(top.join(folder)) else {
        return Ok(());
    };
    for entry in entries {
        let entry = entry?;
        let path = folder.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            leave_only(top, &path, files)?;
        } else if !files.contains(&path) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Writes a file where it is not so already: cargo compiles again what was written.
pub fn write(file: &Path, text: &[u8]) -> Result<()> {
    if fs::read(file).is_ok_and(|old| old == text) {
        return Ok(());
    }
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(file, text).with_context(|| format!("could not write {}", file.display()))
}

/// Runs a command in a folder as it is printed, and gives the file that it makes, which was not there before. What
/// cargo builds goes into a folder of its own: a library that is a `cdylib` as well has one file name for all workspaces, and
/// the repository's tests would be linked with the one that was built last.
pub fn run(folder: &Path, command: &str, file: &str) -> Result<PathBuf> {
    let made = folder.join(file);
    if is_run_here()? {
        if made.exists() {
            fs::remove_file(&made)?;
        }
        do_run(folder, command)?;
    }
    ensure!(
        made.is_file(),
        "{} is not there after `{command}`, which is run in Chromium's part of the tests: that comes first",
        made.display()
    );
    Ok(made)
}

fn folder_of_builds() -> PathBuf {
    folder("target")
}

fn do_run(folder: &Path, command: &str) -> Result<()> {
    let mut shell = Command::new("sh");
    shell
        .args(["-c", command])
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", folder_of_builds())
        .stdin(Stdio::null());
    // Cargo says these to the tests that it runs.
    for (name, _) in env::vars_os() {
        let told = name.to_string_lossy();
        if ["CARGO", "CARGO_MANIFEST_DIR", "CARGO_MANIFEST_PATH"].contains(&told.as_ref())
            || told.starts_with("CARGO_PKG_")
        {
            shell.env_remove(&name);
        }
    }
    let output = shell.output().context("could not start `sh`")?;
    if !output.status.success() {
        bail!(
            "`{command}` failed in {}:\n{}{}",
            folder.display(),
            said(&output.stdout),
            said(&output.stderr)
        );
    }
    Ok(())
}

fn said(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
