//! The settings for trunk agree with `cargo xtask`.

use std::fs;
use std::path::Path;

use xtask::Paths;
use xtask::server::POLICY;

#[test]
fn each_file_of_the_page_is_listed_for_trunk() {
    let root = Paths::find().unwrap().root;
    let page = fs::read_to_string(root.join("index.html")).unwrap();
    for entry in fs::read_dir(root.join("www")).unwrap() {
        let name = entry.unwrap().file_name();
        // wasm-bindgen copies the texts.
        if name == "texts" {
            continue;
        }
        let path = Path::new("www").join(name);
        let attribute = format!("href=\"{}\"", path.display());
        assert!(
            page.lines()
                .any(|line| line.contains("data-trunk") && line.contains(&attribute)),
            "index.html needs: <link data-trunk rel=\"copy-file\" {attribute}> (or copy-dir)"
        );
    }
}

#[test]
fn trunk_serves_under_the_same_policy() {
    let root = Paths::find().unwrap().root;
    let settings = fs::read_to_string(root.join("Trunk.toml")).unwrap();
    assert!(settings.contains(&format!("\"Content-Security-Policy\" = \"{POLICY}\"")));
}
