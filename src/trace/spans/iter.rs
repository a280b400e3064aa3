//! The iterator over the spans of a task.

use super::Spans;
use crate::trace::track::Span;
use core::ops::Range;

impl<'a> IntoIterator for &'a Spans {
    type Item = Span;
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        let indices = 0..self.len();
        Iter {
            spans: self,
            indices,
        }
    }
}

/// The [`Spans`] of a task in order.
#[derive(Clone, Debug)]
pub struct Iter<'a> {
    spans: &'a Spans,
    indices: Range<usize>,
}

impl Iterator for Iter<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        self.spans.get(self.indices.next()?)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.indices.size_hint()
    }
}

impl DoubleEndedIterator for Iter<'_> {
    fn next_back(&mut self) -> Option<Span> {
        self.spans.get(self.indices.next_back()?)
    }
}

impl ExactSizeIterator for Iter<'_> {}
