//! The packages that scripts can import: wheels, which pip downloads once into the cache, and which the site has in its
//! folder `script/packages/`.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use fs_err as fs;
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::files::{partial, remove_folder};
use crate::install::apt;
use crate::install::consent::Consent;
use crate::paths::Paths;
use crate::{process, progress};

/// The table of packages, which the engine has as well.
const TABLE: &str = include_str!("../../../engine/packages.txt");
const WHY: &str = "Packages that scripts can import are downloaded from PyPI, by pip.";

/// A row of the table.
struct Package<'t> {
    name: &'t str,
    version: &'t str,
    licence: &'t str,
    modules: &'t str,
    needs: &'t str,
    sha256: &'t str,
}

impl Package<'_> {
    fn file(&self) -> String {
        format!("{}-{}.whl", self.name, self.version)
    }
}

/// The rows of the table.
fn packages() -> Result<Vec<Package<'static>>> {
    let rows = TABLE.lines().filter(|row| !row.starts_with('#'));
    let package = |row: &'static str| {
        let columns: Vec<&str> = row.split_whitespace().collect();
        match columns[..] {
            [name, version, licence, modules, needs, sha256] => Ok(Package {
                name,
                version,
                licence,
                modules,
                needs,
                sha256,
            }),
            _ => bail!("engine/packages.txt has a row that can't be read: {row}"),
        }
    };
    rows.map(package).collect()
}

/// The folder in the cache with the wheels, named after a hash of the table.
pub(crate) fn folder(paths: &Paths) -> PathBuf {
    let hash = hex(&Sha256::digest(TABLE));
    paths.cache.join(format!("script-packages-{}", &hash[..16]))
}

/// Downloads the wheels, unless an earlier call did. Returns their folder.
///
/// # Errors
/// When pip can't download one, or it has another hash than in the table.
pub(crate) fn ensure(paths: &Paths, consent: Consent) -> Result<PathBuf> {
    let folder = folder(paths);
    if folder.is_dir() {
        return Ok(folder);
    }
    let packages = packages()?;
    let new = partial(&folder);
    remove_folder(&new)?;
    let (downloads, wheels) = (new.join("downloads"), new.join("wheels"));
    fs::create_dir_all(&downloads)?;
    fs::create_dir_all(&wheels)?;
    let what = format!("Downloading {} packages for scripts (once)", packages.len());
    progress::step(what, || download(&packages, &new, &downloads, consent))?;
    for entry in fs::read_dir(&downloads)? {
        let file = entry?.path();
        let hash = hex(&Sha256::digest(fs::read(&file)?));
        let package = packages.iter().find(|package| package.sha256 == hash);
        let package = package.with_context(|| format!("{} has an unknown hash", file.display()))?;
        fs::copy(&file, wheels.join(package.file()))?;
    }
    fs::write(wheels.join("index.json"), manifest(&packages, &wheels)?)?;
    fs::rename(&wheels, &folder)?;
    remove_folder(&new)?;
    Ok(folder)
}

fn download(packages: &[Package<'_>], new: &Path, to: &Path, consent: Consent) -> Result<()> {
    let requirements: String = (packages.iter())
        .map(|it| format!("{}=={} --hash=sha256:{}\n", it.name, it.version, it.sha256))
        .collect();
    let list = new.join("requirements.txt");
    fs::write(&list, requirements)?;
    // A Python without pip can usually make an environment that has it.
    let python = new.join("python");
    let mut make = Command::new("python3");
    make.args(["-m", "venv"]).arg(&python);
    if process::output(&mut make).is_err() && apt::is_installed() {
        apt::install(&["python3", "python3-venv"], WHY, consent)?;
        process::run(&mut make).context(WHY)?;
    }
    let programs = if cfg!(windows) { "Scripts" } else { "bin" };
    process::run(
        Command::new(python.join(programs).join("python"))
            .args(["-m", "pip", "download", "--quiet", "--no-deps"])
            .args(["--disable-pip-version-check", "--require-hashes"])
            .args(["--only-binary=:all:", "--implementation=py", "--abi=none"])
            .args(["--platform=any", "--python-version=3.14"])
            .arg("--requirement")
            .arg(&list)
            .arg("--dest")
            .arg(to),
    )
    .context("pip could not download the packages for scripts")
}

/// The list of the wheels, with their sizes, for the owner of the site and for tools.
fn manifest(packages: &[Package<'_>], wheels: &Path) -> Result<String> {
    let names = |list: &str| -> Vec<String> {
        let names = list.split(',').filter(|name| *name != "-");
        names.map(str::to_owned).collect()
    };
    let mut all = Vec::new();
    for it in packages {
        let file = it.file();
        let size = fs::metadata(wheels.join(&file))
            .with_context(|| format!("pip downloaded no {} {}", it.name, it.version))?
            .len();
        all.push(json!({
            "name": it.name, "version": it.version, "licence": it.licence, "file": file, "size": size,
            "sha256": it.sha256, "modules": names(it.modules), "needs": names(it.needs),
        }));
    }
    Ok(serde_json::to_string_pretty(&all)? + "\n")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
