//! The version of the format that a recording needs.

use super::format::{HAS_CHOICES, HAS_STREAMS_OR_PROCESSES, WHOLE};
use coroscope_trace::{Event, EventKind, Log, Op, ResourceKind, WaitReason};

/// The oldest version that has everything that is in a log.
pub(super) fn version(log: &Log) -> u32 {
    let is_new = |event: Event| {
        matches!(
            event.kind,
            EventKind::ThreadStarted {
                is_process: true,
                ..
            } | EventKind::ResourceCreated {
                kind: ResourceKind::Stream | ResourceKind::Server,
                ..
            } | EventKind::Waits {
                on: WaitReason::Resource(_, Op::Read | Op::Drain | Op::Accept | Op::WaitClosed),
                ..
            }
        )
    };
    let mut version = WHOLE;
    for event in log.iter() {
        match event.kind {
            EventKind::Chosen { .. } => return HAS_CHOICES,
            _ if is_new(event) => version = HAS_STREAMS_OR_PROCESSES,
            _ => {}
        }
    }
    version
}
