#!/usr/bin/env bash
# A package of one's own with a program called `wasm-bindgen` (a wrapper around the library that wasm-bindgen-cli has, say)
# compiles for this machine only if its own version is 0.2.88 or newer: rustc goes by the crate's name and the package's
# version, not by what it is, and not by the target. Nothing in it has to do with WebAssembly.
source "$(dirname "$0")/common.bash"
echo "Versions: $(rustc --version)"

mkdir -p "$folder/src"
cat > "$folder/src/main.rs" <<'RS'
fn main() {
    println!("it runs");
}
RS
try() {
  printf '[package]\nname = "wasm-bindgen"\nversion = "%s"\nedition = "2024"\n' "$1" > "$folder/Cargo.toml"
  (cd "$folder" && cargo run --quiet 2>&1 | tr '\n' ';')
}
check "0.2.88: it runs;" "0.2.88: $(try 0.2.88)" "it runs"
check "0.1.0: it runs;" "0.1.0: $(try 0.1.0)" "older versions of the .wasm-bindgen. crate are incompatible"
