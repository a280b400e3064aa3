//! Path data as areas: the height of what is filled, along the axis.

/// A range along the axis with a height.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    pub from: f64,
    pub to: f64,
    pub height: f64,
}

/// A horizontal line of an outline: its ends and its height.
type Edge = (f64, f64, f64);

/// The outlines of a path that has only horizontal and vertical lines.
fn outlines(path: &str) -> Result<Vec<Vec<(f64, f64)>>, String> {
    let mut outlines: Vec<Vec<(f64, f64)>> = Vec::new();
    let mut rest = path;
    while let Some(command) = rest.chars().next() {
        rest = &rest[1..];
        let end = rest.find(|c: char| c.is_ascii_alphabetic());
        let (arguments, after) = rest.split_at(end.unwrap_or(rest.len()));
        rest = after;
        let numbers: Result<Vec<f64>, _> = arguments.split_whitespace().map(str::parse).collect();
        let numbers = numbers.map_err(|error| format!("{arguments}: {error}"))?;
        let at = outlines.last().and_then(|outline| outline.last()).copied();
        let next = match (command, numbers.as_slice(), at) {
            ('M', [x, y], _) => {
                outlines.push(vec![(*x, *y)]);
                continue;
            }
            ('h', [by], Some((x, y))) => (x + by, y),
            ('v', [by], Some((x, y))) => (x, y + by),
            ('H', [to], Some((_, y))) => (*to, y),
            ('V', [to], Some((x, _))) => (x, *to),
            ('z', [], Some(_)) => continue,
            _ => return Err(format!("{command}{arguments} in {path}")),
        };
        if let Some(outline) = outlines.last_mut() {
            outline.push(next);
        }
    }
    Ok(outlines)
}

/// The filled areas of a path, in units of its own heights, from left to right.
pub fn filled(path: &str) -> Result<Vec<Area>, String> {
    // The height at a position is the sum of the heights of all lines above it; lines to the left count negative. Nothing
    // here overlaps itself.
    let mut ends: Vec<(f64, f64)> = Vec::new();
    for outline in outlines(path)? {
        let closed = outline.iter().copied().chain(outline.first().copied());
        let points: Vec<(f64, f64)> = closed.collect();
        for pair in points.windows(2) {
            let ((x, y), (to, end)) = (pair[0], pair[1]);
            // Sums of decimals are not exact.
            if (x - to).abs() > 1e-6 {
                if (y - end).abs() > 1e-6 {
                    return Err(format!("a slope in {path}"));
                }
                ends.push((x, y));
                ends.push((to, -y));
            }
        }
    }
    ends.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut areas = Vec::new();
    let mut height = 0.0;
    for (n, (x, by)) in ends.iter().enumerate() {
        height += by;
        let to = ends.get(n + 1).map_or(*x, |next| next.0);
        if to > *x && f64::abs(height) > 1e-6 {
            areas.push(Area {
                from: *x,
                to,
                height: height.abs(),
            });
        }
    }
    Ok(areas)
}

/// The areas covered by stroked rectangles, with lines of width 1.
pub fn stroked(path: &str) -> Result<Vec<Area>, String> {
    let boxes = outlines(path)?.into_iter().map(|outline| {
        let range = |of: fn(&(f64, f64)) -> f64| {
            let values = outline.iter().map(of);
            let least = values.clone().fold(f64::INFINITY, f64::min);
            (least - 0.5, values.fold(f64::NEG_INFINITY, f64::max) + 0.5)
        };
        let ((from, to), (top, bottom)) = (range(|point| point.0), range(|point| point.1));
        Area {
            from,
            to,
            height: bottom - top,
        }
    });
    Ok(boxes.collect())
}

/// Vertical lines, stroked with a width of 1: the positions of their middles, and their lengths.
pub fn upright(path: &str) -> Result<Vec<(f64, f64)>, String> {
    let lines = outlines(path)?
        .into_iter()
        .map(|line| match line.as_slice() {
            [(x, from), (same, to)] if x == same => Ok((*x, (to - from).abs())),
            _ => Err(format!("no line: {line:?}")),
        });
    lines.collect()
}

/// The height of ordered areas at a position; and the first area that is not left of it.
pub fn height_at(areas: &[Area], x: f64) -> f64 {
    let next = areas.partition_point(|area| area.to <= x);
    areas
        .get(next)
        .filter(|area| area.from <= x)
        .map_or(0.0, |area| area.height)
}

#[test]
fn areas_have_their_heights() {
    let area = |from, to, height| Area { from, to, height };
    let standing = filled("M1 14v-14h2v14h1v-3h2v1h0.5v2").unwrap();
    let expected = [
        area(1.0, 3.0, 14.0),
        area(4.0, 6.0, 3.0),
        area(6.0, 6.5, 2.0),
    ];
    assert_eq!(standing, expected);
    assert_eq!(
        filled("M0 -4V-8H2V-4zM3 -4V-6H4V-4z").unwrap(),
        [area(0.0, 2.0, 4.0), area(3.0, 4.0, 2.0)]
    );
    assert_eq!(
        stroked("M1.5 6.5v-13h3v13z").unwrap(),
        [area(1.0, 5.0, 14.0)]
    );
    assert_eq!(upright("M1.5 20v-12").unwrap(), [(1.5, 12.0)]);
    assert!(filled("M0 0L3 4z").is_err() && filled("M0 0h").is_err());
    assert_eq!(height_at(&standing, 4.5), 3.0);
    assert_eq!(height_at(&standing, 3.5), 0.0);
}
