//! Builds the site, the script engine, the npm package, and the pages that tests open.

pub(crate) mod bundler_pages;
pub(crate) mod class_bundle;
pub(crate) mod content_hash;
pub(crate) mod doc_pages;
pub(crate) mod frameworks;
pub(crate) mod npm_package;
pub(crate) mod offline;
pub(crate) mod plugins;
pub(crate) mod python_package;
pub(crate) mod recipes;
pub(crate) mod script_engine;
pub(crate) mod script_packages;
pub(crate) mod site;
pub(crate) mod tool_sites;
pub(crate) mod viewer;
pub(crate) mod wasm_bundle;
pub(crate) mod wasm_pack;
pub(crate) mod your_app;
