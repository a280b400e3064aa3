//! The iterator over the spans of a task.

use super::Spans;
use crate::trace::track::Span;
use core::ops::Range;

impl<'a> IntoIterator for &'a Spans {
    type Item = Span;
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        let places = 0..self.len();
        Iter {
            spans: self,
            places,
        }
    }
}

/// The [`Spans`] of a task in order.
#[derive(Clone, Debug)]
pub struct Iter<'a> {
    spans: &'a Spans,
    places: Range<usize>,
}

impl Iterator for Iter<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        self.spans.get(self.places.next()?)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.places.size_hint()
    }
}

impl DoubleEndedIterator for Iter<'_> {
    fn next_back(&mut self) -> Option<Span> {
        self.spans.get(self.places.next_back()?)
    }
}

impl ExactSizeIterator for Iter<'_> {}
