//! The program: the code of a lesson or a recorded program, or the editor of scripts.

mod code;
mod code_line;
mod editor;
mod file_list;
mod file_tabs;
mod marks;

use super::timeline::Drawn;
use crate::web::cell::Flag;
use crate::web::dom::{Build, append, html, set};
use crate::web::message::Sender;
use crate::web::state::State;
use code::Code;
use editor::Editor;
use web_sys::HtmlElement;

pub(super) struct Program {
    code: Code,
    no_code: Flag,
    /// Created when a script is shown for the first time.
    editor: Option<Editor>,
    editor_part: HtmlElement,
    no_editor: Flag,
    sender: Sender,
}

impl Program {
    pub(super) fn new(sender: &Sender) -> Program {
        let code = Code::new(sender);
        set(code.root(), "part", "code");
        let editor_part = html("div").class("script").attr("hidden", "");
        Program {
            no_code: Flag::new(code.root().clone(), "hidden"),
            code,
            editor: None,
            no_editor: Flag::new(editor_part.clone(), "hidden"),
            editor_part,
            sender: sender.clone(),
        }
    }

    /// The code and the editor, of which at most one is shown.
    pub(super) fn roots(&self) -> [&HtmlElement; 2] {
        [self.code.root(), &self.editor_part]
    }

    pub(super) fn draw(&mut self, state: &State, drawn: &Drawn) {
        let is_script = state.is_script();
        self.no_code.show(!state.has_code());
        self.no_editor.show(!is_script);
        if !is_script {
            return self.code.draw(state, drawn);
        }
        let editor = self.editor.get_or_insert_with(|| {
            let editor = Editor::new(&self.sender);
            append(&self.editor_part, editor.root());
            editor
        });
        editor.draw(state, drawn);
    }
}
