import {call, get, Problem} from "./api.js";
import {html, nothing, render} from "./lit.js";
import {announce, problemBox} from "./parts.js";

/** So long the page waits to be told who it is for, before it shows itself to somebody unknown. */
const PATIENCE_MS = 5_000;

/**
 * Who works with the page and what they may do, as the service says. When they have to say it first, or again since their
 * session has ended, an event of the window `sessionchange` tells; so it does when they have.
 */
class Session {
  /** Whose key it is; null: nobody is asked. */
  #name = null;
  /** Until the service has told: it looks at each call itself. */
  #roles = ["operator"];
  #place = document.getElementById("session");

  /** Whether nothing can be shown before somebody has signed in. */
  signedOut = false;
  /** Whether they were signed in, and no longer are. */
  ended = false;

  /** Asks the service; never fails. */
  async load() {
    try {
      this.#known(await get("/api/session", AbortSignal.timeout(PATIENCE_MS)));
    } catch {
      this.#draw(); // a 401 was told already; what else is wrong is told by what is asked next
    }
  }

  /** Whether runs may be started, fed and controlled: otherwise only looked at. */
  get operates() {
    return this.#roles.includes("operator");
  }

  /**
   * Signs in with an API key or a token.
   * @throws {Problem}
   */
  async signIn(key) {
    this.#known(await call("POST", "/api/session", undefined, undefined, {Authorization: `Bearer ${key}`}));
    announce(`Signed in as ${this.#name}.`);
    this.#changed(false, false);
  }

  async #signOut() {
    await call("DELETE", "/api/session").catch(() => {}); // it has ended by itself, or nobody can tell
    this.#changed(true, false);
    announce("Signed out.");
  }

  /** The service has answered that it does not know who this is. */
  lost() {
    if (!this.signedOut) {
      this.#changed(true, this.#name !== null);
    }
  }

  #known({name, roles}) {
    this.#name = name;
    this.#roles = roles;
    this.#draw();
  }

  #changed(signedOut, ended) {
    this.signedOut = signedOut;
    this.ended = ended;
    if (signedOut) {
      this.#name = null;
      this.#roles = [];
    }
    this.#draw();
    dispatchEvent(new Event("sessionchange"));
  }

  #draw() {
    render(this.#name === null
      ? nothing
      : html`<span class="who"><span class="name">${this.#name}</span> <span class="role">${this.#roles.at(-1)}</span></span>
          <button type="button" class="quiet" @click=${() => this.#signOut()}>Sign out</button>`, this.#place);
  }
}

export const session = new Session();

addEventListener("unauthenticated", () => session.lost());

/** What is shown to whoever has not said who they are. */
class SignIn extends HTMLElement {
  #problem;
  #busy = false;

  connectedCallback() {
    document.title = "Sign in – AntFlow";
    this.#draw();
    this.querySelector("input").focus();
  }

  async #submit(event) {
    event.preventDefault();
    const input = this.querySelector("input");
    this.#busy = true;
    this.#problem = undefined;
    this.#draw();
    try {
      await session.signIn(input.value.trim());
    } catch (problem) {
      this.#busy = false;
      this.#problem = problem.status === 401
        ? new Problem({title: "Not signed in", detail: "This key or token is not taken: it is unknown, of another service, or no longer valid."})
        : problem;
      this.#draw();
      input.select();
      input.focus();
    }
  }

  #draw() {
    render(html`<section class="signin" aria-labelledby="signin-title">
      <h1 id="signin-title">Sign in</h1>
      <p>${session.ended ? "Your session has ended." : "This service wants to know who you are."}
        An API key begins with <code>antflow_</code>; whoever runs the service hands them out.</p>
      <form @submit=${event => this.#submit(event)}>
        <label for="signin-key">API key or token</label>
        <input id="signin-key" type="password" autocomplete="current-password" required spellcheck="false"
          aria-describedby=${this.#problem ? "signin-problem" : nothing} aria-invalid=${this.#problem ? "true" : nothing}>
        <div id="signin-problem">${problemBox(this.#problem)}</div>
        <button type="submit" class="primary" ?disabled=${this.#busy}>${this.#busy ? "Signing in …" : "Sign in"}</button>
      </form>
      <p class="small">It stays signed in for a while, on this browser alone. The key is not kept here.</p></section>`, this);
  }
}

customElements.define("ant-signin", SignIn);
