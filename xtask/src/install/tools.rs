//! Tools that cargo or npm installs into the cache folder, in one folder per version.
//!
//! Each is installed into a temporary folder, which is renamed at the end. So a tool with an interrupted installation is
//! never used.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use std::{env, fs};

use anyhow::{Context, Result, bail};

use crate::files::remove_folder;
use crate::paths::Paths;
use crate::process::{self, Exit, on_path};
use crate::progress;

const NPM_LIMIT: Duration = Duration::from_secs(300);

/// A tool that `cargo install` builds. The npm packages with these names would download it from GitHub, which many
/// networks block.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CargoTool {
    pub(crate) package: &'static str,
    pub(crate) version: &'static str,
    /// How long the installation takes, on two cores.
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
    /// The folder of its programs, if it is installed.
    pub(crate) fn installed(self, paths: &Paths) -> Option<PathBuf> {
        let programs = self.folder(paths).join("bin");
        fs::read_dir(&programs)
            .is_ok_and(|mut entries| entries.next().is_some())
            .then_some(programs)
    }

    fn folder(self, paths: &Paths) -> PathBuf {
        paths
            .cache
            .join(format!("{}-{}", self.package, self.version))
    }

    /// Installs it if necessary, and returns the folder of its programs. Reuses what an interrupted installation
    /// compiled.
    pub(crate) fn ensure(self, paths: &Paths) -> Result<PathBuf> {
        if let Some(programs) = self.installed(paths) {
            return Ok(programs);
        }
        let folder = self.folder(paths);
        let partial = partial(&folder);
        let objects = paths.cache.join("building").join(self.package);
        remove_folder(&partial)?;
        let mut cargo = Command::new("cargo");
        cargo
            .args(["install", self.package, "--version", self.version])
            // Without optimisation they compile twice as fast, and they run only a few times.
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
        remove_folder(&objects)?;
        remove_folder(&folder)?;
        fs::rename(&partial, &folder)
            .with_context(|| format!("could not write {}", folder.display()))?;
        Ok(folder.join("bin"))
    }
}

/// The temporary folder for an installation.
fn partial(folder: &Path) -> PathBuf {
    let mut name = folder.as_os_str().to_owned();
    name.push(".partial");
    PathBuf::from(name)
}

/// The folder `node_modules` of an npm package in the cache folder, if it is installed.
pub(crate) fn npm_installed(paths: &Paths, package: &str, version: &str) -> Option<PathBuf> {
    let modules = npm_folder(paths, package, version).join("node_modules");
    // npm writes this file at the end.
    modules
        .join(".package-lock.json")
        .is_file()
        .then_some(modules)
}

fn npm_folder(paths: &Paths, package: &str, version: &str) -> PathBuf {
    paths.cache.join(format!("{package}-{version}"))
}

/// Installs an npm package into the cache folder if necessary, and returns the folder `node_modules` that contains it.
/// Returns `None` if npm is not installed.
pub(crate) fn install_npm_package(
    paths: &Paths,
    package: &str,
    version: &str,
) -> Result<Option<PathBuf>> {
    if let Some(modules) = npm_installed(paths, package, version) {
        return Ok(Some(modules));
    }
    if on_path("node").is_none() {
        return Ok(None);
    }
    let Some(npm) = npm_on_path() else {
        return Ok(None);
    };
    let folder = npm_folder(paths, package, version);
    let partial = partial(&folder);
    remove_folder(&partial)?;
    fs::create_dir_all(&partial)
        .with_context(|| format!("could not write {}", partial.display()))?;
    let mut install = Command::new(npm);
    install
        .args(["install", "--no-audit", "--no-fund", "--loglevel=error"])
        // npm's own pauses before it tries again are 10 and 60 seconds, for each file.
        .args([
            "--fetch-retry-mintimeout=1000",
            "--fetch-retry-maxtimeout=5000",
        ])
        .arg("--prefix")
        .arg(&partial)
        .arg(format!("{package}@{version}"));
    let title = format!("Installing {package} {version} with npm (once)");
    match progress::step(title, || process::run_within(&mut install, NPM_LIMIT))? {
        Exit::Success => {}
        Exit::Failure => bail!("npm could not install {package} {version}"),
        Exit::Timeout => bail!(
            "npm did not install {package} {version} in {} s",
            NPM_LIMIT.as_secs()
        ),
    }
    remove_folder(&folder)?;
    fs::rename(&partial, &folder)
        .with_context(|| format!("could not write {}", folder.display()))?;
    Ok(Some(folder.join("node_modules")))
}

/// The path of npm.
pub(crate) fn npm_on_path() -> Option<PathBuf> {
    on_path("npm").or_else(|| on_path_cmd("npm"))
}

/// On Windows, npm is a batch file.
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
    fn an_interrupted_installation_does_not_count_as_installed() {
        let cache = env::temp_dir().join(format!("coroscope-tools-{}", std::process::id()));
        let paths = Paths {
            root: PathBuf::new(),
            cache: cache.clone(),
        };
        let half = cache.join("trunk-0.21.14.partial/bin");
        fs::create_dir_all(&half).unwrap();
        fs::write(half.join("trunk"), "half").unwrap();
        fs::create_dir_all(cache.join("pyodide-1.0.0.partial/node_modules")).unwrap();
        fs::create_dir_all(cache.join("pyodide-1.0.0/node_modules")).unwrap();
        assert_eq!(TRUNK.installed(&paths), None);
        assert_eq!(npm_installed(&paths, "pyodide", "1.0.0"), None);
        fs::remove_dir_all(&cache).unwrap();
    }
}
