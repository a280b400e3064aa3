//! Stub.
use crate::trace::TaskId;
use crate::trace::model::State as TaskState;
use crate::web::app::Sender;
use crate::web::dom::{html,Build};
use crate::web::state::State;
use web_sys::HtmlElement;
use std::collections::BTreeMap;

#[derive(Clone, Copy, Debug)]
pub(crate) enum Move { Left, Right, Up, Down, First, Last, Away }
#[derive(Default)]
pub(crate) struct Cursor { pub(crate) pointer: Option<(f64, f64)>, pub(crate) focus: Option<(TaskId, usize)> }
impl Cursor {
    pub(crate) fn point(&mut self, at: Option<(f64,f64)>) { self.pointer = at; }
    pub(crate) fn go(&mut self, _to: Move, _sheet: &Sheet) { }
}
pub(crate) struct Sheet { root: HtmlElement }
impl Sheet {
    pub(super) fn new(_sender: Sender) -> Sheet { Sheet { root: html("div").class("sheet") } }
    pub(super) fn root(&self) -> &HtmlElement { &self.root }
    pub(super) fn draw(&mut self, _state: &State) {}
    pub(super) fn lines_now(&self, _state: &State) -> BTreeMap<u32, Vec<(TaskId, TaskState)>> { BTreeMap::new() }
    pub(super) fn line_pointed_at(&self) -> Option<u32> { None }
}
