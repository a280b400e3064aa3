//! A row of characters: what there was for how long in the time of each, and ticks for what was too short.

/// Pixels of the layout that a character stands for.
pub(super) const CELL: f64 = 8.0;
/// The character for what ran, and too short to be seen.
pub(super) const TICK: char = '╷';

/// The cells that a stretch touches, each with how much of it.
pub(super) fn cells_of(from: f64, to: f64) -> impl Iterator<Item = (usize, f64)> {
    // What floats leave of a whole number is not a cell.
    let (from, to) = (from.max(0.0) + 1e-6, to.max(0.0) - 1e-6);
    let first = (from / CELL) as usize;
    let last = ((to / CELL) as usize).max(first);
    (first..=last).map(move |cell| {
        let (left, right) = (cell as f64 * CELL, (cell + 1) as f64 * CELL);
        (cell, to.min(right) - from.max(left))
    })
}

/// How long there was what in each cell.
pub(super) struct Cells<T>(Vec<Vec<(T, f64)>>);

impl<T: Copy + PartialEq> Cells<T> {
    pub(super) fn new(cells: usize) -> Cells<T> {
        Cells((0..cells).map(|_| Vec::new()).collect())
    }

    /// Adds a part of what there was from here to there.
    pub(super) fn add(&mut self, what: T, (from, to): (f64, f64), part: f64) {
        if to <= from {
            return;
        }
        for (cell, lasted) in cells_of(from, to) {
            let lasted = lasted * part;
            if let Some(cell) = self.0.get_mut(cell).filter(|_| lasted > 0.0) {
                match cell.iter_mut().find(|(same, _)| *same == what) {
                    Some((_, all)) => *all += lasted,
                    None => cell.push((what, lasted)),
                }
            }
        }
    }

    /// Of each cell what lasted longest; of equal ones the first.
    pub(super) fn longest(&self) -> impl Iterator<Item = Option<T>> {
        self.0.iter().map(|cell| {
            let longer = |a: &(T, f64), b: &(T, f64)| if b.1 > a.1 { *b } else { *a };
            cell.iter()
                .copied()
                .reduce(|a, b| longer(&a, &b))
                .map(|(what, _)| what)
        })
    }

    /// Whether there was something in a cell.
    pub(super) fn has(&self, cell: usize, what: T) -> bool {
        let cell = self.0.get(cell).into_iter().flatten();
        cell.into_iter().any(|(known, _)| *known == what)
    }
}

/// Puts ticks where something ran that is not seen: in these cells, unless the cell or one next to it is a bar, or
/// the one before has a tick.
pub(super) fn add_ticks(
    drawn: &mut [char],
    ran: impl Fn(usize) -> bool,
    is_bar: impl Fn(char) -> bool,
) {
    let mut before = false;
    for cell in 0..drawn.len() {
        let around = &drawn[cell.saturating_sub(1)..(cell + 2).min(drawn.len())];
        before = !before && ran(cell) && !around.iter().any(|c| is_bar(*c));
        if before {
            drawn[cell] = TICK;
        }
    }
}
