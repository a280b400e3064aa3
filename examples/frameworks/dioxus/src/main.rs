//! Notes in dioxus: a resource, and an asynchronous listener.

use dioxus::prelude::*;

fn main() {
    coroscope::web::live::mount();
    // dioxus fills #main.
    dioxus::launch(App);
}

/// The whole page.
#[component]
fn App() -> Element {
    let notes = use_resource(notes::read);
    let mut said = use_signal(String::new);
    let save = move |_| async move { said.set(notes::save("Sleep".to_owned()).await) };
    rsx! {
        ul {
            for note in notes().unwrap_or_default() {
                li { "{note}" }
            }
        }
        button { onclick: save, "Save" }
        p { role: "status", "{said}" }
    }
}
