import {call, get} from "./api.js";
import {html, nothing, render} from "./lit.js";
import {problemBox} from "./parts.js";

/** So long the page waits to be told who it is for, before it shows itself to somebody unknown. */
const PATIENCE_MS = 5_000;

/**
 * Who works with the page and what they may do, as the service says. Where it knows no access control, everybody may do
 * everything and nobody is asked.
 */
class Session {
  /** Whose key it is; null: nobody has said who they are. */
  #name = null;
  #roles = ["operator"];
  #asking = false;
  #place = document.getElementById("session");

  /** Asks the service; never fails. */
  async load() {
    try {
      const {name, roles} = await get("/api/session", AbortSignal.timeout(PATIENCE_MS));
      this.#name = name;
      this.#roles = roles;
    } catch {
      // no access control (404), or what is asked next tells what is wrong
    }
    this.#draw();
  }

  /** Whether runs may be started, fed and controlled: otherwise only looked at. */
  get operates() {
    return this.#roles.includes("operator");
  }

  /** Asks for a key, once at a time; when it is right, an event of the window `sessionchange` says so. */
  signIn() {
    if (this.#asking) {
      return;
    }
    this.#asking = true;
    const dialog = document.createElement("dialog");
    dialog.className = "confirm";
    dialog.setAttribute("aria-labelledby", "signin-title");
    dialog.addEventListener("close", () => {
      this.#asking = false;
      dialog.remove();
    });
    const draw = (problem, busy) => render(html`<form @submit=${async event => {
      event.preventDefault();
      const key = new FormData(event.target).get("key");
      draw(undefined, true);
      try {
        await call("POST", "/api/session", {key});
        await this.#changed();
        dialog.close();
      } catch (refused) {
        draw(refused, false);
        dialog.querySelector("input").select();
      }
    }}>
      <h2 id="signin-title">Sign in</h2>
      <p>This service wants to know who you are.</p>
      <label class="field">API key <input name="key" type="password" autocomplete="current-password" required spellcheck="false" autofocus></label>
      ${problemBox(problem)}
      <div class="buttons"><button type="button" @click=${() => dialog.close()}>Not now</button>
        <button type="submit" class="primary" ?disabled=${busy}>Sign in</button></div></form>`, dialog);
    draw(undefined, false);
    document.body.append(dialog);
    dialog.showModal();
  }

  async #signOut() {
    try {
      await call("DELETE", "/api/session");
    } finally {
      await this.#changed();
    }
  }

  async #changed() {
    await this.load();
    dispatchEvent(new Event("sessionchange"));
  }

  #draw() {
    const known = this.#name !== null;
    render(known
      ? html`<span class="who" title=${this.#roles.join(", ")}>${this.#name}</span>
          <button type="button" class="quiet" @click=${() => this.#signOut()}>Sign out</button>`
      : this.operates
        ? nothing
        : html`<button type="button" class="quiet" @click=${() => this.signIn()}>Sign in</button>`, this.#place);
  }
}

export const session = new Session();

addEventListener("unauthenticated", () => session.signIn());
