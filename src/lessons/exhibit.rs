//! What a lesson shows beside its timeline: made of the lines that its program prints, so of its log.

/// What a lesson shows beside its timeline.
#[derive(Clone, Copy, Debug)]
pub enum Exhibit {
    /// The figures that it prints, as a plot.
    Plot(fn(&[&str]) -> Plot),
    /// How much of its work is done; none until that is known.
    Progress(fn(&[&str]) -> Option<Progress>),
    /// Whether the page itself goes on: a field to type in, and something that moves with each frame.
    Page,
}

/// So much of the work is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What is done.
    pub done: usize,
    /// Out of so much.
    pub all: usize,
    /// The same in words.
    pub words: String,
}

/// Points and curves between two axes.
#[derive(Clone, Debug, PartialEq)]
pub struct Plot {
    /// What it shows, in a few words.
    pub title: &'static str,
    /// The axis from left to right.
    pub across: Axis,
    /// The axis from bottom to top.
    pub up: Axis,
    /// What is drawn, the most important first.
    pub series: Vec<Series>,
}

/// One of a plot's axes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Axis {
    /// What its numbers are, with the unit.
    pub label: &'static str,
    /// The least range of numbers that it shows; it grows to hold the points.
    pub range: (f64, f64),
    /// Whether each step is a power of ten, instead of a sum.
    pub is_log: bool,
}

/// Points that belong together.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// What they are.
    pub name: &'static str,
    /// Across and up, from left to right.
    pub points: Vec<(f64, f64)>,
    /// Whether each was measured, and so is a dot; else they are a curve.
    pub measured: bool,
}
