import {bottleneck} from "./bottleneck.js";
import {count, counted, duration, rate} from "./format.js";
import {html, nothing} from "./lit.js";
import {bar} from "./parts.js";

/** Draws the stages of a run as a flow, with their controls. */
export class Flow {
  #change;
  /** By stage, the workers asked for, until snapshots tell of them: so quick clicks add up. */
  #asked = new Map();
  #version = 0;

  /** @param {(stage: string, change: object) => Promise} change asks for a change of a stage */
  constructor(change) {
    this.#change = change;
  }

  draw(snapshot, locked) {
    if (snapshot.version !== this.#version) {
      this.#version = snapshot.version;
      this.#forgetAsked(snapshot);
    }
    const stages = Object.values(snapshot.pipeline_stats.stage_stats);
    const slowest = bottleneck(snapshot);
    const {status} = snapshot;
    const states = workerCounts(snapshot);
    return html`<ol class="flow">${stages.map((stage, index) =>
      this.#card(stage, index, states.get(stage.stage_name), stage.stage_name === slowest, locked, status))}</ol>`;
  }

  #card(stage, index, {busy, blocked, idle}, slowest, locked, status) {
    const name = stage.stage_name;
    const waiting = stage.pending_items;
    const capacity = stage.queue_capacity;
    const queued = capacity > 0 ? Math.min(waiting - stage.retrying_items, capacity) : waiting - stage.retrying_items;
    const workers = this.#asked.get(name)?.workers ?? stage.workers;
    return html`<li class="stage ${slowest ? "slowest" : ""}" aria-labelledby="stage-${index}">
      <div class="title"><h3 id="stage-${index}"><span class="ordinal">${index + 1}</span> ${name}</h3>
        ${stage.paused ? html`<span class="badge paused">paused</span>` : nothing}
        ${slowest ? html`<span class="badge slowest" title="The last stage that is backed up: its queue is half full, or workers before it are blocked">bottleneck</span>` : nothing}</div>
      <div class="gauge"><span class="what">Queue</span>
        ${bar([{kind: "waiting", value: queued}], capacity || Math.max(1, queued), undefined)}
        <span class="value">${count(queued)}<small>${capacity > 0 ? ` of ${count(capacity)}` : " no limit"}</small></span></div>
      <div class="gauge"><span class="what">Workers</span>
        ${bar([
          {kind: "busy", value: busy},
          {kind: "blocked", value: blocked},
          {kind: "idle", value: idle},
        ], stage.workers, undefined)}
        <span class="value">${count(stage.workers)}</span></div>
      <p class="states">${workersThatAre("busy", busy)} ${workersThatAre("blocked", blocked)} ${workersThatAre("idle", idle)}</p>
      <dl class="numbers">
        <div><dt>Rate</dt><dd>${rate(stage.items_per_second)}</dd></div>
        <div><dt>In work</dt><dd>${count(stage.in_progress_items)}</dd></div>
        <div><dt>Done</dt><dd>${count(stage.completed_items)}</dd></div>
        <div class=${stage.failed_items > 0 ? "bad" : ""}><dt>Failed</dt><dd>${count(stage.failed_items)}</dd></div>
        <div><dt>Retries</dt><dd>${count(stage.retries)}</dd></div>
        <div><dt>Oldest</dt><dd>${stage.pending_items > 0 ? duration(stage.oldest_pending_seconds) : "–"}</dd></div>
      </dl>
      <p class="remarks">${remarks(stage)}</p>
      ${locked ? nothing : html`<div class="stage-controls" role="group" aria-label="Controls of ${name}">
        <button type="button" aria-label="One worker fewer for ${name}" ?disabled=${workers <= 1} @click=${() => this.#resize(stage, -1)}>−</button>
        <span class="asked">${counted(workers, "worker")}</span>
        <button type="button" aria-label="One worker more for ${name}" @click=${() => this.#resize(stage, 1)}>+</button>
        <button type="button" class="hold" aria-label="${stage.paused ? "Resume" : "Pause"} ${name}"
          ?disabled=${status === "paused"} title=${status === "paused" ? "The whole run is paused" : nothing}
          @click=${() => this.#change(name, {paused: !stage.paused})}>${stage.paused ? "Resume" : "Pause"}</button>
      </div>`}
    </li>`;
  }

  async #resize(stage, difference) {
    const name = stage.stage_name;
    const workers = Math.max(1, (this.#asked.get(name)?.workers ?? stage.workers) + difference);
    const asked = {workers, snapshotsLeft: Infinity};
    this.#asked.set(name, asked);
    await this.#change(name, {workers});
    asked.snapshotsLeft = 2; // the next one may have been on its way before the answer
  }

  #forgetAsked(snapshot) {
    for (const [name, asked] of this.#asked) {
      const seen = snapshot.pipeline_stats.stage_stats[name].workers === asked.workers;
      asked.snapshotsLeft--;
      if (asked.snapshotsLeft <= 0 || (seen && asked.snapshotsLeft < Infinity)) {
        this.#asked.delete(name);
      }
    }
  }
}

const workersThatAre = (state, number) => html`<span class="${number > 0 ? state : ""}">${count(number)} ${state}</span>`;

/** What only some stages have to say; the line is there in any case, so that nothing jumps. */
function remarks(stage) {
  const outside = stage.queue_capacity > 0 ? stage.pending_items - stage.retrying_items - stage.queue_capacity : 0;
  const passedBy = stage.skipped_items - stage.filtered_items;
  return [
    outside > 0 && `${count(outside)} wait${outside === 1 ? "s" : ""} for room`,
    stage.retrying_items > 0 && `${count(stage.retrying_items)} retrying`,
    stage.filtered_items > 0 && `${count(stage.filtered_items)} filtered out`,
    passedBy > 0 && `${count(passedBy)} skipped`,
    stage.cancelled_items > 0 && `${count(stage.cancelled_items)} cancelled`,
  ].filter(Boolean).join(", ") || "\u00a0";
}

/** By stage, how many of its workers do what. */
function workerCounts(snapshot) {
  const counts = new Map(Object.keys(snapshot.pipeline_stats.stage_stats).map(name => [name, {busy: 0, blocked: 0, idle: 0}]));
  for (const worker of Object.values(snapshot.worker_states)) {
    counts.get(worker.stage)[worker.status]++;
  }
  return counts;
}
