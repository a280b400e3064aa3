//! Which lines of a lesson's Python do the same as which lines of its Rust program.

use super::catalog::Lesson;

/// A line for each lesson: its id, and pairs of lines, Rust's first, such as `sync 26:22 34:30`. A test of the engine
/// (`engine/lesson-tests/same_lines.rs`) runs both programs, and writes what their tasks do in the same order.
const PAIRS: &str = include_str!("python/same_lines.txt");

impl Lesson {
    /// Pairs of lines at which the same tasks wait or are spawned, in the Rust and in the Python program. Not all lines
    /// have a counterpart; several of one program may have the same.
    ///
    /// # Examples
    /// ```
    /// use coroscope::lessons;
    /// let lesson = lessons::find("sync").unwrap();
    /// let line = |program: &str, text| 1 + program.lines().position(|line| line.contains(text)).unwrap() as u32;
    /// let sleeps = (line(lesson.program.source, "    sleep(time)"), line(lesson.program.python, "asyncio.sleep"));
    /// assert!(lesson.same_lines().any(|pair| pair == sleeps));
    /// ```
    pub fn same_lines(&self) -> impl Iterator<Item = (u32, u32)> {
        let line = PAIRS.lines().find_map(|line| {
            let (id, pairs) = line.split_once(' ')?;
            (id == self.id).then_some(pairs)
        });
        let pairs = line.unwrap_or_default().split(' ');
        pairs.filter_map(|pair| {
            let (rust, python) = pair.split_once(':')?;
            Some((rust.parse().ok()?, python.parse().ok()?))
        })
    }
}
