import {path, problemOf} from "./api.js";
import {count, counted} from "./format.js";
import {html, nothing, render} from "./lit.js";
import {badge, Drawn, filteredOut, problemBox} from "./parts.js";

const PAGE = 50;
/** The stream of a run that works stays open for what is to come; after so long a silence, this is what there is. */
const SILENCE_MS = 700;
const CUT = 2_000;

/** The first results of a run, in the order they came, and where to get all of them. */
class Results extends Drawn {
  run;
  #wanted = PAGE;
  #results;
  #more = false;
  #problem;
  #loading = new AbortController();

  connectedCallback() {
    super.connectedCallback();
    this.#load();
  }

  disconnectedCallback() {
    this.#loading.abort();
  }

  async #load() {
    this.#loading.abort();
    const loading = this.#loading = new AbortController();
    this.#problem = undefined;
    try {
      const results = await firstLines(path`/api/runs/${this.run}/results`, this.#wanted + 1, loading);
      this.#more = results.length > this.#wanted;
      this.#results = results.slice(0, this.#wanted);
    } catch (problem) {
      if (loading !== this.#loading) {
        return;
      }
      this.#problem = problem;
    }
    this.draw();
  }

  drawNow() {
    const file = path`/api/runs/${this.run}/results`;
    render(html`<div class="filters">
        <span class="hint">In the order of completion</span>
        <button type="button" @click=${() => this.#load()}>Reload</button>
        <a href="${file}?order=input" download="results-${this.run}.json">Download all, as JSON in input order</a>
      </div>
      ${problemBox(this.#problem)}
      ${this.#results === undefined
        ? this.#problem ? nothing : html`<p class="empty" aria-busy="true">Loading the results …</p>`
        : this.#table()}`, this);
  }

  #table() {
    if (this.#results.length === 0) {
      return html`<p class="empty">No item has ended yet.</p>`;
    }
    return html`<div class="scroller" tabindex="0" role="region" aria-label="Results"><table class="results">
        <caption class="unseen">Results, in the order of completion</caption>
        <thead><tr><th scope="col" class="number wide">#</th><th scope="col">Item</th><th scope="col" class="wide">Outcome</th><th scope="col">Value</th></tr></thead>
        <tbody>${this.#results.map(result => this.#row(result))}</tbody></table></div>
      ${this.#more
        ? html`<p class="more"><button type="button" @click=${() => {
            this.#wanted += PAGE;
            this.#load();
          }}>Show more</button></p>`
        : html`<p class="more">${counted(this.#results.length, "result")} so far.</p>`}`;
  }

  #row(result) {
    const outcome = result.error ? "failed" : result.skipped ? "skipped" : "completed";
    return html`<tr><td class="number wide">${count(result.sequence_id)}</td>
      <th scope="row" class="cut"><a href="#/runs/${this.run}/items/${encodeURIComponent(result.id)}">${result.id}</a><span class="narrow">${badge(outcome)}</span></th>
      <td class="wide">${badge(outcome)}</td>
      <td class="json">${result.error ? html`<span class="error">${result.error.message || result.error.type}</span>` : nothing}
        ${result.skipped ? html`<span class="filtered">${filteredOut(result.skipped.reason)}, in ${result.skipped.stage}</span>` : nothing}<code>${cut(JSON.stringify(result.value))}</code></td></tr>`;
  }
}

const cut = text => text.length > CUT ? `${text.slice(0, CUT)}…` : text;

/** The first lines of a stream of JSON lines, as far as they are there: then it is let go. */
async function firstLines(url, most, loading) {
  const stop = new AbortController();
  loading.signal.addEventListener("abort", () => stop.abort());
  const answer = await fetch(url, {headers: {Accept: "application/x-ndjson"}, cache: "no-store", signal: stop.signal});
  if (!answer.ok) {
    throw await problemOf(answer);
  }
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  const results = [];
  let rest = "";
  let timer = setTimeout(() => stop.abort(), SILENCE_MS);
  try {
    while (results.length < most) {
      const {done, value} = await reader.read();
      clearTimeout(timer);
      timer = setTimeout(() => stop.abort(), SILENCE_MS);
      const lines = (rest + (value ?? "")).split("\n");
      rest = lines.pop();
      results.push(...lines.filter(line => line !== "").map(line => JSON.parse(line)).filter(line => !("event" in line)));
      if (done) {
        break;
      }
    }
  } catch (failure) {
    if (!stop.signal.aborted || loading.signal.aborted) {
      throw failure;
    }
  } finally {
    clearTimeout(timer);
    stop.abort();
  }
  return results.slice(0, most);
}

customElements.define("ant-results", Results);
