//! On a lane of the standalone SVG: its bars or the stripes of a thread, waits that are overdue or have no end, marks.

use super::Drawing;
use crate::timeline::describe;
use crate::timeline::ink::{self, escape};
use crate::timeline::picture::{Lane, Mark, MarkKind};
use crate::timeline::shapes::{self, BAR, FLAG, number};
use crate::timeline::signs::{self, FOREVER, REFUSED};
use crate::timeline::words::sentence_for_mark;
use core::fmt::{self, Write};

impl Drawing<'_> {
    /// All but the name and the cap.
    pub(super) fn on_lane(&mut self, lane: &Lane, mid: f64) -> fmt::Result {
        if lane.is_thread {
            self.thread(lane, mid)?;
        } else {
            let paths = shapes::lane(lane, 0.0);
            ink::bars(&mut self.svg, &paths, self.left, mid)?;
        }
        self.on_waits(lane, mid)?;
        self.extras(lane, mid)
    }

    /// Two stripes for each stretch in which a thread ran.
    fn thread(&mut self, lane: &Lane, mid: f64) -> fmt::Result {
        let (x, y, path) = (number(self.left), number(mid), signs::thread(lane, 0.0));
        writeln!(
            self.svg,
            r#"<path class="r" transform="translate({x} {y})" d="{path}"/>"#
        )
    }

    /// What is overdue, and what never ends.
    fn on_waits(&mut self, lane: &Lane, mid: f64) -> fmt::Result {
        let (x, y) = (number(self.left), number(mid));
        for late in &lane.overdue {
            let (path, title) = (signs::overdue(late, 0.0), self.title(lane, late.span));
            writeln!(
                self.svg,
                r#"<path class="u" transform="translate({x} {y})" d="{path}">{title}</path>"#
            )?;
        }
        let Some(wait) = lane.forever else {
            return Ok(());
        };
        let (line, sign) = signs::open_end(wait);
        ink::bars(&mut self.svg, &shapes::lane(&line, 0.0), self.left, mid)?;
        let (x, title) = (self.x(sign), self.title(lane, wait.span));
        writeln!(
            self.svg,
            r#"<path class="i" transform="translate({x} {y})" d="{FOREVER}">{title}</path>"#
        )
    }

    /// What a span means; nothing for a lane of the legend.
    fn title(&self, lane: &Lane, span: usize) -> String {
        match lane.name.is_empty() {
            true => String::new(),
            false => {
                let said = describe(self.model, self.log, lane.task, span).sentence;
                format!("<title>{}</title>", escape(&said))
            }
        }
    }

    /// A mark that stands on its lane's bar.
    pub(super) fn mark(&mut self, mark: &Mark, mid: f64) -> fmt::Result {
        let (class, shape) = match mark.kind {
            MarkKind::Printed | MarkKind::Noted => ("x", FLAG),
            MarkKind::Refused => ("n", REFUSED),
            MarkKind::Stuck => ("i", FOREVER),
        };
        let above = if mark.kind == MarkKind::Stuck {
            4.0
        } else {
            0.0
        };
        let (x, y) = (self.x(mark.x), number(mid - BAR / 2.0 - above));
        let said = escape(&sentence_for_mark(mark));
        writeln!(
            self.svg,
            r#"<path class="{class}" transform="translate({x} {y})" d="{shape}"><title>{said}</title></path>"#
        )
    }
}
