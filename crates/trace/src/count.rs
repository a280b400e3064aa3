//! Counts in events. They are limited to the largest number that an event has room for.

/// A count in 32 bits.
pub fn saturating_u32(count: impl TryInto<u32>) -> u32 {
    count.try_into().unwrap_or(u32::MAX)
}

/// A count in 16 bits.
pub fn saturating_u16(count: impl TryInto<u16>) -> u16 {
    count.try_into().unwrap_or(u16::MAX)
}
