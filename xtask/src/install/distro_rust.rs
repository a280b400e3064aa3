//! Debian's Rust: compiler and sources are installed by apt, and the wasm standard library is built once.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use anyhow::{Context, Result, bail};

use crate::install::apt;
use crate::install::consent::{Consent, as_root};
use crate::process::{self, on_path};
use crate::progress;

/// The target of the code for browsers.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

pub(crate) const NAME: &str = "distro";
const SYSROOT: &str = "/usr";
const PACKAGES: [&str; 5] = [
    "rustc-web",
    "cargo-web",
    "rust-web-src",
    "rust-web-llvm",
    "lld-22",
];

/// Whether the distribution's toolchain can already compile for wasm.
pub(crate) fn is_ready() -> bool {
    Path::new("/usr/bin/cargo").is_file() && has_std(Path::new(SYSROOT))
}

/// Whether the packages can be installed: whether this machine has apt.
pub(crate) fn is_possible() -> bool {
    apt::is_installed()
}

/// Links the toolchain into rustup, and returns the name that rustup knows it by; `None` without rustup.
pub(crate) fn linked() -> Result<Option<&'static str>> {
    if on_path("rustup").is_none() {
        return Ok(None);
    }
    let known = process::output(Command::new("rustup").args(["toolchain", "list"]))?;
    if !known
        .lines()
        .any(|line| line.split(' ').next() == Some(NAME))
    {
        progress::note(format!("rustup toolchain link {NAME} {SYSROOT}"));
        process::run(Command::new("rustup").args(["toolchain", "link", NAME, SYSROOT]))?;
    }
    Ok(Some(NAME))
}

/// Installs the packages and builds the standard library for wasm.
pub(crate) fn install(consent: Consent) -> Result<()> {
    let why = format!(
        "the Rust standard library for {TARGET} is missing and rustup cannot install it; it is \
         built once with the distribution's Rust and its sources. They replace the packages rustc \
         and cargo, if installed; a Rust from rustup does not change"
    );
    apt::install(&PACKAGES, &why, consent)?;
    if has_std(Path::new(SYSROOT)) {
        return Ok(());
    }
    progress::step(
        format!("Building the Rust standard library for {TARGET} (1 to 2 minutes, once)"),
        build_std,
    )
}

/// Whether a toolchain's folder contains the standard library for wasm.
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

fn build_std() -> Result<()> {
    let folder = env::temp_dir().join(format!("coroscope-std-{}", std::process::id()));
    fs::create_dir_all(folder.join("src"))?;
    let built = build_std_in(&folder);
    fs::remove_dir_all(&folder).ok();
    built
}

fn build_std_in(folder: &Path) -> Result<()> {
    fs::write(
        folder.join("Cargo.toml"),
        "[package]\nname = \"nothing\"\nversion = \"0.0.0\"\nedition = \"2021\"\n[workspace]\n",
    )?;
    fs::write(folder.join("src/lib.rs"), "#![no_std]\n")?;
    let target = folder.join("target");
    // Link-time optimisation of the site needs the bitcode.
    let mut cargo = Command::new("/usr/bin/cargo");
    cargo
        .current_dir(folder)
        .args(["build", "--release", "--target", TARGET])
        .arg("-Zbuild-std=std,panic_abort,test")
        .env("RUSTC", "/usr/bin/rustc")
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTFLAGS", "-Cembed-bitcode=yes")
        .env("CARGO_TARGET_DIR", &target)
        .env_remove("CARGO")
        .env_remove("RUSTUP_TOOLCHAIN");
    process::run(&mut cargo).context("could not build the standard library for wasm")?;

    let built: Vec<PathBuf> = fs::read_dir(target.join(TARGET).join("release/deps"))?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.ends_with(".rlib") && !name.starts_with("libnothing-")
        })
        .collect();
    let lib = Path::new(SYSROOT)
        .join("lib/rustlib")
        .join(TARGET)
        .join("lib");
    let message = || format!("could not write to {}", lib.display());
    let Some(mut install) = as_root("install") else {
        bail!("{}: root is required", message());
    };
    install
        .args(["-D", "-m", "644", "-t"])
        .arg(&lib)
        .args(&built);
    process::run(&mut install).with_context(message)
}
