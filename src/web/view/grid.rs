//! The timeline for those who listen: a row for each lane in sight, and in the selected one a cell with a
//! sentence for each bar.

use crate::timeline::{Lane, Picture, describe, lane_label};
use crate::trace::TaskId;
use crate::web::cell::{Attr, Pool, Text};
use crate::web::dom::{Build, html};
use crate::web::run::Run;
use web_sys::{Element, HtmlElement};

/// Cells of a row, round the selected one.
const MOST: usize = 60;

pub(super) struct Grid {
    root: HtmlElement,
    name: &'static str,
    rows: Pool<Row>,
    active: Attr,
}

struct Row {
    id: Attr,
    level: Attr,
    index: Attr,
    name: Text,
    cells: Pool<(Attr, Attr, Text)>,
}

impl Row {
    fn new() -> (Element, Row) {
        let name = html("span").attr("role", "rowheader");
        let cells = html("span").attr("role", "presentation");
        let row = html("div").attr("role", "row").child(&name).child(&cells);
        let made = Row {
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

impl Grid {
    /// The rows of a grid of this name, which is `focused` when its cells are gone through.
    pub(super) fn new(name: &'static str, focused: &HtmlElement) -> Grid {
        let root = html("div").class("heard").attr("role", "rowgroup");
        Grid {
            rows: Pool::new(root.clone(), Row::new),
            name,
            active: Attr::new(focused.clone(), "aria-activedescendant"),
            root,
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    /// Tells the lanes of a picture, and what is selected.
    pub(super) fn draw(&mut self, run: &Run, picture: &Picture, selected: Option<(TaskId, usize)>) {
        let mut active = String::new();
        let shown = self.rows.show(picture.lanes.len());
        run.with_log(|log| {
            for (row, lane) in shown.zip(&picture.lanes) {
                row.id
                    .show(&format!("{}-{}", self.name, lane.task.number()));
                row.level.show(&(lane.depth + 1).to_string());
                row.index.show(&(lane.row + 1).to_string());
                row.name.show(&lane_label(&run.model, log, lane.task));
                let span = selected.filter(|(task, _)| *task == lane.task);
                let spans = span.map_or(Vec::new(), |(_, span)| spans(lane, span));
                let cells = row.cells.show(spans.len());
                for ((id, is_selected, words), n) in cells.zip(spans) {
                    let is_here = span == Some((lane.task, n));
                    let name = format!("{}-{}-{n}", self.name, lane.task.number());
                    id.show(&name);
                    is_selected.show(if is_here { "true" } else { "false" });
                    let said = describe(&run.model, log, lane.task, n);
                    words.show(&format!("{}, {}", said.title, said.sentence));
                    if is_here {
                        active = name;
                    }
                }
            }
        });
        self.active.show(&active);
    }
}

/// The first spans of a lane's bars, and the selected one.
fn spans(lane: &Lane, selected: usize) -> Vec<usize> {
    let mut spans: Vec<usize> = lane.bars.iter().map(|bar| bar.span).collect();
    spans.push(selected);
    spans.sort_unstable();
    spans.dedup();
    let here = spans.iter().position(|span| *span == selected);
    let from = here.unwrap_or(0).saturating_sub(MOST / 2);
    spans.into_iter().skip(from).take(MOST).collect()
}
