//! Notes in sycamore: an asynchronous component in a suspense, and a listener that spawns.

use sycamore::futures::spawn_local_scoped;
use sycamore::prelude::*;
use sycamore::web::Suspense;

fn main() {
    coroscope::web::live::mount();
    let main = document().get_element_by_id("main");
    sycamore::render_to(App, &main.expect("index.html has #main"));
}

/// The whole page.
#[component]
fn App() -> View {
    let said = create_signal(String::new());
    let save = move |_| {
        spawn_local_scoped(async move { said.set(notes::save("Sleep".to_owned()).await) });
    };
    view! {
        Suspense(fallback=|| view! { "Loading…" }) {
            Notes {}
        }
        button(on:click=save) { "Save" }
        p(role="status") { (said) }
    }
}

/// The notes, when they are read.
#[component]
async fn Notes() -> View {
    let notes = notes::read().await;
    let items: Vec<View> = notes
        .into_iter()
        .map(|note| view! { li { (note) } })
        .collect();
    view! {
        ul { (items) }
    }
}
