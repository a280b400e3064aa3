//! User input: clicks, keys and the pointer, sent through the browser.

use anyhow::{Context, Result, bail};
use fantoccini::actions::{
    InputSource, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, MouseActions, PointerAction,
};
use fantoccini::elements::{Element, ElementRef};
use fantoccini::key::Key;
use serde_json::json;
use tokio::sync::Mutex;

use crate::{BrowserEngine, Page};

/// Finds the first element that matches a selector. ` >>> ` enters the shadow root of the element before it.
const FIND: &str = "
    let root = document;
    let found = null;
    for (const part of arguments[0].split(' >>> ')) {
        found = root?.querySelector(part) ?? null;
        root = found?.shadowRoot;
    }
    return found;
";

/// Waits until an element is visible and does not move: the effects of a click are drawn in a later frame.
const WAIT_UNTIL_VISIBLE: &str = "
    const [element, scroll] = arguments;
    const end = performance.now() + 60_000;
    return (async () => {
        while (!element.checkVisibility()) {
            if (performance.now() > end) return false;
            await new Promise(requestAnimationFrame);
        }
        if (scroll) element.scrollIntoView({ block: 'center', inline: 'nearest' });
        // A list that still scrolls would move it away before the driver clicks.
        for (let [before, same] = ['', 0]; same < 2;) {
            if (performance.now() > end) return false;
            await new Promise(requestAnimationFrame);
            const { x, y } = element.getBoundingClientRect();
            const now = `${x} ${y}`;
            same = now === before ? same + 1 : 0;
            before = now;
        }
        return true;
    })();
";

/// Focuses an element, unless it contains the focus already.
const FOCUS: &str = "
    const [element] = arguments;
    if (!element.matches(':focus-within')) element.focus();
";

/// Adds a text field with a selected text, to be copied.
const ADD_COPY_FIELD: &str = "
    const field = document.createElement('textarea');
    field.id = 'to-be-copied';
    field.style.position = 'fixed';
    field.value = arguments[0];
    document.body.append(field);
    field.focus({ preventScroll: true });
    field.select();
";

/// Removes that field, and focuses another element.
const REMOVE_COPY_FIELD: &str = "
    document.getElementById('to-be-copied').remove();
    arguments[0].focus();
";

/// Keys that stay pressed while others are pressed.
const MODIFIERS: [Key; 4] = [Key::Control, Key::Shift, Key::Alt, Key::Meta];

static CLIPBOARD: Mutex<()> = Mutex::const_new(());

/// The property with which WebDriver identifies elements.
const ELEMENT_IDENTIFIER: &str = "element-6066-11e4-a52e-4f735466cecf";

impl Page {
    /// Finds an element by its CSS selector. `host >>> inside` selects within a shadow root.
    ///
    /// # Errors
    /// When there is no such element.
    pub async fn element(&self, css: &str) -> Result<Element> {
        let found = self.client().execute(FIND, vec![json!(css)]).await?;
        let id = found[ELEMENT_IDENTIFIER].as_str();
        let id = id.with_context(|| format!("no element is `{css}`"))?;
        let id = ElementRef::from(id.to_owned());
        Ok(Element::from_element_id(self.client().clone(), id))
    }

    /// Clicks the middle of an element, once it is visible. No other element may cover it.
    ///
    /// # Errors
    /// When there is no such element, it stays invisible for a minute, or another element covers it.
    pub async fn click(&self, css: &str) -> Result<()> {
        let element = self.element(css).await?;
        let found = serde_json::to_value(&element)?;
        // WebKitGTK's driver scrolls as little as possible, so a scrollbar may cover the element.
        let scroll = json!(self.engine() == BrowserEngine::Webkit);
        let is_seen = self
            .client()
            .execute(WAIT_UNTIL_VISIBLE, vec![found, scroll])
            .await?;
        if is_seen != json!(true) {
            bail!("`{css}` is not visible");
        }
        element
            .click()
            .await
            .with_context(|| format!("could not click `{css}`"))
    }

    /// Types into an element. Special keys are in [`fantoccini::key::Key`]; a modifier such as Control stays pressed until
    /// [`Key::Null`] or the end.
    ///
    /// # Errors
    /// When there is no such element.
    pub async fn type_into(&self, css: &str, keys: &str) -> Result<()> {
        self.focus(css).await?;
        self.press_each(keys.chars()).await
    }

    /// Replaces the content of a field by pasting a text with the keyboard.
    ///
    /// # Errors
    /// When there is no such field.
    pub async fn replace_by_pasting(&self, css: &str, text: &str) -> Result<()> {
        // All browsers and pages share the clipboard.
        let _one_at_a_time = CLIPBOARD.lock().await;
        let element = self.element(css).await?;
        self.client()
            .execute(ADD_COPY_FIELD, vec![json!(text)])
            .await?;
        let control = |keys: &str| format!("{}{keys}", char::from(Key::Control));
        self.press_each(control("c").chars()).await?;
        let element = serde_json::to_value(element)?;
        self.client()
            .execute(REMOVE_COPY_FIELD, vec![element])
            .await?;
        self.press_each(control("av").chars()).await
    }

    /// Focuses an element, unless it contains the focus already.
    async fn focus(&self, css: &str) -> Result<()> {
        let element = serde_json::to_value(self.element(css).await?)?;
        self.client().execute(FOCUS, vec![element]).await?;
        Ok(())
    }

    /// Replaces the content of a field by typing, and leaves the field with Tab.
    ///
    /// # Errors
    /// When there is no such field.
    pub async fn fill(&self, css: &str, text: &str) -> Result<()> {
        // Types over the selection: emptying the field first would cause an additional event.
        let field = serde_json::to_value(self.element(css).await?)?;
        let select = "arguments[0].focus(); arguments[0].select();";
        self.client().execute(select, vec![field]).await?;
        let delete = char::from(Key::Delete).to_string();
        let keys = if text.is_empty() { &delete } else { text };
        self.press_each(keys.chars()).await?;
        self.press(Key::Tab).await
    }

    /// Presses a key in the element that has the focus.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn press(&self, key: Key) -> Result<()> {
        self.press_each([char::from(key)]).await
    }

    async fn press_each(&self, keys: impl IntoIterator<Item = char>) -> Result<()> {
        let mut pressed = KeyActions::new("keys".to_owned());
        let mut modifiers = Vec::new();
        for value in keys {
            // WebKit types no line feed.
            let value = if value == '\n' {
                char::from(Key::Enter)
            } else {
                value
            };
            if value == char::from(Key::Null) {
                pressed = modifiers.drain(..).fold(pressed, release);
            } else {
                pressed = pressed.then(KeyAction::Down { value });
                match MODIFIERS.map(char::from).contains(&value) {
                    true => modifiers.push(value),
                    false => pressed = release(pressed, value),
                }
            }
        }
        let pressed = modifiers.into_iter().fold(pressed, release);
        self.client().perform_actions(pressed).await?;
        Ok(())
    }

    /// Moves the pointer to a point of the window.
    ///
    /// # Errors
    /// When the point is outside of the window.
    pub async fn move_pointer_to(&self, x: f64, y: f64) -> Result<()> {
        let to = PointerAction::MoveTo {
            duration: None,
            x,
            y,
        };
        let mouse = MouseActions::new("mouse".to_owned()).then(to);
        self.client()
            .perform_actions(mouse)
            .await
            .with_context(|| format!("could not point at {x}, {y}"))
    }

    /// Clicks at a point of the window.
    ///
    /// # Errors
    /// When the point is outside of the window.
    pub async fn click_at(&self, x: f64, y: f64) -> Result<()> {
        self.drag((x, y), (x, y)).await
    }

    /// Drags from one point of the window to another.
    ///
    /// # Errors
    /// When a point is outside of the window.
    pub async fn drag(&self, from: (f64, f64), to: (f64, f64)) -> Result<()> {
        let go = |(x, y)| PointerAction::MoveTo {
            duration: None,
            x,
            y,
        };
        let button = MOUSE_BUTTON_LEFT;
        let mouse = MouseActions::new("mouse".to_owned())
            .then(go(from))
            .then(PointerAction::Down { button })
            .then(go(to))
            .then(PointerAction::Up { button });
        let drawn = self.client().perform_actions(mouse).await;
        drawn.with_context(|| format!("could not drag from {from:?} to {to:?}"))
    }

    /// The visible text of an element.
    ///
    /// # Errors
    /// When there is no such element.
    pub async fn text(&self, css: &str) -> Result<String> {
        Ok(self.element(css).await?.text().await?)
    }
}

fn release(keys: KeyActions, value: char) -> KeyActions {
    keys.then(KeyAction::Up { value })
}
