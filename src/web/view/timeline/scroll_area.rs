//! The lanes of a timeline, which scroll. Only the visible ones are in the DOM; a spacer is as high as all of them.

use crate::timeline::shapes::number;
use crate::timeline::sizes::ROW;
use crate::trace::TaskId;
use crate::web::cell::Attr;
use crate::web::dom::{Build, html, style};
use crate::web::state::Scene;
use web_sys::{HtmlElement, SvgElement};

/// The maximum height of a row. With few tasks, rows are higher than [`ROW`].
const MAX_ROW: f64 = 36.0;

/// Where rows are in the visible part, in pixels. A frame asks the browser for it only once, because the answer can make the
/// browser lay out what has changed in the page.
#[derive(Clone, Copy)]
pub(super) struct RowPlaces {
    /// How far they are scrolled.
    pub(super) top: f64,
    /// The height of a row.
    pub(super) row: f64,
    /// The distance from the top of a row to its lane.
    inset: f64,
}

impl RowPlaces {
    /// The upper edge of the lane in a row.
    pub(super) fn lane_y(&self, row: usize) -> f64 {
        row as f64 * self.row + self.inset - self.top
    }
}

pub(super) struct ScrollArea {
    root: HtmlElement,
    spacer: HtmlElement,
    /// The height of a row.
    row: f64,
    spacer_height: f64,
    /// The height of the picture of the visible lanes.
    window_height: Attr,
    /// The last selection whose lane was scrolled into view.
    followed: Option<(TaskId, usize)>,
}

impl ScrollArea {
    /// Creates the area, with the picture of the visible lanes.
    pub(super) fn new(window: SvgElement) -> ScrollArea {
        let spacer = html("div").class("spacer");
        let root = html("div")
            .class("rows")
            .attr("tabindex", "-1")
            .attr("aria-hidden", "true")
            .child(html("div").class("window").child(&window))
            .child(&spacer);
        ScrollArea {
            root,
            spacer,
            row: ROW,
            spacer_height: 0.0,
            window_height: Attr::new(window, "height"),
            followed: None,
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    /// Its width and height, in pixels. The picture gets the same height.
    pub(super) fn measure(&mut self) -> (f64, f64) {
        let (width, height) = (f64::from(self.root.client_width()), self.height());
        self.window_height.show(&number(height));
        (width, height)
    }

    pub(super) fn height(&self) -> f64 {
        f64::from(self.root.client_height())
    }

    /// How far it is scrolled, in pixels.
    pub(super) fn top(&self) -> f64 {
        f64::from(self.root.scroll_top())
    }

    /// How far below the upper edge of the timeline its rows begin, in pixels.
    pub(super) fn offset(&self) -> f64 {
        f64::from(self.root.offset_top() + self.root.client_top())
    }

    /// Where the rows are in the visible part.
    pub(super) fn places(&self) -> RowPlaces {
        RowPlaces {
            top: self.top(),
            row: self.row,
            inset: self.inset(),
        }
    }

    /// The row at a height in the visible part.
    pub(super) fn row_at(&self, y: f64) -> usize {
        ((self.top() + y) / self.row) as usize
    }

    /// The height of a row.
    pub(super) fn row(&self) -> f64 {
        self.row
    }

    /// The distance from the top of a row to its lane, which is in its middle.
    pub(super) fn inset(&self) -> f64 {
        (self.row - ROW) / 2.0
    }

    /// The height at which `y` would be if rows were only as high as lanes.
    pub(super) fn unstretched(&self, y: f64) -> f64 {
        let row = (y / self.row).floor();
        let inside = y - row * self.row - self.inset();
        row * ROW + inside.clamp(0.0, ROW - 1.0)
    }

    /// Scrolls by this many pixels.
    pub(super) fn scroll_by(&self, by: f64) {
        let top = self.root.scroll_top();
        self.root.set_scroll_top(top + by.round() as i32);
    }

    /// Sets how many rows there are. They become as high as there is room, up to a limit.
    pub(super) fn set_row_count(&mut self, rows: usize) {
        let fitting = (self.height() / rows.max(1) as f64).floor();
        self.row = fitting.clamp(ROW, MAX_ROW);
        let height = rows as f64 * self.row;
        if self.spacer_height != height {
            self.spacer_height = height;
            let size = format!("{}px", number(height));
            style(&self.spacer, "block-size", &size);
        }
    }

    /// Scrolls to the lane of a new selection.
    pub(super) fn follow_selection(&mut self, scene: &Scene, height: f64) {
        let focus = scene.cursor.focus;
        if self.followed == focus {
            return;
        }
        self.followed = focus;
        let Some(row) = focus.and_then(|(task, _)| scene.rows.position(task)) else {
            return;
        };
        let (y, top) = (row as f64 * self.row, self.top());
        if y < top {
            self.root.set_scroll_top(y as i32);
        } else if y + self.row > top + height {
            let to = y + self.row - height;
            self.root.set_scroll_top(to as i32 + 1);
        }
    }
}
