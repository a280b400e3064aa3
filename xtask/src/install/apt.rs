//! Packages of Debian and Ubuntu, installed by apt.

use std::process::Command;
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result, bail};

use crate::install::consent::{Consent, as_root};
use crate::process::{self, on_path};
use crate::progress;

/// Whether this machine has apt.
pub(crate) fn is_installed() -> bool {
    on_path("apt-get").is_some() && on_path("dpkg-query").is_some()
}

/// The packages that are not installed yet.
pub(crate) fn missing<'a>(packages: &[&'a str]) -> Vec<&'a str> {
    let installed = |package: &str| {
        process::output(Command::new("dpkg-query").args(["-W", "-f=${db:Status-Abbrev}", package]))
            .is_ok_and(|status| status.starts_with("ii"))
    };
    packages
        .iter()
        .copied()
        .filter(|package| !installed(package))
        .collect()
}

/// Whether the package can be installed, as far as apt's lists say.
fn has(package: &str) -> bool {
    let mut show = Command::new("apt-cache");
    process::output(show.args(["show", "--no-all-versions", package])).is_ok()
}

/// apt fails if another apt is running.
static INSTALLING: Mutex<()> = Mutex::new(());

/// Installs the missing packages, after the user has agreed.
pub(crate) fn install(packages: &[&str], why: &str, consent: Consent) -> Result<()> {
    install_with(packages, &[], why, consent)
}

/// Installs the missing packages, and beside them those of `optional` that this distribution has.
pub(crate) fn install_with(
    packages: &[&str],
    optional: &[&str],
    why: &str,
    consent: Consent,
) -> Result<()> {
    let _one_at_a_time = INSTALLING.lock().unwrap_or_else(PoisonError::into_inner);
    let mut missing = missing(packages);
    if missing.is_empty() {
        return Ok(());
    }
    let list = missing.join(" ");
    let by_hand = format!("install them by hand: sudo apt-get install {list}");
    consent.ask(&format!("Installs with apt: {list}"), why)?;
    let Some(mut update) = as_root("apt-get") else {
        bail!("apt needs root; {by_hand}");
    };
    progress::step("apt-get update", || {
        process::run(update.args(["update", "-qq"]))
    })?;
    missing.extend(optional.iter().filter(|package| has(package)));
    let list = missing.join(" ");
    let mut install = as_root("apt-get").context("apt-get can no longer be run as root")?;
    install
        .args(["install", "-y", "-qq", "--no-install-recommends"])
        .args(["-o", "Dpkg::Use-Pty=0"])
        .args(&missing)
        .env("DEBIAN_FRONTEND", "noninteractive");
    progress::step(format!("apt-get install {list}"), || {
        process::run(&mut install)
    })
    .context(by_hand)
}
