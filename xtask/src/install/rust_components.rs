//! Components of a Rust toolchain that some checks need: clippy and rustfmt.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Result, bail};

use crate::install::consent::Consent;
use crate::install::wasm_toolchain::WasmToolchain;
use crate::install::{apt, distro_rust};
use crate::process::{self, Exit, on_path};
use crate::progress;

const LIMIT: Duration = Duration::from_secs(120);

/// Whether `cargo clippy` or `cargo fmt` works with the default toolchain.
pub(crate) fn is_installed(component: &str) -> bool {
    let command = component.trim_start_matches("rust");
    let works = Command::new("cargo").args([command, "--version"]).output();
    works.is_ok_and(|output| output.status.success())
}

/// Installs clippy or rustfmt for the default toolchain if necessary.
pub(crate) fn ensure(component: &str) -> Result<()> {
    if is_installed(component) {
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
        Exit::Success => Ok(()),
        _ => bail!("{advice} did not work"),
    }
}

/// Whether the toolchain for wasm has clippy.
pub(crate) fn has_clippy(toolchain: &WasmToolchain) -> bool {
    match toolchain {
        WasmToolchain::Default => is_installed("clippy"),
        // rustup installed it together with the toolchain.
        WasmToolchain::Linked(name) if *name != distro_rust::NAME => true,
        _ => Path::new("/usr/bin/cargo-clippy").exists(),
    }
}

/// Installs clippy for the toolchain for wasm if necessary.
pub(crate) fn ensure_clippy_for_wasm(toolchain: &WasmToolchain, consent: Consent) -> Result<()> {
    match toolchain {
        _ if has_clippy(toolchain) => Ok(()),
        WasmToolchain::Default => ensure("clippy"),
        _ => apt::install(
            &["rust-web-clippy"],
            "the code for the browser is linted, too, by the clippy of the compiler that \
             builds it",
            consent,
        ),
    }
}
