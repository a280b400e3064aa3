//! What recordings of older versions do not say, but show in another way.

use coroscope_trace::{EventKind, Log, PlaceId};

/// The first version in which a spawn says whether the task runs a cleanup.
pub(super) const SAYS_CLEANUP: i64 = 3;
/// Before, only the file in which the runtime spawned these tasks shows it.
const CLEANUP_FILE: &str = "runtime/cleanup.rs";

/// Marks the tasks that run a cleanup.
pub(super) fn mark_cleanups(log: &mut Log) {
    let places = log.places().iter().enumerate();
    let spawns: Vec<PlaceId> = places
        .filter(|(_, place)| place.file.replace('\\', "/").ends_with(CLEANUP_FILE))
        .map(|(index, _)| PlaceId::from_index(index))
        .collect();
    if spawns.is_empty() {
        return;
    }
    log.change_events(|event| {
        if let EventKind::TaskSpawned {
            place, is_cleanup, ..
        } = &mut event.kind
        {
            *is_cleanup = spawns.contains(place);
        }
    });
}
