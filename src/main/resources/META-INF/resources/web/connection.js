import {html, nothing, render} from "./lit.js";
import {duration} from "./format.js";
import {announce} from "./parts.js";

/** A state older than this is called stale: several intervals of the streams this page reads. */
const STALE_MS = 5_000;

const WORDS = {
  connecting: "Connecting",
  live: "Live",
  waiting: "Disconnected",
  hidden: "Stopped",
  ended: "Run ended",
  gone: "Not there",
  refused: "Refused",
};

/**
 * Shows in the page's head how fresh what it shows is, once a second, and marks the page as stale when it is not.
 */
export class ConnectionStatus {
  #place = document.getElementById("connection");
  #live;
  #timer;
  #stale = false;

  /** @param live what it is about from now on */
  show(live) {
    this.#live = live;
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.draw(), 1_000);
    this.draw();
  }

  hide() {
    clearInterval(this.#timer);
    this.#setStale(false);
    render(nothing, this.#place);
  }

  draw() {
    const live = this.#live;
    const now = Date.now();
    const age = live.lastEventAt === 0 ? 0 : now - live.lastEventAt;
    const following = !["hidden", "ended", "gone", "refused"].includes(live.phase);
    this.#setStale(following && age > STALE_MS);
    render(html`<span class="connection ${this.#stale ? "stale" : live.phase}">
      <span class="word">${this.#stale ? "Stale" : WORDS[live.phase]}</span>
      <span class="age">${[
        this.#stale && `as of ${duration(age / 1000)} ago`,
        live.phase === "waiting" && live.problem?.title,
        live.phase === "waiting" && `next try in ${Math.max(0, Math.ceil((live.retryAt - now) / 1000))} s`,
      ].filter(Boolean).join(" · ")}</span>
      ${live.phase === "waiting"
        ? html`<button type="button" @click=${() => live.now()}>Try now</button>`
        : nothing}</span>`, this.#place);
  }

  #setStale(stale) {
    if (stale !== this.#stale) {
      this.#stale = stale;
      document.body.classList.toggle("stale", stale);
      announce(stale ? "The connection is lost. What is shown is no longer up to date." : "Up to date again.");
    }
  }
}

export const connectionStatus = new ConnectionStatus();
