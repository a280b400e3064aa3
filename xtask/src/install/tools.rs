//! Tools that cargo or npm can install, kept in the cache folder, one folder for each version.
//!
//! Each is installed into a folder with another name first, so that one whose installation was interrupted is never
//! taken for whole.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use std::{env, fs};

use anyhow::{Context, Result, bail};

use crate::build::site::remove;
use crate::paths::Places;
use crate::process::{self, Ended, on_path};
use crate::progress;

const NPM_LIMIT: Duration = Duration::from_secs(300);

/// A tool that `cargo install` builds. No registry has it as a program: npm's packages of these names only download
/// it from GitHub, which many networks do not allow.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CargoTool {
    pub(crate) package: &'static str,
    pub(crate) version: &'static str,
    /// How long that takes, on two cores.
    pub(crate) minutes: u32,
}

pub(crate) const WASM_PACK: CargoTool = CargoTool {
    package: "wasm-pack",
    version: "0.15.0",
    minutes: 2,
};

pub(crate) const TRUNK: CargoTool = CargoTool {
    package: "trunk",
    version: "0.21.14",
    minutes: 4,
};

pub(crate) const GECKODRIVER: CargoTool = CargoTool {
    package: "geckodriver",
    version: "0.37.1",
    minutes: 2,
};

impl CargoTool {
    /// The folder of its programs, where it is installed.
    pub(crate) fn installed(self, places: &Places) -> Option<PathBuf> {
        let programs = self.folder(places).join("bin");
        fs::read_dir(&programs)
            .is_ok_and(|mut entries| entries.next().is_some())
            .then_some(programs)
    }

    fn folder(self, places: &Places) -> PathBuf {
        places
            .cache
            .join(format!("{}-{}", self.package, self.version))
    }

    /// The folder of its programs, after installing it if it is not there. What an interrupted installation had
    /// compiled is not compiled again.
    pub(crate) fn ensure(self, places: &Places) -> Result<PathBuf> {
        if let Some(programs) = self.installed(places) {
            return Ok(programs);
        }
        let folder = self.folder(places);
        let partial = partial(&folder);
        let objects = places.cache.join("building").join(self.package);
        remove(&partial)?;
        let mut cargo = Command::new("cargo");
        cargo
            .args(["install", self.package, "--version", self.version])
            // Not optimised: they are called a few times, and compile twice as fast.
            .args(["--locked", "--debug", "--root"])
            .arg(&partial)
            .arg("--target-dir")
            .arg(&objects)
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .env_remove("CARGO");
        let title = format!(
            "Installing {} {} (about {} minutes, once)",
            self.package, self.version, self.minutes
        );
        progress::step(title, || process::run(&mut cargo))?;
        remove(&objects)?;
        remove(&folder)?;
        fs::rename(&partial, &folder)
            .with_context(|| format!("could not write {}", folder.display()))?;
        Ok(folder.join("bin"))
    }
}

/// Where a folder lies until all of it is there.
fn partial(folder: &Path) -> PathBuf {
    let mut name = folder.as_os_str().to_owned();
    name.push(".partial");
    PathBuf::from(name)
}

/// The `node_modules` of an npm package that is in the cache folder.
pub(crate) fn npm_installed(places: &Places, package: &str, version: &str) -> Option<PathBuf> {
    let modules = npm_folder(places, package, version).join("node_modules");
    // npm writes it once all is there.
    modules
        .join(".package-lock.json")
        .is_file()
        .then_some(modules)
}

fn npm_folder(places: &Places, package: &str, version: &str) -> PathBuf {
    places.cache.join(format!("{package}-{version}"))
}

/// Puts an npm package into the cache folder. Gives the `node_modules` that it is in, or nothing where
/// there is no npm.
pub(crate) fn npm(places: &Places, package: &str, version: &str) -> Result<Option<PathBuf>> {
    if let Some(modules) = npm_installed(places, package, version) {
        return Ok(Some(modules));
    }
    if on_path("node").is_none() {
        return Ok(None);
    }
    let Some(npm) = npm_on_path() else {
        return Ok(None);
    };
    let folder = npm_folder(places, package, version);
    let partial = partial(&folder);
    remove(&partial)?;
    fs::create_dir_all(&partial)
        .with_context(|| format!("could not write {}", partial.display()))?;
    let mut install = Command::new(npm);
    install
        .args(["install", "--no-audit", "--no-fund", "--loglevel=error"])
        .arg("--prefix")
        .arg(&partial)
        .arg(format!("{package}@{version}"));
    let title = format!("Installing {package} {version} with npm (once)");
    match progress::step(title, || process::run_within(&mut install, NPM_LIMIT))? {
        Ended::Well => {}
        Ended::Badly => bail!("npm could not install {package} {version}"),
        Ended::TooLate => bail!(
            "npm did not install {package} {version} in {} s",
            NPM_LIMIT.as_secs()
        ),
    }
    remove(&folder)?;
    fs::rename(&partial, &folder)
        .with_context(|| format!("could not write {}", folder.display()))?;
    Ok(Some(folder.join("node_modules")))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_interrupted_installation_left_is_not_taken_for_the_tool() {
        let cache = env::temp_dir().join(format!("coroscope-tools-{}", std::process::id()));
        let places = Places {
            root: PathBuf::new(),
            cache: cache.clone(),
        };
        let half = cache.join("trunk-0.21.14.partial/bin");
        fs::create_dir_all(&half).unwrap();
        fs::write(half.join("trunk"), "half").unwrap();
        fs::create_dir_all(cache.join("pyodide-1.0.0.partial/node_modules")).unwrap();
        fs::create_dir_all(cache.join("pyodide-1.0.0/node_modules")).unwrap();
        assert_eq!(TRUNK.installed(&places), None);
        assert_eq!(npm_installed(&places, "pyodide", "1.0.0"), None);
        fs::remove_dir_all(&cache).unwrap();
    }
}
