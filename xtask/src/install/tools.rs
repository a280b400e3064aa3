//! Tools that cargo installs into the cache folder, in one folder per version.
//!
//! Each is installed into a temporary folder, which is renamed at the end. So a tool with an interrupted installation is
//! never used.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;
use fs_err as fs;

use crate::files::{partial, remove_folder};
use crate::paths::Paths;
use crate::process;
use crate::progress;

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
        let mut cargo = process::at_low_priority(Command::new("cargo"));
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
        fs::rename(&partial, &folder)?;
        Ok(folder.join("bin"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interrupted_installation_does_not_count_as_installed() {
        let cache = std::env::temp_dir().join(format!("coroscope-tools-{}", std::process::id()));
        let paths = Paths {
            root: PathBuf::new(),
            cache: cache.clone(),
        };
        let half = cache.join("trunk-0.21.14.partial/bin");
        fs::create_dir_all(&half).unwrap();
        fs::write(half.join("trunk"), "half").unwrap();
        assert_eq!(TRUNK.installed(&paths), None);
        fs::remove_dir_all(&cache).unwrap();
    }
}
