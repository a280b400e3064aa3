//! Tools that cargo or npm can install, kept in the cache folder, one folder for each version.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use std::{env, fs};

use anyhow::{Result, bail};

use crate::places::Places;
use crate::process::{self, Ended, on_path};
use crate::say;

const NPM_LIMIT: Duration = Duration::from_secs(300);

/// A tool that `cargo install` builds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CargoTool {
    package: &'static str,
    version: &'static str,
    /// Whether the tool's own lock file still works.
    locked: bool,
    /// Whether it is built with what its authors add unless told otherwise.
    extras: bool,
    minutes: u32,
}

pub(crate) const WASM_BINDGEN: CargoTool = CargoTool {
    package: "wasm-bindgen-cli",
    version: crate::bundle::WASM_BINDGEN_VERSION,
    locked: false,
    extras: true,
    minutes: 5,
};

pub(crate) const WASM_PACK: CargoTool = CargoTool {
    package: "wasm-pack",
    version: "0.15.0",
    locked: true,
    extras: true,
    minutes: 4,
};

pub(crate) const TRUNK: CargoTool = CargoTool {
    package: "trunk",
    version: "0.21.14",
    locked: true,
    extras: true,
    minutes: 10,
};

pub(crate) const GECKODRIVER: CargoTool = CargoTool {
    package: "geckodriver",
    version: "0.37.1",
    locked: true,
    extras: true,
    minutes: 3,
};

/// Without its server and its search, for which there is no need here.
pub(crate) const MDBOOK: CargoTool = CargoTool {
    package: "mdbook",
    version: "0.5.4",
    locked: true,
    extras: false,
    minutes: 4,
};

impl CargoTool {
    /// The folder of its programs, after installing it if it is not there.
    pub(crate) fn ensure(self, places: &Places) -> Result<PathBuf> {
        let name = format!("{}-{}", self.package, self.version);
        let folder = places.cache.join(name);
        let programs = folder.join("bin");
        // Cargo puts the programs there only once all of them are built.
        if fs::read_dir(&programs).is_ok_and(|mut entries| entries.next().is_some()) {
            return Ok(programs);
        }
        let mut cargo = Command::new("cargo");
        cargo
            .args(["install", self.package, "--version", self.version, "--root"])
            .arg(&folder)
            .env_remove("CARGO_TARGET_DIR");
        if self.locked {
            cargo.arg("--locked");
        }
        if !self.extras {
            cargo.arg("--no-default-features");
        }
        let title = format!(
            "Installing {} {} (about {} minutes, once)",
            self.package, self.version, self.minutes
        );
        say::step(title, || process::run(&mut cargo))?;
        Ok(programs)
    }
}

/// Puts an npm package into the cache folder. Gives the `node_modules` that it is in, or nothing where
/// there is no npm.
pub(crate) fn npm(places: &Places, package: &str, version: &str) -> Result<Option<PathBuf>> {
    let folder = places.cache.join(format!("{package}-{version}"));
    let modules = folder.join("node_modules");
    // npm writes it once all is there.
    if modules.join(".package-lock.json").is_file() {
        return Ok(Some(modules));
    }
    if on_path("node").is_none() {
        return Ok(None);
    }
    let Some(npm) = npm_on_path() else {
        return Ok(None);
    };
    fs::create_dir_all(&folder)?;
    let mut install = Command::new(npm);
    install
        .args(["install", "--no-audit", "--no-fund", "--loglevel=error"])
        .arg("--prefix")
        .arg(&folder)
        .arg(format!("{package}@{version}"));
    let title = format!("Installing {package} {version} with npm (once)");
    match say::step(title, || process::run_within(&mut install, NPM_LIMIT))? {
        Ended::Well => Ok(Some(modules)),
        Ended::Badly => bail!("npm could not install {package} {version}"),
        Ended::TooLate => bail!("npm did not finish in {} s", NPM_LIMIT.as_secs()),
    }
}

/// Where npm is.
pub(crate) fn npm_on_path() -> Option<PathBuf> {
    on_path("npm").or_else(|| on_path_cmd("npm"))
}

/// Windows' npm is a script.
fn on_path_cmd(name: &str) -> Option<PathBuf> {
    let file = format!("{name}.cmd");
    env::split_paths(&env::var_os("PATH")?)
        .map(|folder| folder.join(&file))
        .find(|path: &PathBuf| Path::is_file(path))
}
