//! Names, by types and by stacks.

use super::{in_type, item, of_future, of_spawner};

#[test]
fn a_future_of_the_app_is_called_after_the_function_that_has_it() {
    for (of_type, name) in [
        ("app::search::{{closure}}", "search"),
        ("app::App::{{closure}}::{{closure}}", "App"),
        ("app::page::Page::load::{{closure}}", "Page::load"),
        (
            "sycamore_futures::ScopedFuture<app::App::{{closure}}::{{closure}}>",
            "App",
        ),
        (
            "<app::App as yew::functional::FunctionProvider>::run::inner::{{closure}}",
            "App",
        ),
        ("app::__wasm_bindgen_generated_load::{{closure}}", "load"),
        ("app::Notes::Notes_inner::{{closure}}", "Notes"),
    ] {
        assert_eq!(of_future(of_type).as_deref(), Some(name), "{of_type}");
    }
    for of_type in [
        "core::pin::Pin<alloc::boxed::Box<dyn core::future::future::Future<Output = ()>>>",
        "dioxus_web::launch::launch_virtual_dom::{{closure}}",
        "futures_util::future::Ready<app::Message>",
    ] {
        assert_eq!(of_future(of_type), None, "{of_type}");
    }
    let of_framework = in_type("dioxus_web::launch::launch_virtual_dom::{{closure}}");
    assert_eq!(of_framework.as_deref(), Some("launch_virtual_dom"));
}

#[test]
fn a_spawner_is_the_function_of_the_app_and_what_it_called_of_a_framework() {
    let stack = [
        "wasm_bindgen_futures::spawn_of_type::h0123456789abcdef",
        "any_spawner::Executor::init_wasm_bindgen::{{closure}}::h0123456789abcdef",
        "reactive_graph::computed::async_derived::arc_async_derived::ArcAsyncDerived<T>::new::h0123456789abcdef",
        "leptos_server::local_resource::LocalResource<T>::new::h0123456789abcdef",
        "app::App::h0123456789abcdef",
        "leptos::mount::mount_to::h0123456789abcdef",
        "app::main::h0123456789abcdef",
        "main",
    ];
    assert_eq!(of_spawner(&stack).as_deref(), Some("LocalResource in App"));
    assert_eq!(of_spawner(&stack[..3]).as_deref(), Some("ArcAsyncDerived"));
    assert_eq!(of_spawner(&stack[4..]).as_deref(), Some("App"));
    assert_eq!(of_spawner(&stack[..1]), None);
    let rendered = [
        "any_spawner::Executor::spawn_local::h0123456789abcdef",
        "reactive_graph::effect::render_effect::RenderEffect<T>::new_with_value_erased::h0123456789abcdef",
        "tachys::reactive_graph::<impl tachys::view::Render for F>::build::h0123456789abcdef",
        "leptos::mount::mount_to::h0123456789abcdef",
        "app::main::h0123456789abcdef",
    ];
    assert_eq!(
        of_spawner(&rendered).as_deref(),
        Some("RenderEffect in main")
    );
}

#[test]
fn names_of_functions_are_read_in_both_manglings() {
    for (function, name) in [
        ("app::App::{{closure}}::h0123456789abcdef", "App"),
        ("app[1f2e]::App::{closure#0}", "App"),
        ("app::__component_app::h0123456789abcdef", "App"),
        ("app::__component_note_list::h0123456789abcdef", "NoteList"),
        (
            "<app::Save as yew::html::component::Component>::update::h0123456789abcdef",
            "Save",
        ),
        (
            "<app[1f2e]::list::List<T>>::load::{closure#0}",
            "List::load",
        ),
        ("<dyn app::Load>::begin", "Load::begin"),
    ] {
        let found = item(function).map(|it| it.name);
        assert_eq!(found.as_deref(), Some(name), "{function}");
    }
    for function in ["main", "__rust_alloc", "dlmalloc", ""] {
        assert!(item(function).is_none(), "{function}");
    }
}
