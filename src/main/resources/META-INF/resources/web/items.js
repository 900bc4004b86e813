import {call, get, path, query} from "./api.js";
import {confirmed} from "./confirm.js";
import {count, moment, shortType, span} from "./format.js";
import {html, nothing, render} from "./lit.js";
import {announce, badge, Drawn, filteredOut, problemBox} from "./parts.js";
import {session} from "./session.js";

const PAGE = 50;
const STATUSES = ["queued", "in_progress", "retrying", "completed", "failed", "skipped", "cancelled"];

/** Finds items of a run: one by its id, with its history, or those of a status, a page at a time. */
class Items extends Drawn {
  run;
  stages = [];
  #item;
  #found;
  #status = "";
  #stage = "";
  /** Where each page seen so far began; the last is the one shown. */
  #cursors = [undefined];
  #page;
  #problem;
  #loading = new AbortController();

  set item(item) {
    const asked = item?.split("?")[0] || undefined;
    if (asked !== this.#item) {
      this.#item = asked;
      this.#found = undefined;
      if (this.isConnected) {
        this.#load();
      }
    }
  }

  connectedCallback() {
    super.connectedCallback();
    this.#status = new URLSearchParams(location.hash.split("?")[1]).get("status") ?? "";
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
      if (this.#item !== undefined) {
        const first = this.#found === undefined;
        this.#found = await get(path`/api/runs/${this.run}/items/${this.#item}`, loading.signal);
        if (first) {
          this.drawNow();
          this.querySelector("h3").focus();
        }
      } else {
        const parameters = {status: this.#status, stage: this.#stage, limit: PAGE, cursor: this.#cursors.at(-1)};
        this.#page = await get(path`/api/runs/${this.run}/items` + query(parameters), loading.signal);
        announce(`${count(this.#page.items.length)} items`);
      }
    } catch (problem) {
      if (!loading.signal.aborted) {
        this.#problem = problem;
      }
    }
    this.draw();
  }

  #choose(change) {
    change();
    this.#cursors = [undefined];
    this.#load();
  }

  #find(event) {
    event.preventDefault();
    const id = new FormData(event.target).get("id").trim();
    if (id !== "") {
      location.hash = `#/runs/${this.run}/items/${encodeURIComponent(id)}`;
      if (id === this.#item) {
        this.#load();
      }
    }
  }

  async #act(action, body) {
    try {
      await call("POST", path`/api/runs/${this.run}` + action, body);
      await this.#load();
    } catch (problem) {
      this.#problem = problem;
      this.draw();
    }
  }

  /** Whether nothing more comes: what a task filtered out has ended at its stage, what a stage let pass by goes on. */
  #ended({status, stage, history}) {
    return status === "failed" || status === "cancelled"
      || (status === "skipped" && history.at(-1).metadata?.reason !== undefined)
      || (["completed", "skipped"].includes(status) && stage === this.stages.at(-1));
  }

  async #cancel(item) {
    if (await confirmed({
      title: `Cancel item ${item.id}?`,
      text: "If it is in work, its task is interrupted. This can't be undone.",
      yes: "Cancel the item",
      no: "Let it go on",
    })) {
      await this.#act(path`/items/${item.id}/cancel`);
    }
  }

  drawNow() {
    render(html`<div class="filters">
        <form role="search" @submit=${event => this.#find(event)}>
          <label>Item <input name="id" type="search" autocomplete="off" spellcheck="false" placeholder="its id"></label>
          <button type="submit">Find</button></form>
        ${this.#item === undefined ? this.#filters() : html`<a href="#/runs/${this.run}/items">All items</a>`}
      </div>
      ${problemBox(this.#problem)}
      ${this.#item === undefined ? this.#list() : this.#one()}`, this);
  }

  #filters() {
    return html`<form aria-label="Filter items" @submit=${event => event.preventDefault()}>
      <label>Status <select @change=${event => this.#choose(() => {
        this.#status = event.target.value;
      })}><option value="">any</option>${STATUSES.map(status =>
        html`<option value=${status} .selected=${status === this.#status}>${status.replace("_", " ")}</option>`)}</select></label>
      <label>Stage <select @change=${event => this.#choose(() => {
        this.#stage = event.target.value;
      })}><option value="">all</option>${this.stages.map(stage => html`<option>${stage}</option>`)}</select></label>
      <button type="button" @click=${() => this.#load()}>Reload</button></form>`;
  }

  #list() {
    if (this.#page === undefined) {
      return this.#problem ? nothing : html`<p class="empty" aria-busy="true">Loading the items …</p>`;
    }
    const {items, next_cursor: next} = this.#page;
    if (items.length === 0) {
      return html`<p class="empty">${this.#status || this.#stage ? "No such item at the moment." : "The run has no items yet."}</p>`;
    }
    return html`<div class="scroller" tabindex="0" role="region" aria-label="Items"><table class="items">
        <caption class="unseen">Items, in the order they were fed</caption>
        <thead><tr><th scope="col" class="number wide">#</th><th scope="col">Item</th><th scope="col">Status</th><th scope="col">Stage</th>
          <th scope="col">Worker</th><th scope="col" class="number">Attempt</th><th scope="col" class="number">Priority</th><th scope="col">Since</th></tr></thead>
        <tbody>${items.map(item => html`<tr><td class="number wide">${count(item.sequence_id)}</td>
          <th scope="row" class="cut"><a href="#/runs/${this.run}/items/${encodeURIComponent(item.id)}">${item.id}</a></th>
          <td>${badge(item.status)}</td><td>${item.stage}</td><td>${item.worker ?? "–"}</td>
          <td class="number">${count(item.attempt)}</td><td class="number">${item.priority}</td><td class="time">${moment(item.timestamp)}</td></tr>`)}</tbody>
      </table></div>
      <div class="pager"><button type="button" ?disabled=${this.#cursors.length === 1} @click=${() => {
        this.#cursors.pop();
        this.#load();
      }}>Previous</button>
      <button type="button" ?disabled=${!next} @click=${() => {
        this.#cursors.push(next);
        this.#load();
      }}>Next</button></div>`;
  }

  #one() {
    const item = this.#found;
    if (item === undefined) {
      return this.#problem ? nothing : html`<p class="empty" aria-busy="true">Loading the item …</p>`;
    }
    return html`<div class="item-head"><h3 tabindex="-1"><code>${item.id}</code></h3>${badge(item.status)}
        <span>in ${item.stage}, number ${count(item.sequence_id)}, priority ${item.priority}</span>
        <button type="button" @click=${() => this.#load()}>Reload</button>
        ${item.status === "failed" && session.operates ? html`<button type="button" @click=${() => this.#act("/retry", {item_ids: [item.id]})}>Retry</button>` : nothing}
        ${this.#ended(item) || !session.operates ? nothing : html`<button type="button" class="danger" @click=${() => this.#cancel(item)}>Cancel this item</button>`}</div>
      <div class="scroller" tabindex="0" role="region" aria-label="History of the item"><table class="history">
        <caption class="unseen">What happened to the item, oldest first</caption>
        <thead><tr><th scope="col">At</th><th scope="col" class="number wide">After</th><th scope="col">Status</th><th scope="col">Stage</th>
          <th scope="col" class="wide">Worker</th><th scope="col" class="wide">Remark</th></tr></thead>
        <tbody>${item.history.map((event, index) => this.#event(event, item.history[index - 1]))}</tbody>
      </table></div>`;
  }

  #event(event, before) {
    const after = before === undefined ? "–" : span(event.timestamp - before.timestamp);
    return html`<tr><td class="time">${moment(event.timestamp)}<small class="narrow">${before === undefined ? nothing : `after ${after}`}</small></td>
          <td class="number wide">${after}</td>
          <td>${badge(event.status)}</td>
          <td>${event.stage}<small class="narrow">${[event.worker, remark(event.metadata)].filter(Boolean).join(" · ")}</small></td>
          <td class="wide">${event.worker ?? "–"}</td><td class="error wide">${remark(event.metadata)}</td></tr>`;
  }
}

function remark(metadata) {
  const {attempt, error, error_type: type, reason, ...more} = metadata ?? {};
  return [
    attempt && `attempt ${attempt}`,
    type && `${shortType(type)}: ${error}`,
    reason !== undefined && filteredOut(reason),
    ...Object.entries(more).map(([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`),
  ].filter(Boolean).join(" · ");
}

customElements.define("ant-items", Items);
