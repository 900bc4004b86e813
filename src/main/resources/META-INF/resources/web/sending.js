import {get, query, send} from "./api.js";
import {counted, percent} from "./format.js";
import {html, nothing, render} from "./lit.js";
import {announce, problemBox} from "./parts.js";

/** A run shows up in the list when it has its first item; so often it is looked for. */
const LOOK_MS = 700;

/**
 * Items on their way to the service. A pipeline takes them as fast as it works, which may be for hours: so when the run is
 * there and the answer is not, the page shows the run, and what is still to be sent goes on in a strip below.
 */
export class Sending {
  /** How much was sent, 0 to 1. */
  fraction = 0;
  /** Settles with the service's answer, or fails with a problem. */
  answer;
  #stop = new AbortController();
  #strip;
  #run;
  #problem;
  #refused = 0;
  #settled = false;
  #onLeave = event => event.preventDefault();

  /** @param {() => void} onProgress */
  constructor(url, items, type, onProgress) {
    this.answer = send(url, items, type, fraction => {
      this.fraction = fraction;
      onProgress();
      this.#draw();
    }, this.#stop.signal).finally(() => {
      this.#settled = true;
    });
  }

  stop() {
    this.#stop.abort();
  }

  get stopped() {
    return this.#stop.signal.aborted;
  }

  /**
   * The run of that pipeline that was not there before; it is looked for as long as there is no answer.
   *
   * @param {string | undefined} before the id of the newest one before
   * @returns {Promise<string>} its id; never settles when the answer comes first
   */
  async begun(pipeline, before) {
    for (;;) {
      await new Promise(resolve => setTimeout(resolve, LOOK_MS));
      if (this.#settled) {
        return new Promise(() => {});
      }
      const newest = await newestRun(pipeline).catch(() => before);
      if (newest !== undefined && newest !== before) {
        return newest;
      }
    }
  }

  /** Goes on in a strip at the end of the page, which says when it is done or what went wrong. */
  async goOnBelow(run) {
    this.#run = run;
    this.#strip = document.createElement("aside");
    this.#strip.className = "sending";
    this.#strip.setAttribute("aria-label", "Items being sent");
    document.body.append(this.#strip);
    addEventListener("beforeunload", this.#onLeave);
    this.#draw();
    try {
      const {accepted, refused_count: refused} = await this.answer;
      this.#refused = refused;
      announce(`${counted(accepted, "item")} sent`);
    } catch (problem) {
      this.#problem = this.stopped ? undefined : problem;
    }
    removeEventListener("beforeunload", this.#onLeave);
    this.#draw();
  }

  #draw() {
    if (this.#strip === undefined) {
      return;
    }
    if (this.#settled && this.#problem === undefined && this.#refused === 0) {
      this.#strip.remove();
      return;
    }
    const close = () => this.#strip.remove();
    render(html`<a href="#/runs/${this.#run}">Run <code>${this.#run}</code></a>
      ${this.#problem ? problemBox(this.#problem, close) : nothing}
      ${this.#refused > 0 ? html`<span>${counted(this.#refused, "item")} refused, the others were accepted</span>
        <button type="button" @click=${close}>Dismiss</button>` : nothing}
      ${this.#settled ? nothing : html`<span>${this.fraction < 1 ? `sending its items, ${percent(this.fraction)} sent` : "takes its items as fast as it works"}</span>
        <button type="button" @click=${() => this.stop()}>Stop sending</button>`}`, this.#strip);
  }
}

/** The id of a pipeline's newest run; undefined: it has none. */
export async function newestRun(pipeline) {
  const {runs} = await get(`/api/runs${query({pipeline, limit: 1})}`);
  return runs[0]?.id;
}
