//! The app in `examples/your-app` without Coroscope: `cargo xtask test your-app` compares the size of the two.

#![cfg(target_family = "wasm")]

#[path = "../../src/page.rs"]
mod page;

use js_sys::Promise;
use std::cell::Cell;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

const RECIPES: [&str; 6] = ["bread", "curry", "pancakes", "pesto", "ratatouille", "soup"];

thread_local! {
    /// Numbers the searches. A newer one replaces the current one.
    static SEARCH: Cell<u32> = const { Cell::new(0) };
    /// The same for saving the shopping list.
    static SAVE: Cell<u32> = const { Cell::new(0) };
}

#[wasm_bindgen(start)]
fn start() {
    page::on_input("search", |words| {
        let number = SEARCH.get() + 1;
        SEARCH.set(number);
        spawn_local(search(words, number));
    });
    page::on_input("list", |list| {
        let number = SAVE.get() + 1;
        SAVE.set(number);
        spawn_local(save(list, number));
    });
    page::show_list(&page::saved_list());
}

/// Shows the recipes that contain these words.
async fn search(words: String, number: u32) {
    sleep(150).await;
    let words = words.to_lowercase();
    let mut found = Vec::new();
    for name in RECIPES {
        if SEARCH.get() != number {
            return;
        }
        match page::fetch(&format!("recipes/{name}.txt")).await {
            Ok(text) if text.to_lowercase().contains(&words) => found.push(name),
            Ok(_) => {}
            Err(why) => return page::say(&format!("The recipes can’t be read: {why}")),
        }
    }
    page::show_found(&found);
}

/// Saves the shopping list.
async fn save(list: String, number: u32) {
    sleep(400).await;
    if SAVE.get() == number {
        page::save_list(&list);
        page::say("The list is saved.");
    }
}

async fn sleep(milliseconds: i32) {
    let passed = Promise::new(&mut |resolve, _| {
        let window = web_sys::window().expect_throw("the app is on a page");
        let set =
            window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
        set.expect_throw("a page has timers");
    });
    // It is never rejected.
    let _ = JsFuture::from(passed).await;
}
