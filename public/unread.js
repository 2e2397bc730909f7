// Keeps the number of what is unread in the nav as a stream of the server's says it, while somebody sees the page.
const { stream } = document.querySelector("script[data-stream]").dataset;
const CLOSED = 2;
const TRY_AGAIN_AFTER = 15000;
let source;

function look() {
  // A hidden page holds no connection: a browser has six for all its tabs.
  if (document.hidden) {
    source?.close();
    source = undefined;
  } else if (!source) {
    listen();
  }
}

function listen() {
  source = new EventSource(stream);
  source.addEventListener("count", ({ data }) => {
    for (const place of document.querySelectorAll("[data-unread]")) {
      place.textContent = data === "0" ? "" : ` (${data})`;
    }
  });
  // Whoever has been signed out does not come back.
  source.addEventListener("over", () => {
    source.close();
    document.removeEventListener("visibilitychange", look);
  });
  source.addEventListener("error", ({ target }) => {
    // It tries again by itself, unless it was refused.
    if (target === source && target.readyState === CLOSED) {
      source = undefined;
      setTimeout(look, TRY_AGAIN_AFTER);
    }
  });
}

document.addEventListener("visibilitychange", look);
look();
