//! The element has the interface that `custom-elements.json` describes. That file is generated from the table.

use std::collections::BTreeSet;

use anyhow::Result;
use serde_json::Value;

use super::host::open;

fn names(list: &Value) -> BTreeSet<String> {
    let entries = list.as_array().into_iter().flatten();
    entries
        .filter_map(|entry| entry["name"].as_str())
        .map(str::to_owned)
        .collect()
}

fn declaration() -> Result<Value> {
    let manifest: Value = serde_json::from_str(include_str!("../../../www/custom-elements.json"))?;
    let declarations = &manifest["modules"][0]["declarations"];
    Ok(declarations[0].clone())
}

fn members(class: &Value, kind: &str) -> BTreeSet<String> {
    let members = class["members"].as_array().into_iter().flatten();
    let wanted = members.filter(|member| member["kind"] == kind);
    names(&Value::from_iter(wanted.cloned()))
}

#[tokio::test]
async fn the_manifest_lists_the_attributes_and_members_of_the_class() -> Result<()> {
    let class = declaration()?;
    let scope = open("<coro-scope></coro-scope>").await?;
    let page = &scope.page;
    assert_eq!(class["tagName"], "coro-scope");
    page.run("await customElements.whenDefined('coro-scope')")
        .await?;
    let name: String = page.eval("customElements.get('coro-scope').name").await?;
    assert_eq!(class["name"], name);

    let observed: BTreeSet<String> = page
        .eval("customElements.get('coro-scope').observedAttributes")
        .await?;
    let mut attributes = names(&class["attributes"]);
    // This one is read only when the element loads.
    assert!(attributes.remove("live"));
    assert_eq!(attributes, observed);
    let fields: BTreeSet<String> = page
        .eval("Object.entries(Object.getOwnPropertyDescriptors(customElements.get('coro-scope').prototype))
            .filter(([, it]) => it.get).map(([name]) => name)")
        .await?;
    assert_eq!(members(&class, "field"), fields);
    let methods: BTreeSet<String> = page
        .eval("Object.entries(Object.getOwnPropertyDescriptors(customElements.get('coro-scope').prototype))
            .filter(([name, it]) => typeof it.value === 'function' && !/^constructor$|Callback$/.test(name))
            .map(([name]) => name)")
        .await?;
    assert_eq!(members(&class, "method"), methods);
    // No attribute has the name of a property that every element has.
    let hidden: Vec<String> = page
        .eval("customElements.get('coro-scope').observedAttributes.filter((name) => name in HTMLElement.prototype)")
        .await?;
    assert_eq!(hidden, Vec::<String>::new());
    scope.is_clean().await
}

#[tokio::test]
async fn the_manifest_lists_the_parts_and_custom_properties() -> Result<()> {
    let class = declaration()?;
    let scope =
        open(r#"<coro-scope lesson="gather" latency="0" order="together" theme="dark" autoplay></coro-scope>"#)
            .await?;
    scope.wait_for_end("done").await?;
    let mut parts: BTreeSet<String> = scope
        .page
        .eval("[...new Set(all('[part]').flatMap((part) => [...part.part]))]")
        .await?;
    // These two exist before the program is loaded.
    parts.extend(["load".to_owned(), "trouble".to_owned()]);
    assert_eq!(names(&class["cssParts"]), parts);

    // The properties in the style sheets, as the browser parsed them. `--coro-rem` is internal.
    let used: BTreeSet<String> = scope
        .page
        .eval("(() => {
            const sheets = [...document.querySelector('coro-scope').shadowRoot.adoptedStyleSheets];
            const text = sheets.flatMap((sheet) => [...sheet.cssRules]).map((rule) => rule.cssText).join(' ');
            const found = [...text.matchAll(/var\\((--coro-[a-z-]+)/g)].map(([, name]) => name);
            return [...new Set(found)].filter((name) => name !== '--coro-rem');
        })()")
        .await?;
    assert_eq!(names(&class["cssProperties"]), used);
    scope.is_clean().await
}
