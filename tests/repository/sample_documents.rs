//! Every build contains the sample documents.

#[test]
fn every_sample_document_is_listed_for_wasm_bindgen_and_for_bundlers() {
    let assets = include_str!("../../src/web/class/assets.js");
    let documents = include_str!("../../src/web/documents.rs");
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/www/docs");
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let line = format!(
            "'docs/{name}': new URL('../../../www/docs/{name}?no-inline', import.meta.url),"
        );
        assert!(
            assets.contains(&line),
            "src/web/class/assets.js needs: {line}"
        );
        let line = format!(": \"/www/docs/{name}\",");
        assert!(
            documents.contains(&line),
            "src/web/documents.rs needs: {line}"
        );
    }
}
