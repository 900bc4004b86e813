import "./runs.js";
import "./run.js";
import {session} from "./session.js";

/*
 * Addresses: #/ (with ?pipeline= and &status=) lists runs; #/runs/{run} shows one, #/runs/{run}/{section} a part of it, and
 * #/runs/{run}/items/{item} an item. So links, reload and the back button work without the server knowing of them.
 */
function routeOf(hash) {
  const [address, parameters = ""] = hash.replace(/^#/, "").split("?");
  const [, first, run, section = "workers", item] = address.split("/").map(decoded);
  return first === "runs" && run
    ? {view: "run", run, section, item}
    : {view: "runs", filter: Object.fromEntries(new URLSearchParams(parameters))};
}

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // an address that somebody typed
  }
}

const main = document.getElementById("main");
let shown;

function show() {
  const {view, ...properties} = session.signedOut ? {view: "signin"} : routeOf(location.hash);
  const key = `${view} ${properties.run ?? ""}`;
  if (key === shown) {
    Object.assign(main.firstElementChild, properties);
    return;
  }
  main.replaceChildren(Object.assign(document.createElement(`ant-${view}`), properties));
  if (shown !== undefined) {
    scrollTo(0, 0);
    if (view !== "signin") {
      main.focus({preventScroll: true}); // signing in begins in its field
    }
  }
  shown = key;
}

// Its address would be taken for a view's.
document.querySelector(".skip").addEventListener("click", event => {
  event.preventDefault();
  main.focus();
});

addEventListener("hashchange", show);
addEventListener("sessionchange", show);
await session.load();
show();
