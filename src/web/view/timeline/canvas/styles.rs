//! The style of each shape, as the style sheets say. So a canvas has the theme, the page's colours and forced colours.

use crate::timeline::LegendItem;
use crate::timeline::legend::LEGEND;
use crate::timeline::raster::Rgba;
use crate::timeline::shapes::LAYERS;
use crate::trace::OutcomeKind;
use crate::web::dom::{Build, svg, window};
use crate::web::view::timeline::lane_marks::CLASSES;
use web_sys::{CssStyleDeclaration, SvgElement};

/// Shapes that are not [`LAYERS`], marks or flows.
const OTHERS: [&str; 14] = [
    "sign", "summary", "mark", "selected", "failure", "browser", "block", "range", "veil",
    "playhead", "grid", "hop", QUIET, BLOCKED,
];

/// Texts, not shapes.
pub(super) const QUIET: &str = "quiet";
pub(super) const BLOCKED: &str = "blocked";

/// How a shape is drawn.
#[derive(Clone, Debug)]
pub(super) struct Style {
    class: &'static str,
    pub(super) fill: Option<String>,
    pub(super) stroke: Option<String>,
    pub(super) opacity: f64,
    pub(super) line_width: f64,
    pub(super) line_cap: String,
    pub(super) line_join: String,
    pub(super) dashes: Vec<f64>,
    /// The font of a text.
    pub(super) font: String,
}

/// The styles of all shapes, and elements that have them and are not drawn.
pub(super) struct Styles {
    samples: Vec<(&'static str, SvgElement)>,
    styles: Vec<Style>,
}

impl Styles {
    /// Adds the elements to the picture of the lanes.
    pub(super) fn new(picture: &SvgElement) -> Styles {
        let flows = LEGEND.iter().filter_map(|entry| match entry.item {
            LegendItem::Flow(_) => Some(entry.class),
            _ => None,
        });
        let caps = [
            OutcomeKind::Done,
            OutcomeKind::Failed,
            OutcomeKind::Cancelled,
        ];
        let classes = (LAYERS.iter().map(|layer| layer.class))
            .chain(CLASSES)
            .chain(OTHERS)
            .chain(caps.map(cap))
            .chain(flows.flat_map(|class| [class, arrowhead(class)]));
        let samples = classes.map(|class| {
            let tag = if [QUIET, BLOCKED].contains(&class) {
                "text"
            } else {
                "path"
            };
            (class, svg(tag).class(class))
        });
        let samples: Vec<(&'static str, SvgElement)> = samples.collect();
        let defs = samples
            .iter()
            .fold(svg("defs"), |defs, (_, it)| defs.child(it));
        let _ = picture.clone().child(defs);
        Styles {
            samples,
            styles: Vec::new(),
        }
    }

    /// Reads the styles from the style sheets.
    pub(super) fn read(&mut self) {
        let read = self.samples.iter().filter_map(|(class, element)| {
            let computed = window().get_computed_style(element).ok().flatten()?;
            Some(style(class, &computed))
        });
        self.styles = read.collect();
    }

    /// The style of a class.
    pub(super) fn get(&self, class: &str) -> Option<&Style> {
        self.styles.iter().find(|style| style.class == class)
    }
}

impl Style {
    /// The fill as bytes, if it is an opaque colour.
    pub(super) fn rgba(&self) -> Option<Rgba> {
        let colour = self
            .fill
            .as_deref()?
            .strip_prefix("rgb(")?
            .strip_suffix(')')?;
        let mut channels = colour
            .split(',')
            .map(|number| number.trim().parse::<u8>().ok());
        let mut next = || channels.next().flatten();
        let rgb = (next()?, next()?, next()?);
        let opaque = self.opacity >= 1.0;
        opaque.then_some([rgb.0, rgb.1, rgb.2, u8::MAX])
    }
}

/// The classes of a cap.
pub(super) fn cap(kind: OutcomeKind) -> &'static str {
    match kind {
        OutcomeKind::Done => "cap done",
        OutcomeKind::Failed => "cap failed",
        OutcomeKind::Cancelled => "cap cancelled",
    }
}

/// The classes of the head of an arrow.
pub(super) fn arrowhead(arrow: &str) -> &'static str {
    match arrow {
        "arrow wake" => "arrowhead wake",
        "arrow await" => "arrowhead await",
        "arrow cancel" => "arrowhead cancel",
        "arrow spawn" => "arrowhead spawn",
        _ => "arrowhead",
    }
}

fn style(class: &'static str, computed: &CssStyleDeclaration) -> Style {
    let value = |name: &str| computed.get_property_value(name).unwrap_or_default();
    let paint = |name: &str| Some(value(name)).filter(|paint| !paint.is_empty() && paint != "none");
    let pixels = |value: &str| value.trim().trim_end_matches("px").parse::<f64>().ok();
    let dashes = value("stroke-dasharray");
    let font = ["font-style", "font-weight", "font-size", "font-family"].map(value);
    Style {
        class,
        fill: paint("fill"),
        stroke: paint("stroke"),
        opacity: value("opacity").parse().unwrap_or(1.0),
        line_width: pixels(&value("stroke-width")).unwrap_or(1.0),
        line_cap: value("stroke-linecap"),
        line_join: value("stroke-linejoin"),
        dashes: dashes.split([',', ' ']).filter_map(pixels).collect(),
        font: font.join(" "),
    }
}
