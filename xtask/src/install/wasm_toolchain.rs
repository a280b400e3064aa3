//! Finds or installs a Rust toolchain that can compile for wasm.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};
use std::{env, fs};

use anyhow::{Result, bail};

use crate::install::consent::Consent;
pub(crate) use crate::install::distro_rust::TARGET;
use crate::install::distro_rust::{self, has_std};
use crate::paths::Paths;
use crate::process::{self, Exit, on_path};
use crate::progress;

const RUSTUP_ADD: &str = "rustup target add wasm32-unknown-unknown";

/// Time limits for rustup: if apt is an alternative, and if there is none.
const SHORT_LIMIT: Duration = Duration::from_secs(60);
const LONG_LIMIT: Duration = Duration::from_secs(600);

/// How long to wait after a failure of rustup before it is tried again.
const RETRY_AFTER: Duration = Duration::from_secs(24 * 60 * 60);

/// A toolchain with the standard library for wasm.
#[derive(Clone, Debug)]
pub(crate) enum WasmToolchain {
    /// The default toolchain, which `cargo` runs.
    Default,
    /// A toolchain that rustup knows by this name.
    Linked(&'static str),
    /// The distribution's toolchain, without rustup.
    System,
}

/// The major and the minor version of Rust.
type Version = (u32, u32);
/// The oldest Rust that can compile the script engine's interpreter.
const SCRIPT_RUST: Version = (1, 96);
/// The toolchain that rustup installs for the script engine.
const SCRIPT_TOOLCHAIN: &str = "1.96.0";
/// The target folder for the script engine. In a common folder, each of the two compilers would rebuild what the other
/// compiled.
pub(crate) const SCRIPT_TARGET_DIR: &str = "target/script";

impl WasmToolchain {
    /// Finds one that is installed.
    pub(crate) fn find() -> Option<WasmToolchain> {
        if default_has_std() {
            return Some(WasmToolchain::Default);
        }
        WasmToolchain::distro_if_ready()
    }

    /// The distribution's.
    fn distro() -> Result<WasmToolchain> {
        Ok(distro_rust::linked()?.map_or(WasmToolchain::System, WasmToolchain::Linked))
    }

    fn distro_if_ready() -> Option<WasmToolchain> {
        let ready = distro_rust::is_ready().then(WasmToolchain::distro);
        ready.and_then(Result::ok)
    }

    /// Finds one that is new enough for the script engine.
    pub(crate) fn find_for_scripts() -> Option<WasmToolchain> {
        WasmToolchain::find()
            .filter(WasmToolchain::is_new_enough)
            .or_else(|| WasmToolchain::distro_if_ready().filter(WasmToolchain::is_new_enough))
            .or_else(|| {
                let by_rustup = WasmToolchain::Linked(SCRIPT_TOOLCHAIN);
                Some(by_rustup).filter(WasmToolchain::is_new_enough)
            })
    }

    fn is_new_enough(&self) -> bool {
        self.version().is_some_and(|version| version >= SCRIPT_RUST)
    }

    /// Finds one, or installs it.
    pub(crate) fn ensure(paths: &Paths, consent: Consent) -> Result<WasmToolchain> {
        if let Some(found) = WasmToolchain::find() {
            return Ok(found);
        }
        let debian = distro_rust::is_possible();
        if on_path("rustup").is_some()
            && add_target(paths, if debian { SHORT_LIMIT } else { LONG_LIMIT })?
        {
            return Ok(WasmToolchain::Default);
        }
        if debian {
            distro_rust::install(consent)?;
            return WasmToolchain::distro();
        }
        bail!(
            "no Rust standard library for {TARGET} on this machine. With rustup: `{RUSTUP_ADD}`. \
             Otherwise install your system's package for it (Fedora: rust-std-static-{TARGET}; \
             Alpine: rust-wasm; Arch: rust-wasm)"
        );
    }

    /// Finds one that is new enough for the script engine, or installs it.
    pub(crate) fn ensure_for_scripts(paths: &Paths, consent: Consent) -> Result<WasmToolchain> {
        if let Some(found) = WasmToolchain::find_for_scripts() {
            return Ok(found);
        }
        if on_path("rustup").is_some() && install_for_scripts(paths)? {
            return Ok(WasmToolchain::Linked(SCRIPT_TOOLCHAIN));
        }
        if distro_rust::is_possible() {
            distro_rust::install(consent)?;
            let distro = WasmToolchain::distro()?;
            if distro.is_new_enough() {
                return Ok(distro);
            }
        }
        let (major, minor) = SCRIPT_RUST;
        bail!(
            "the script engine needs Rust {major}.{minor} or newer, with {TARGET}. With rustup: `rustup update` \
             and `{RUSTUP_ADD}`"
        );
    }

    fn version(&self) -> Option<Version> {
        let mut rustc = match self {
            WasmToolchain::System => Command::new("/usr/bin/rustc"),
            _ => Command::new("rustc"),
        };
        rustc.arg("--version").envs(self.environment());
        version_in(&process::output(&mut rustc).ok()?)
    }

    /// The environment in which `cargo` and `rustc` are those of this toolchain.
    fn environment(&self) -> Vec<(&'static str, OsString)> {
        self.environment_with(&[])
    }

    /// The same, with these folders first on PATH.
    pub(crate) fn environment_with(&self, first: &[PathBuf]) -> Vec<(&'static str, OsString)> {
        let mut first = first.to_vec();
        if let WasmToolchain::System = self {
            first.push(PathBuf::from("/usr/bin"));
        }
        let mut environment = vec![("PATH", path_with(&first))];
        if let WasmToolchain::Linked(name) = self {
            environment.push(("RUSTUP_TOOLCHAIN", name.into()));
        }
        environment
    }

    /// A command that runs its cargo.
    pub(crate) fn cargo(&self) -> Command {
        let mut cargo = match self {
            WasmToolchain::System => Command::new("/usr/bin/cargo"),
            _ => Command::new("cargo"),
        };
        cargo.env_remove("CARGO").envs(self.environment());
        cargo
    }
}

/// The version in the output of `rustc --version`.
fn version_in(output: &str) -> Option<Version> {
    let mut numbers = output.split(' ').nth(1)?.split('.');
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

/// Has rustup install the Rust for the script engine. Returns whether that succeeded.
fn install_for_scripts(paths: &Paths) -> Result<bool> {
    let command = format!(
        "rustup toolchain install {SCRIPT_TOOLCHAIN} --profile minimal --component clippy --target {TARGET}"
    );
    run_rustup(paths, &command, LONG_LIMIT, || true)
}

/// PATH with these folders first.
fn path_with(first: &[PathBuf]) -> OsString {
    let rest = env::var_os("PATH").unwrap_or_default();
    let all = first.iter().cloned().chain(env::split_paths(&rest));
    env::join_paths(all).unwrap_or(rest)
}

fn default_has_std() -> bool {
    process::output(Command::new("rustc").args(["--print", "sysroot"]))
        .is_ok_and(|sysroot| has_std(Path::new(&sysroot)))
}

/// Has rustup add the target, unless rustup failed recently. Returns whether that succeeded.
fn add_target(paths: &Paths, limit: Duration) -> Result<bool> {
    run_rustup(paths, RUSTUP_ADD, limit, default_has_std)
}

fn run_rustup(
    paths: &Paths,
    command: &str,
    limit: Duration,
    succeeded: impl Fn() -> bool,
) -> Result<bool> {
    let failed = paths.cache.join("rustup-failed");
    if is_recent(&failed) {
        progress::note(format!(
            "rustup failed recently, so `{command}` is not tried (delete {} to retry)",
            failed.display()
        ));
        return Ok(false);
    }
    let mut words = command.split(' ');
    let mut rustup = Command::new(words.next().unwrap_or_default());
    rustup.args(words);
    let title = format!("{command} (at most {} s)", limit.as_secs());
    let outcome = progress::step(title, || match process::run_within(&mut rustup, limit)? {
        Exit::Success if succeeded() => Ok(()),
        Exit::Timeout => bail!("no answer in time: rustup's server may be unreachable"),
        _ => bail!("rustup could not install it"),
    });
    match outcome {
        Ok(()) => return Ok(true),
        Err(error) => progress::note(format!("{error:#}")),
    }
    fs::create_dir_all(&paths.cache)?;
    fs::write(&failed, "")?;
    Ok(false)
}

fn is_recent(file: &Path) -> bool {
    fs::metadata(file)
        .and_then(|about| about.modified())
        .is_ok_and(|then| {
            SystemTime::now()
                .duration_since(then)
                .is_ok_and(|age| age < RETRY_AFTER)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_found_in_the_output_of_rustc() {
        let found = version_in("rustc 1.96.0 (ac68faa20 2026-05-25)");
        assert_eq!(found, Some((1, 96)));
        assert_eq!(version_in("rustc"), None);
    }
}
