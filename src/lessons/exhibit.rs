//! What a lesson shows next to its timeline, made from the points that its program records, and so from its log.

mod printed;

use crate::trace::RunView;

/// What a lesson shows next to its timeline.
#[derive(Clone, Copy, Debug)]
pub enum Exhibit {
    /// The measured figures as a plot.
    Plot(fn(&Points) -> Plot),
    /// How much of the work is done; `None` until that is known.
    Progress(fn(&Points) -> Option<Progress>),
    /// Whether the page still responds: a text field, and a mark that moves with each frame.
    Page,
}

/// The points that a run has recorded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Points(Vec<(String, f64, f64)>);

impl Points {
    /// The points that a run of a lesson had recorded after the event with sequence number `until`.
    ///
    /// # Examples
    /// ```
    /// use coroscope::lessons::exhibit::Points;
    /// use coroscope::{Runtime, record_point, trace::{Model, RunView}};
    /// let rt = Runtime::virtual_clock();
    /// rt.block_on(async { record_point("stored", 3, 9); Ok(()) }).unwrap();
    /// let points = rt.with_log(|log| Points::of("pipeline", RunView::new(log, &Model::of(log)), u64::MAX));
    /// assert_eq!(points.last("stored"), Some((3.0, 9.0)));
    /// ```
    pub fn of(lesson: &str, run: RunView<'_>, until: u64) -> Points {
        if run.model.points.is_empty() {
            // Recordings of version 2 have only printed lines.
            let lines = run.model.printed.iter().filter(|line| line.seq <= until);
            return Points(printed::points(
                lesson,
                lines.map(|line| run.log.text(line.text)),
            ));
        }
        let points = run.model.points.iter().filter(|point| point.seq <= until);
        let points = points.map(|it| (run.log.text(it.series).into(), it.x.get(), it.y.get()));
        Points(points.collect())
    }

    /// The points of a series as (x, y), in the order in which they were recorded.
    pub fn series(&self, name: &str) -> impl Iterator<Item = (f64, f64)> + Clone {
        let points = self.0.iter().filter(move |(series, ..)| series == name);
        points.map(|(_, x, y)| (*x, *y))
    }

    /// The last point of a series.
    pub fn last(&self, name: &str) -> Option<(f64, f64)> {
        self.series(name).last()
    }
}

/// How much of the work is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The number of items done.
    pub done: usize,
    /// The number of all items.
    pub all: usize,
    /// The same in words.
    pub words: String,
}

/// Points and curves between two axes. Its texts are in the reader's language.
#[derive(Clone, Debug, PartialEq)]
pub struct Plot {
    /// Its title.
    pub title: &'static str,
    /// The horizontal axis.
    pub across: Axis,
    /// The vertical axis.
    pub up: Axis,
    /// The series, most important first.
    pub series: Vec<Series>,
}

/// An axis of a plot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Axis {
    /// Its label, with the unit.
    pub label: &'static str,
    /// The smallest range that it shows; it grows to include all points.
    pub range: (f64, f64),
    /// Whether the axis is logarithmic.
    pub is_log: bool,
}

/// A series of points.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Its name in the legend.
    pub name: &'static str,
    /// The points as (x, y), from left to right.
    pub points: Vec<(f64, f64)>,
    /// Whether they were measured, and are drawn as dots; otherwise they are a curve.
    pub measured: bool,
}
