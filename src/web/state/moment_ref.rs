//! A moment of a run in an address.

use crate::time::Instant;
use crate::web::fragment::shorten;
use crate::wording::tr;

/// A moment in an address: a time such as `350000us`, or `e57`, the moment after that event. On the virtual clock,
/// event numbers are the same in each run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MomentRef {
    /// A time.
    Time(Instant),
    /// After an event.
    Event(u64),
}

impl MomentRef {
    /// Parses it.
    ///
    /// # Errors
    /// A sentence with the valid forms.
    pub(crate) fn read(text: &str) -> Result<MomentRef, String> {
        let number = |digits: &str| digits.parse::<u64>().ok();
        let read = match text.strip_prefix('e') {
            Some(event) => number(event).map(MomentRef::Event),
            None => {
                let units = [("us", 1), ("ms", 1_000), ("s", 1_000_000)];
                let mut read = units.iter().filter_map(|(unit, micros)| {
                    let value = number(text.strip_suffix(unit)?)?;
                    Some(MomentRef::Time(Instant::from_micros(
                        value.checked_mul(*micros)?,
                    )))
                });
                read.next()
            }
        };
        read.ok_or_else(|| {
            let text = shorten(text);
            tr!(
                "“{text}” is not a moment: at can be a time, such as 350ms, or an event, such as e57.",
                text
            )
        })
    }

    /// Its form in an address.
    pub(crate) fn write(self) -> String {
        match self {
            MomentRef::Time(at) => format!("{}us", at.as_micros()),
            MomentRef::Event(seq) => format!("e{seq}"),
        }
    }
}
