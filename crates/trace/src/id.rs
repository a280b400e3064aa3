//! The ids in a log: of tasks, resources, texts and places.

use core::fmt;
use core::num::NonZeroU32;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(NonZeroU32);

        impl $name {
            /// The id with this index in its run, counted from zero.
            pub fn from_index(index: usize) -> $name {
                let number = u32::try_from(index).unwrap_or(u32::MAX - 1) + 1;
                $name(NonZeroU32::new(number).expect("one more than an index is not zero"))
            }

            /// The id with this number, counted from one. `None` for zero.
            pub(crate) fn from_number(number: u32) -> Option<$name> {
                NonZeroU32::new(number).map($name)
            }

            /// The index of this id in its run, counted from zero.
            pub fn index(self) -> usize {
                self.0.get() as usize - 1
            }

            /// The id as a number, counted from one.
            pub fn number(self) -> u32 {
                self.0.get()
            }
        }
    };
}

id! {
    /// A task of a run, numbered in the order of spawning. Ids are never reused.
    TaskId
}
id! {
    /// A resource of a run: a queue, a lock or another object that tasks share.
    ResourceId
}
id! {
    /// A text in the table of its [`Log`](super::Log).
    TextId
}
id! {
    /// A place in the source, in the table of its [`Log`](super::Log).
    PlaceId
}

impl fmt::Display for TaskId {
    /// asyncio's default name of the task, such as `Task-3`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Task-{}", self.number())
    }
}
