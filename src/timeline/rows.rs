//! The order of the lanes: each task, and directly below it the tasks that it spawned.

use crate::trace::{Model, TaskId};

/// One lane's place in the tree of tasks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The task.
    pub task: TaskId,
    /// How many tasks it is nested in.
    pub depth: u32,
}

/// The rows of a run, in the order in which they are drawn.
///
/// Bring it up to date with [`update`](Rows::update) before each drawing: that costs nothing
/// unless tasks were spawned.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, spawn, timeline::Rows, trace::Model};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async { spawn(async { Ok(()) }).await }).unwrap();
/// let rows = Rows::of(&rt.with_log(Model::of));
/// let depths: Vec<u32> = rows.as_slice().iter().map(|row| row.depth).collect();
/// assert_eq!(depths, [0, 1]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    rows: Vec<Row>,
    /// Where in `rows` each task is, in the order of their ids.
    places: Vec<usize>,
    /// First id and number of the tasks that `rows` was made from.
    made_from: (Option<TaskId>, usize),
}

impl Rows {
    /// The rows of a model.
    pub fn of(model: &Model) -> Rows {
        let mut rows = Rows::default();
        rows.update(model);
        rows
    }

    /// Makes the rows anew where tasks came or went. True where they did.
    pub fn update(&mut self, model: &Model) -> bool {
        let tasks = model.tasks();
        let made_from = (tasks.first().map(|task| task.id), tasks.len());
        if self.made_from == made_from {
            return false;
        }
        self.made_from = made_from;
        self.rows.clear();
        let base = tasks.first().map_or(0, |task| task.id.index());
        let count = tasks.len();

        // Child lists as links: the first child of each task, and each child's next sibling.
        // The last place of `first` is for those that nobody spawned.
        let mut first = vec![None; count + 1];
        let mut next = vec![None; count];
        for (index, task) in tasks.iter().enumerate().rev() {
            // A parent is older than its child. What a damaged log says beyond that is not followed.
            let parent = task.parent.and_then(|id| id.index().checked_sub(base));
            let parent = parent.filter(|parent| *parent < index).unwrap_or(count);
            next[index] = first[parent].replace(index);
        }
        self.places.clear();
        self.places.resize(count, 0);
        let mut path = vec![first[count]];
        while let Some(child) = path.pop() {
            let Some(index) = child else { continue };
            self.places[index] = self.rows.len();
            self.rows.push(Row {
                task: tasks[index].id,
                depth: path.len() as u32,
            });
            path.push(next[index]);
            path.push(first[index]);
        }
        true
    }

    /// All rows, top to bottom.
    pub fn as_slice(&self) -> &[Row] {
        &self.rows
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The row at a place counted from the top.
    pub fn get(&self, row: usize) -> Option<Row> {
        self.rows.get(row).copied()
    }

    /// Where a task's row is.
    pub fn position(&self, task: TaskId) -> Option<usize> {
        let base = self.made_from.0?.index();
        self.places.get(task.index().checked_sub(base)?).copied()
    }
}
