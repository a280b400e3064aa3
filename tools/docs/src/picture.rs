//! The pictures of a run.

use crate::run::Run;
use coroscope::timeline::svg::{self, Theme};

/// The looks of a picture, with the ends of their file names.
pub const THEMES: [(&str, Theme); 3] = [
    ("", Theme::Auto),
    (".light", Theme::Light),
    (".dark", Theme::Dark),
];

/// A picture with its size in pixels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The SVG.
    pub svg: String,
    /// Its width.
    pub width: u32,
    /// Its height.
    pub height: u32,
}

/// Draws a run.
pub fn draw(run: &Run, title: &str, width: u32, theme: Theme) -> Picture {
    let options = svg::Options {
        width: f64::from(width),
        title: title.into(),
        theme,
        ..svg::Options::default()
    };
    let svg = svg::draw(run.view(), &options);
    let height = attribute(&svg, "height").unwrap_or_default();
    Picture {
        height: height.ceil() as u32,
        svg,
        width,
    }
}

/// A number in the first tag.
fn attribute(svg: &str, name: &str) -> Option<f64> {
    let tag = &svg[..svg.find('>')?];
    let value = tag.split(&format!(" {name}=\"")).nth(1)?;
    value.split('"').next()?.parse().ok()
}
