//! How a task ended.

use super::id::TextId;
use strum::{IntoStaticStr, VariantArray};

/// How a task ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// With a value.
    Done,
    /// With an error, given by its message.
    Failed(TextId),
    /// Cancelled, which is neither success nor failure.
    Cancelled,
}

/// How a task ended, without the message of its error. A recording has its [`name`](OutcomeKind::name).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "lowercase")]
pub enum OutcomeKind {
    /// With a value.
    Done,
    /// With an error.
    Failed,
    /// Cancelled.
    Cancelled,
}

impl Outcome {
    /// The outcome without the message of its error.
    pub fn kind(self) -> OutcomeKind {
        match self {
            Outcome::Done => OutcomeKind::Done,
            Outcome::Failed(_) => OutcomeKind::Failed,
            Outcome::Cancelled => OutcomeKind::Cancelled,
        }
    }
}

impl OutcomeKind {
    /// All kinds, in order.
    pub const ALL: &'static [OutcomeKind] = OutcomeKind::VARIANTS;

    /// `done`, `failed` or `cancelled`.
    pub fn name(self) -> &'static str {
        self.into()
    }
}
