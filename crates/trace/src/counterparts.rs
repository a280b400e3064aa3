//! Lines of another program in place of those in the log.

use super::Place;
use std::borrow::Cow;
use std::rc::Rc;

/// The lines of another program, such as the same in another language, that do what lines of the program in the log do.
/// A [`RunView`](super::RunView) with it tells those lines to readers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counterparts {
    /// The file in the log, or the end of its path.
    pub logged: Rc<str>,
    /// The file of the other program.
    pub file: Rc<str>,
    /// Pairs of lines, first that in the log.
    pub lines: Vec<(u32, u32)>,
}

impl Counterparts {
    /// The place for one in the log. `None` if the other program has no line for it. Places in other files stay.
    pub fn of<'a>(&self, place: &'a Place) -> Option<Cow<'a, Place>> {
        if !place.file.ends_with(&*self.logged) {
            return Some(Cow::Borrowed(place));
        }
        let (_, line) = self.lines.iter().find(|(line, _)| *line == place.line)?;
        Some(Cow::Owned(Place {
            file: self.file.clone(),
            line: *line,
        }))
    }
}
