//! The kinds of resources, and the operations that tasks wait for.

/// The operation on a resource that a task waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
}

/// The kind of a resource.
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
