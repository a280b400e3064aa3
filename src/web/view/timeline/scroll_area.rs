//! The lanes of a timeline, which scroll. Only the visible ones are in the DOM; a spacer is as high as all of them.

use crate::timeline::shapes::number;
use crate::timeline::sizes::ROW;
use crate::trace::TaskId;
use crate::web::cell::Attr;
use crate::web::dom::{Build, html, style};
use crate::web::state::Scene;
use web_sys::{HtmlElement, SvgElement};

pub(super) struct ScrollArea {
    root: HtmlElement,
    spacer: HtmlElement,
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

    /// The row at a height in the visible part.
    pub(super) fn row_at(&self, y: f64) -> usize {
        ((self.top() + y) / ROW) as usize
    }

    /// Scrolls by this many pixels.
    pub(super) fn scroll_by(&self, by: f64) {
        let top = self.root.scroll_top();
        self.root.set_scroll_top(top + by.round() as i32);
    }

    /// Sets how many rows there are.
    pub(super) fn set_row_count(&mut self, rows: usize) {
        let height = rows as f64 * ROW;
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
        let (y, top) = (row as f64 * ROW, self.top());
        if y < top {
            self.root.set_scroll_top(y as i32);
        } else if y + ROW > top + height {
            self.root.set_scroll_top((y + ROW - height) as i32 + 1);
        }
    }
}
