//! The sites in `plugins/sites/`, each built by its tool with the plugin for it, into `target/plugins/`. Their fences are run
//! by `coroscope-docs`, which is built first.

use std::env;
use std::process::Command;

use anyhow::Result;

use crate::build::site;
use crate::build::tool_sites::{Dist, Tool, ToolSite, ToolSites};
use crate::install::consent::Consent;
use crate::install::python_tools::{MDBOOK, MKDOCS, SPHINX_WITH_MYST};
use crate::install::wasm_toolchain::{SCRIPT_TARGET_DIR, WasmToolchain};
use crate::paths::Paths;
use crate::process::{self, run_quietly};

/// The package of the program.
pub(crate) const PACKAGE: &str = "coroscope-docs";
/// The variable by which plugins find the program.
const VARIABLE: &str = "COROSCOPE_DOCS";
/// The recording that the sites show.
const RECORDING: &str = "job.coro.json";

/// The sites. Docusaurus is built by hand, because it is slow.
const SITES: [ToolSite; 6] = [
    ToolSite {
        name: "mdbook",
        tool: Tool::Pip(MDBOOK),
        dist: Dist::All("src/coroscope"),
        files: "src",
        command: "mdbook build",
        output: "book",
        server: "",
    },
    ToolSite {
        name: "mkdocs",
        tool: Tool::Pip(MKDOCS),
        dist: Dist::All("docs/coroscope"),
        files: "docs",
        command: "python -m mkdocs build --quiet --strict",
        output: "site",
        server: "",
    },
    ToolSite {
        name: "sphinx",
        tool: Tool::Pip(SPHINX_WITH_MYST),
        dist: Dist::All("_static/coroscope"),
        files: "",
        command: "python -m sphinx --quiet --fail-on-warning . _build",
        output: "_build",
        server: "",
    },
    ToolSite {
        name: "eleventy",
        tool: Tool::Npm,
        dist: Dist::All("coroscope"),
        files: "",
        command: "eleventy",
        output: "_site",
        server: "",
    },
    ToolSite {
        name: "vitepress",
        tool: Tool::Npm,
        dist: Dist::All("public/coroscope"),
        files: "",
        command: "vitepress build",
        output: ".vitepress/dist",
        server: "",
    },
    ToolSite {
        name: "starlight",
        tool: Tool::Npm,
        dist: Dist::All("public/coroscope"),
        files: "src/content/docs",
        command: "astro build",
        output: "dist",
        server: "",
    },
];

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
    let programs = paths.root.join(SCRIPT_TARGET_DIR).join("debug");
    let program = programs.join(format!("{PACKAGE}{}", env::consts::EXE_SUFFIX));
    let sources = "plugins/sites";
    let recorded = paths.root.join("target/plugins-sources/job");
    let mut record = Command::new(&program);
    record
        .arg("run")
        .arg(paths.root.join(sources).join("job.py"))
        .arg("--out")
        .arg(&recorded);
    run_quietly("coroscope-docs run job.py", &mut record)?;
    let sites = ToolSites {
        paths,
        consent,
        sources,
        output: "plugins",
        files: vec![recorded.join(RECORDING)],
        package: (PACKAGE, paths.root.join("plugins/npm")),
        variables: vec![
            (VARIABLE, program.into()),
            ("PYTHONPATH", paths.root.join("plugins/python").into()),
        ],
        programs: Some(programs),
    };
    SITES.iter().try_for_each(|site| sites.build(site))
}
