//! The settings of a lesson: the first ones in a row, the others and the clock behind "More settings".

mod field;

use crate::lessons::{self, Setting};
use crate::web::cell::{Attr, Flag, Text};
use crate::web::dom::{Build, append, html, html_as, toggle};
use crate::web::listener::Listener;
use crate::web::message::Sender;
use crate::web::state::State;
use crate::wording::{tr, tr_n, translate};
use core::cell::{Cell, RefCell};
use field::{Field, Input};
use std::rc::Rc;
use web_sys::{HtmlButtonElement, HtmlElement};

/// How many settings are in the row.
const IN_ROW: usize = 3;

pub(super) struct SettingsPanel {
    root: HtmlElement,
    no_settings: Flag,
    in_row: HtmlElement,
    others: HtmlElement,
    more: Disclosure,
    more_label: Text,
    explain: Disclosure,
    no_explain: Flag,
    lesson: &'static str,
    rows: Vec<SettingRow>,
    settings_version: u32,
    sender: Sender,
}

struct SettingRow {
    setting: &'static Setting,
    field: Rc<Field>,
    /// The value when it was last drawn.
    value: String,
    notice: Text,
    no_notice: Flag,
    _listeners: [Listener; 3],
}

/// A button that opens and closes something.
struct Disclosure {
    is_open: Rc<Cell<bool>>,
    show: Rc<dyn Fn(bool)>,
    _pressed: Listener,
}

impl Disclosure {
    /// Makes `button` open and close what `show` shows.
    fn new(button: &HtmlButtonElement, show: impl Fn(bool) + 'static) -> Disclosure {
        let expanded = RefCell::new(Attr::new(button.clone(), "aria-expanded"));
        let show: Rc<dyn Fn(bool)> = Rc::new(move |is_open| {
            let words = if is_open { "true" } else { "false" };
            expanded.borrow_mut().show(words);
            show(is_open);
        });
        show(false);
        let is_open = Rc::new(Cell::new(false));
        let (pressed, shown) = (is_open.clone(), show.clone());
        Disclosure {
            is_open,
            show,
            _pressed: Listener::new(button.clone(), "click", move |_| {
                pressed.set(!pressed.get());
                shown(pressed.get());
            }),
        }
    }

    fn open(&self, is_open: bool) {
        self.is_open.set(is_open);
        (self.show)(is_open);
    }
}

impl SettingsPanel {
    pub(super) fn new(sender: Sender) -> SettingsPanel {
        let button = |class: &str| {
            let button: HtmlButtonElement = html_as("button");
            button.class(class).attr("type", "button")
        };
        let (in_row, others) = (html("div").class("in-row"), html("div").class("others"));
        let others = others.attr("id", "more-settings");
        let more_button = button("quiet more").attr("aria-controls", "more-settings");
        let explain_button = (button("quiet explain").attr("title", tr!("Explain the settings")))
            .attr("aria-label", tr!("Explain the settings"))
            .text("?");
        let root = html("div")
            .class("settings")
            .attr("role", "group")
            .attr("aria-label", tr!("Settings"))
            .child(&in_row)
            .child(&more_button)
            .child(&explain_button)
            .child(&others);
        let (folded, explained) = (others.clone(), root.clone());
        SettingsPanel {
            more: Disclosure::new(&more_button, move |is_open| {
                toggle(&folded, "hidden", !is_open)
            }),
            more_label: Text::new(more_button),
            explain: Disclosure::new(&explain_button, move |is_open| {
                toggle(&explained, "data-explained", is_open);
            }),
            no_explain: Flag::new(explain_button, "hidden"),
            no_settings: Flag::new(root.clone(), "hidden"),
            root,
            in_row,
            others,
            lesson: "",
            rows: Vec::new(),
            settings_version: 0,
            sender,
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    pub(super) fn draw(&mut self, state: &State) {
        let settings = &state.settings;
        self.no_settings.show(settings.subject.is_recording());
        let is_new = self.lesson != settings.subject.id();
        if is_new {
            self.lesson = settings.subject.id();
            self.fill(settings.subject.settings());
        }
        if self.settings_version == settings.version {
            return;
        }
        self.settings_version = settings.version;
        let (mut changed, mut must_open) = (0, false);
        for (n, row) in self.rows.iter_mut().enumerate() {
            let id = row.setting.id;
            let (value, notice) = (settings.get(id), settings.notice(id));
            if n >= IN_ROW.min(settings.subject.settings().len()) {
                let differs = value != settings.default_of(id);
                changed += usize::from(differs);
                // Which clock runs a lesson does not change what it is about.
                let is_clock = id == lessons::CLOCK.id;
                must_open |= differs && value != row.value && !is_clock || notice.is_some();
            }
            row.value.clone_from(&value);
            row.field.show(value);
            row.notice.show(notice.unwrap_or(""));
            row.no_notice.show(notice.is_none());
        }
        self.more_label.show(&match changed {
            0 => tr!("More settings").to_owned(),
            n => tr_n!(
                n,
                "More settings ({n} changed)",
                "More settings ({n} changed)"
            ),
        });
        if is_new || must_open {
            self.more.open(must_open);
        }
    }

    /// Creates the fields of a lesson.
    fn fill(&mut self, settings: &'static [Setting]) {
        self.in_row.set_text_content(None);
        self.others.set_text_content(None);
        self.rows.clear();
        for (n, setting) in settings.iter().chain([&lessons::CLOCK]).enumerate() {
            let (root, row) = SettingRow::new(setting, &self.sender);
            let is_in_row = n < IN_ROW.min(settings.len());
            append(
                match is_in_row {
                    true => &self.in_row,
                    false => &self.others,
                },
                root,
            );
            self.rows.push(row);
        }
        self.no_explain.show(settings.is_empty());
        self.explain.open(false);
    }
}

impl SettingRow {
    fn new(setting: &'static Setting, sender: &Sender) -> (HtmlElement, SettingRow) {
        let (input, unit, width) = Input::new(setting);
        let element = input.element();
        let hint = html("span")
            .class("hint")
            .attr("id", &format!("{}-hint", setting.id));
        let notice = html("span")
            .class("warning")
            .attr("id", &format!("{}-notice", setting.id))
            .attr("role", "status");
        let element = element
            .attr("name", setting.id)
            .attr("title", translate(setting.hint))
            .attr(
                "aria-describedby",
                &format!("{0}-hint {0}-notice", setting.id),
            );
        let label = html("label").child(html("span").class("name").text(translate(setting.label)));
        let row = html("span").class("value").child(&element);
        let row = match unit {
            "" => row,
            unit => row.child(html("span").class("unit").text(translate(unit))),
        };
        let root = html("div")
            .class(&format!("setting {width}"))
            .child(label.child(row))
            .child(hint.text(translate(setting.hint)))
            .child(&notice);
        let field = Rc::new(Field::new(input));
        let row = SettingRow {
            setting,
            value: String::new(),
            no_notice: Flag::new(notice.clone(), "hidden"),
            notice: Text::new(notice),
            _listeners: field.listeners(setting.id, sender.clone()),
            field,
        };
        (root, row)
    }
}
