//! The kinds of resources, and what a task wants from one.

/// What a task wants from a resource it waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Op {
    /// Take an item.
    Get,
    /// Put an item.
    Put,
    /// All items done.
    Join,
    /// A lock or a permit.
    Acquire,
    /// An event or a condition.
    Wait,
}

/// What a resource is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
#[allow(missing_docs, reason = "each is the primitive of that name in `sync`")]
pub enum ResourceKind {
    Queue,
    Lock,
    Event,
    Condition,
    Semaphore,
    Barrier,
    Future,
}

impl ResourceKind {
    /// The kind's name as asyncio spells it.
    pub fn name(self) -> &'static str {
        match self {
            ResourceKind::Queue => "Queue",
            ResourceKind::Lock => "Lock",
            ResourceKind::Event => "Event",
            ResourceKind::Condition => "Condition",
            ResourceKind::Semaphore => "Semaphore",
            ResourceKind::Barrier => "Barrier",
            ResourceKind::Future => "Future",
        }
    }
}

impl Op {
    /// The operation's name as asyncio spells it.
    pub fn name(self) -> &'static str {
        match self {
            Op::Get => "get",
            Op::Put => "put",
            Op::Join => "join",
            Op::Acquire => "acquire",
            Op::Wait => "wait",
        }
    }
}
