//! The clock of a run: real or virtual.

/// The clock of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Clock {
    /// The browser's clock.
    Real,
    /// A clock that jumps from deadline to deadline.
    Virtual,
}

impl Clock {
    /// The name in attributes, addresses and files.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Clock::Real => "real",
            Clock::Virtual => "virtual",
        }
    }

    /// The clock with this name.
    pub(crate) fn named(name: &str) -> Option<Clock> {
        [Clock::Real, Clock::Virtual]
            .into_iter()
            .find(|clock| clock.name() == name)
    }
}
