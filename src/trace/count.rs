//! Counts in events. They are limited to the largest number that an event has room for.

pub(crate) fn saturating_u32(count: impl TryInto<u32>) -> u32 {
    count.try_into().unwrap_or(u32::MAX)
}

pub(crate) fn saturating_u16(count: impl TryInto<u16>) -> u16 {
    count.try_into().unwrap_or(u16::MAX)
}
