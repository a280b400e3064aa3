//! `examples/frameworks`, an app in each of four frameworks whose tasks are recorded: built into `target/frameworks/`.

use anyhow::Result;
use wasm_bindgen_cli_support::Bindgen;

use crate::build::your_app::{ELEMENT_FOLDER, copy_element};
use crate::install::wasm_toolchain::{TARGET, WasmToolchain};
use crate::paths::Paths;
use crate::{files, process, progress};

/// The folders of the apps, which are called after their frameworks.
const APPS: [&str; 4] = ["dioxus", "leptos", "sycamore", "yew"];
/// The workspace of the apps.
const WORKSPACE: &str = "examples/frameworks";
/// Its target folder: it has a lock file, a profile and a patch of its own.
const TARGET_DIR: &str = "target/frameworks/target";

/// Builds all apps without optimization, because the names of their tasks come from the names of functions.
pub(crate) fn build(paths: &Paths, toolchain: &WasmToolchain) -> Result<()> {
    let workspace = paths.root.join(WORKSPACE);
    process::run(
        process::cargo(paths, "fmt")
            .current_dir(&workspace)
            .args(["--all", "--check"]),
    )?;
    let target = paths.root.join(TARGET_DIR);
    let mut cargo = toolchain.cargo();
    cargo
        .current_dir(&workspace)
        .args(["build", "--locked", "--target", TARGET, "--target-dir"])
        .arg(&target);
    progress::step("cargo build of the apps", || process::run(&mut cargo))?;
    for app in APPS {
        let module = target
            .join(TARGET)
            .join("debug")
            .join(format!("notes-in-{app}.wasm"));
        let folder = paths.root.join("target/frameworks").join(app);
        files::remove_folder(&folder)?;
        files::copy_folder(&workspace.join("www"), &folder)?;
        progress::step(format!("wasm-bindgen of {app}"), || {
            let mut bindgen = Bindgen::new();
            bindgen
                .input_path(&module)
                .out_name("app")
                .web(true)?
                .omit_default_module_path(false)
                .typescript(false);
            bindgen.generate(&folder)
        })?;
        copy_element(&paths.dist(), &folder.join(ELEMENT_FOLDER))?;
    }
    Ok(())
}
