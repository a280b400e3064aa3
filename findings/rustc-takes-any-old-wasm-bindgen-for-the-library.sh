#!/usr/bin/env bash
# A package with a program called `wasm-bindgen` (for example a wrapper around the library of wasm-bindgen-cli) compiles only
# if the package's version is 0.2.88 or newer, even natively: rustc checks the crate's name and the package's version, not
# whether it is the library wasm-bindgen, nor the target. The program below has nothing to do with WebAssembly.
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
