//! A canvas over the timeline that draws it while it moves. To draw on it takes a fraction of the time that the browser
//! needs for changed SVG. When the movement ends, the same picture is drawn as SVG, which a reader can print and zoom.

mod lanes;
mod scene;
mod styles;

use crate::timeline::raster::Raster;
use crate::timeline::shapes;
use crate::trace::WaitKind;
use crate::web::dom::{Build, html_as, style, window};
use js_sys::Array;
pub(super) use scene::Shown;
use styles::{Style, Styles};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, Path2d, SvgElement};

/// Half the width of the picture of a sign, with a margin for its strokes.
const SIGN: f64 = 7.0;

pub(super) struct Canvas {
    root: HtmlCanvasElement,
    context: Option<CanvasRenderingContext2d>,
    /// Its size in pixels of the page.
    size: (f64, f64),
    /// Pixels of the device per pixel of the page.
    ratio: f64,
    styles: Styles,
    /// The pictures of signs that were needed in this movement.
    signs: Vec<(WaitKind, HtmlCanvasElement)>,
    raster: Raster,
    /// Whether the last frame was drawn here.
    is_shown: bool,
}

impl Canvas {
    /// A canvas that has the styles of shapes in the picture of the lanes.
    pub(super) fn new(picture: &SvgElement) -> Canvas {
        let root: HtmlCanvasElement = html_as("canvas");
        let root = root.attr("aria-hidden", "true");
        Canvas {
            context: context(&root),
            root,
            size: (0.0, 0.0),
            ratio: 1.0,
            styles: Styles::new(picture),
            signs: Vec::new(),
            raster: Raster::default(),
            is_shown: false,
        }
    }

    pub(super) fn root(&self) -> &HtmlCanvasElement {
        &self.root
    }

    /// Whether it can be drawn on. A browser can refuse a canvas for lack of memory.
    pub(super) fn is_usable(&self) -> bool {
        self.context.is_some()
    }

    /// The timeline is drawn as SVG.
    pub(super) fn rest(&mut self) {
        self.is_shown = false;
    }

    /// Clears it for a frame of this size.
    fn begin(&mut self, context: &CanvasRenderingContext2d, size: (f64, f64)) {
        let ratio = window().device_pixel_ratio();
        if !self.is_shown || self.ratio != ratio {
            self.styles.read();
            self.signs.clear();
        }
        self.is_shown = true;
        if self.size == size && self.ratio == ratio {
            self.place(context, 0.0, 0.0);
            context.clear_rect(0.0, 0.0, size.0, size.1);
            return;
        }
        (self.size, self.ratio) = (size, ratio);
        let pixels = |length: f64| (length * ratio).round();
        // This clears it, too.
        self.root.set_width(pixels(size.0) as u32);
        self.root.set_height(pixels(size.1) as u32);
        for (property, length) in [("inline-size", size.0), ("block-size", size.1)] {
            // Whole pixels of the device, so that nothing is blurred.
            let length = format!("{}px", pixels(length) / ratio);
            style(&self.root, property, &length);
        }
        self.place(context, 0.0, 0.0);
    }

    /// Moves the origin of what is drawn next.
    fn place(&self, context: &CanvasRenderingContext2d, x: f64, y: f64) {
        let r = self.ratio;
        // It can only fail for numbers that are not finite.
        let _ = context.set_transform(r, 0.0, 0.0, r, r * x, r * y);
    }

    /// Draws path data in the style of a class.
    fn path(&self, context: &CanvasRenderingContext2d, class: &str, data: &str) {
        if data.is_empty() {
            return;
        }
        let (Some(style), Ok(path)) = (self.styles.get(class), Path2d::new_with_path_string(data))
        else {
            return;
        };
        draw(context, style, &path);
    }

    /// The picture of a sign, with its middle in its middle.
    fn sign(&mut self, kind: WaitKind) -> Option<&HtmlCanvasElement> {
        let index = match self.signs.iter().position(|(known, _)| *known == kind) {
            Some(index) => index,
            None => {
                let picture = self.make_sign(kind)?;
                self.signs.push((kind, picture));
                self.signs.len() - 1
            }
        };
        self.signs.get(index).map(|(_, picture)| picture)
    }

    fn make_sign(&self, kind: WaitKind) -> Option<HtmlCanvasElement> {
        let picture: HtmlCanvasElement = html_as("canvas");
        let size = (2.0 * SIGN * self.ratio).round() as u32;
        picture.set_width(size);
        picture.set_height(size);
        let context = context(&picture)?;
        self.place(&context, SIGN, SIGN);
        let data = format!("M0 0{}", shapes::sign(kind));
        self.path(&context, "sign", &data);
        Some(picture)
    }
}

fn context(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    let context = canvas.get_context("2d").ok().flatten()?;
    context.dyn_into().ok()
}

fn draw(context: &CanvasRenderingContext2d, style: &Style, path: &Path2d) {
    context.set_global_alpha(style.opacity);
    if let Some(fill) = &style.fill {
        context.set_fill_style_str(fill);
        context.fill_with_path_2d(path);
    }
    if let Some(stroke) = &style.stroke {
        context.set_stroke_style_str(stroke);
        context.set_line_width(style.line_width);
        context.set_line_cap(&style.line_cap);
        context.set_line_join(&style.line_join);
        let dashes: Array = style
            .dashes
            .iter()
            .copied()
            .map(JsValue::from_f64)
            .collect();
        // It can only fail for lengths that are not numbers.
        let _ = context.set_line_dash(&dashes);
        context.stroke_with_path(path);
    }
    context.set_global_alpha(1.0);
}
