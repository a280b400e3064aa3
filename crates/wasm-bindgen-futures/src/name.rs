//! Names for tasks, from the types of their futures and from the functions that spawned them.

/// Crates that take futures and pass them on. Their names say nothing about a task.
const LIBRARIES: [&str; 31] = [
    "alloc",
    "any_spawner",
    "async_executor",
    "core",
    "coroscope",
    "coroscope_browser",
    "coroscope_runtime",
    "coroscope_trace",
    "futures",
    "futures_channel",
    "futures_core",
    "futures_executor",
    "futures_util",
    "gloo",
    "gloo_timers",
    "js_sys",
    "once_cell",
    "or_poisoned",
    "pinned",
    "prokio",
    "rustc_hash",
    "send_wrapper",
    "slotmap",
    "std",
    "sycamore_futures",
    "tokio",
    "tokise",
    "tracing",
    "wasm_bindgen",
    "wasm_bindgen_futures",
    "web_sys",
];

/// Crates of frameworks. What they spawn is named together with the function of the app that called them.
const FRAMEWORKS: [&str; 40] = [
    "dioxus",
    "dioxus_core",
    "dioxus_document",
    "dioxus_fullstack",
    "dioxus_history",
    "dioxus_hooks",
    "dioxus_html",
    "dioxus_router",
    "dioxus_signals",
    "dioxus_stores",
    "dioxus_web",
    "either_of",
    "generational_box",
    "gloo_net",
    "hydration_context",
    "leptos",
    "leptos_config",
    "leptos_dom",
    "leptos_hot_reload",
    "leptos_meta",
    "leptos_router",
    "leptos_server",
    "leptos_use",
    "oco_ref",
    "reactive_graph",
    "reactive_stores",
    "reqwest",
    "server_fn",
    "sycamore",
    "sycamore_core",
    "sycamore_reactive",
    "sycamore_router",
    "sycamore_view",
    "sycamore_web",
    "tachys",
    "throw_error",
    "yew",
    "yew_agent",
    "yew_hooks",
    "yew_router",
];

/// Whose code a function is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Owner {
    Library,
    Framework,
    App,
}

/// A function or a type.
#[derive(Debug)]
struct Item {
    owner: Owner,
    /// Its name, after that of its type if it has one.
    name: String,
}

/// A name from the type of an `async` block or function of the app.
pub(crate) fn of_future(of_type: &str) -> Option<String> {
    (of_type.contains("{{closure}}")).then(|| first_in(of_type, Owner::App))?
}

/// A name from any type: of the app, or else of a framework.
pub(crate) fn in_type(of_type: &str) -> Option<String> {
    first_in(of_type, Owner::App).or_else(|| first_in(of_type, Owner::Framework))
}

/// A name from the functions on the stack at a spawn, the last called first: the function of the app, and what it called of
/// a framework.
pub(crate) fn of_spawner<S: AsRef<str>>(functions: &[S]) -> Option<String> {
    let (mut nearest, mut called) = (None, None);
    for item in functions.iter().filter_map(|it| item(it.as_ref())) {
        match item.owner {
            Owner::Library => {}
            Owner::Framework => {
                nearest.get_or_insert_with(|| item.name.clone());
                called = Some(item.name);
            }
            Owner::App => {
                let app = item.name;
                if app == "main" {
                    // It called the framework once, which then renders all the rest.
                    called = nearest;
                }
                return Some(called.map_or(app.clone(), |called| format!("{called} in {app}")));
            }
        }
    }
    nearest
}

/// The first path in a type that has this owner.
fn first_in(of_type: &str, owner: Owner) -> Option<String> {
    of_type
        .split(['<', '>', '(', ')', '[', ']', ',', '&', ';', ' '])
        .filter(|path| path.contains("::") && !path.starts_with("::"))
        .filter_map(item)
        .find(|item| item.owner == owner)
        .map(|item| item.name)
}

/// Reads the name of a function or a type, as the compiler writes it: a path, or `<Type as Trait>::function`, with type
/// arguments, closures and hashes. `None` if it has no crate, as functions of C.
fn item(name: &str) -> Option<Item> {
    let (self_type, rest) = match name.strip_prefix('<') {
        Some(inner) => {
            let end = closing(inner)?;
            (Some(&inner[..end]), &inner[end + 1..])
        }
        None => (None, name),
    };
    let mut path = Vec::new();
    let mut of_trait = false;
    if let Some(inner) = self_type {
        let (this, implemented) = split_at_depth_0(inner, " as ");
        of_trait = implemented.is_some();
        let this = this.trim_start_matches(['&', '*', ' ']);
        let this = this.strip_prefix("mut ").unwrap_or(this);
        path = segments(this.strip_prefix("dyn ").unwrap_or(this));
    }
    let types = path.len();
    path.extend(segments(rest));
    let (&krate, items) = path.split_first()?;
    if items.is_empty() || !is_identifier(krate) {
        return None;
    }
    let shown = if of_trait && types > 1 {
        &path[..types]
    } else {
        &path[..]
    };
    let (last, before) = shown.split_last()?;
    let of_type = before
        .last()
        .filter(|it| it.starts_with(char::is_uppercase));
    let name = match of_type {
        // `Notes_inner` in `Notes` is what sycamore makes of an asynchronous component `Notes`.
        Some(of_type)
            if !of_trait
                && (last.starts_with("new") || last.strip_suffix("_inner") == Some(of_type)) =>
        {
            (*of_type).to_owned()
        }
        Some(of_type) if !of_trait => format!("{of_type}::{last}"),
        _ => as_written(last),
    };
    let owner = if LIBRARIES.contains(&krate) {
        Owner::Library
    } else if FRAMEWORKS.contains(&krate) {
        Owner::Framework
    } else {
        Owner::App
    };
    Some(Item { owner, name })
}

/// The name of a function as its author wrote it: macros of wasm-bindgen and leptos rename functions.
fn as_written(function: &str) -> String {
    let function = function.trim_start_matches('_');
    let Some(component) = function.strip_prefix("component_") else {
        let function = function
            .strip_prefix("wasm_bindgen_generated_")
            .unwrap_or(function);
        return function.to_owned();
    };
    let words = component.split('_').map(|word| {
        let (first, rest) = word.split_at(word.chars().next().map_or(0, char::len_utf8));
        first.to_uppercase() + rest
    });
    words.collect()
}

/// The segments of a path, without type arguments, closures, disambiguators and the hash at its end.
fn segments(path: &str) -> Vec<&str> {
    let mut segments = Vec::new();
    let mut rest = Some(path);
    while let Some(path) = rest {
        let (segment, after) = split_at_depth_0(path, "::");
        rest = after;
        let end = segment
            .find(['<', '[', ' ', '{', '('])
            .unwrap_or(segment.len());
        let segment = &segment[..end];
        let is_hash = rest.is_none() && segment.len() == 17 && segment.starts_with('h');
        if !segment.is_empty() && !is_hash {
            segments.push(segment);
        }
    }
    segments
}

/// Splits at the first separator that is in no brackets.
fn split_at_depth_0<'a>(text: &'a str, separator: &str) -> (&'a str, Option<&'a str>) {
    let mut depth = 0_i32;
    let mut before = ' ';
    for (at, character) in text.char_indices() {
        if depth == 0 && text[at..].starts_with(separator) {
            return (&text[..at], Some(&text[at + separator.len()..]));
        }
        depth += change_of_depth(before, character);
        before = character;
    }
    (text, None)
}

/// Where the bracket is closed that was opened before `text`.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 1_i32;
    let mut before = ' ';
    for (at, character) in text.char_indices() {
        depth += change_of_depth(before, character);
        if depth == 0 {
            return Some(at);
        }
        before = character;
    }
    None
}

fn change_of_depth(before: char, character: char) -> i32 {
    match character {
        '<' | '(' | '[' | '{' => 1,
        // Not the arrow of a function's result.
        '>' if before == '-' => 0,
        '>' | ')' | ']' | '}' => -1,
        _ => 0,
    }
}

fn is_identifier(text: &str) -> bool {
    text.chars().all(|it| it.is_alphanumeric() || it == '_')
}

#[cfg(test)]
mod tests;
