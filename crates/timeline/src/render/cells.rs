//! A row of characters: how long each state lasted within each character, and ticks for what is too short to draw.

/// Width of a character, in pixels of the layout.
pub(super) const CELL: f64 = 8.0;
/// The character for a poll that is too short to draw.
pub(super) const TICK_SYMBOL: char = '╷';

/// The cells that a stretch overlaps, and by how much.
pub(super) fn cells_of(from: f64, to: f64) -> impl Iterator<Item = (usize, f64)> {
    // Rounding errors must not add a cell.
    let (from, to) = (from.max(0.0) + 1e-6, to.max(0.0) - 1e-6);
    let first = (from / CELL) as usize;
    let last = ((to / CELL) as usize).max(first);
    (first..=last).map(move |cell| {
        let (left, right) = (cell as f64 * CELL, (cell + 1) as f64 * CELL);
        (cell, to.min(right) - from.max(left))
    })
}

/// For each cell, how long each value lasted.
pub(super) struct Cells<T>(Vec<Vec<(T, f64)>>);

impl<T: Copy + PartialEq> Cells<T> {
    pub(super) fn new(cells: usize) -> Cells<T> {
        Cells((0..cells).map(|_| Vec::new()).collect())
    }

    /// Adds a value that was there for a part of the stretch.
    pub(super) fn add(&mut self, what: T, stretch: (f64, f64), part: f64) {
        let (from, to) = stretch;
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

    /// The value that lasted longest in each cell; the first of equals.
    pub(super) fn longest(&self) -> impl Iterator<Item = Option<T>> {
        self.0.iter().map(|cell| {
            let longer = |a: &(T, f64), b: &(T, f64)| if b.1 > a.1 { *b } else { *a };
            cell.iter()
                .copied()
                .reduce(|a, b| longer(&a, &b))
                .map(|(what, _)| what)
        })
    }

    /// Whether a value occurs in a cell.
    pub(super) fn has(&self, cell: usize, what: T) -> bool {
        let cell = self.0.get(cell).into_iter().flatten();
        cell.into_iter().any(|(known, _)| *known == what)
    }
}

/// Adds ticks for polls that are too short to draw: in each cell where `ran` is true, unless the cell or a neighbour is a
/// bar, or the previous cell has a tick.
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
            drawn[cell] = TICK_SYMBOL;
        }
    }
}
