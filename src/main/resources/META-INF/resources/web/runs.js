import {html, nothing, render} from "./lit.js";
import {get, query} from "./api.js";
import {connectionStatus} from "./connection.js";
import {count, duration, moment, percent, rate} from "./format.js";
import {Live} from "./live.js";
import {badge, bar, Drawn, loading, problemBox} from "./parts.js";
import {session} from "./session.js";
import {SubmitDialog} from "./submit.js";

const PAGE = 50;
const STATUSES = ["running", "paused", "completed", "cancelled"];

const endedItems = run => run.items_processed + run.items_failed + run.items_cancelled;

/** The list of runs: a page of it from the API, and on top of that the active ones as their stream tells. */
class Runs extends Drawn {
  #filter = {};
  #runs;
  #next;
  #pipelines = [];
  #problem;
  #live;
  /** What the stream told last: which service it was, which runs there were. */
  #told;
  #outdated = false;
  #loading = new AbortController();

  set filter(filter) {
    this.#filter = filter;
    if (this.isConnected) {
      this.#load();
    }
  }

  connectedCallback() {
    super.connectedCallback();
    document.title = "Runs – AntFlow";
    this.#live = new Live("/api/snapshots?interval=1", (name, data, id) => this.#take(name, data, id), live => {
      connectionStatus.show(live);
      this.draw();
    });
    connectionStatus.show(this.#live);
    this.#load();
    this.#live.start();
  }

  disconnectedCallback() {
    this.#live.stop();
    this.#loading.abort();
    connectionStatus.hide();
  }

  #take(name, data, id) {
    if (name !== "snapshot") {
      return;
    }
    const [epoch] = id.split("-");
    const told = [epoch, ...data.runs.map(run => `${run.id} ${run.status}`)].join();
    const changed = this.#told === undefined ? this.#runs !== undefined : this.#told !== told;
    this.#told = told;
    if (changed || this.#outdated) {
      this.#load(); // runs began or ended, or the service was restarted: the list is another one
    } else if (this.#runs !== undefined) {
      const active = new Map(data.runs.map(run => [run.id, run]));
      this.#runs = this.#runs.map(run => active.get(run.id) ?? run);
    }
    this.draw();
  }

  async #load() {
    this.#loading.abort();
    const abort = this.#loading = new AbortController();
    this.#outdated = false;
    try {
      const {pipeline, status} = this.#filter;
      const [page, pipelines] = await Promise.all([
        get(`/api/runs${query({pipeline, status, limit: PAGE})}`, abort.signal),
        get("/api/pipelines", abort.signal),
      ]);
      this.#runs = page.runs;
      this.#next = page.next_cursor;
      this.#pipelines = pipelines;
      this.#problem = undefined;
    } catch (problem) {
      if (abort.signal.aborted) {
        return;
      }
      // A connection that is lost is told in the head, and the next one loads again.
      this.#outdated = true;
      this.#problem = problem.status === 0 ? undefined : problem;
    }
    this.draw();
  }

  async #loadMore() {
    try {
      const {pipeline, status} = this.#filter;
      const page = await get(`/api/runs${query({pipeline, status, limit: PAGE, cursor: this.#next})}`);
      const known = new Set(this.#runs.map(run => run.id));
      this.#runs = [...this.#runs, ...page.runs.filter(run => !known.has(run.id))];
      this.#next = page.next_cursor;
    } catch (problem) {
      this.#problem = problem;
    }
    this.draw();
  }

  #choose(name, value) {
    location.hash = `#/${query({...this.#filter, [name]: value})}`;
  }

  drawNow() {
    render(html`
      <div class="head"><h1>Runs</h1>
        <form class="filters" aria-label="Filter runs" @submit=${event => event.preventDefault()}>
          <label>Pipeline <select @change=${event => this.#choose("pipeline", event.target.value)}>
            <option value="">all</option>
            ${this.#pipelineNames().map(name => html`<option .selected=${name === this.#filter.pipeline}>${name}</option>`)}
          </select></label>
          <label>Status <select @change=${event => this.#choose("status", event.target.value)}>
            <option value="">any</option>
            ${STATUSES.map(status => html`<option .selected=${status === this.#filter.status}>${status}</option>`)}
          </select></label>
        </form>
        ${session.operates
          ? html`<button type="button" class="primary" ?disabled=${this.#runs === undefined} @click=${() => this.#start()}>Start a run</button>`
          : nothing}
      </div>
      ${problemBox(this.#problem, () => {
        this.#problem = undefined;
        this.draw();
      })}
      ${this.#list()}`, this);
  }

  #pipelineNames() {
    const names = new Set(this.#pipelines.map(pipeline => pipeline.name));
    if (this.#filter.pipeline) {
      names.add(this.#filter.pipeline);
    }
    return [...names].sort();
  }

  #start() {
    SubmitDialog.start(this.#pipelineNames(), this.#filter.pipeline);
  }

  #list() {
    if (this.#runs === undefined) {
      return this.#problem ? nothing : loading("the runs", this.#live);
    }
    const runs = this.#runs.filter(run => !this.#filter.status || run.status === this.#filter.status);
    if (runs.length === 0) {
      return this.#filter.pipeline || this.#filter.status ? this.#noneMatch() : this.#none();
    }
    return html`<div class="scroller" tabindex="0" role="region" aria-label="Runs, newest first">
      <table class="runs">
        <caption class="unseen">Runs, newest first</caption>
        <thead><tr><th scope="col">Run</th><th scope="col">Status</th><th scope="col">Progress</th>
          <th scope="col" class="number wide">Done</th><th scope="col" class="number">Failed</th>
          <th scope="col" class="number wide">In flight</th><th scope="col" class="number wide">Items</th>
          <th scope="col" class="number wide">Rate</th><th scope="col" class="number wide">Age</th></tr></thead>
        <tbody>${runs.map(run => this.#row(run))}</tbody>
      </table></div>
      ${this.#next
        ? html`<p class="more"><button type="button" @click=${() => this.#loadMore()}>Show older runs</button></p>`
        : nothing}`;
  }

  #row(run) {
    const done = endedItems(run) / Math.max(1, run.total_items);
    const segments = [
      {kind: "done", value: run.items_processed},
      {kind: "failed", value: run.items_failed},
      {kind: "cancelled", value: run.items_cancelled},
    ];
    return html`<tr>
      <th scope="row"><a href="#/runs/${encodeURIComponent(run.id)}"><span class="name">${run.pipeline}</span>
        <code class="id">${run.id}</code></a></th>
      <td>${badge(run.status)}${run.open ? html` <span class="badge open">open</span>` : nothing}</td>
      <td class="progress">${bar(segments, run.total_items)}<span>${run.total_items === 0 ? "no items" : percent(done)}</span></td>
      <td class="number wide">${count(run.items_processed)}</td>
      <td class="number ${run.items_failed > 0 ? "bad" : ""}">${count(run.items_failed)}</td>
      <td class="number wide">${count(run.items_in_flight)}</td>
      <td class="number wide">${count(run.total_items)}</td>
      <td class="number wide">${rate(run.items_per_second)}</td>
      <td class="number wide" title="since ${moment(run.created_at)}">${duration((Date.now() / 1000) - run.created_at)}</td>
    </tr>`;
  }

  #noneMatch() {
    return html`<div class="empty"><p>No run matches the filter.</p><p><a href="#/">Show all runs</a></p></div>`;
  }

  #none() {
    return html`<div class="empty"><h2>No runs yet</h2>
      ${!session.operates
        ? html`<p>You may look at runs, and start none.</p>`
        : this.#pipelines.length === 0
        ? html`<p>There is no pipeline either. Define one:</p>
          <pre>curl -X PUT ${location.origin}/api/pipelines/mine -H 'Content-Type: application/json' \\
  -d '{"stages": [{"name": "First", "workers": 4, "tasks": ["a task of GET /api/tasks"]}]}'</pre>`
        : html`<p>Give a pipeline some items, here or with curl:</p>
          <pre>curl ${location.origin}/api/pipelines/${this.#pipelines[0].name}/runs \\
  -H 'Content-Type: application/x-ndjson' --data-binary @items.ndjson</pre>
          <p><button type="button" class="primary" @click=${() => this.#start()}>Start a run</button></p>`}</div>`;
  }
}

customElements.define("ant-runs", Runs);
