//! The parts of an encoded event: numbers, and differences from the events before.
//!
//! A number has seven bits per byte, the lowest first. The highest bit of a byte says that more follow.
//!
//! Everything here becomes a part of the code that records an event: there the kind of the event is known, so that only
//! what that kind needs is left.

use super::code::{Before, HAS_MORE, HAS_TIME, difference};
use crate::{Coordinate, Delay, PlaceId, ResourceId, TaskId, TextId};

/// The space for an event. A power of two, so that the compiler needs no check of an index in it.
pub(super) const ROOM: usize = 64;

/// Writes one event. The first byte is written last.
pub(super) struct Encoder<'a> {
    room: &'a mut [u8; ROOM],
    used: usize,
    flags: u8,
    pub(super) before: &'a mut Before,
}

impl<'a> Encoder<'a> {
    #[inline(always)]
    pub(super) fn new(before: &'a mut Before, room: &'a mut [u8; ROOM]) -> Encoder<'a> {
        Encoder {
            room,
            used: 1,
            flags: 0,
            before,
        }
    }

    /// Writes the first byte, and returns the size of the event.
    #[inline(always)]
    pub(super) fn finish(self, code: u8) -> usize {
        self.room[0] = code | self.flags;
        self.used
    }

    #[inline(always)]
    pub(super) fn byte(&mut self, byte: u8) -> &mut Self {
        self.room[self.used % ROOM] = byte;
        self.used += 1;
        self
    }

    #[inline(always)]
    pub(super) fn number(&mut self, number: u32) -> &mut Self {
        self.long(number.into())
    }

    #[inline(always)]
    pub(super) fn long(&mut self, number: u64) -> &mut Self {
        if number >= 0x80 {
            self.used = long(self.room, self.used, number);
            return self;
        }
        self.byte(number as u8)
    }

    /// The time of the event, in microseconds.
    #[inline(always)]
    pub(super) fn time(&mut self, at: u64) {
        if at != self.before.at {
            self.flags |= HAS_TIME;
            // A clock that went back makes a large number.
            self.long(at.wrapping_sub(self.before.at));
            self.before.at = at;
        }
    }

    /// A task where `expected` is the most likely one.
    #[inline(always)]
    fn task(&mut self, task: TaskId, expected: u32) -> &mut Self {
        if task.number() != expected {
            self.flags |= HAS_MORE;
            self.number(difference(task.number(), expected));
        }
        self
    }

    /// Numbers that are often all zero.
    #[inline(always)]
    pub(super) fn rare<const N: usize>(&mut self, numbers: [u32; N]) -> &mut Self {
        if numbers != [0; N] {
            self.flags |= HAS_MORE;
            for number in numbers {
                self.number(number);
            }
        }
        self
    }

    /// A task that is probably running.
    #[inline(always)]
    pub(super) fn running(&mut self, task: TaskId) -> &mut Self {
        self.task(task, self.before.running)
    }

    /// A task that is probably not running.
    #[inline(always)]
    pub(super) fn other(&mut self, task: TaskId) -> &mut Self {
        let expected = core::mem::replace(&mut self.before.other, task.number());
        self.task(task, expected)
    }

    /// A task that was probably just spawned.
    #[inline(always)]
    pub(super) fn named(&mut self, task: TaskId) -> &mut Self {
        self.task(task, self.before.newest)
    }

    /// A task that begins to exist.
    #[inline(always)]
    pub(super) fn new_task(&mut self, task: TaskId) -> &mut Self {
        let newest = core::mem::replace(&mut self.before.newest, task.number());
        self.task(task, newest.wrapping_add(1))
    }

    /// A task whose end is awaited. Tasks are often awaited in the order of their numbers.
    #[inline(always)]
    pub(super) fn awaited(&mut self, task: TaskId) -> &mut Self {
        let before = core::mem::replace(&mut self.before.awaited, task.number());
        self.number(difference(task.number(), before.wrapping_add(1)))
    }

    /// A task that is probably running, or none.
    #[inline(always)]
    pub(super) fn task_or_none(&mut self, task: Option<TaskId>) -> &mut Self {
        let running = self.before.running;
        self.long(task.map_or(0, |task| 1 + u64::from(difference(task.number(), running))))
    }

    #[inline(always)]
    pub(super) fn resource(&mut self, resource: ResourceId) -> &mut Self {
        self.number(resource.number())
    }

    #[inline(always)]
    pub(super) fn text(&mut self, text: TextId) -> &mut Self {
        self.number(text.number())
    }

    #[inline(always)]
    pub(super) fn place(&mut self, place: PlaceId) -> &mut Self {
        self.number(place.number())
    }

    #[inline(always)]
    pub(super) fn delay(&mut self, delay: Delay) -> &mut Self {
        self.long(delay.to_code())
    }

    #[inline(always)]
    pub(super) fn coordinate(&mut self, coordinate: Coordinate) -> &mut Self {
        let signed = coordinate.thousandths();
        self.long((signed << 1 ^ signed >> 63).cast_unsigned())
    }
}

/// Writes a number of several bytes. A function of its own, which most events don't call.
#[inline(never)]
fn long(room: &mut [u8; ROOM], mut used: usize, mut number: u64) -> usize {
    while number >= 0x80 {
        room[used % ROOM] = number as u8 | 0x80;
        used += 1;
        number >>= 7;
    }
    room[used % ROOM] = number as u8;
    used + 1
}
