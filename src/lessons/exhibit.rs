//! What a lesson shows next to its timeline, made from the lines that its program prints, and so from its log.

/// What a lesson shows next to its timeline.
#[derive(Clone, Copy, Debug)]
pub enum Exhibit {
    /// The printed figures as a plot.
    Plot(fn(&[&str]) -> Plot),
    /// How much of the work is done; `None` until that is known.
    Progress(fn(&[&str]) -> Option<Progress>),
    /// Whether the page still responds: a text field, and a mark that moves with each frame.
    Page,
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

/// Points and curves between two axes.
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
