//! A box of recipes, searched as one types: an app as yours may be, whose futures are recorded and drawn.
//!
//! What is of Coroscope in it: `live::mount` in `start`, `spawn` and `spawn_local` where
//! `wasm_bindgen_futures::spawn_local` stood, `named` and `io` for the names that the timeline shows.

#![cfg(target_family = "wasm")]

mod page;

use coroscope::time::ms;
use coroscope::web::live;
use coroscope::{Error, Result, Semaphore, Task, gather, io, sleep, spawn, spawn_local};
use std::cell::RefCell;
use wasm_bindgen::prelude::*;

const RECIPES: [&str; 6] = ["bread", "curry", "pancakes", "pesto", "ratatouille", "soup"];
/// Requests that may be under way at a time.
const AT_A_TIME: usize = 2;

thread_local! {
    /// The search that goes on; a newer one takes its place.
    static SEARCH: RefCell<Option<Task<()>>> = const { RefCell::new(None) };
    /// The same for what is saved of the shopping list.
    static SAVE: RefCell<Option<Task<()>>> = const { RefCell::new(None) };
}

#[wasm_bindgen(start)]
fn start() {
    live::mount();
    page::on_input("search", |words| {
        let search = spawn(search(words)).named("search");
        if let Some(older) = SEARCH.replace(Some(search)) {
            older.cancel_because("a newer search");
        }
    });
    page::on_input("list", |list| {
        let save = spawn_local(save(list)).named("save the list");
        if let Some(older) = SAVE.replace(Some(save)) {
            older.cancel_because("typed on");
        }
    });
    page::show_list(&page::kept_list());
}

/// Shows the recipes that have these words in them. Does nothing while one still types.
async fn search(words: String) -> Result<()> {
    sleep(ms(150)).await;
    page::say("Searching…");
    let turns = Semaphore::new(AT_A_TIME);
    let reading = RECIPES.map(|name| {
        let turns = turns.clone();
        spawn(async move {
            let _turn = turns.acquire().await;
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

/// The text of a recipe.
async fn read(name: &str) -> Result<String> {
    let address = format!("recipes/{name}.txt");
    let text = io(format!("GET {address}"), page::fetch(&address)).await;
    text.map_err(|why| Error::msg(format!("{address}: {why}")))
}

/// Keeps the shopping list, once nothing was typed for a while.
async fn save(list: String) {
    sleep(ms(400)).await;
    page::keep_list(&list);
    page::say("The list is saved.");
}
