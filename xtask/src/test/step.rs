//! The steps of `cargo xtask test`: what each checks, which tools it needs, and which steps must run before it.

use clap::ValueEnum;

use crate::install::need::Need;

/// A step. They start in this order: first the cheap ones and those that fail most often.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Step {
    /// Formatting.
    Fmt,
    /// Format, lints and types of JavaScript and CSS.
    Js,
    /// Native tests, including the examples in the documentation.
    Native,
    /// Builds the engine for Python scripts and the editor.
    Engine,
    /// Lints of the native code.
    Clippy,
    /// Lints of the code that runs in the browser.
    ClippyWasm,
    /// Builds the site, as `cargo xtask build` does.
    Site,
    /// Tests of the library in headless Chromium.
    Wasm,
    /// End-to-end tests of the site in headless Chromium.
    E2e,
    /// Tests of the engine for Python scripts, with the module of the site.
    Script,
    /// Tests of the Python of the lessons in that engine.
    ScriptLessons,
    /// Lints of the engine for Python scripts, compiled for the browser.
    ClippyScript,
    /// Builds the documentation, with warnings denied.
    Doc,
    /// Native tests and lints of the engine for Python scripts.
    ScriptNative,
    /// Tests and lints of coroscope-docs; and the sites in plugins/sites, each built by its tool with the plugin for it, and
    /// opened in headless Chromium.
    Plugins,
    /// Tests of the Python package in both its forms, its types, its wheel, and lints of its compiled module.
    Recorder,
    /// Builds the package with wasm-pack.
    WasmPack,
    /// Builds the npm package, and pages with it by Vite and by webpack.
    Package,
    /// Builds the app in examples/your-app, and checks how much larger recording makes it.
    YourApp,
    /// Builds the apps in examples/frameworks, whose tasks are recorded without a change to their code.
    Frameworks,
    /// Builds the sites in recipes/, each with its tool if that can be had.
    Recipes,
    /// End-to-end tests of the builds by trunk, wasm-pack and npm, of the apps, of the recipes, and of each example in the
    /// documentation.
    Builds,
    /// End-to-end tests in Firefox.
    Firefox,
    /// End-to-end tests in WebKitGTK.
    Webkit,
}

/// The target folder of a step's cargo. Two cargos with the same target folder wait for each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TargetDir {
    None,
    Target,
    Engine,
}

impl Step {
    /// The name on the command line.
    pub(super) fn name(self) -> String {
        let value = self.to_possible_value();
        value.map_or_else(String::new, |value| value.get_name().to_owned())
    }

    /// A phrase that says what it checks.
    pub(super) fn checks(self) -> String {
        let value = self.to_possible_value();
        let help = value.as_ref().and_then(|value| value.get_help());
        help.map(ToString::to_string).unwrap_or_default()
    }

    /// Whether `cargo xtask test` runs it without `--all`.
    pub(super) fn is_default(self) -> bool {
        self < Step::ScriptNative
    }

    /// The tools that have to be installed.
    pub(super) fn needs(self) -> &'static [Need] {
        use Need::*;
        match self {
            Step::Fmt => &[Rustfmt],
            Step::Js => &[Node, JavaScriptChecks, Editor],
            Step::Clippy => &[Clippy],
            Step::ClippyWasm => &[Wasm, WasmClippy],
            Step::Doc => &[],
            Step::Native => &[Python, Node, Pyodide, Speedscope],
            Step::Engine => &[NewerRust, Node, Binaryen, Editor],
            Step::ClippyScript | Step::ScriptNative => &[NewerRust],
            Step::Script | Step::ScriptLessons => &[Python, Node],
            Step::Wasm => &[Wasm, Chromium, WasmBindgen],
            Step::Site => &[Wasm, Node, Esbuild, Binaryen],
            Step::Plugins => &[NewerRust, Python, Node, Chromium, Axe],
            Step::Recorder => &[Python, RecorderTests],
            Step::WasmPack => &[Wasm, WasmBindgen, WasmPack],
            Step::Package => &[Wasm, WasmBindgen, WasmPack, Node, Bundlers],
            Step::YourApp | Step::Frameworks => &[Wasm],
            Step::Recipes => &[Python, Node],
            Step::E2e => &[Chromium, Axe],
            Step::Builds => &[Wasm, WasmBindgen, WasmPack, Trunk, Chromium, Axe],
            Step::Firefox => &[Firefox, Axe],
            Step::Webkit => &[Webkit, Axe],
        }
    }

    /// The steps whose output it needs.
    pub(super) fn after(self) -> &'static [Step] {
        match self {
            // It reuses the dependencies that the engine's step compiles.
            Step::ClippyScript => &[Step::Engine],
            Step::Script | Step::ScriptLessons => &[Step::Engine],
            Step::Plugins => &[Step::Site, Step::Engine],
            Step::Package => &[Step::WasmPack],
            Step::YourApp | Step::Frameworks => &[Step::Site],
            Step::Recipes => &[Step::Site, Step::Engine, Step::Package],
            Step::E2e | Step::Firefox | Step::Webkit => &[Step::Site, Step::Engine],
            Step::Builds => &[
                Step::Site,
                Step::WasmPack,
                Step::Package,
                Step::YourApp,
                Step::Frameworks,
                Step::Recipes,
            ],
            _ => &[],
        }
    }

    /// Whether other steps need its output. Such a step always runs; it builds only what changed.
    pub(super) fn builds(self) -> bool {
        Step::value_variants()
            .iter()
            .any(|step| step.after().contains(&self))
    }

    /// Whether names can select a part of it.
    pub(super) fn takes_names(self) -> bool {
        matches!(
            self,
            Step::E2e | Step::Builds | Step::Firefox | Step::Webkit | Step::Recipes
        )
    }

    pub(super) fn target_dir(self) -> TargetDir {
        match self {
            Step::Fmt
            | Step::Js
            | Step::Script
            | Step::ScriptLessons
            | Step::Recorder
            | Step::Frameworks
            | Step::Recipes => TargetDir::None,
            Step::Engine | Step::ClippyScript | Step::ScriptNative | Step::Plugins => {
                TargetDir::Engine
            }
            _ => TargetDir::Target,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_comes_after_the_steps_that_it_depends_on() {
        for step in Step::value_variants() {
            for before in step.after() {
                assert!(before < step, "{before:?} comes after {step:?}");
                assert!(before.is_default() || !step.is_default(), "{step:?}");
            }
        }
    }
}
