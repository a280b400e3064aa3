//! Draws a lane of the standalone SVG: its bars or the stripes of a thread, overdue and endless waits, marks.

use super::Drawing;
use super::elements::{self, escape};
use crate::picture::{Lane, Mark, MarkKind};
use crate::render::number::number;
use crate::render::shapes::{self, FLAG};
use crate::render::signs::{self, CALLED, FOREVER, REFUSED, TIMED_OUT};
use crate::sentences::{describe, sentence_for_mark};
use crate::sizes::BAR;
use core::fmt::{self, Write};
use coroscope_trace::TaskState;

impl Drawing<'_> {
    /// Draws everything but the name and the cap.
    pub(super) fn draw_lane(&mut self, lane: &Lane, mid: f64) -> fmt::Result {
        if lane.is_thread {
            self.thread(lane, mid)?;
        } else {
            let paths = shapes::lane(lane, 0.0);
            elements::bars(&mut self.svg, &paths, self.left, mid)?;
        }
        self.special_waits(lane, mid)?;
        self.extras(lane, mid)
    }

    /// Draws two stripes for each stretch in which a thread ran.
    fn thread(&mut self, lane: &Lane, mid: f64) -> fmt::Result {
        let (x, y, path) = (number(self.left), number(mid), signs::thread(lane, 0.0));
        writeln!(
            self.svg,
            r#"<path class="thread" transform="translate({x} {y})" d="{path}"/>"#
        )
    }

    /// Draws overdue and endless waits.
    fn special_waits(&mut self, lane: &Lane, mid: f64) -> fmt::Result {
        let (x, y) = (number(self.left), number(mid));
        for late in &lane.overdue {
            let (path, title) = (signs::overdue(late, 0.0), self.title(lane, late.span));
            writeln!(
                self.svg,
                r#"<path class="late" transform="translate({x} {y})" d="{path}">{title}</path>"#
            )?;
        }
        self.limits(lane, mid)?;
        let Some(wait) = lane.forever else {
            return Ok(());
        };
        let open = signs::open_end(&wait, 0.0);
        let line = open.line;
        writeln!(
            self.svg,
            r#"<path class="open" transform="translate({x} {y})" d="{line}"/>"#
        )?;
        if let (Some(at), TaskState::Waiting(kind)) = (open.sign, wait.state) {
            let (x, sign) = (self.x(at), shapes::sign(kind));
            writeln!(
                self.svg,
                r#"<path class="opensign" transform="translate({x} {y})" d="{sign}"/>"#
            )?;
        }
        let (x, title) = (self.x(open.forever), self.title(lane, wait.span));
        writeln!(
            self.svg,
            r#"<path class="forever" transform="translate({x} {y})" d="{FOREVER}">{title}</path>"#
        )
    }

    /// Draws time limits.
    fn limits(&mut self, lane: &Lane, mid: f64) -> fmt::Result {
        if lane.limits.is_empty() {
            return Ok(());
        }
        let (x, y) = (number(self.left), number(mid));
        let (lines, flags) = signs::limits(lane, 0.0);
        for (class, path) in [("timeout", lines), ("reached", flags)] {
            if !path.is_empty() {
                writeln!(
                    self.svg,
                    r#"<path class="{class}" transform="translate({x} {y})" d="{path}"/>"#
                )?;
            }
        }
        Ok(())
    }

    /// The description of a span; empty for a lane of the legend.
    fn title(&self, lane: &Lane, span: usize) -> String {
        match lane.name.is_empty() {
            true => String::new(),
            false => {
                let sentence = describe(self.run, lane.task, span).sentence;
                format!("<title>{}</title>", escape(&sentence))
            }
        }
    }

    /// Draws a mark on its lane's bar.
    pub(super) fn mark(&mut self, mark: &Mark, mid: f64) -> fmt::Result {
        let (class, shape) = match mark.kind {
            MarkKind::Printed | MarkKind::Noted => ("x", FLAG),
            MarkKind::Refused => ("refused", REFUSED),
            MarkKind::TimedOut => ("timed-out", TIMED_OUT),
            MarkKind::Called => ("called", CALLED),
            MarkKind::Stuck => ("forever", FOREVER),
        };
        let y = match mark.kind {
            MarkKind::Stuck => mid - BAR / 2.0 - 4.0,
            MarkKind::TimedOut | MarkKind::Called => mid,
            _ => mid - BAR / 2.0,
        };
        let (x, y) = (self.x(mark.x), number(y));
        let title = escape(&sentence_for_mark(mark));
        writeln!(
            self.svg,
            r#"<path class="{class}" transform="translate({x} {y})" d="{shape}"><title>{title}</title></path>"#
        )
    }
}
