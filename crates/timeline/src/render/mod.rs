//! Turns a picture into text and SVG: the shapes and colours that all renderers share, and two of the renderers.

pub mod ascii;
mod cells;
mod lane_paths;
pub mod legend;
mod number;
mod occurs;
mod outline;
mod path;
mod pen;
pub mod raster;
pub mod shapes;
pub mod signs;
mod style;
pub mod svg;
mod swatch;

pub use legend::LegendItem;
