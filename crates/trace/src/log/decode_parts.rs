//! The parts of an encoded event, read back: numbers, and differences from the events before.

use super::code::{Before, HAS_MORE, add_difference};
use crate::{Coordinate, Delay, PlaceId, ResourceId, TaskId, TextId};

/// Reads the events of a chunk in order.
#[derive(Clone, Debug)]
pub(super) struct Decoder<'a> {
    pub(super) bytes: &'a [u8],
    /// Where the next event begins.
    pub(super) offset: usize,
    pub(super) before: Before,
}

impl<'a> Decoder<'a> {
    pub(super) fn new(bytes: &'a [u8], offset: usize, before: Before) -> Decoder<'a> {
        Decoder {
            bytes,
            offset,
            before,
        }
    }

    pub(super) fn byte(&mut self) -> u8 {
        let byte = self.bytes.get(self.offset).copied().unwrap_or(0);
        self.offset += 1;
        byte
    }

    #[inline]
    pub(super) fn long(&mut self) -> u64 {
        let byte = self.byte();
        let mut number = u64::from(byte & 0x7f);
        if byte >= 0x80 {
            self.more(&mut number);
        }
        number
    }

    fn more(&mut self, number: &mut u64) {
        for shift in (7..u64::BITS).step_by(7) {
            let byte = self.byte();
            *number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                break;
            }
        }
    }

    #[inline]
    pub(super) fn number(&mut self) -> u32 {
        self.long() as u32
    }

    /// A number that is often zero.
    #[inline]
    pub(super) fn rare(&mut self, flags: u8) -> u32 {
        match flags & HAS_MORE {
            0 => 0,
            _ => self.number(),
        }
    }

    /// The number of a task where `expected` is the most likely one.
    #[inline]
    fn task(&mut self, flags: u8, expected: u32) -> u32 {
        match flags & HAS_MORE {
            0 => expected,
            _ => add_difference(expected, self.number()),
        }
    }

    #[inline]
    pub(super) fn running(&mut self, flags: u8) -> Option<TaskId> {
        TaskId::from_number(self.task(flags, self.before.running))
    }

    #[inline]
    pub(super) fn other(&mut self, flags: u8) -> Option<TaskId> {
        self.before.other = self.task(flags, self.before.other);
        TaskId::from_number(self.before.other)
    }

    pub(super) fn named(&mut self, flags: u8) -> Option<TaskId> {
        TaskId::from_number(self.task(flags, self.before.newest))
    }

    #[inline]
    pub(super) fn new_task(&mut self, flags: u8) -> Option<TaskId> {
        self.before.newest = self.task(flags, self.before.newest.wrapping_add(1));
        TaskId::from_number(self.before.newest)
    }

    pub(super) fn awaited(&mut self) -> Option<TaskId> {
        let expected = self.before.awaited.wrapping_add(1);
        self.before.awaited = add_difference(expected, self.number());
        TaskId::from_number(self.before.awaited)
    }

    pub(super) fn task_or_none(&mut self) -> Option<TaskId> {
        let difference = self.long().checked_sub(1)?;
        TaskId::from_number(add_difference(self.before.running, difference as u32))
    }

    pub(super) fn resource(&mut self) -> Option<ResourceId> {
        ResourceId::from_number(self.number())
    }

    pub(super) fn text(&mut self) -> Option<TextId> {
        TextId::from_number(self.number())
    }

    #[inline]
    pub(super) fn place(&mut self) -> Option<PlaceId> {
        PlaceId::from_number(self.number())
    }

    pub(super) fn delay(&mut self) -> Delay {
        Delay::from_code(self.long())
    }

    pub(super) fn coordinate(&mut self) -> Coordinate {
        let code = self.long();
        let sign = (code & 1).wrapping_neg();
        Coordinate::from_thousandths(((code >> 1) ^ sign).cast_signed())
    }

    pub(super) fn variant<T: Copy>(&mut self, all: &[T]) -> Option<T> {
        all.get(usize::from(self.byte())).copied()
    }
}
