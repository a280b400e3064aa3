//! The plot of a lesson.

use crate::lessons::exhibit::Plot;
use crate::lessons::plot;
use crate::timeline::shapes::number;
use crate::web::cell::{Attr, Flag, Pool, Text};
use crate::web::dom::{Build, html, svg};
use crate::wording::tr;
use web_sys::{Element, HtmlElement};

const HEIGHT: f64 = 200.0;
/// Maximum number of series.
const MAX_SERIES: usize = 2;

pub(super) struct PlotView {
    root: HtmlElement,
    hidden: Flag,
    title: Text,
    label: Attr,
    grid: Attr,
    series: [(Attr, Attr); MAX_SERIES],
    names: Pool<(Attr, Text)>,
    across: Pool<Number>,
    up: Pool<Number>,
    labels: [(Attr, Text); 2],
    drawn: Option<(f64, Plot)>,
}

/// A number at an axis.
struct Number {
    x: Attr,
    y: Attr,
    text: Text,
}

impl PlotView {
    pub(super) fn new() -> PlotView {
        let grid = svg("path").class("grid");
        let series = [(); MAX_SERIES].map(|()| svg("path"));
        let label = |anchor, y: f64| {
            let label = svg("text").class("quiet").attr("text-anchor", anchor);
            label.attr("y", &number(y))
        };
        let labels = [label("start", 12.0), label("end", HEIGHT - 4.0)];
        let [across, up] = [(); 2].map(|()| svg("g"));
        let picture = svg("svg")
            .attr("role", "img")
            .attr("height", &number(HEIGHT))
            .child(&grid)
            .child(&across)
            .child(&up);
        let picture = labels
            .iter()
            .fold(picture, |picture, label| picture.child(label));
        let picture = series
            .iter()
            .rev()
            .fold(picture, |picture, path| picture.child(path));
        let (title, names) = (html("h3"), html("p").class("names"));
        let head = html("div").class("head").child(&title).child(&names);
        let root = html("figure").class("plot").child(head).child(&picture);
        PlotView {
            hidden: Flag::new(root.clone(), "hidden"),
            root,
            title: Text::new(title),
            label: Attr::new(picture, "aria-label"),
            grid: Attr::new(grid, "d"),
            series: series.map(|path| (Attr::new(path.clone(), "d"), Attr::new(path, "class"))),
            names: Pool::new(names, || {
                let name = html("span");
                (
                    name.clone().into(),
                    (Attr::new(name.clone(), "class"), Text::new(name)),
                )
            }),
            across: numbers(across.into(), "middle"),
            up: numbers(up.into(), "end"),
            labels: labels.map(|label| (Attr::new(label.clone(), "x"), Text::new(label))),
            drawn: None,
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    pub(super) fn draw(&mut self, plot: Option<Plot>) {
        self.hidden.show(plot.is_none());
        let width = f64::from(self.root.client_width());
        let drawn = plot.map(|plot| (width, plot));
        if self.drawn == drawn {
            return;
        }
        self.drawn = drawn;
        if let Some((width, plot)) = &self.drawn {
            let ends = [(0.0, plot.up), (*width, plot.across)];
            for ((x, text), (end, axis)) in self.labels.iter_mut().zip(ends) {
                x.show(&number(end));
                text.show(axis.label);
            }
            self.title.show(plot.title);
            self.label.show(&in_words(plot));
            let picture = plot::draw(plot, *width, HEIGHT);
            self.grid.show(&picture.grid);
            for (n, (path, class)) in self.series.iter_mut().enumerate() {
                path.show(picture.series.get(n).map_or("", String::as_str));
                class.show(&class_of(plot, n));
            }
            for (n, (class, text)) in self.names.show(plot.series.len()).enumerate() {
                class.show(&class_of(plot, n));
                text.show(plot.series[n].name);
            }
            let places = picture.across.iter();
            for (shown, (x, text)) in self.across.show(picture.across.len()).zip(places) {
                shown.show(*x, picture.across_y, text);
            }
            for (shown, (y, text)) in self.up.show(picture.up.len()).zip(&picture.up) {
                shown.show(picture.up_x, *y + 4.0, text);
            }
        }
    }
}

impl Number {
    fn show(&mut self, x: f64, y: f64, text: &str) {
        self.x.show(&number(x));
        self.y.show(&number(y));
        self.text.show(text);
    }
}

fn numbers(parent: Element, anchor: &'static str) -> Pool<Number> {
    Pool::new(parent, move || {
        let text = svg("text").class("quiet").attr("text-anchor", anchor);
        let shown = Number {
            x: Attr::new(text.clone(), "x"),
            y: Attr::new(text.clone(), "y"),
            text: Text::new(text.clone()),
        };
        (text.into(), shown)
    })
}

fn class_of(plot: &Plot, n: usize) -> String {
    let kind = plot.series.get(n).map(|series| series.measured);
    match kind {
        Some(true) => format!("series dots-{n}"),
        _ => "series curve".into(),
    }
}

/// The plot's description for screen readers. Its figures are among the printed lines.
fn in_words(plot: &Plot) -> String {
    let names: Vec<&str> = plot.series.iter().map(|series| series.name).collect();
    tr!(
        "Plot: {title}. Horizontal axis: {across}. Vertical axis: {up}. Series: {names}. The figures are also printed.",
        title = plot.title,
        across = plot.across.label,
        up = plot.up.label,
        names = names.join(", ")
    )
}
