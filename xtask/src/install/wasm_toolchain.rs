//! Which Rust toolchain can compile for wasm, and how to get one.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};
use std::{env, fs};

use anyhow::{Result, bail};

use crate::install::consent::Consent;
use crate::install::distro_rust;
use crate::paths::Places;
use crate::process::{self, Ended, on_path};
use crate::progress;

pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

const RUSTUP_ADD: &str = "rustup target add wasm32-unknown-unknown";

/// How long rustup may take where there is another way, and where there is none.
const SHORT: Duration = Duration::from_secs(60);
const LONG: Duration = Duration::from_secs(600);

/// A failure of rustup is believed for so long before it is tried again.
const REMEMBERED: Duration = Duration::from_secs(24 * 60 * 60);

/// A toolchain that has the standard library for wasm.
#[derive(Clone, Debug)]
pub(crate) enum WasmToolchain {
    /// The one that plain `cargo` means.
    Default,
    /// The distribution's, known to rustup by this name.
    Linked(&'static str),
    /// The distribution's, where there is no rustup.
    System,
}

/// A Rust's version, as far as it matters here.
type Version = (u32, u32);
/// What the engine for scripts wants at least, since its interpreter does; and what is installed for it.
const NEWER: Version = (1, 96);
const NEWER_BY_RUSTUP: &str = "1.96.0";
/// What it builds goes here: cargo takes one stable Rust for another, and in one folder each would compile again
/// what the other had.
pub(crate) const NEWER_TARGET: &str = "target/script";

impl WasmToolchain {
    /// Finds it.
    pub(crate) fn find() -> Option<WasmToolchain> {
        if default_has_std() {
            return Some(WasmToolchain::Default);
        }
        let distro = distro_rust::is_ready().then(distro_rust::linked);
        distro.and_then(Result::ok)
    }

    /// Finds one that is new enough for the engine for scripts.
    pub(crate) fn find_newer() -> Option<WasmToolchain> {
        WasmToolchain::find()
            .filter(WasmToolchain::is_newer)
            .or_else(|| {
                let distro = distro_rust::is_ready().then(distro_rust::linked);
                distro.and_then(Result::ok).filter(WasmToolchain::is_newer)
            })
            .or_else(|| {
                let by_rustup = WasmToolchain::Linked(NEWER_BY_RUSTUP);
                Some(by_rustup).filter(WasmToolchain::is_newer)
            })
    }

    fn is_newer(&self) -> bool {
        self.version().is_some_and(|version| version >= NEWER)
    }

    /// Finds it, or installs what is missing.
    pub(crate) fn ensure(places: &Places, consent: Consent) -> Result<WasmToolchain> {
        if let Some(found) = WasmToolchain::find() {
            return Ok(found);
        }
        let debian = distro_rust::is_possible();
        if on_path("rustup").is_some() && try_rustup(places, if debian { SHORT } else { LONG })? {
            return Ok(WasmToolchain::Default);
        }
        if debian {
            distro_rust::install(consent)?;
            return distro_rust::linked();
        }
        bail!(
            "no Rust standard library for {TARGET} on this machine. With rustup: `{RUSTUP_ADD}`. \
             Otherwise install your system's package for it (Fedora: rust-std-static-{TARGET}; \
             Alpine: rust-wasm; Arch: rust-wasm)"
        );
    }

    /// Finds one that is new enough for the engine for scripts, or installs it.
    pub(crate) fn ensure_newer(places: &Places, consent: Consent) -> Result<WasmToolchain> {
        if let Some(found) = WasmToolchain::find_newer() {
            return Ok(found);
        }
        if on_path("rustup").is_some() && install_newer(places)? {
            return Ok(WasmToolchain::Linked(NEWER_BY_RUSTUP));
        }
        if distro_rust::is_possible() {
            distro_rust::install(consent)?;
            let distro = distro_rust::linked()?;
            if distro.is_newer() {
                return Ok(distro);
            }
        }
        let (major, minor) = NEWER;
        bail!(
            "the engine for scripts wants Rust {major}.{minor} or newer, with {TARGET}. With rustup: `rustup update` \
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

    /// The environment that makes plain `cargo` and `rustc` mean this toolchain.
    fn environment(&self) -> Vec<(&'static str, OsString)> {
        self.environment_with(&[])
    }

    /// The same, with some folders before all others on PATH.
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

    /// A call of its cargo.
    pub(crate) fn cargo(&self) -> Command {
        let mut cargo = match self {
            WasmToolchain::System => Command::new("/usr/bin/cargo"),
            _ => Command::new("cargo"),
        };
        cargo.env_remove("CARGO").envs(self.environment());
        cargo
    }
}

/// The version in the words of `rustc --version`.
fn version_in(words: &str) -> Option<Version> {
    let mut numbers = words.split(' ').nth(1)?.split('.');
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

/// Has rustup install the Rust that the engine for scripts wants. Tells whether it worked.
fn install_newer(places: &Places) -> Result<bool> {
    let command = format!(
        "rustup toolchain install {NEWER_BY_RUSTUP} --profile minimal --component clippy --target {TARGET}"
    );
    ask_rustup(places, &command, LONG, || true)
}

/// PATH with some folders before all others.
fn path_with(first: &[PathBuf]) -> OsString {
    let rest = env::var_os("PATH").unwrap_or_default();
    let all = first.iter().cloned().chain(env::split_paths(&rest));
    env::join_paths(all).unwrap_or(rest)
}

/// Whether a toolchain's folder has the standard library for wasm.
pub(crate) fn has_std(sysroot: &Path) -> bool {
    let folder = sysroot.join("lib/rustlib").join(TARGET).join("lib");
    fs::read_dir(folder).is_ok_and(|entries| {
        entries.flatten().any(|entry| {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            name.starts_with("libstd-") && name.ends_with(".rlib")
        })
    })
}

fn default_has_std() -> bool {
    process::output(Command::new("rustc").args(["--print", "sysroot"]))
        .is_ok_and(|sysroot| has_std(Path::new(&sysroot)))
}

/// Asks rustup for the target, unless it failed not long ago. Tells whether it worked.
fn try_rustup(places: &Places, limit: Duration) -> Result<bool> {
    ask_rustup(places, RUSTUP_ADD, limit, default_has_std)
}

fn ask_rustup(
    places: &Places,
    command: &str,
    limit: Duration,
    worked: impl Fn() -> bool,
) -> Result<bool> {
    let failed = places.cache.join("rustup-failed");
    if recent(&failed) {
        progress::note(format!(
            "rustup failed here not long ago, so `{command}` is not tried (delete {} to retry)",
            failed.display()
        ));
        return Ok(false);
    }
    let mut words = command.split(' ');
    let mut rustup = Command::new(words.next().unwrap_or_default());
    rustup.args(words);
    let title = format!("{command} (at most {} s)", limit.as_secs());
    let outcome = progress::step(title, || match process::run_within(&mut rustup, limit)? {
        Ended::Well if worked() => Ok(()),
        Ended::TooLate => bail!("no answer in time: rustup's server cannot be reached from here"),
        _ => bail!("rustup could not get it"),
    });
    match outcome {
        Ok(()) => return Ok(true),
        Err(error) => progress::note(format!("{error:#}")),
    }
    fs::create_dir_all(&places.cache)?;
    fs::write(&failed, "")?;
    Ok(false)
}

fn recent(file: &Path) -> bool {
    fs::metadata(file)
        .and_then(|about| about.modified())
        .is_ok_and(|then| {
            SystemTime::now()
                .duration_since(then)
                .is_ok_and(|age| age < REMEMBERED)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_read_from_what_rustc_says() {
        let found = version_in("rustc 1.96.0 (ac68faa20 2026-05-25)");
        assert_eq!(found, Some((1, 96)));
        assert_eq!(version_in("rustc"), None);
    }
}
