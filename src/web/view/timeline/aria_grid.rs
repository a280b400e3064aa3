//! The timeline for screen readers: a row for each visible lane, and in the selected row a cell with a sentence for each
//! bar.

use crate::timeline::{Lane, Picture, describe, lane_label};
use crate::trace::TaskId;
use crate::web::cell::{Attr, Pool, Text};
use crate::web::dom::{Build, html};
use crate::web::state::Scene;
use crate::wording::{tr, tr_n};
use web_sys::{Element, HtmlElement};

/// Maximum number of cells in a row, around the selected one.
const MAX_CELLS: usize = 60;

pub(super) struct AriaGrid {
    root: HtmlElement,
    name: &'static str,
    rows: Pool<GridRow>,
    /// The row of what is selected outside of the lanes.
    outside: Pool<(Attr, Text)>,
    label: Attr,
    count: Attr,
    active: Attr,
}

struct GridRow {
    id: Attr,
    level: Attr,
    index: Attr,
    name: Text,
    cells: Pool<(Attr, Attr, Text)>,
}

impl GridRow {
    fn new() -> (Element, GridRow) {
        let name = html("span").attr("role", "rowheader");
        let cells = html("span").attr("role", "presentation");
        let row = html("div").attr("role", "row").child(&name).child(&cells);
        let made = GridRow {
            id: Attr::new(row.clone(), "id"),
            level: Attr::new(row.clone(), "aria-level"),
            index: Attr::new(row.clone(), "aria-rowindex"),
            name: Text::new(name),
            cells: Pool::new(cells, || {
                let cell = html("span").attr("role", "gridcell");
                let parts = (
                    Attr::new(cell.clone(), "id"),
                    Attr::new(cell.clone(), "aria-selected"),
                    Text::new(cell.clone()),
                );
                (cell.into(), parts)
            }),
        };
        (row.into(), made)
    }
}

impl AriaGrid {
    /// Creates the rows. Ids begin with `name`; `focused` has the focus while the reader moves through the cells.
    pub(super) fn new(name: &'static str, focused: &HtmlElement) -> AriaGrid {
        let root = html("div")
            .class("visually-hidden")
            .attr("role", "rowgroup");
        AriaGrid {
            rows: Pool::new(root.clone(), GridRow::new),
            outside: Pool::new(root.clone(), || {
                let cell = html("span").attr("role", "gridcell");
                let row = html("div").attr("role", "row").child(&cell);
                (row.into(), (Attr::new(cell.clone(), "id"), Text::new(cell)))
            }),
            name,
            label: Attr::new(focused.clone(), "aria-label"),
            count: Attr::new(focused.clone(), "aria-rowcount"),
            active: Attr::new(focused.clone(), "aria-activedescendant"),
            root,
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    /// Says that there is no run.
    pub(super) fn draw_nothing(&mut self) {
        self.label.show(tr!("Timeline, empty"));
    }

    /// Describes what is selected outside of the lanes.
    pub(super) fn draw_outside(&mut self, words: Option<String>) {
        let shown = self.outside.show(usize::from(words.is_some()));
        for ((id, text), words) in shown.zip(words) {
            let name = format!("{}-outside", self.name);
            id.show(&name);
            text.show(&words);
            self.active.show(&name);
        }
    }

    /// Updates the rows from a picture and the selection.
    pub(super) fn draw(
        &mut self,
        scene: &Scene,
        picture: &Picture,
        selected: Option<(TaskId, usize)>,
    ) {
        let (run, count) = (scene.run, scene.rows.len());
        self.label.show(&tr_n!(
            count,
            "Timeline of one task",
            "Timeline of {n} tasks"
        ));
        self.count.show(&count.to_string());
        let mut active = String::new();
        let shown = self.rows.show(picture.lanes.len());
        run.with_view(|view| {
            for (row, lane) in shown.zip(&picture.lanes) {
                row.id
                    .show(&format!("{}-{}", self.name, lane.task.number()));
                row.level.show(&(lane.depth + 1).to_string());
                row.index.show(&(lane.row + 1).to_string());
                row.name.show(&lane_label(view, lane.task));
                let span = selected.filter(|(task, _)| *task == lane.task);
                let spans = span.map_or(Vec::new(), |(_, span)| spans(lane, span));
                let cells = row.cells.show(spans.len());
                for ((id, is_selected, words), n) in cells.zip(spans) {
                    let is_here = span == Some((lane.task, n));
                    let name = format!("{}-{}-{n}", self.name, lane.task.number());
                    id.show(&name);
                    is_selected.show(if is_here { "true" } else { "false" });
                    let span = describe(view, lane.task, n);
                    words.show(&format!("{}, {}", span.title, span.sentence));
                    if is_here {
                        active = name;
                    }
                }
            }
        });
        self.active.show(&active);
    }
}

/// The spans of the bars, the first of the cleanup, and the selected span.
fn spans(lane: &Lane, selected: usize) -> Vec<usize> {
    let bars = lane.bars.iter().map(|bar| bar.span);
    let cleanup = lane.cleanups.iter().map(|cleanup| cleanup.span);
    let mut spans: Vec<usize> = bars.chain(cleanup).chain([selected]).collect();
    spans.sort_unstable();
    spans.dedup();
    let here = spans.iter().position(|span| *span == selected);
    let from = here.unwrap_or(0).saturating_sub(MAX_CELLS / 2);
    spans.into_iter().skip(from).take(MAX_CELLS).collect()
}
