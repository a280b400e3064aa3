//! Installs what the commands need: toolchains, browsers, and tools by apt, cargo, npm and pip.

pub(crate) mod apt;
pub(crate) mod browsers;
pub(crate) mod consent;
pub(crate) mod distro_rust;
pub(crate) mod interpreters;
pub(crate) mod need;
pub(crate) mod npm;
pub(crate) mod npm_folder;
pub(crate) mod npm_versions;
pub(crate) mod postgres;
pub(crate) mod python;
pub(crate) mod python_tools;
pub(crate) mod rust_components;
pub(crate) mod tools;
pub(crate) mod wasm_bindgen;
pub(crate) mod wasm_opt;
pub(crate) mod wasm_toolchain;
