//! A small app that searches recipes as you type, with its futures recorded and drawn.
//!
//! What it takes from Coroscope: `live::mount` and `live::on_panic` in `start`; `spawn` and `spawn_local` in place of
//! `wasm_bindgen_futures::spawn_local`; `named` and `io` for the names in the timeline.

#![cfg(target_family = "wasm")]

mod crash;
mod page;

use coroscope::time::ms;
use coroscope::web::live;
use coroscope::{Error, Result, Semaphore, Task, gather, io, sleep, spawn, spawn_local};
use std::cell::RefCell;
use wasm_bindgen::prelude::*;

const RECIPES: [&str; 6] = ["bread", "curry", "pancakes", "pesto", "ratatouille", "soup"];
/// The maximum number of concurrent requests.
const MAX_REQUESTS: usize = 2;

thread_local! {
    /// The current search. A newer one replaces and cancels it.
    static SEARCH: RefCell<Option<Task<()>>> = const { RefCell::new(None) };
    /// The current save of the shopping list. A newer one replaces and cancels it.
    static SAVE: RefCell<Option<Task<()>>> = const { RefCell::new(None) };
}

#[wasm_bindgen(start)]
fn start() {
    live::mount();
    live::on_panic(crash::save);
    page::on_input("search", |words| {
        let search = spawn(search(words)).named("search");
        if let Some(older) = SEARCH.replace(Some(search)) {
            older.cancel_because("a newer search");
        }
    });
    page::on_input("list", |list| {
        let save = spawn_local(save(list)).named("save the list");
        if let Some(older) = SAVE.replace(Some(save)) {
            older.cancel_because("newer input");
        }
    });
    page::show_list(&page::saved_list());
}

/// Shows the recipes that contain these words. The sleep debounces typing.
async fn search(words: String) -> Result<()> {
    sleep(ms(150)).await;
    page::say("Searching…");
    let permits = Semaphore::new(MAX_REQUESTS);
    let reading = RECIPES.map(|name| {
        let permits = permits.clone();
        spawn(async move {
            let _permit = permits.acquire().await;
            read(name).await
        })
        .named(format!("read {name}"))
    });
    let texts = match gather(reading).await {
        Ok(texts) => texts,
        Err(why) => {
            page::say(&format!("The recipes can’t be read: {why}"));
            return Err(why);
        }
    };
    let words = words.to_lowercase();
    let found = (RECIPES.into_iter().zip(&texts))
        .filter(|(_, text)| text.to_lowercase().contains(&words))
        .map(|(name, _)| name);
    page::show_found(&found.collect::<Vec<_>>());
    Ok(())
}

/// Fetches the text of a recipe.
async fn read(name: &str) -> Result<String> {
    let address = format!("recipes/{name}.txt");
    let text = io(format!("GET {address}"), page::fetch(&address)).await;
    text.map_err(|why| Error::msg(format!("{address}: {why}")))
}

/// Saves the shopping list. The sleep debounces typing.
async fn save(list: String) {
    sleep(ms(400)).await;
    page::save_list(&list);
    page::say("The list is saved.");
}
