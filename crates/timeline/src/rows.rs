//! The order of the lanes: each task, directly followed by the tasks it spawned, without those that are folded away or
//! filtered out.

use super::filter::Filter;
use coroscope_trace::{Model, RunView, TaskId};
use rustc_hash::FxHashSet;

const NO_ROW: u32 = u32::MAX;

/// One lane in the tree of tasks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The task.
    pub task: TaskId,
    /// How many ancestors it has.
    pub depth: u32,
    /// Whether it spawned tasks, visible or folded away.
    pub foldable: bool,
    /// How many of its descendants are folded away.
    pub hidden: u32,
    /// Whether it is only shown because a descendant matches the filter.
    pub faded: bool,
}

/// The rows of a run, in the order in which they are drawn.
///
/// Call [`update`](Rows::update) or [`search`](Rows::search) before each drawing; without changes, that is cheap.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, spawn, timeline::Rows, trace::Model};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async { spawn(async { Ok(()) }).await }).unwrap();
/// let model = rt.with_log(Model::of);
/// let mut rows = Rows::of(&model);
/// let depths: Vec<u32> = rows.as_slice().iter().map(|row| row.depth).collect();
/// assert_eq!(depths, [0, 1]);
/// rows.fold(model.tasks()[0].id, true);
/// assert!(rows.update(&model));
/// assert_eq!((rows.len(), rows.get(0).unwrap().hidden), (1, 1));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    rows: Vec<Row>,
    /// All tasks in tree order.
    tree: Vec<Node>,
    /// For each task, in spawn order, its index in `tree`.
    places: Vec<u32>,
    /// For each index in `tree`, its row, or the row of the folded ancestor.
    row_of: Vec<u32>,
    folded: FxHashSet<TaskId>,
    filter: Filter,
    matches: usize,
    stale: bool,
    /// The first task and the number of tasks that `tree` was built from.
    made_from: (Option<TaskId>, usize),
    /// The log's position when the filter was applied.
    filtered_at: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Node {
    task: TaskId,
    depth: u32,
    /// The index after its last descendant.
    end: u32,
}

impl Rows {
    /// The rows of a model.
    pub fn of(model: &Model) -> Rows {
        let mut rows = Rows::default();
        rows.update(model);
        rows
    }

    /// Folds or unfolds the descendants of a task, from the next update on.
    pub fn fold(&mut self, task: TaskId, away: bool) {
        let changed = if away {
            self.folded.insert(task)
        } else {
            self.folded.remove(&task)
        };
        self.stale |= changed;
    }

    /// Whether the descendants of a task are folded away.
    pub fn is_folded(&self, task: TaskId) -> bool {
        self.folded.contains(&task)
    }

    /// Folds or unfolds every task that has children.
    pub fn fold_all(&mut self, away: bool) {
        self.folded.clear();
        if away {
            let parents = self.tree.iter().enumerate();
            let parents = parents.filter(|(place, node)| node.end as usize > place + 1);
            self.folded.extend(parents.map(|(_, node)| node.task));
        }
        self.stale = true;
    }

    /// Rebuilds the rows of all tasks if necessary; returns whether it was.
    pub fn update(&mut self, model: &Model) -> bool {
        let grown = self.grow(model);
        let was_filtered = !self.filter.is_empty();
        if !(grown || was_filtered || self.stale) {
            return false;
        }
        self.filter = Filter::default();
        self.matches = self.tree.len();
        self.show_all();
        true
    }

    /// Builds the rows of the tasks that match a filter, and of their ancestors, which are faded. Folding is ignored.
    /// Returns whether something changed.
    pub fn search(&mut self, run: RunView<'_>, filter: &Filter) -> bool {
        if filter.is_empty() {
            return self.update(run.model);
        }
        let grown = self.grow(run.model);
        let same = self.filter == *filter && self.filtered_at == run.model.next_seq();
        if same && !grown && !self.stale {
            return false;
        }
        self.filter = filter.clone();
        self.filtered_at = run.model.next_seq();
        let mut names = filter.names();
        let is_match = |node: &Node| match run.model.task(node.task) {
            Some(track) => filter.matches(&mut names, run.log, track),
            None => false,
        };
        let found: Vec<bool> = self.tree.iter().map(is_match).collect();
        self.show(&found);
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

    /// How many tasks match the filter.
    pub fn matches(&self) -> usize {
        self.matches
    }

    /// The row at an index, counted from the top.
    pub fn get(&self, row: usize) -> Option<Row> {
        self.rows.get(row).copied()
    }

    /// The index of a task's own row.
    pub fn position(&self, task: TaskId) -> Option<usize> {
        let row = self.shown_at(task)?;
        (self.rows.get(row)?.task == task).then_some(row)
    }

    /// The index of the row that shows a task: its own, or that of the folded ancestor.
    pub fn shown_at(&self, task: TaskId) -> Option<usize> {
        let first = self.made_from.0?.index();
        let place = *self.places.get(task.index().checked_sub(first)?)?;
        let row = *self.row_of.get(place as usize)?;
        (row != NO_ROW).then_some(row as usize)
    }

    /// Rebuilds the tree if tasks were added or removed; returns whether they were.
    fn grow(&mut self, model: &Model) -> bool {
        let tasks = model.tasks();
        let made_from = (tasks.first().map(|task| task.id), tasks.len());
        if self.made_from == made_from {
            return false;
        }
        self.made_from = made_from;
        self.tree.clear();
        let base = tasks.first().map_or(0, |task| task.id.index());
        let count = tasks.len();

        // Child lists as links: the first child of each task, and each child's next sibling.
        // The last entry of `first` is for tasks without a parent.
        let mut first = vec![None; count + 1];
        let mut next = vec![None; count];
        for (index, task) in tasks.iter().enumerate().rev() {
            // A parent is older than its child. Damaged logs may say otherwise; such parents are ignored.
            let parent = task.parent.and_then(|id| id.index().checked_sub(base));
            let parent = parent.filter(|parent| *parent < index).unwrap_or(count);
            next[index] = first[parent].replace(index);
        }
        self.places = vec![0; count];
        let mut path = vec![(first[count], None)];
        while let Some((child, parent)) = path.pop() {
            let Some(index) = child else {
                let end = self.tree.len() as u32;
                if let Some(parent) = parent {
                    let parent: &mut Node = &mut self.tree[parent];
                    parent.end = end;
                }
                continue;
            };
            let place = self.tree.len();
            self.places[index] = place as u32;
            self.tree.push(Node {
                task: tasks[index].id,
                depth: path.len() as u32,
                end: 0,
            });
            path.push((next[index], parent));
            path.push((first[index], Some(place)));
        }
        true
    }

    fn show_all(&mut self) {
        self.begin();
        let mut place = 0;
        while let Some(node) = self.tree.get(place).copied() {
            let below = node.end as usize - place - 1;
            let hidden = match self.folded.contains(&node.task) {
                true => below,
                false => 0,
            };
            self.push(place, node, hidden, false);
            place += 1 + hidden;
        }
    }

    fn show(&mut self, found: &[bool]) {
        self.begin();
        self.matches = found.iter().filter(|found| **found).count();
        // How many tasks before each index match.
        let mut before = Vec::with_capacity(found.len() + 1);
        before.push(0_u32);
        for found in found {
            before.push(before[before.len() - 1] + u32::from(*found));
        }
        let mut place = 0;
        while let Some(node) = self.tree.get(place).copied() {
            let end = node.end as usize;
            if before[end] == before[place] {
                place = end;
                continue;
            }
            self.push(place, node, 0, !found[place]);
            place += 1;
        }
    }

    fn begin(&mut self) {
        self.rows.clear();
        self.row_of.clear();
        self.row_of.resize(self.tree.len(), NO_ROW);
        self.stale = false;
    }

    fn push(&mut self, place: usize, node: Node, hidden: usize, faded: bool) {
        self.row_of[place..=place + hidden].fill(self.rows.len() as u32);
        self.rows.push(Row {
            task: node.task,
            depth: node.depth,
            foldable: node.end as usize > place + 1,
            hidden: hidden as u32,
            faded,
        });
    }
}
