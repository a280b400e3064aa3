//! The standalone SVG: its lanes, the loop's lane and the counter tracks, parsed from its text.

use super::ink::{filled, upright};
use super::lanes::{self, Paths};
use super::levels::{self, Rises};
use super::said::Said;
use super::{Report, TOLERANCE};
use coroscope_timeline::svg::{Options, draw_view};
use coroscope_timeline::{Rows, TimeScale, Viewport};
use coroscope_trace::RunView;

/// Heights of a counter track's area at its maximum, of a gauge in the loop's lane, of a pass.
const STRIP: f64 = 20.0;
const GAUGE: f64 = 16.0;
const PASS: f64 = 4.0;

pub fn check(
    said: &Said,
    run: RunView<'_>,
    rows: &Rows,
    viewport: &Viewport,
) -> Result<Report, String> {
    let options = Options {
        width: viewport.scale.width() + 200.0,
        ..Options::default()
    };
    let svg = draw_view(run, rows, viewport, &options);
    let width = attribute(&svg, "data-width").ok_or("no data-width")?;
    let width = width.parse().map_err(|_| format!("{width} is no width"))?;
    let scale = viewport.scale.with_width(width);
    let until = viewport.until.map_or(said.end, |until| until.as_micros());
    let mut report = Report {
        pictures: 1,
        ..Report::default()
    };
    let items = svg.split(r#"<g role="listitem""#).skip(1);
    let items: Vec<&str> = items.map(whole_group).collect();
    let visible = rows.as_slice().iter().skip(viewport.first_lane);
    let visible: Vec<_> = visible.take(viewport.lanes).collect();
    if items.len() < visible.len() {
        return Err(format!("{} rows for {} lanes", items.len(), visible.len()));
    }
    let (lanes, others) = items.split_at(visible.len());
    for (item, row) in lanes.iter().zip(visible) {
        let stretches = said.tasks.get(&row.task).map_or(&[][..], Vec::as_slice);
        let checked = lanes::check(&paths(item)?, stretches, &scale, until);
        report = report.and(checked.map_err(|error| format!("{}: {error}", row.task))?);
    }
    let mut others = others.iter().peekable();
    let is_loop =
        |item: &&&str| attribute(item, "aria-label").is_some_and(|it| it.starts_with("loop:"));
    let (from, to) = (scale.from().as_micros(), scale.to().as_micros());
    let begun = said
        .passes
        .first()
        .is_some_and(|pass| pass.from <= until.min(to));
    match others.next_if(is_loop) {
        Some(item) => report.worst_loop = check_loop(item, said, &scale, until)?,
        None if begun && until >= from => return Err("no row for the loop".into()),
        None => {}
    }
    let known = said.resources.iter().filter(|(_, held)| !held.is_empty());
    for ((id, held), item) in known.zip(others) {
        let last = item.rfind(r#"<text class="q""#).ok_or("no text")?;
        let full = number_after(&item[last..], "<text", '>').ok_or("no highest level")?;
        let rises = Rises {
            areas: filled(path(item, "v").unwrap_or_default())?,
            peaks: upright(path(item, "lv").unwrap_or_default())?,
            height: STRIP,
            full,
        };
        let worst = levels::check(&rises, held, 0, &scale, until);
        let worst = worst.map_err(|error| format!("resource {id:?}: {error}"))?;
        report.worst_strip = report.worst_strip.max(worst);
    }
    Ok(report)
}

fn check_loop(item: &str, said: &Said, scale: &TimeScale, until: u64) -> Result<f64, String> {
    let heading = attribute(item, "aria-label").ok_or("no label")?;
    let count = |after: &str| number_after(heading, after, ' ').unwrap_or(0.0);
    let ticks = filled(path(item, "w tick").unwrap_or_default())?;
    for tick in &ticks {
        if (tick.height, tick.to - tick.from) != (PASS / 2.0, 1.0) {
            return Err(format!("{tick:?} is no tick of a pass"));
        }
    }
    if let Some(pair) = ticks
        .windows(2)
        .find(|pair| pair[1].from - pair[0].to < 1.0)
    {
        return Err(format!("{pair:?} join"));
    }
    let mut worst = 0.0_f64;
    let gauges = [
        ("w", None, PASS, 1.0),
        ("y", Some("ly"), GAUGE, count("at most")),
        ("o", Some("lo"), GAUGE, count("ready and")),
    ];
    for (place, (class, peaks, height, full)) in gauges.into_iter().enumerate() {
        let peaks = peaks
            .and_then(|peaks| path(item, peaks))
            .unwrap_or_default();
        let rises = Rises {
            areas: filled(path(item, class).ok_or("no path")?)?,
            peaks: upright(peaks)?,
            height,
            full,
        };
        let found = levels::check(&rises, &said.passes, place, scale, until);
        worst = worst.max(found.map_err(|error| format!("loop, {class}: {error}"))?);
    }
    match worst > TOLERANCE {
        true => Err(format!("the loop's row differs by {worst}")),
        false => Ok(worst),
    }
}

/// The content of a group whose opening tag has begun.
fn whole_group(text: &str) -> &str {
    let (mut depth, mut at) = (1, 0);
    while let Some(next) = text[at..].find("<") {
        at += next + 1;
        match &text[at..] {
            rest if rest.starts_with("g ") => depth += 1,
            rest if rest.starts_with("/g>") => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return &text[..at];
        }
    }
    text
}

/// The number after a word of a text and a character.
fn number_after(text: &str, word: &str, mark: char) -> Option<f64> {
    let (_, rest) = text.split_once(word)?;
    let (_, rest) = rest.split_once(mark)?;
    let end = rest
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(rest.len());
    rest[..end].parse().ok()
}

fn paths(item: &str) -> Result<Paths, String> {
    let of = |class: &str| path(item, class).unwrap_or_default().to_owned();
    let signs = item
        .split(r#"<path class="s" transform="translate("#)
        .skip(1);
    let signs = signs.map(|sign| {
        let x = sign.split(' ').next().unwrap_or_default();
        x.parse().map_err(|_| format!("{x} is no place of a sign"))
    });
    Ok(Paths {
        waiting: of("w"),
        ready: of("e"),
        queued: of("u"),
        running: of("r"),
        thread: of("thread"),
        ticks: of("i"),
        signs: signs.collect::<Result<_, String>>()?,
    })
}

/// The data of the path of a class.
fn path<'a>(item: &'a str, class: &str) -> Option<&'a str> {
    let (_, rest) = item.split_once(&format!(r#"<path class="{class}""#))?;
    attribute(rest, "d")
}

fn attribute<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(&format!(r#" {name}=""#))?;
    rest.split('"').next()
}
