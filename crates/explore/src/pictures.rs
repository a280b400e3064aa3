//! Pictures of two runs on one time axis.

use coroscope_runtime::Runtime;
use coroscope_timeline::{Rows, Viewport, common_scale, svg};
use coroscope_trace::{Log, Model, RunView};
use std::path::{Path, PathBuf};
use std::{fs, io};

/// Draws two runs as SVG, with the same scale. The titles are above them.
///
/// # Examples
/// ```
/// use coroscope::explore::{Explorer, draw_both};
/// use coroscope::{sleep, time::ms};
/// let program = || async { sleep(ms(10)).await; Ok(()) };
/// let (_, run) = Explorer::new().replay(program, &"0".parse().unwrap());
/// let [usual, other] = draw_both([&run, &run], ["usual", "other"]);
/// assert!(usual.contains("usual") && other.contains("other"));
/// ```
pub fn draw_both(runs: [&Runtime; 2], titles: [&str; 2]) -> [String; 2] {
    let [first, second] = runs;
    first.with_log(|first| {
        second.with_log(|second| {
            let (a, b) = (Model::of(first), Model::of(second));
            let draw = |log: &Log, model: &Model, title: &str| {
                let options = svg::Options {
                    title: title.to_owned(),
                    ..svg::Options::default()
                };
                let rows = Rows::of(model);
                let viewport = Viewport {
                    scale: common_scale(&a, &b, options.width),
                    lanes: rows.len().min(options.max_lanes),
                    ..Viewport::whole(model, &rows, options.width)
                };
                svg::draw_view(RunView::new(log, model), &rows, &viewport, &options)
            };
            [draw(first, &a, titles[0]), draw(second, &b, titles[1])]
        })
    })
}

/// Writes both pictures into a folder. Returns their paths.
pub(crate) fn write_both(
    folder: &Path,
    name: &str,
    runs: [&Runtime; 2],
    titles: [&str; 2],
) -> io::Result<[PathBuf; 2]> {
    fs::create_dir_all(folder)?;
    let [usual, other] = draw_both(runs, titles);
    let paths = ["usual", "other"].map(|which| folder.join(format!("{name}-{which}.svg")));
    fs::write(&paths[0], usual)?;
    fs::write(&paths[1], other)?;
    Ok(paths)
}
