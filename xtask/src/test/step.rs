//! The steps of `cargo xtask test`: what each checks, what it needs, and what has to be built before.

use clap::ValueEnum;

use crate::install::need::Need;

/// A check, in the order in which they begin: first what is cheap and fails most often.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Step {
    /// Formatting.
    Fmt,
    /// Tests on this machine, the examples in the documentation too.
    Native,
    /// The engine for Python scripts and the editor, as the site has them.
    Engine,
    /// Lints of the code that runs on this machine.
    Clippy,
    /// Lints of the code that runs in the browser.
    ClippyWasm,
    /// The site, as `cargo xtask build` makes it.
    Site,
    /// Tests of the library in headless Chromium.
    Wasm,
    /// The site in headless Chromium: what a reader sees and does.
    E2e,
    /// Tests of the engine for Python scripts: the module that the site has.
    Script,
    /// Lints of the engine for Python scripts, as it is in the browser.
    ClippyScript,
    /// Documentation, with warnings denied.
    Doc,
    /// The few tests and lints of the engine for scripts that need it compiled for this machine.
    ScriptNative,
    /// The package, as wasm-pack makes it.
    WasmPack,
    /// The npm package, and pages that Vite and webpack build with it.
    Package,
    /// The app in examples/your-app.
    YourApp,
    /// The sites in recipes/, each built by its own tool.
    Recipes,
    /// The builds by trunk, wasm-pack, npm, the app and the recipes in headless Chromium, and each example of the
    /// documentation as it is printed.
    Builds,
    /// The end-to-end tests in Firefox.
    Firefox,
    /// The end-to-end tests in WebKitGTK.
    Webkit,
}

/// The folder that a step compiles into. Two calls of cargo in one folder wait for each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Folder {
    None,
    Target,
    Engine,
}

impl Step {
    /// As one types it.
    pub(super) fn name(self) -> String {
        let value = self.to_possible_value();
        value.map_or_else(String::new, |value| value.get_name().to_owned())
    }

    /// What it checks, in a phrase.
    pub(super) fn checks(self) -> String {
        let value = self.to_possible_value();
        let help = value.as_ref().and_then(|value| value.get_help());
        help.map(ToString::to_string).unwrap_or_default()
    }

    /// Whether plain `cargo xtask test` runs it, and not only `--all`.
    pub(super) fn is_for_everyone(self) -> bool {
        self < Step::ScriptNative
    }

    /// What has to be installed.
    pub(super) fn needs(self) -> &'static [Need] {
        use Need::*;
        match self {
            Step::Fmt => &[Rustfmt],
            Step::Clippy => &[Clippy],
            Step::ClippyWasm => &[Wasm, WasmClippy],
            Step::Doc => &[],
            Step::Native => &[Python, Node, Pyodide, Speedscope],
            Step::Engine => &[NewerRust, Node, Binaryen, Editor],
            Step::ClippyScript | Step::ScriptNative => &[NewerRust],
            Step::Script => &[Python, Node],
            Step::Wasm => &[Wasm, Chromium, WasmBindgen],
            Step::Site => &[Wasm, Node, Binaryen],
            Step::WasmPack => &[Wasm, WasmBindgen, WasmPack],
            Step::Package => &[Wasm, WasmBindgen, WasmPack, Node, Bundlers],
            Step::YourApp => &[Wasm],
            Step::Recipes => &[MdBook, MkDocs, Sphinx],
            Step::E2e => &[Chromium, Axe],
            Step::Builds => &[Wasm, WasmBindgen, WasmPack, Trunk, Chromium, Axe],
            Step::Firefox => &[Firefox, Axe],
            Step::Webkit => &[Webkit, Axe],
        }
    }

    /// The steps that make what it opens.
    pub(super) fn after(self) -> &'static [Step] {
        match self {
            // It lints on top of what that compiles.
            Step::ClippyScript => &[Step::Engine],
            Step::Script => &[Step::Engine],
            Step::Package => &[Step::WasmPack],
            Step::Recipes => &[Step::Site],
            Step::E2e | Step::Firefox | Step::Webkit => &[Step::Site, Step::Engine],
            Step::Builds => &[
                Step::Site,
                Step::WasmPack,
                Step::Package,
                Step::YourApp,
                Step::Recipes,
            ],
            _ => &[],
        }
    }

    /// Whether it makes something that other steps open. Such a step always runs: it does again only what changed.
    pub(super) fn builds(self) -> bool {
        Step::value_variants()
            .iter()
            .any(|step| step.after().contains(&self))
    }

    /// Whether it opens pages in a browser.
    pub(super) fn is_end_to_end(self) -> bool {
        matches!(
            self,
            Step::E2e | Step::Builds | Step::Firefox | Step::Webkit
        )
    }

    pub(super) fn folder(self) -> Folder {
        match self {
            Step::Fmt | Step::Script | Step::Recipes => Folder::None,
            Step::Engine | Step::ClippyScript | Step::ScriptNative => Folder::Engine,
            _ => Folder::Target,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_begins_after_what_it_opens_is_in_the_list() {
        for step in Step::value_variants() {
            for before in step.after() {
                assert!(before < step, "{before:?} comes after {step:?}");
                assert!(
                    before.is_for_everyone() || !step.is_for_everyone(),
                    "{step:?}"
                );
            }
        }
    }
}
