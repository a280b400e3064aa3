//! What a reader does with a page: clicks, keys, the pointer. All of it goes through the browser.

use anyhow::{Context, Result, bail};
use fantoccini::actions::{
    InputSource, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, MouseActions, PointerAction,
};
use fantoccini::elements::{Element, ElementRef};
use fantoccini::key::Key;
use serde_json::json;
use tokio::sync::Mutex;

use crate::{BrowserEngine, Page};

/// The first element of a selector. ` >>> ` goes into the shadow root of the element before it.
const FIND: &str = "
    let root = document;
    let found = null;
    for (const part of arguments[0].split(' >>> ')) {
        found = root?.querySelector(part) ?? null;
        root = found?.shadowRoot;
    }
    return found;
";

/// Waits until an element is drawn, since what follows from a click is drawn in a later frame.
const SEE: &str = "
    const [element, scroll] = arguments;
    const end = performance.now() + 60_000;
    return (async () => {
        while (!element.checkVisibility()) {
            if (performance.now() > end) return false;
            await new Promise(requestAnimationFrame);
        }
        if (scroll) element.scrollIntoView({ block: 'center', inline: 'nearest' });
        // A list that the page scrolls would have moved it away before the driver's click comes.
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

/// Where nothing in an element has the focus, gives it that.
const FOCUS: &str = "
    const [element] = arguments;
    if (!element.matches(':focus-within')) element.focus();
";

/// Selects a text in a field of its own.
const OFFER: &str = "
    const field = document.createElement('textarea');
    field.id = 'to-be-copied';
    field.style.position = 'fixed';
    field.value = arguments[0];
    document.body.append(field);
    field.focus({ preventScroll: true });
    field.select();
";

/// Removes that field, and gives another element the focus.
const TAKE_BACK: &str = "
    document.getElementById('to-be-copied').remove();
    arguments[0].focus();
";

/// Keys that are held while others are pressed.
const HELD: [Key; 4] = [Key::Control, Key::Shift, Key::Alt, Key::Meta];

static CLIPBOARD: Mutex<()> = Mutex::const_new(());

/// The key under which WebDriver gives elements.
const ELEMENT_IDENTIFIER: &str = "element-6066-11e4-a52e-4f735466cecf";

impl Page {
    /// An element by its CSS selector; what is in a shadow root as `host >>> inside`.
    ///
    /// # Errors
    /// When there is none.
    pub async fn element(&self, css: &str) -> Result<Element> {
        let found = self.client().execute(FIND, vec![json!(css)]).await?;
        let id = found[ELEMENT_IDENTIFIER].as_str();
        let id = id.with_context(|| format!("no element is `{css}`"))?;
        let id = ElementRef::from(id.to_owned());
        Ok(Element::from_element_id(self.client().clone(), id))
    }

    /// Clicks the middle of an element as a reader does, once it is visible; it must be on top.
    ///
    /// # Errors
    /// When there is no such element, it stays invisible for a minute, or another one is in its way.
    pub async fn click(&self, css: &str) -> Result<()> {
        let element = self.element(css).await?;
        let found = serde_json::to_value(&element)?;
        // WebKitGTK's driver scrolls no further than it must, and a scrollbar may lie over that place.
        let scroll = json!(self.engine() == BrowserEngine::Webkit);
        let is_seen = self.client().execute(SEE, vec![found, scroll]).await?;
        if is_seen != json!(true) {
            bail!("`{css}` is not visible");
        }
        element
            .click()
            .await
            .with_context(|| format!("could not click `{css}`"))
    }

    /// Types into an element. Keys with names are in [`fantoccini::key::Key`]; one such as Control is held until
    /// [`Key::Null`], or to the end.
    ///
    /// # Errors
    /// When there is no such element.
    pub async fn type_into(&self, css: &str, keys: &str) -> Result<()> {
        self.focus(css).await?;
        self.press_each(keys.chars()).await
    }

    /// Pastes a text in place of all that a field holds, by the keys for it.
    ///
    /// # Errors
    /// When there is no such field.
    pub async fn paste_over(&self, css: &str, text: &str) -> Result<()> {
        // Browsers, and several pages of one, share what was copied.
        let _one_at_a_time = CLIPBOARD.lock().await;
        let element = self.element(css).await?;
        self.client().execute(OFFER, vec![json!(text)]).await?;
        let control = |keys: &str| format!("{}{keys}", char::from(Key::Control));
        self.press_each(control("c").chars()).await?;
        let element = serde_json::to_value(element)?;
        self.client().execute(TAKE_BACK, vec![element]).await?;
        self.press_each(control("av").chars()).await
    }

    /// Gives an element the focus, where nothing in it has it.
    async fn focus(&self, css: &str) -> Result<()> {
        let element = serde_json::to_value(self.element(css).await?)?;
        self.client().execute(FOCUS, vec![element]).await?;
        Ok(())
    }

    /// Types a text in place of what a field holds, and leaves it.
    ///
    /// # Errors
    /// When there is no such field.
    pub async fn fill(&self, css: &str, text: &str) -> Result<()> {
        // Typed over what is selected: a field that is emptied first would tell of that.
        let field = serde_json::to_value(self.element(css).await?)?;
        let select = "arguments[0].focus(); arguments[0].select();";
        self.client().execute(select, vec![field]).await?;
        let delete = char::from(Key::Delete).to_string();
        let keys = if text.is_empty() { &delete } else { text };
        self.press_each(keys.chars()).await?;
        self.press(Key::Tab).await
    }

    /// Presses a key, wherever the focus is.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn press(&self, key: Key) -> Result<()> {
        self.press_each([char::from(key)]).await
    }

    async fn press_each(&self, keys: impl IntoIterator<Item = char>) -> Result<()> {
        let mut pressed = KeyActions::new("keys".to_owned());
        let mut held = Vec::new();
        for value in keys {
            if value == char::from(Key::Null) {
                pressed = held.drain(..).fold(pressed, let_go);
            } else {
                pressed = pressed.then(KeyAction::Down { value });
                match HELD.map(char::from).contains(&value) {
                    true => held.push(value),
                    false => pressed = let_go(pressed, value),
                }
            }
        }
        let pressed = held.into_iter().fold(pressed, let_go);
        self.client().perform_actions(pressed).await?;
        Ok(())
    }

    /// Moves the pointer to a place in the window.
    ///
    /// # Errors
    /// When it is outside.
    pub async fn point_at(&self, x: f64, y: f64) -> Result<()> {
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

    /// Presses the mouse at a point of the window and lets go.
    ///
    /// # Errors
    /// When the point is outside of the window.
    pub async fn press_at(&self, x: f64, y: f64) -> Result<()> {
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

    /// The text of an element as it is shown.
    ///
    /// # Errors
    /// When there is no such element.
    pub async fn text(&self, css: &str) -> Result<String> {
        Ok(self.element(css).await?.text().await?)
    }
}

fn let_go(keys: KeyActions, value: char) -> KeyActions {
    keys.then(KeyAction::Up { value })
}
