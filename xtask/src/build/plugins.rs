//! The sites in `plugins/sites/`, each built by its tool with the plugin for it, into `target/plugins/`. Their fences are run
//! by `coroscope-docs`, which is built first.

use std::env;
use std::ffi::OsString;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use fs_err as fs;

use crate::build::site;
use crate::files::{copy_files, copy_folder, remove_folder};
use crate::install::consent::Consent;
use crate::install::npm;
use crate::install::python_tools::{MDBOOK, MKDOCS, PythonTools, SPHINX_WITH_MYST};
use crate::install::wasm_toolchain::{SCRIPT_TARGET_DIR, WasmToolchain};
use crate::paths::Paths;
use crate::process::{self, run_quietly};
use crate::progress;

/// The package of the program.
pub(crate) const PACKAGE: &str = "coroscope-docs";
/// The variable by which plugins find the program.
const VARIABLE: &str = "COROSCOPE_DOCS";
/// In the place of a site that was not built: the reason.
pub(crate) const NOT_BUILT: &str = "not-built.txt";
/// The recording that the sites show.
const RECORDING: &str = "job.coro.json";

/// The sites that npm's tools build: the folder for the program's files, and that of the output. Docusaurus is built by hand,
/// because it is slow.
const NPM_SITES: [NpmSite; 3] = [
    NpmSite {
        name: "eleventy",
        coroscope: "coroscope",
        recording: "",
        program: "eleventy",
        arguments: &[],
        output: "_site",
    },
    NpmSite {
        name: "vitepress",
        coroscope: "public/coroscope",
        recording: "",
        program: "vitepress",
        arguments: &["build"],
        output: ".vitepress/dist",
    },
    NpmSite {
        name: "starlight",
        coroscope: "public/coroscope",
        recording: "src/content/docs",
        program: "astro",
        arguments: &["build"],
        output: "dist",
    },
];

struct NpmSite {
    name: &'static str,
    coroscope: &'static str,
    recording: &'static str,
    program: &'static str,
    arguments: &'static [&'static str],
    output: &'static str,
}

/// Cargo, for the program: it needs the Rust of the engine, and shares what the engine's native tests have compiled.
pub(crate) fn cargo(subcommand: &str, paths: &Paths, consent: Consent) -> Result<Command> {
    let mut cargo = WasmToolchain::ensure_for_scripts(paths, consent)?.cargo();
    cargo
        .current_dir(&paths.root)
        .args([subcommand, "--package", PACKAGE])
        .args(["--target-dir", SCRIPT_TARGET_DIR]);
    Ok(cargo)
}

/// Builds the program, and all sites whose tools can be had.
pub(crate) fn build(paths: &Paths, consent: Consent) -> Result<()> {
    if !paths.dist().join("coro-scope.js").is_file() {
        site::build(paths, consent)?;
    }
    process::run(&mut cargo("build", paths, consent)?)?;
    let program = format!("{PACKAGE}{}", env::consts::EXE_SUFFIX);
    let programs = paths.root.join(SCRIPT_TARGET_DIR).join("debug");
    let sites = Sites {
        paths,
        consent,
        program: programs.join(program),
        programs,
        output: paths.root.join("target/plugins"),
    };
    remove_folder(&sites.output)?;
    sites.mdbook()?;
    sites.mkdocs()?;
    sites.sphinx()?;
    NPM_SITES.iter().try_for_each(|site| sites.npm(site))
}

struct Sites<'a> {
    paths: &'a Paths,
    consent: Consent,
    /// `coroscope-docs`, and its folder.
    program: PathBuf,
    programs: PathBuf,
    output: PathBuf,
}

impl Sites<'_> {
    fn mdbook(&self) -> Result<()> {
        let Some(programs) = self.tool("mdbook", MDBOOK)? else {
            return Ok(());
        };
        let book = self.copy("mdbook", None, "src/coroscope", "src")?;
        let mut mdbook = self.command(&programs.join("mdbook"))?;
        mdbook.arg("build").arg(&book).arg("--dest-dir");
        run_quietly("mdbook build", mdbook.arg(self.output.join("mdbook")))
    }

    fn mkdocs(&self) -> Result<()> {
        let Some(programs) = self.tool("mkdocs", MKDOCS)? else {
            return Ok(());
        };
        let docs = self.copy("mkdocs", None, "docs/coroscope", "docs")?;
        let mut mkdocs = self.command(&programs.join("python"))?;
        mkdocs
            .current_dir(&docs)
            .args(["-m", "mkdocs", "build", "--quiet", "--strict"])
            .arg("--site-dir");
        run_quietly("mkdocs build", mkdocs.arg(self.output.join("mkdocs")))
    }

    fn sphinx(&self) -> Result<()> {
        let Some(programs) = self.tool("sphinx", SPHINX_WITH_MYST)? else {
            return Ok(());
        };
        let docs = self.copy("sphinx", None, "_static/coroscope", "")?;
        let mut sphinx = self.command(&programs.join("python"))?;
        sphinx
            .args([
                "-m",
                "sphinx",
                "--quiet",
                "--fail-on-warning",
                "--doctree-dir",
            ])
            .arg(docs.join("doctrees"))
            .arg(&docs);
        run_quietly("sphinx-build", sphinx.arg(self.output.join("sphinx")))
    }

    /// Builds a site in the folder where npm has installed its tool, so that Node finds the tool's packages above it.
    fn npm(&self, site: &NpmSite) -> Result<()> {
        let NpmSite { name, .. } = site;
        let folder = match installed_by_npm(name, self.paths, self.consent) {
            Ok(folder) => folder,
            Err(why) => return self.not_built(name, &why),
        };
        let copied = self.copy(
            name,
            Some(folder.join("site")),
            site.coroscope,
            site.recording,
        )?;
        let plugin = copied.join("node_modules").join(PACKAGE);
        copy_files(&self.paths.root.join("plugins/npm"), &plugin, |_| true)?;
        let programs = folder.join("node_modules/.bin");
        let mut tool = self.command(&programs.join(site.program))?;
        tool.current_dir(&copied)
            .args(site.arguments)
            .envs([("ASTRO_TELEMETRY_DISABLED", "1"), ("CI", "1")]);
        // A tool may need a newer Node, which is then one of the packages.
        if programs.join("node").is_file() {
            tool.env("PATH", self.path_with(&programs)?);
        }
        run_quietly(&format!("{} build", site.program), &mut tool)?;
        copy_folder(&copied.join(site.output), &self.output.join(name))
    }

    /// The programs of a tool from PyPI. `None` if it can't be had.
    fn tool(&self, name: &str, tools: PythonTools) -> Result<Option<PathBuf>> {
        match tools.ensure(self.paths, self.consent) {
            Ok(programs) => Ok(Some(programs)),
            Err(why) => self.not_built(name, &why).map(|()| None),
        }
    }

    /// Writes why a site was not built, for the tests that would open it.
    fn not_built(&self, name: &str, why: &anyhow::Error) -> Result<()> {
        progress::note(format_args!(
            "the site in plugins/sites/{name} was not built: {why:#}"
        ));
        let folder = self.output.join(name);
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(NOT_BUILT), format!("{why:#}\n"))?;
        Ok(())
    }

    /// Copies a site, the program's files into its folder `coroscope`, and the recording into `recording`.
    fn copy(
        &self,
        name: &str,
        to: Option<PathBuf>,
        coroscope: &str,
        recording: &str,
    ) -> Result<PathBuf> {
        let sources = self.paths.root.join("plugins/sites");
        let beside = || self.paths.root.join("target/plugin-sources").join(name);
        let copied = to.unwrap_or_else(beside);
        remove_folder(&copied)?;
        copy_files(&sources.join(name), &copied, |_| true)?;
        copy_folder(&self.paths.dist(), &copied.join(coroscope))?;
        let out = self.paths.root.join("target/plugin-sources/job");
        let mut program = Command::new(&self.program);
        program
            .arg("run")
            .arg(sources.join("job.py"))
            .arg("--out")
            .arg(&out);
        run_quietly("coroscope-docs run job.py", &mut program)?;
        fs::copy(out.join(RECORDING), copied.join(recording).join(RECORDING))?;
        Ok(copied)
    }

    /// A command that finds `coroscope-docs` and the Python package with the extensions.
    fn command(&self, tool: &Path) -> Result<Command> {
        let mut command = Command::new(tool);
        command
            .env("PATH", self.path_with(&self.programs)?)
            .env(VARIABLE, &self.program)
            .env("PYTHONPATH", self.paths.root.join("plugins/python"));
        Ok(command)
    }

    /// The PATH with a folder before the others, and that of `coroscope-docs` next.
    fn path_with(&self, first: &Path) -> Result<OsString> {
        let path = env::var_os("PATH").unwrap_or_default();
        let folders = [first.to_owned(), self.programs.clone()];
        let folders = folders.into_iter().chain(env::split_paths(&path));
        env::join_paths(folders).context("a folder on PATH has an invalid name")
    }
}

/// The folder in the cache with the packages that a site's `package.json` names.
fn installed_by_npm(name: &str, paths: &Paths, consent: Consent) -> Result<PathBuf> {
    let list = paths
        .root
        .join("plugins/sites")
        .join(name)
        .join("package.json");
    let wanted = fs::read(&list)?;
    let mut hasher = DefaultHasher::new();
    wanted.hash(&mut hasher);
    let folder = paths
        .cache
        .join(format!("site-{name}-{:016x}", hasher.finish()));
    // npm writes this file at the end.
    if folder.join("node_modules/.package-lock.json").is_file() {
        return Ok(folder);
    }
    npm::ensure(consent)?;
    remove_folder(&folder)?;
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("package.json"), wanted)?;
    progress::step(format!("npm install for {name} (once)"), || {
        process::run(
            npm::command()?
                .current_dir(&folder)
                .args(["install", "--no-audit", "--no-fund", "--loglevel=error"])
                .args([
                    "--fetch-retry-mintimeout=1000",
                    "--fetch-retry-maxtimeout=5000",
                ]),
        )
    })?;
    Ok(folder)
}
