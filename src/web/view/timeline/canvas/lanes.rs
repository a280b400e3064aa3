//! Draws the lanes on the canvas: bars, waits and marks.

use super::{Canvas, SIGN, styles};
use crate::timeline::Lane;
use crate::timeline::raster::Rgba;
use crate::timeline::shapes::{self, LAYERS, LaneShapes, LayerShape, Rect};
use crate::timeline::sizes::{BAR, CAP, ROW};
use crate::web::view::timeline::{lane, lane_marks};
use wasm_bindgen::Clamped;
use web_sys::{CanvasRenderingContext2d, ImageData};

/// With more areas than this in a lane, an image of the lane is faster than a command for each area.
const MANY: usize = 64;
/// How far areas reach out of the plot at both sides.
const OUTSIDE: f64 = 2.0;

/// A lane at its place.
pub(super) struct Placed<'a> {
    pub(super) lane: &'a Lane,
    /// Where its plot begins.
    pub(super) x: f64,
    /// Its upper edge.
    pub(super) y: f64,
    /// The edges of the selected span in it.
    pub(super) selected: Option<(f64, f64)>,
    shapes: LaneShapes,
}

impl Placed<'_> {
    pub(super) fn new(lane: &Lane, (x, y): (f64, f64), selected: Option<(f64, f64)>) -> Placed<'_> {
        let shapes = match lane.is_thread {
            true => LaneShapes::default(),
            false => shapes::lane_shapes(lane, ROW / 2.0),
        };
        Placed {
            lane,
            x,
            y,
            selected,
            shapes,
        }
    }

    fn areas(&self) -> usize {
        let of_layer = |layer: &shapes::Layer| match (layer.shape)(&self.shapes) {
            LayerShape::Areas(areas) => areas.len(),
            LayerShape::Path(_) => 0,
        };
        LAYERS.iter().map(of_layer).sum()
    }
}

impl Canvas {
    /// Draws areas that are images. An image replaces what is below it, and is not clipped, so they are drawn first, and
    /// only on lanes between these heights.
    pub(super) fn images(
        &mut self,
        context: &CanvasRenderingContext2d,
        lanes: &mut [Placed<'_>],
        width: f64,
        (top, bottom): (f64, f64),
    ) {
        let mut colours = LAYERS.iter().map(|layer| {
            let style = self.styles.get(layer.class);
            match (layer.shape)(&LaneShapes::default()) {
                LayerShape::Areas(_) => style.and_then(styles::Style::rgba),
                LayerShape::Path(_) => Some([0; 4]),
            }
        });
        let Some(colours): Option<Vec<Rgba>> = colours.by_ref().collect() else {
            return;
        };
        for placed in lanes {
            let fits = placed.y >= top && placed.y + ROW <= bottom;
            if fits && placed.areas() > MANY {
                self.image(context, placed, width, &colours);
            }
        }
    }

    fn image(
        &mut self,
        context: &CanvasRenderingContext2d,
        placed: &mut Placed<'_>,
        width: f64,
        colours: &[Rgba],
    ) {
        let r = self.ratio;
        let bar_top = placed.y + (ROW - BAR) / 2.0;
        let (x, y) = ((r * (placed.x - OUTSIDE)).floor(), (r * bar_top).floor());
        let right = (r * (placed.x + width + OUTSIDE)).ceil();
        let bottom = (r * (bar_top + BAR)).ceil();
        let columns = (right - x).max(1.0) as usize;
        self.raster.clear(columns, (bottom - y).max(1.0) as usize);
        for (layer, colour) in LAYERS.iter().zip(colours) {
            let LayerShape::Areas(areas) = (layer.shape)(&placed.shapes) else {
                continue;
            };
            for rect in areas.rects() {
                let rect = Rect {
                    x: r * (placed.x + rect.x) - x,
                    y: r * (placed.y + rect.y) - y,
                    width: r * rect.width,
                    height: r * rect.height,
                };
                self.raster.fill(rect, *colour);
            }
        }
        let bytes = Clamped(self.raster.bytes());
        let image = ImageData::new_with_u8_clamped_array(bytes, columns as u32);
        let is_drawn = image.is_ok_and(|image| context.put_image_data(&image, x, y).is_ok());
        if is_drawn {
            placed.shapes.clear_areas();
        }
    }

    /// Draws everything else of the lanes.
    pub(super) fn lanes(&mut self, context: &CanvasRenderingContext2d, lanes: &[Placed<'_>]) {
        for placed in lanes {
            self.place(context, placed.x, placed.y);
            self.path(context, "summary", &lane::summary(placed.lane));
        }
        for layer in &LAYERS {
            let Some(style) = self.styles.get(layer.class) else {
                continue;
            };
            let mut is_set = false;
            for placed in lanes {
                match (layer.shape)(&placed.shapes) {
                    LayerShape::Path("") => {}
                    LayerShape::Path(path) => {
                        self.place(context, placed.x, placed.y);
                        self.path(context, layer.class, path);
                    }
                    LayerShape::Areas(areas) if !areas.is_empty() => {
                        if let Some(fill) = style.fill.as_ref().filter(|_| !is_set) {
                            context.set_fill_style_str(fill);
                            context.set_global_alpha(style.opacity);
                            is_set = true;
                        }
                        self.place(context, placed.x, placed.y);
                        for Rect {
                            x,
                            y,
                            width,
                            height,
                        } in areas.rects()
                        {
                            context.fill_rect(x, y, width, height);
                        }
                    }
                    LayerShape::Areas(_) => {}
                }
            }
            context.set_global_alpha(1.0);
        }
        self.place(context, 0.0, 0.0);
        for placed in lanes {
            self.signs(context, placed);
        }
        for placed in lanes {
            self.marks(context, placed);
        }
    }

    fn signs(&mut self, context: &CanvasRenderingContext2d, placed: &Placed<'_>) {
        let ratio = self.ratio;
        let whole = |length: f64| (length * ratio).round() / ratio;
        let opacity = self.styles.get("sign").map_or(1.0, |style| style.opacity);
        let y = whole(placed.y + ROW / 2.0 - SIGN);
        for (kind, x) in &placed.shapes.signs {
            let Some(picture) = self.sign(*kind) else {
                return;
            };
            let x = whole(placed.x + x - SIGN);
            let size = 2.0 * SIGN;
            if opacity > 0.0 {
                // It can only fail for a picture without pixels.
                let _ = context
                    .draw_image_with_html_canvas_element_and_dw_and_dh(picture, x, y, size, size);
            }
        }
    }

    fn marks(&self, context: &CanvasRenderingContext2d, placed: &Placed<'_>) {
        let (lane, mid) = (placed.lane, ROW / 2.0);
        if lane_marks::has_any(lane) {
            self.place(context, placed.x, placed.y);
            for (class, data) in lane_marks::CLASSES.iter().zip(lane_marks::paths(lane, mid)) {
                self.path(context, class, &data);
            }
        }
        if let Some(cap) = lane.cap {
            let shape = shapes::cap(cap.kind);
            self.place(context, placed.x + cap.x + CAP / 2.0, placed.y + mid);
            self.path(context, styles::cap(cap.kind), shape.body);
            self.path(context, "mark", shape.mark);
        }
        if let Some(range) = placed.selected {
            self.place(context, placed.x, placed.y);
            self.path(context, "selected", &lane::outline(range));
        }
    }
}
