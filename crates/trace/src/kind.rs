//! The kinds of resources, and the operations that tasks wait for.

use strum::{IntoStaticStr, VariantArray};

/// The operation on a resource that a task waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "lowercase")]
#[repr(u8)]
pub enum Op {
    /// To get an item from a queue.
    Get,
    /// To put an item into a queue.
    Put,
    /// For all items of a queue to be done.
    Join,
    /// To acquire a lock or a permit.
    Acquire,
    /// For an event, a condition, a barrier or a future.
    Wait,
    /// To read from a stream.
    Read,
    /// For space in a stream.
    Drain,
    /// For clients of a server.
    Accept,
    /// For the end of a stream, or of all connections of a server.
    #[strum(serialize = "wait_closed")]
    WaitClosed,
}

/// The kind of a resource. A recording has its [`name`](ResourceKind::name).
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[repr(u8)]
#[allow(
    missing_docs,
    reason = "each is the primitive of that name in `sync`, a recorded value, or a part of a script's network"
)]
pub enum ResourceKind {
    Queue,
    Lock,
    Event,
    Condition,
    Semaphore,
    Barrier,
    Future,
    Value,
    Stream,
    Server,
}

impl ResourceKind {
    /// All kinds.
    pub const ALL: &'static [ResourceKind] = ResourceKind::VARIANTS;

    /// The kind's name as asyncio spells it.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// What its level counts: `items`, `permits`.
    pub fn level_name(self) -> &'static str {
        match self {
            ResourceKind::Queue => "items",
            ResourceKind::Semaphore => "permits",
            ResourceKind::Barrier => "parties",
            ResourceKind::Lock => "held",
            ResourceKind::Stream => "bytes",
            ResourceKind::Server => "connections",
            ResourceKind::Event
            | ResourceKind::Condition
            | ResourceKind::Future
            | ResourceKind::Value => "level",
        }
    }
}

impl Op {
    /// All operations.
    pub const ALL: &'static [Op] = Op::VARIANTS;

    /// The operation's name as asyncio spells it.
    pub fn name(self) -> &'static str {
        self.into()
    }
}
