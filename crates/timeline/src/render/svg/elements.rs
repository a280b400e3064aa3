//! SVG elements shared by the standalone picture and its legend: bars, caps, escaped text.

use crate::render::lane_paths::{LAYERS, LanePaths};
use crate::render::number::number;
use crate::render::shapes;
use core::fmt::{self, Write};
use coroscope_trace::OutcomeKind;

/// Draws a lane's bars; the lane's left end is at `x`, its middle at `y`.
pub(super) fn bars(svg: &mut String, paths: &LanePaths, x: f64, y: f64) -> fmt::Result {
    let (x, y) = (number(x), number(y));
    write!(svg, r#"<g transform="translate({x} {y})">"#)?;
    for layer in &LAYERS {
        let (class, path) = (layer.svg_class, (layer.path)(paths));
        if !path.is_empty() {
            write!(svg, r#"<path class="{class}" d="{path}"/>"#)?;
        }
    }
    for (kind, x) in &paths.signs {
        let (x, sign) = (number(*x), shapes::sign(*kind));
        write!(
            svg,
            r#"<path class="s" transform="translate({x} 0)" d="{sign}"/>"#
        )?;
    }
    svg.push_str("</g>\n");
    Ok(())
}

/// Draws a cap with its middle at (`x`, `y`).
pub(super) fn cap(svg: &mut String, kind: OutcomeKind, x: f64, y: f64) -> fmt::Result {
    let class = kind.name();
    let (shape, x, y) = (shapes::cap(kind), number(x), number(y));
    write!(
        svg,
        r#"<g transform="translate({x} {y})"><path class="{class}" d="{}"/>"#,
        shape.body
    )?;
    if !shape.mark.is_empty() {
        write!(svg, r#"<path class="mark" d="{}"/>"#, shape.mark)?;
    }
    svg.push_str("</g>\n");
    Ok(())
}

/// Escapes text for XML; characters that XML does not allow are replaced.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' | '\r' => escaped.push(' '),
            '\0'..' ' | '\u{FFFE}' | '\u{FFFF}' => escaped.push('\u{FFFD}'),
            c => escaped.push(c),
        }
    }
    escaped
}
