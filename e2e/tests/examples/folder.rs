//! Runs the documented commands in folders like the reader's: a fresh clone, an app beside it.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Write, stderr};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::{env, thread};

use anyhow::{Context, Result, anyhow, bail, ensure};
use coroscope_e2e::{BrowserEngine, selected_engine};

use super::root;

/// If this variable is set, a missing tool is a failure.
const ALL: &str = "COROSCOPE_ALL_TOOLS";

/// Whether a tool is on PATH. If not, prints that the test is skipped.
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
        "skipped: {test}: {tool} is not on PATH; `cargo xtask test --all` installs it"
    )?;
    Ok(false)
}

/// Skips a test if a tool is missing. Goes at the beginning of the test.
macro_rules! needs_tool {
    ($tool:literal) => {
        if !$crate::examples::folder::has($tool)? {
            return Ok(());
        }
    };
}
pub(crate) use needs_tool;

/// Whether commands are run. With other engines than Chromium, tests open what the run in Chromium built.
fn is_run_here() -> Result<bool> {
    Ok(selected_engine()? == BrowserEngine::Chromium)
}

/// A folder for an example. It is kept, so that the next run compiles less.
pub(crate) fn folder(name: &str) -> PathBuf {
    root().join("target/examples").join(name)
}

/// A clone of the repository without build results. It is made once per run.
pub(crate) fn clone() -> Result<PathBuf> {
    if !is_run_here()? {
        return Ok(folder("coroscope"));
    }
    static CLONE: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let made = CLONE.get_or_init(|| make_clone().map_err(|why| format!("{why:#}")));
    made.clone().map_err(|why| anyhow!(why))
}

fn make_clone() -> Result<PathBuf> {
    let (root, clone) = (root(), folder("coroscope"));
    // Uncommitted changes are included.
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
        bail!("`git ls-files` failed: {}", text_of(&listed.stderr));
    }
    let files: BTreeSet<PathBuf> = String::from_utf8(listed.stdout)?
        .split_terminator('\0')
        .map(PathBuf::from)
        .filter(|file| root.join(file).is_file())
        .collect();
    remove_others(&clone, Path::new(""), &files)?;
    for file in &files {
        write(&clone.join(file), &fs::read(root.join(file))?)?;
    }
    Ok(clone)
}

/// Removes all files of a folder but these.
fn remove_others(top: &Path, folder: &Path, files: &BTreeSet<PathBuf>) -> Result<()> {
    let Ok(entries) = fs::read_dir(top.join(folder)) else {
        return Ok(());
    };
    for entry in entries {
        let entry = entry?;
        let path = folder.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            remove_others(top, &path, files)?;
        } else if !files.contains(&path) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Writes a file unless it has this content: cargo would recompile it.
pub(crate) fn write(file: &Path, text: &[u8]) -> Result<()> {
    if fs::read(file).is_ok_and(|old| old == text) {
        return Ok(());
    }
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(file, text).with_context(|| format!("could not write {}", file.display()))
}

/// Removes a file, runs a documented command that makes it, and returns the file's path. Cargo uses a separate target
/// folder: a library that is also a `cdylib` has the same file name in all workspaces, so the repository's tests would be
/// linked with the library that was built last.
pub(crate) fn run(folder: &Path, command: &str, file: &str) -> Result<PathBuf> {
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

fn target_folder() -> PathBuf {
    folder("target")
}

fn do_run(folder: &Path, command: &str) -> Result<()> {
    let mut shell = Command::new("sh");
    shell
        .args(["-c", command])
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target_folder())
        .stdin(Stdio::null());
    // Cargo sets these variables for the tests that it runs.
    for (name, _) in env::vars_os() {
        let name = name.to_string_lossy();
        if ["CARGO", "CARGO_MANIFEST_DIR", "CARGO_MANIFEST_PATH"].contains(&name.as_ref())
            || name.starts_with("CARGO_PKG_")
        {
            shell.env_remove(&*name);
        }
    }
    let output = shell.output().context("could not start `sh`")?;
    if !output.status.success() {
        bail!(
            "`{command}` failed in {}:\n{}{}",
            folder.display(),
            text_of(&output.stdout),
            text_of(&output.stderr)
        );
    }
    Ok(())
}

fn text_of(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
