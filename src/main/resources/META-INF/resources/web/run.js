import "./charts.js";
import "./items.js";
import "./results.js";
import "./workers.js";
import {call, get, path} from "./api.js";
import {bottleneck, whyBottleneck} from "./bottleneck.js";
import {confirmed} from "./confirm.js";
import {connectionStatus} from "./connection.js";
import {errors} from "./errors.js";
import {Flow} from "./flow.js";
import {count, counted, duration, moment, percent, rate} from "./format.js";
import {History} from "./history.js";
import {html, nothing, render} from "./lit.js";
import {Live} from "./live.js";
import {announce, badge, bar, Drawn, figure, loading, problemBox} from "./parts.js";
import {session} from "./session.js";
import {SubmitDialog} from "./submit.js";

/** How often the run itself is asked for, which knows what snapshots don't: whether it is open, and that it is still there. */
const SUMMARY_MS = 5_000;
const SECTIONS = {workers: "Workers", errors: "Failures", items: "Items", results: "Results"};

/** One run: its stream of snapshots, drawn. */
class RunView extends Drawn {
  #id = "";
  #section = "workers";
  #item;
  #live;
  #summary;
  #snapshot;
  #history;
  #flow;
  #problem;
  #gone;
  #timer;
  #acts = Promise.resolve();

  set run(id) {
    this.#id = id;
  }

  set section(section) {
    this.#section = section in SECTIONS ? section : "workers";
    this.draw();
  }

  set item(item) {
    this.#item = item;
    this.draw();
  }

  connectedCallback() {
    super.connectedCallback();
    this.#history = new History();
    this.#flow = new Flow((stage, change) => this.#changeStage(stage, change));
    this.#live = new Live(path`/api/runs/${this.#id}/snapshots?interval=0.5`, (name, data) => this.#take(name, data), live =>
      this.#phaseChanged(live));
    connectionStatus.show(this.#live);
    this.#live.start();
    this.#timer = setInterval(() => this.#refresh(), SUMMARY_MS);
    this.#refresh();
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
    this.#live.stop();
    connectionStatus.hide();
  }

  #take(name, data) {
    if (name === "snapshot") {
      const before = this.#snapshot?.status;
      this.#snapshot = data;
      if (!this.#ended()) {
        this.#history.add(data);
      }
      if (before !== undefined && before !== data.status) {
        announce(`The run is ${data.status}.`);
        this.#refresh();
      }
    } else if (name === "finish") {
      announce(`The run has ended ${data.status}: ${counted(data.results, "item")} processed, ${count(data.failed)} failed.`);
      this.#refresh();
    }
    this.draw();
  }

  #phaseChanged(live) {
    connectionStatus.show(live);
    if (live.phase === "live" || live.phase === "ended") {
      this.#loadHistory(); // of the time before this page, while it did not look, and of the end
    }
    if (live.phase === "gone" || live.phase === "refused") {
      this.#gone = live.problem;
    }
    this.draw();
  }

  async #refresh() {
    if (document.hidden || this.#gone) {
      return;
    }
    try {
      this.#summary = await get(path`/api/runs/${this.#id}`);
      if (this.#live.phase === "ended" && this.#summary.finished_at === null) {
        this.#live.now(); // failed items were put back, and it goes on
      }
    } catch (problem) {
      if (problem.status === 404) {
        this.#gone = problem;
        this.#live.stop();
      }
    }
    this.draw();
  }

  async #loadHistory() {
    try {
      this.#history.load(await get(path`/api/runs/${this.#id}/history`));
      this.draw();
    } catch {
      // then the charts begin with what this page sees
    }
  }

  /** Does something to the run, after what was asked for before; what goes wrong is shown beside the controls. */
  #act(action) {
    this.#acts = this.#acts.then(async () => {
      this.#problem = undefined;
      try {
        await action();
      } catch (problem) {
        this.#problem = problem;
      }
      this.draw();
      await this.#refresh();
    });
    return this.#acts;
  }

  #post(verb, body) {
    return this.#act(() => call("POST", `${path`/api/runs/${this.#id}`}/${verb}`, body));
  }

  async #cancel() {
    const waiting = this.#snapshot?.pipeline_stats.items_in_flight ?? 0;
    if (await confirmed({
      title: "Cancel this run?",
      text: `What is in work is finished, and what still waits becomes cancelled: ${counted(waiting, "item")} ${waiting === 1 ? "is" : "are"} in flight. `
        + "This can't be undone.",
      yes: "Cancel the run",
      no: "Let it run",
    })) {
      await this.#post("cancel");
    }
  }

  async #delete() {
    if (await confirmed({
      title: "Delete this run?",
      text: "Its items, results and events are forgotten. This can't be undone.",
      yes: "Delete the run",
    })) {
      await this.#act(async () => {
        await call("DELETE", path`/api/runs/${this.#id}`);
        location.hash = "#/";
      });
    }
  }

  #changeStage(stage, change) {
    return this.#act(async () => {
      const changed = await call("PATCH", path`/api/runs/${this.#id}/stages/${stage}`, change);
      announce(`${stage}: ${counted(changed.workers, "worker")}${changed.paused ? ", paused" : ""}`);
    });
  }

  #retry(itemIds) {
    return this.#act(async () => {
      const {accepted} = await call("POST", path`/api/runs/${this.#id}/retry`, itemIds && {item_ids: itemIds});
      announce(`${counted(accepted, "item")} put back`);
    });
  }

  drawNow() {
    const snapshot = this.#snapshot;
    if (snapshot === undefined) {
      document.title = "Run – AntFlow";
      render(html`${this.#head()}${this.#gone ? this.#goneBox() : loading("the run", this.#live)}`, this);
      return;
    }
    const stats = snapshot.pipeline_stats;
    const ended = stats.items_processed + stats.items_failed + stats.items_cancelled;
    const progress = ended / Math.max(1, snapshot.total_items);
    document.title = `${snapshot.status === "running" ? percent(progress) : snapshot.status} ${snapshot.pipeline} – AntFlow`;
    render(html`${this.#head()}
      ${this.#gone ? this.#goneBox() : nothing}
      ${this.#controls()}
      ${problemBox(this.#problem, () => {
        this.#problem = undefined;
        this.draw();
      })}
      ${this.#overall(snapshot, progress)}
      <section aria-labelledby="stages-title"><div class="section-head"><h2 id="stages-title">Stages</h2>
          <p class="holdup">${holdup(snapshot)}</p>
          <button type="button" class="quiet" @click=${() => this.querySelector(".tabs a").focus()}>Go to the details</button></div>
        ${this.#flow.draw(snapshot, this.#locked())}</section>
      <section aria-labelledby="charts-title"><h2 id="charts-title">Over time</h2>
        ${this.#ended() && this.#history.times.length < 2
          ? html`<p class="empty small">The run has ended before there was anything to draw.</p>`
          : html`<ant-charts .history=${this.#history} .ended=${this.#ended()} .time=${snapshot.timestamp}></ant-charts>`}</section>
      ${this.#details(snapshot)}`, this);
  }

  #head() {
    const run = this.#snapshot ?? this.#summary;
    return html`<nav class="crumbs" aria-label="Breadcrumb"><a href="#/">Runs</a></nav>
      <div class="head"><h1>${run?.pipeline ?? "Run"} <code class="id">${this.#id}</code></h1>
        ${run ? badge(run.status) : nothing}
        ${run?.open && !this.#gone ? html`<span class="badge open">open</span>` : nothing}
        ${this.#summary ? html`<span class="since">${lived(this.#summary)}</span>` : nothing}</div>`;
  }

  #goneBox() {
    return html`<div class="notice" role="alert"><p><strong>${this.#snapshot
      ? "The service does not know this run any more."
      : this.#gone.status === 404 ? "The service does not know this run." : this.#gone.message}</strong>
      ${this.#gone.status === 404
        ? "It was restarted, or the run was deleted or forgotten. Runs do not outlive the service."
        : nothing}
      ${this.#snapshot ? `What is shown is how it was at ${moment(this.#snapshot.timestamp)}.` : nothing}</p>
      <p><a href="#/">All runs</a></p></div>`;
  }

  /** A cancelled run goes on until workers have finished what they hold. */
  #ended() {
    const {status, pipeline_stats: stats} = this.#snapshot;
    return status === "completed" || (status === "cancelled" && stats.items_in_flight === 0);
  }

  #locked() {
    return this.#gone !== undefined || this.#ended() || this.#snapshot.status === "cancelled" || !session.operates;
  }

  #controls() {
    if (this.#gone || !session.operates) {
      return nothing;
    }
    const {status, error_summary: errorSummary} = this.#snapshot;
    const paused = status === "paused";
    const ended = this.#ended();
    const cancelled = status === "cancelled";
    const failed = errorSummary.total_failed;
    return html`<div class="controls" role="group" aria-label="Controls of the run">
      ${ended || cancelled ? nothing : html`
        <button type="button" @click=${() => this.#post(paused ? "resume" : "pause")}>${paused ? "Resume" : "Pause"}</button>`}
      ${this.#snapshot.open && !ended ? html`
        <button type="button" @click=${() => SubmitDialog.feed(this.#id, this.#stageNames())}>Add items</button>
        <button type="button" @click=${() => this.#post("close")}
          title="It takes no more items, and ends when all of its items have">Close to new items</button>` : nothing}
      ${failed > 0 && !cancelled ? html`
        <button type="button" @click=${() => this.#retry()}>Retry ${count(failed)} failed</button>` : nothing}
      ${ended
        ? html`<button type="button" class="danger" @click=${() => this.#delete()}>Delete</button>`
        : cancelled
          ? html`<p class="hint">Workers finish what they hold.</p>`
          : html`<button type="button" class="danger" @click=${() => this.#cancel()}>Cancel</button>`}
    </div>`;
  }

  #stageNames() {
    return Object.keys(this.#snapshot.pipeline_stats.stage_stats);
  }

  #overall(snapshot, progress) {
    const {pipeline_stats: stats, total_items: total} = snapshot;
    const text = `${percent(progress)} of ${counted(total, "item")}: ${count(stats.items_processed)} processed, `
      + `${count(stats.items_failed)} failed, ${count(stats.items_cancelled)} cancelled, ${count(stats.items_in_flight)} in flight`;
    return html`<section class="overall" aria-label="Progress">
      <div class="percent">${total === 0 ? "–" : percent(progress)}</div>
      ${bar([
        {kind: "done", value: stats.items_processed},
        {kind: "failed", value: stats.items_failed},
        {kind: "cancelled", value: stats.items_cancelled},
        {kind: "under-way", value: underWay(stats)},
      ], total, text)}
      <dl class="figures">
        ${figure("Processed", count(stats.items_processed), "done", filteredOut(stats))}
        ${figure("Failed", count(stats.items_failed), stats.items_failed > 0 ? "failed" : "")}
        ${figure("Cancelled", count(stats.items_cancelled))}
        ${figure("In flight", count(stats.items_in_flight))}
        ${figure("Items", count(total), "", snapshot.open ? "so far" : "")}
        ${figure("Rate", rate(snapshot.items_per_second), "", this.#ended() ? "on average" : "last 10 s")}
        ${figure("Elapsed", duration(snapshot.elapsed_seconds))}
        ${figure("Time left", this.#left(snapshot), "", this.#leftRemark(snapshot))}
      </dl></section>`;
  }

  #left({open, eta_seconds: eta, pipeline_stats: stats}) {
    if (this.#ended() || stats.items_in_flight === 0) {
      return "–";
    }
    return `${open && eta !== null ? "≥ " : ""}${duration(eta)}`;
  }

  #leftRemark(snapshot) {
    if (this.#ended()) {
      return "";
    }
    if (snapshot.pipeline_stats.items_in_flight === 0) {
      return "waits for items";
    }
    if (snapshot.status === "paused") {
      return "paused";
    }
    return snapshot.eta_seconds === null ? "can't be told" : "at this rate";
  }

  #details(snapshot) {
    return html`<nav class="tabs" aria-label="Details of the run">
        ${Object.entries(SECTIONS).map(([section, name]) => html`<a href="#/runs/${this.#id}/${section}"
          aria-current=${section === this.#section ? "true" : nothing}>${name}${section === "errors" && snapshot.error_summary.total_failed > 0
            ? html` <span class="pill">${count(snapshot.error_summary.total_failed)}</span>` : nothing}</a>`)}
      </nav>
      <div class="detail">${this.#detail(snapshot)}</div>`;
  }

  #detail(snapshot) {
    switch (this.#section) {
      case "errors":
        return errors(this.#id, snapshot, this.#gone || snapshot.status === "cancelled" || !session.operates ? undefined : ids => this.#retry(ids));
      case "items":
        return html`<ant-items .run=${this.#id} .stages=${this.#stageNames()} .item=${this.#item}></ant-items>`;
      case "results":
        return html`<ant-results .run=${this.#id}></ant-results>`;
      default:
        return html`<ant-workers .run=${this.#id} .snapshot=${snapshot}></ant-workers>`;
    }
  }
}

/** How many items' work is done on those that have not ended: each counts by the stages that it has behind it. */
function underWay(stats) {
  const stages = Object.values(stats.stage_stats);
  return stages.reduce((sum, stage, index) => sum + (stage.pending_items + stage.in_progress_items) * index / stages.length, 0);
}

const lived = ({created_at: from, finished_at: to}) =>
  to === null ? `since ${moment(from)}` : `${moment(from)} to ${moment(to)}`;

/** Which stage it is that others wait for, in a sentence. */
function holdup(snapshot) {
  const slowest = bottleneck(snapshot);
  return slowest === undefined
    ? nothing
    : html`<strong>${slowest}</strong> holds the run up: ${whyBottleneck(snapshot, slowest)}.`;
}

/** Of the processed items those that a task ended before the last stage. */
function filteredOut(stats) {
  const filtered = Object.values(stats.stage_stats).reduce((sum, stage) => sum + stage.filtered_items, 0);
  return filtered > 0 ? `${count(filtered)} filtered out` : "";
}

customElements.define("ant-run", RunView);
