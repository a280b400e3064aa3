//! The tabs next to the program.

/// A tab.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Tab {
    /// The printed lines.
    #[default]
    Printed,
    /// The selected span.
    Details,
    /// Queues, locks and other shared resources.
    Resources,
    /// The findings about the run.
    Findings,
    /// The comparison with an earlier run.
    Compare,
}
