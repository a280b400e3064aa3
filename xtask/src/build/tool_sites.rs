//! Sites that documentation tools and bundlers build: a copy of a site's folder, with the files of the program in it, built
//! by a tool in the version that the folder names. If a tool can't be had, the others are built all the same.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use fs_err as fs;

use crate::files::{copy_files, copy_folder, remove_folder};
use crate::install::consent::Consent;
use crate::install::npm_folder;
use crate::install::python_tools::PythonTools;
use crate::paths::Paths;
use crate::process::run_quietly;
use crate::progress;

/// In the place of a site that was not built: the reason.
pub(crate) const NOT_BUILT: &str = "not-built.txt";

/// Where a tool comes from.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Tool {
    /// There is none: the folder is the site.
    None,
    /// The folder's `package.json`, and its lock file.
    Npm,
    /// A list of packages of PyPI.
    Pip(PythonTools),
    /// The PATH.
    Rust,
}

/// What a site has of `dist/`, and where.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Dist {
    /// All of it.
    All(&'static str),
    /// The engine for scripts and the examples, beside the npm package, which does not contain them.
    Engine(&'static str),
}

/// A site. Its paths are relative to its folder.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ToolSite {
    pub(crate) name: &'static str,
    pub(crate) tool: Tool,
    pub(crate) dist: Dist,
    /// Where the files that its pages show belong.
    pub(crate) files: &'static str,
    /// What builds it, in its folder.
    pub(crate) command: &'static str,
    /// The folder with the result.
    pub(crate) output: &'static str,
    /// A server that the tool asks besides the registries, as its errors name it. Empty if there is none.
    pub(crate) server: &'static str,
}

/// The sites of a folder, and what they are built with.
pub(crate) struct ToolSites<'a> {
    pub(crate) paths: &'a Paths,
    pub(crate) consent: Consent,
    /// The folder with the sites' folders, in the repository.
    pub(crate) sources: &'static str,
    /// The folder for the results, in `target/`.
    pub(crate) output: &'static str,
    /// The files that pages of the sites show.
    pub(crate) files: Vec<PathBuf>,
    /// A package of npm that is not in a registry: its name and folder.
    pub(crate) package: (&'static str, PathBuf),
    /// Environment variables for the tools.
    pub(crate) variables: Vec<(&'static str, OsString)>,
    /// A folder with further programs for the tools.
    pub(crate) programs: Option<PathBuf>,
}

impl ToolSites<'_> {
    /// Builds a site. If its tool can't be had, this is noted for the tests that would open it.
    pub(crate) fn build(&self, site: &ToolSite) -> Result<()> {
        let ToolSite { name, .. } = site;
        let output = self.paths.root.join("target").join(self.output).join(name);
        remove_folder(&output)?;
        let (copied, programs) = match self.place(site) {
            Ok(place) => place,
            Err(why) => return self.not_built(name, &output, &format!("{why:#}")),
        };
        self.copy(site, &copied)?;
        let mut words = site.command.split_whitespace();
        if let Some(program) = words.next() {
            let mut command = Command::new(program_in(programs.as_deref(), program));
            command.current_dir(&copied).args(words);
            self.set_environment(&mut command, programs.as_deref())?;
            if let Err(why) = run_quietly(&format!("{name}: {}", site.command), &mut command) {
                let request = format!("request to {} failed", site.server);
                let text = format!("{why:#}");
                let failed = text.lines().find(|line| line.contains(&request));
                return match failed {
                    Some(line) if !site.server.is_empty() => self.not_built(name, &output, line),
                    _ => Err(why),
                };
            }
        }
        copy_folder(&copied.join(site.output), &output)
    }

    /// Notes why a site was not built, also for the tests that would open it.
    fn not_built(&self, name: &str, output: &Path, why: &str) -> Result<()> {
        progress::note(format_args!("{}/{name} was not built: {why}", self.sources));
        fs::create_dir_all(output)?;
        Ok(fs::write(output.join(NOT_BUILT), format!("{why}\n"))?)
    }

    /// The folder for the copy of a site, and the folder of its tool's programs.
    fn place(&self, site: &ToolSite) -> Result<(PathBuf, Option<PathBuf>)> {
        let beside = || {
            let sources = format!("{}-sources", self.output);
            self.paths.root.join("target").join(sources).join(site.name)
        };
        Ok(match site.tool {
            Tool::None | Tool::Rust => (beside(), None),
            Tool::Pip(tools) => (beside(), Some(tools.ensure(self.paths, self.consent)?)),
            Tool::Npm => {
                let list = self.paths.root.join(self.sources).join(site.name);
                let folder = npm_folder::ensure(site.name, &list, self.paths, self.consent)?;
                // Node finds the tool's packages in the folder above.
                (
                    folder.join("site"),
                    Some(folder.join("node_modules").join(".bin")),
                )
            }
        })
    }

    fn copy(&self, site: &ToolSite, copied: &Path) -> Result<()> {
        remove_folder(copied)?;
        let source = self.paths.root.join(self.sources).join(site.name);
        copy_files(&source, copied, |_| true)?;
        match site.dist {
            Dist::All(to) => copy_folder(&self.paths.dist(), &copied.join(to))?,
            Dist::Engine(to) => {
                for part in ["script", "scripts"] {
                    copy_folder(&self.paths.dist().join(part), &copied.join(to).join(part))?;
                }
            }
        }
        let files = copied.join(site.files);
        fs::create_dir_all(&files)?;
        for file in &self.files {
            let name = file.file_name().context("a file without a name")?;
            fs::copy(file, files.join(name))?;
        }
        let (name, folder) = &self.package;
        if matches!(site.tool, Tool::Npm) && folder.is_dir() {
            copy_files(folder, &copied.join("node_modules").join(name), |_| true)?;
        }
        Ok(())
    }

    fn set_environment(&self, command: &mut Command, programs: Option<&Path>) -> Result<()> {
        let path = env::var_os("PATH").unwrap_or_default();
        // The tool's programs first: it may need a newer Node, which is then one of its packages.
        let folders = programs.map(Path::to_owned).into_iter();
        let folders = folders
            .chain(self.programs.clone())
            .chain(env::split_paths(&path));
        let path = env::join_paths(folders).context("a folder on PATH has an invalid name")?;
        command
            .env("PATH", path)
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .envs([("ASTRO_TELEMETRY_DISABLED", "1"), ("CI", "1")]);
        Ok(())
    }
}

/// A program in a folder, if there is a folder. npm's programs are batch files on Windows.
fn program_in(folder: Option<&Path>, name: &str) -> PathBuf {
    let Some(folder) = folder else {
        return PathBuf::from(name);
    };
    let batch = folder.join(format!("{name}.cmd"));
    if batch.is_file() {
        batch
    } else {
        folder.join(name)
    }
}
