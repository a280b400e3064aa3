//! Notes in yew: an effect that spawns, and a component that sends itself the result of a future.

use yew::platform::spawn_local;
use yew::prelude::*;

fn main() {
    coroscope::web::live::mount();
    let main = root();
    yew::Renderer::<App>::with_root(main).render();
}

/// The element that the app fills.
fn root() -> web_sys::Element {
    let document = web_sys::window().and_then(|window| window.document());
    let main = document.and_then(|document| document.get_element_by_id("main"));
    main.expect("index.html has #main")
}

/// The whole page.
#[component]
fn App() -> Html {
    let notes = use_state(Vec::new);
    let set = notes.setter();
    use_effect_with((), move |()| {
        spawn_local(async move { set.set(notes::read().await) })
    });
    html! {
        <>
            <ul>{ for notes.iter().map(|note| html! { <li>{ note }</li> }) }</ul>
            <Save />
        </>
    }
}

/// The button, and what was saved last.
struct Save {
    said: String,
}

enum Message {
    Save,
    Saved(String),
}

impl Component for Save {
    type Message = Message;
    type Properties = ();

    fn create(_: &Context<Self>) -> Self {
        Save {
            said: String::new(),
        }
    }

    fn update(&mut self, context: &Context<Self>, message: Message) -> bool {
        match message {
            Message::Save => {
                let saving = async { Message::Saved(notes::save("Sleep".to_owned()).await) };
                context.link().send_future(saving);
                false
            }
            Message::Saved(said) => {
                self.said = said;
                true
            }
        }
    }

    fn view(&self, context: &Context<Self>) -> Html {
        html! {
            <>
                <button onclick={context.link().callback(|_| Message::Save)}>{ "Save" }</button>
                <p role="status">{ &self.said }</p>
            </>
        }
    }
}
