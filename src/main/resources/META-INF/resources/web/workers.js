import {count, duration} from "./format.js";
import {html, nothing, render} from "./lit.js";
import {badge, Drawn, moreButton} from "./parts.js";

/** Rows drawn twice a second: hundreds of workers must not make the page slow. */
const PAGE = 50;
const STATES = ["busy", "blocked", "idle"];

/** The workers of a run, in the order of the stages. */
class Workers extends Drawn {
  #snapshot;
  #stage = "";
  #status = "";
  #shown = PAGE;
  run;

  set snapshot(snapshot) {
    this.#snapshot = snapshot;
    this.draw();
  }

  #choose(change) {
    change();
    this.#shown = PAGE;
    this.draw();
  }

  drawNow() {
    const {timestamp, worker_states: states, worker_metrics: metrics, pipeline_stats: stats} = this.#snapshot;
    const workers = Object.values(states).filter(worker =>
      (this.#stage === "" || worker.stage === this.#stage) && (this.#status === "" || worker.status === this.#status));
    render(html`<form class="filters" aria-label="Filter workers" @submit=${event => event.preventDefault()}>
        <label>Stage <select @change=${event => this.#choose(() => {
          this.#stage = event.target.value;
        })}><option value="">all</option>${Object.keys(stats.stage_stats).map(name => html`<option>${name}</option>`)}</select></label>
        <label>State <select @change=${event => this.#choose(() => {
          this.#status = event.target.value;
        })}><option value="">any</option>${STATES.map(state => html`<option>${state}</option>`)}</select></label>
        <span class="hint">${count(workers.length)} of ${count(Object.keys(states).length)} workers</span>
      </form>
      <div class="scroller" tabindex="0" role="region" aria-label="Workers"><table class="workers">
        <caption class="unseen">Workers</caption>
        <thead><tr><th scope="col">Worker</th><th scope="col" class="wide">State</th><th scope="col">Item</th><th scope="col" class="wide">Task</th>
          <th scope="col" class="number">For</th><th scope="col" class="number">Done</th><th scope="col" class="number">Failed</th>
          <th scope="col" class="number">Avg.</th></tr></thead>
        <tbody>${workers.slice(0, this.#shown).map(worker => this.#row(worker, metrics[worker.worker_name], timestamp))}</tbody>
      </table></div>
      ${moreButton(workers.length - this.#shown, () => {
        this.#shown += PAGE;
        this.draw();
      })}`, this);
  }

  #row(worker, metrics, now) {
    const item = worker.current_item_id;
    const task = worker.current_task ?? (worker.status === "blocked" ? "waits for room in the next queue" : "–");
    return html`<tr><th scope="row">${worker.worker_name}<span class="narrow">${badge(worker.status)}</span></th>
      <td class="wide">${badge(worker.status)}</td>
      <td class="cut">${item === null ? "–" : html`<a href="#/runs/${this.run}/items/${encodeURIComponent(item)}">${item}</a>`}
        ${item === null ? nothing : html`<small class="narrow">${task}</small>`}</td>
      <td class="cut wide" title=${task}>${task}</td>
      <td class="number">${worker.processing_since === null ? "–" : duration(now - worker.processing_since)}</td>
      <td class="number">${count(metrics?.items_processed ?? 0)}</td>
      <td class="number ${metrics?.items_failed > 0 ? "bad" : ""}">${count(metrics?.items_failed ?? 0)}</td>
      <td class="number">${metrics?.items_processed + metrics?.items_failed > 0 ? `${Math.round(metrics.avg_processing_time * 1000)} ms` : "–"}</td></tr>`;
  }
}

customElements.define("ant-workers", Workers);
