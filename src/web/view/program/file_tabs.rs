//! The tabs of a script with several files, and what adds, renames and removes one.

use crate::web::cell::{Attr, Flag, Text};
use crate::web::dom::{Build, append, focus, html, html_as, set};
use crate::web::listener::Listener;
use crate::web::message::{Message, Sender};
use crate::web::reader_script::{ScriptMessage, TabMessage};
use crate::web::state::State;
use crate::web::view::roving::{Orientation, roving};
use crate::wording::tr;
use wasm_bindgen::JsCast;
use web_sys::{HtmlButtonElement, HtmlElement, HtmlInputElement, KeyboardEvent, ShadowRoot};

/// The id of the panel with the editor.
const PANEL: &str = "panel-file";

pub(super) struct FileTabs {
    root: HtmlElement,
    list: HtmlElement,
    no_list: Flag,
    panel: HtmlElement,
    /// The panel is one only if there are tabs.
    role: Attr,
    label: Attr,
    /// The names on the tabs, and the number of the selected one.
    shows: (Vec<String>, usize),
    tabs: Vec<HtmlElement>,
    /// Whether the selected tab takes the focus, because one that had it is gone.
    takes_focus: bool,
    add_missing: Text,
    no_missing: Flag,
    not_module: [Flag; 2],
    naming: Naming,
    sender: Sender,
    keys: Vec<Listener>,
    _listeners: Vec<Listener>,
}

/// Where the reader gives a file a name.
struct Naming {
    input: HtmlInputElement,
    hidden: Flag,
    problem: Text,
    is_open: bool,
}

impl FileTabs {
    pub(super) fn new(sender: &Sender) -> FileTabs {
        let list = (html("div").class("tabs"))
            .attr("role", "tablist")
            .attr("aria-label", tr!("Files of the script"));
        let mut listeners = Vec::new();
        let mut button = |label: &str, message: TabMessage| {
            let button: HtmlButtonElement = html_as("button");
            let button = button.class("quiet").attr("type", "button").text(label);
            let to = sender.clone();
            let on_click = move |_| send(&to, message.clone());
            listeners.push(Listener::new(button.clone(), "click", on_click));
            button
        };
        let add = button(tr!("Add a file"), TabMessage::Add);
        let rename = button(tr!("Rename"), TabMessage::Rename);
        let remove = button(tr!("Remove"), TabMessage::Remove);
        let cancel = button(tr!("Cancel"), TabMessage::Name(None));
        let missing = button("", TabMessage::AddMissing);
        let (form, naming) = naming(cancel, sender, &mut listeners);
        let buttons = (html("div").class("file-buttons"))
            .child(&missing)
            .child(add)
            .child(&rename)
            .child(&remove);
        let panel = html("div").class("panel").attr("id", PANEL);
        FileTabs {
            root: (html("div").class("files"))
                .child(&list)
                .child(buttons)
                .child(form),
            no_list: Flag::new(list.clone(), "hidden"),
            list,
            role: Attr::new(panel.clone(), "role"),
            label: Attr::new(panel.clone(), "aria-labelledby"),
            panel,
            shows: (Vec::new(), 0),
            tabs: Vec::new(),
            takes_focus: false,
            no_missing: Flag::new(missing.clone(), "hidden"),
            add_missing: Text::new(missing),
            not_module: [Flag::new(rename, "hidden"), Flag::new(remove, "hidden")],
            naming,
            sender: sender.clone(),
            keys: Vec::new(),
            _listeners: listeners,
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    /// What contains the editor.
    pub(super) fn panel(&self) -> HtmlElement {
        self.panel.clone()
    }

    /// Shows the tabs, after the state has changed. Returns whether there are several.
    pub(super) fn draw(&mut self, state: &State) -> bool {
        let names: Vec<String> = state.script_files().names().map(str::to_owned).collect();
        let (has_tabs, selected) = (names.len() > 1, state.shown_tab());
        self.no_list.show(!has_tabs);
        self.role.show(if has_tabs { "tabpanel" } else { "group" });
        let has_changed = self.shows.0 != names;
        if has_changed {
            self.make_tabs(&names);
        }
        if has_changed || self.shows.1 != selected {
            self.select(selected);
            self.shows = (names, selected);
        }
        for hidden in &mut self.not_module {
            hidden.show(selected == 0);
        }
        let missing = state.missing_file();
        self.no_missing.show(missing.is_none());
        if let Some(name) = missing {
            self.add_missing.show(&tr!("Add {name}", name));
        }
        self.draw_naming(state);
        has_tabs
    }

    fn draw_naming(&mut self, state: &State) {
        let renaming = state.renaming();
        let naming = &mut self.naming;
        naming.hidden.show(renaming.is_none());
        naming.problem.show(renaming.map_or("", |it| &it.problem));
        if renaming.is_some() && !naming.is_open {
            naming.input.set_value(state.shown_tab_name());
            focus(&naming.input);
            naming.input.select();
        } else if renaming.is_none() && naming.is_open {
            self.tabs.get(state.shown_tab()).into_iter().for_each(focus);
        }
        naming.is_open = renaming.is_some();
    }

    fn make_tabs(&mut self, names: &[String]) {
        let had_focus = has_focus(&self.list);
        self.list.set_text_content(None);
        self.tabs.clear();
        self.keys.clear();
        for (n, name) in names.iter().enumerate() {
            let tab: HtmlButtonElement = html_as("button");
            let tab = (tab.class("tab").attr("type", "button"))
                .attr("role", "tab")
                .attr("id", &format!("tab-file-{n}"))
                .attr("aria-controls", PANEL)
                .attr("translate", "no")
                .text(name);
            append(&self.list, &tab);
            let to_show = self.sender.clone();
            let show = move |_| send(&to_show, TabMessage::Show(n));
            self.keys.push(Listener::new(tab.clone(), "click", show));
            self.tabs.push(tab.unchecked_into());
        }
        let (tabs, to_show) = (self.tabs.clone(), self.sender.clone());
        let follow = move |tab: &HtmlElement| {
            if let Some(n) = tabs.iter().position(|it| it == tab) {
                send(&to_show, TabMessage::Show(n));
            }
        };
        let horizontal = Orientation::Horizontal;
        self.keys
            .extend(roving(&self.list, self.tabs.clone(), horizontal, follow));
        let to_change = self.sender.clone();
        self.keys
            .push(Listener::new(self.list.clone(), "keydown", move |event| {
                let key = event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key);
                match key.as_deref() {
                    Some("Delete") => send(&to_change, TabMessage::Remove),
                    Some("F2") => send(&to_change, TabMessage::Rename),
                    _ => return,
                }
                event.prevent_default();
            }));
        self.takes_focus = had_focus;
    }

    fn select(&mut self, selected: usize) {
        for (n, tab) in self.tabs.iter().enumerate() {
            let is_selected = n == selected;
            set(
                tab,
                "aria-selected",
                if is_selected { "true" } else { "false" },
            );
            set(tab, "tabindex", if is_selected { "0" } else { "-1" });
        }
        self.label.show(&format!("tab-file-{selected}"));
        if core::mem::take(&mut self.takes_focus)
            && let Some(tab) = self.tabs.get(selected)
        {
            focus(tab);
        }
    }
}

/// What asks for the name of a file.
fn naming(
    cancel: HtmlButtonElement,
    sender: &Sender,
    listeners: &mut Vec<Listener>,
) -> (HtmlElement, Naming) {
    let input: HtmlInputElement = html_as("input");
    let input = (input.attr("type", "text"))
        .attr("id", "file-name")
        .attr("spellcheck", "false")
        .attr("autocapitalize", "off")
        .attr("autocomplete", "off")
        .attr("aria-describedby", "file-problem");
    let save: HtmlButtonElement = html_as("button");
    let save = (save.class("quiet").attr("type", "submit")).text(tr!("Set the name"));
    let problem = (html("p").class("failure"))
        .attr("id", "file-problem")
        .attr("role", "status");
    let form = (html("form").class("naming"))
        .child((html("label").attr("for", "file-name")).text(tr!("Name of the file")))
        .child(&input)
        .child(save)
        .child(cancel)
        .child(&problem);
    let (to_name, typed) = (sender.clone(), input.clone());
    listeners.push(Listener::new(form.clone(), "submit", move |event| {
        event.prevent_default();
        send(&to_name, TabMessage::Name(Some(typed.value())));
    }));
    let to_cancel = sender.clone();
    listeners.push(Listener::new(form.clone(), "keydown", move |event| {
        let key = event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key);
        if key.as_deref() == Some("Escape") {
            event.prevent_default();
            send(&to_cancel, TabMessage::Name(None));
        }
    }));
    let naming = Naming {
        input,
        hidden: Flag::new(form.clone(), "hidden"),
        problem: Text::new(problem),
        is_open: false,
    };
    (form, naming)
}

fn send(sender: &Sender, message: TabMessage) {
    sender.send(Message::Script(ScriptMessage::Tab(message)));
}

/// Whether the focus is on a part of an element.
fn has_focus(element: &HtmlElement) -> bool {
    let root = element.get_root_node();
    let root = root.dyn_ref::<ShadowRoot>();
    let focused = root.and_then(ShadowRoot::active_element);
    focused.is_some_and(|focused| element.contains(Some(&focused)))
}
