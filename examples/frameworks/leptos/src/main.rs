//! Notes in leptos: a resource, a suspense and an action.

use leptos::prelude::*;

fn main() {
    coroscope::web::live::mount();
    leptos::mount::mount_to_body(App);
}

/// The whole page.
#[component]
fn App() -> impl IntoView {
    let notes = LocalResource::new(notes::read);
    let save = Action::new_local(|note: &String| notes::save(note.clone()));
    let items = async move {
        let items = notes
            .await
            .into_iter()
            .map(|note| view! { <li>{note}</li> });
        items.collect_view()
    };
    view! {
        <Suspense fallback=|| "Loading…">
            <ul>{Suspend::new(items)}</ul>
        </Suspense>
        <button on:click=move |_| { save.dispatch("Sleep".to_owned()); }>"Save"</button>
        <p role="status">{move || save.value().get()}</p>
    }
}
