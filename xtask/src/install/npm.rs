//! npm, and the packages that it installs into the cache folder, in one folder per version.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use fs_err as fs;

use crate::files::{partial, remove_folder};
use crate::install::consent::Consent;
use crate::install::{apt, npm_versions};
use crate::paths::Paths;
use crate::process::{self, Exit, on_path};
use crate::progress;

const WHY: &str = "The site's JavaScript is bundled and checked by tools that npm installs.";

/// The time limit for the installation of a package.
const LIMIT: Duration = Duration::from_secs(300);

/// A package in a pinned version.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Package {
    name: &'static str,
    version: &'static str,
}

const fn package(name: &'static str, version: &'static str) -> Package {
    Package { name, version }
}

pub(crate) const AXE: Package = package("axe-core", npm_versions::AXE);
pub(crate) const BINARYEN: Package = package("binaryen", npm_versions::BINARYEN);
pub(crate) const BIOME: Package = package("@biomejs/biome", npm_versions::BIOME);
pub(crate) const ESBUILD: Package = package("esbuild", npm_versions::ESBUILD);
pub(crate) const FLAME_CHART: Package = package("flame-chart-js", npm_versions::FLAME_CHART);
pub(crate) const PYODIDE: Package = package("pyodide", npm_versions::PYODIDE);
pub(crate) const SPEEDSCOPE: Package = package("speedscope", npm_versions::SPEEDSCOPE);
pub(crate) const TYPESCRIPT: Package = package("typescript", npm_versions::TYPESCRIPT);
pub(crate) const VITE: Package = package("vite", npm_versions::VITE);
pub(crate) const WEBPACK: Package = package("webpack", npm_versions::WEBPACK);

/// The bundlers that the npm package is tested with.
pub(crate) const BUNDLERS: [Package; 2] = [VITE, WEBPACK];
/// What checks the JavaScript and the CSS.
pub(crate) const JAVASCRIPT_CHECKS: [Package; 2] = [BIOME, TYPESCRIPT];

impl Package {
    /// Its folder, if it is installed.
    pub(crate) fn installed(self, paths: &Paths) -> Option<PathBuf> {
        let modules = self.folder(paths).join("node_modules");
        // npm writes this file at the end.
        let is_installed = modules.join(".package-lock.json").is_file();
        is_installed.then(|| modules.join(self.name))
    }

    fn folder(self, paths: &Paths) -> PathBuf {
        paths.cache.join(format!("{}-{}", self.name, self.version))
    }

    /// Installs it if necessary, and npm before it, and returns its folder.
    ///
    /// # Errors
    /// When it cannot be installed. The message says what to install by hand.
    pub(crate) fn ensure(self, paths: &Paths, consent: Consent) -> Result<PathBuf> {
        if let Some(folder) = self.installed(paths) {
            return Ok(folder);
        }
        ensure(consent)?;
        self.ensure_by(paths, &on_path_or_cmd("npm").context("npm is installed")?)
    }

    /// The same, but `None` if there is no npm.
    pub(crate) fn ensure_if_possible(self, paths: &Paths) -> Result<Option<PathBuf>> {
        let npm = on_path_or_cmd("npm").filter(|_| on_path("node").is_some());
        match (self.installed(paths), npm) {
            (Some(folder), _) => Ok(Some(folder)),
            (None, Some(npm)) => self.ensure_by(paths, &npm).map(Some),
            (None, None) => Ok(None),
        }
    }

    fn ensure_by(self, paths: &Paths, npm: &Path) -> Result<PathBuf> {
        let Package { name, version } = self;
        let folder = self.folder(paths);
        let partial = partial(&folder);
        remove_folder(&partial)?;
        fs::create_dir_all(&partial)?;
        let mut install = Command::new(npm);
        install
            .args(["install", "--no-audit", "--no-fund", "--loglevel=error"])
            // npm's own pauses before it tries again are 10 and 60 seconds, for each file.
            .args(["--fetch-retry-mintimeout=1000"])
            .args(["--fetch-retry-maxtimeout=5000", "--prefix"])
            .arg(&partial)
            .arg(format!("{name}@{version}"));
        let title = format!("Installing {name} {version} with npm (once)");
        match progress::step(title, || process::run_within(&mut install, LIMIT))? {
            Exit::Success => {}
            Exit::Failure => bail!("npm could not install {name} {version}"),
            Exit::Timeout => bail!(
                "npm did not install {name} {version} in {} s",
                LIMIT.as_secs()
            ),
        }
        remove_folder(&folder)?;
        fs::rename(&partial, &folder)?;
        self.installed(paths)
            .with_context(|| format!("npm wrote no list of packages to {}", folder.display()))
    }

    /// Installs it if necessary, and returns one of its programs.
    ///
    /// # Errors
    /// When it cannot be installed. The message says what to install by hand.
    pub(crate) fn program(self, name: &str, paths: &Paths, consent: Consent) -> Result<PathBuf> {
        self.ensure(paths, consent)?;
        Ok(self.program_path(name, paths))
    }

    /// The path of one of its programs, if it is installed.
    pub(crate) fn program_path(self, name: &str, paths: &Paths) -> PathBuf {
        let name = if cfg!(windows) {
            format!("{name}.cmd")
        } else {
            name.to_owned()
        };
        self.folder(paths).join("node_modules/.bin").join(name)
    }
}

/// esbuild's program.
pub(crate) fn esbuild(paths: &Paths, consent: Consent) -> Result<PathBuf> {
    ESBUILD.program("esbuild", paths, consent)
}

/// Whether `node` and `npm` are installed.
pub(crate) fn is_installed() -> bool {
    on_path("node").is_some() && on_path_or_cmd("npm").is_some()
}

/// Installs `node` and `npm` if necessary.
///
/// # Errors
/// When they cannot be installed. The message says what to install by hand.
pub(crate) fn ensure(consent: Consent) -> Result<()> {
    if !is_installed() && apt::is_installed() {
        apt::install(&["nodejs", "npm"], WHY, consent)?;
    }
    if !is_installed() {
        bail!("{WHY} Put `node` and `npm` on the PATH, Node 20.19 or newer");
    }
    Ok(())
}

/// A call of npm.
pub(crate) fn command() -> Result<Command> {
    let npm = on_path_or_cmd("npm").context("no `npm` on the PATH")?;
    Ok(Command::new(npm))
}

/// The path of a program. On Windows, npm is a batch file.
fn on_path_or_cmd(name: &str) -> Option<PathBuf> {
    let file = format!("{name}.cmd");
    on_path(name).or_else(|| {
        env::split_paths(&env::var_os("PATH")?)
            .map(|folder| folder.join(&file))
            .find(|path| path.is_file())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interrupted_installation_does_not_count_as_installed() {
        let cache = env::temp_dir().join(format!("coroscope-npm-{}", std::process::id()));
        let paths = Paths {
            root: PathBuf::new(),
            cache: cache.clone(),
        };
        let folder = PYODIDE.folder(&paths);
        fs::create_dir_all(partial(&folder).join("node_modules")).unwrap();
        fs::create_dir_all(folder.join("node_modules")).unwrap();
        assert_eq!(PYODIDE.installed(&paths), None);
        fs::remove_dir_all(&cache).unwrap();
    }
}
