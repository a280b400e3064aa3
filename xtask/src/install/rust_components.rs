//! Parts of a Rust toolchain that some checks need: the linter and the formatter.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Result, bail};

use crate::install::consent::Consent;
use crate::install::wasm_toolchain::WasmToolchain;
use crate::install::{apt, distro_rust};
use crate::process::{self, Ended, on_path};
use crate::progress;

const LIMIT: Duration = Duration::from_secs(120);

/// Whether plain `cargo clippy` or `cargo fmt` works.
pub(crate) fn is_here(component: &str) -> bool {
    let command = component.trim_start_matches("rust");
    let works = Command::new("cargo").args([command, "--version"]).output();
    works.is_ok_and(|output| output.status.success())
}

/// Sees to it that plain `cargo clippy` or `cargo fmt` works.
pub(crate) fn ensure(component: &str) -> Result<()> {
    if is_here(component) {
        return Ok(());
    }
    let command = component.trim_start_matches("rust");
    let advice = format!("`cargo {command}` is missing: `rustup component add {component}`");
    if on_path("rustup").is_none() {
        bail!("{advice}, or your system's package for it");
    }
    let mut rustup = Command::new("rustup");
    rustup.args(["component", "add", component]);
    let title = format!("rustup component add {component}");
    match progress::step(title, || process::run_within(&mut rustup, LIMIT))? {
        Ended::Well => Ok(()),
        _ => bail!("{advice} did not work"),
    }
}

/// Whether the toolchain for wasm has a linter.
pub(crate) fn has_clippy(toolchain: &WasmToolchain) -> bool {
    match toolchain {
        WasmToolchain::Default => is_here("clippy"),
        // Rustup installed it with the toolchain.
        WasmToolchain::Linked(name) if *name != distro_rust::NAME => true,
        _ => Path::new("/usr/bin/cargo-clippy").exists(),
    }
}

/// Sees to it that the toolchain for wasm has a linter.
pub(crate) fn ensure_clippy_for_wasm(toolchain: &WasmToolchain, consent: Consent) -> Result<()> {
    match toolchain {
        _ if has_clippy(toolchain) => Ok(()),
        WasmToolchain::Default => ensure("clippy"),
        _ => apt::install(
            &["rust-web-clippy"],
            "the code for the browser is linted too, and that takes the linter that belongs to \
             the compiler in use",
            consent,
        ),
    }
}
