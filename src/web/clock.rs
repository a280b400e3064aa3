//! What a run's time is.

/// What a run's time is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Clock {
    /// The browser's.
    #[default]
    Real,
    /// A number that jumps from deadline to deadline.
    Virtual,
}

impl Clock {
    /// Its name in attributes, addresses and files.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Clock::Real => "real",
            Clock::Virtual => "virtual",
        }
    }

    /// The clock of this name.
    pub(crate) fn named(name: &str) -> Option<Clock> {
        [Clock::Real, Clock::Virtual]
            .into_iter()
            .find(|clock| clock.name() == name)
    }
}
