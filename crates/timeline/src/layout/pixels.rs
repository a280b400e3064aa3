//! Groups what begins in the same column of pixels, so that a picture never has more parts than pixels.

use super::columns::NEARLY;
use crate::scale::TimeScale;
use core::ops::Range;
use coroscope_trace::time::Instant;

impl TimeScale {
    /// The first moment right of the column of pixels that contains `x`.
    pub(super) fn column_end(&self, x: f64) -> Instant {
        self.first_at((x + NEARLY).floor() + 1.0)
    }

    /// Groups things by the column of pixels in which they begin. `places` are their indexes, and `at` says when each
    /// begins; they must be in order. Yields the x of the first of each group, at most one pixel left of the viewport, and
    /// the indexes of the group.
    ///
    /// A group takes time logarithmic in its size.
    pub(super) fn by_pixel<F: Fn(usize) -> Instant>(
        &self,
        places: Range<usize>,
        at: F,
    ) -> ByPixel<'_, F> {
        ByPixel {
            scale: self,
            places,
            at,
        }
    }
}

/// See [`TimeScale::by_pixel`].
pub(super) struct ByPixel<'a, F> {
    scale: &'a TimeScale,
    /// The rest.
    places: Range<usize>,
    at: F,
}

impl<F: Fn(usize) -> Instant> ByPixel<'_, F> {
    /// The first place after the next one, and before `end`, that is not before `moment`.
    fn first_at(&self, moment: Instant) -> usize {
        let Range { start, end } = self.places;
        let is_before = |place: usize| (self.at)(place) < moment;
        let (mut low, mut step) = (start + 1, 1);
        while low + step <= end && is_before(low + step - 1) {
            low += step;
            step *= 2;
        }
        let mut high = end.min(low + step - 1);
        while low < high {
            let middle = low + (high - low) / 2;
            match is_before(middle) {
                true => low = middle + 1,
                false => high = middle,
            }
        }
        low
    }
}

impl<F: Fn(usize) -> Instant> Iterator for ByPixel<'_, F> {
    type Item = (f64, Range<usize>);

    fn next(&mut self) -> Option<(f64, Range<usize>)> {
        if self.places.is_empty() {
            return None;
        }
        let first = self.places.start;
        let x = self.scale.x((self.at)(first)).max(-1.0);
        self.places.start = self.first_at(self.scale.column_end(x));
        Some((x, first..self.places.start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The groups of moments, in microseconds, at ten microseconds per pixel from 100 µs on.
    fn groups(moments: &[u64]) -> Vec<(f64, Range<usize>)> {
        let scale = TimeScale::new(
            Instant::from_micros(100),
            Instant::from_micros(1_100),
            100.0,
        );
        let at = |place: usize| Instant::from_micros(moments[place]);
        scale.by_pixel(0..moments.len(), at).collect()
    }

    #[test]
    fn things_in_the_same_column_are_one_group() {
        assert_eq!(groups(&[]), []);
        assert_eq!(groups(&[100, 109, 110]), [(0.0, 0..2), (1.0, 2..3)]);
        assert_eq!(groups(&[155, 155, 155, 300]), [(5.5, 0..3), (20.0, 3..4)]);
    }

    #[test]
    fn all_that_begins_left_of_the_viewport_is_one_group() {
        assert_eq!(groups(&[0, 50, 99, 100]), [(-1.0, 0..3), (0.0, 3..4)]);
    }

    #[test]
    fn groups_of_any_size_end_where_the_next_column_begins() {
        for size in 1..40 {
            let mut moments = vec![101; size];
            moments.extend([110, 110, 125]);
            let found = groups(&moments);
            let ends: Vec<usize> = found.iter().map(|(_, group)| group.end).collect();
            assert_eq!(ends, [size, size + 2, size + 3]);
        }
    }
}
