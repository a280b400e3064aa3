//! The versions of npm packages. The library's tests contain this file as well, to find the packages in the cache.

/// Checks pages for accessibility.
pub(crate) const AXE: &str = "4.14.1";
/// Formats and lints JavaScript and CSS.
pub(crate) const BIOME: &str = "2.6.8";
/// Bundles JavaScript.
pub(crate) const ESBUILD: &str = "0.28.2";
/// Draws timelines, for comparison.
pub(crate) const FLAME_CHART: &str = "3.3.0";
/// CPython 3.14.
pub(crate) const PYODIDE: &str = "314.0.7";
/// Opens traces. After a change, look at `tests/export/speedscope.mjs`, which takes a function out of its script.
pub(crate) const SPEEDSCOPE: &str = "1.25.0";
/// Checks the types of JavaScript.
pub(crate) const TYPESCRIPT: &str = "7.0.2";
/// A bundler that the npm package is tested with.
pub(crate) const VITE: &str = "8.3.8";
/// wasm-opt.
pub(crate) const BINARYEN: &str = "132.0.0";
/// The other bundler.
pub(crate) const WEBPACK: &str = "5.112.2";
