// Wakes the islands of a page: loads our WebAssembly, then starts the function that each island names.
const { js, wasm } = document.querySelector("script[data-wasm]").dataset;
const code = await import(js);
await code.default({ module_or_path: wasm });
code.hydrate();
for (const island of document.querySelectorAll("leptos-island")) {
  code[island.dataset.component](island);
}
