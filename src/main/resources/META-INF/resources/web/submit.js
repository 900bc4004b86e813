import {html, nothing, render} from "./lit.js";
import {get, path, query} from "./api.js";
import {count, counted, percent} from "./format.js";
import {problemBox} from "./parts.js";
import {newestRun, Sending} from "./sending.js";

const JSON_ARRAY = "application/json";
const LINES = "application/x-ndjson";
/** So much of a file is looked at to see which of the two it is. */
const LOOK_BYTES = 4096;
const PATIENCE_MS = 1_500;

/** A dialog that sends items, pasted or from a file: as a new run, or into an open one. */
export class SubmitDialog {
  #dialog = document.createElement("dialog");
  #pipelines;
  #run;
  #stages;
  #chosen;
  #file;
  #dropping = false;
  #sending;
  #problem;
  #answer;

  /** Asks for items and starts a run with them. */
  static start(pipelines, chosen) {
    new SubmitDialog({pipelines, chosen: chosen ?? pipelines[0]}).#open();
  }

  /** Asks for more items for an open run. */
  static feed(run, stages) {
    new SubmitDialog({run, stages}).#open();
  }

  constructor({pipelines, chosen, run, stages}) {
    this.#pipelines = pipelines;
    this.#chosen = chosen;
    this.#run = run;
    this.#stages = stages;
  }

  #open() {
    const dialog = this.#dialog;
    dialog.className = "submit";
    dialog.setAttribute("aria-labelledby", "submit-title");
    dialog.addEventListener("close", () => {
      this.#sending?.stop();
      dialog.remove();
    });
    document.body.append(dialog);
    this.#draw();
    dialog.showModal();
    this.#loadStages();
  }

  async #loadStages() {
    if (this.#run === undefined && this.#chosen !== undefined) {
      const chosen = this.#chosen;
      this.#stages = undefined;
      try {
        const definition = await get(path`/api/pipelines/${chosen}`);
        if (chosen === this.#chosen) {
          this.#stages = definition.stages.map(stage => stage.name);
        }
      } catch {
        // then only the first stage can be chosen, which is what is wanted nearly always
      }
      this.#draw();
    }
  }

  #draw() {
    render(html`<form @submit=${event => this.#submit(event)}
      @dragover=${event => this.#dragged(event, true)} @dragleave=${event => this.#dragged(event, false)}
      @drop=${event => this.#dropped(event)} class=${this.#dropping ? "dropping" : ""}>
      <h2 id="submit-title">${this.#run ? "Add items to this run" : "Start a run"}</h2>
      ${this.#answer ? this.#done() : this.#fields()}
    </form>`, this.#dialog);
  }

  #fields() {
    if (this.#pipelines?.length === 0) {
      return html`<p>There is no pipeline to run. Define one with <code>PUT /api/pipelines/{name}</code> first.</p>
        <div class="buttons"><button type="button" @click=${() => this.#dialog.close()}>Close</button></div>`;
    }
    const busy = this.#sending !== undefined;
    return html`
      ${this.#run ? nothing : html`<label class="field">Pipeline
        <select name="pipeline" ?disabled=${busy} @change=${event => {
          this.#chosen = event.target.value;
          this.#loadStages();
        }}>${this.#pipelines.map(name => html`<option .selected=${name === this.#chosen}>${name}</option>`)}</select></label>`}
      <label class="field">Items: a JSON array, or one JSON value a line
        <textarea name="items" rows="8" spellcheck="false" ?disabled=${busy || this.#file !== undefined}
          placeholder='{"id": 1, "value": {"name": "Ada"}}&#10;{"id": 2, "value": {"name": "Alan"}}'></textarea></label>
      <div class="field drop">
        ${this.#file
          ? html`<span>File: <strong>${this.#file.name}</strong>, ${count(this.#file.size)} bytes</span>
            <button type="button" ?disabled=${busy} @click=${() => this.#choose(undefined)}>Remove</button>`
          : html`<label>or a file, chosen or dropped here
            <input type="file" name="file" ?disabled=${busy} @change=${event => this.#choose(event.target.files[0])}></label>`}
      </div>
      <details class="field"><summary>Options</summary>
        <div class="options">
          <label>Priority (lower is sooner) <input name="priority" type="number" step="1" placeholder="100" ?disabled=${busy}></label>
          <label>Enter at stage <select name="stage" ?disabled=${busy}>
            <option value="">the first</option>
            ${(this.#stages ?? []).map(name => html`<option>${name}</option>`)}</select></label>
          ${this.#run ? nothing : html`<label class="check"><input name="open" type="checkbox" ?disabled=${busy}>
            Keep the run open for more items</label>`}
        </div></details>
      ${problemBox(this.#problem)}
      ${this.#problem?.more.run_id ? html`<p>What came before it was accepted (${counted(this.#problem.more.accepted ?? 0, "item")}):
        <a href="#/runs/${this.#problem.more.run_id}" @click=${() => this.#dialog.close()}>go to the run</a></p>` : nothing}
      ${busy
        ? html`<p role="status">Sending: ${percent(this.#sending.fraction)} …</p>` : nothing}
      <div class="buttons">
        <button type="button" @click=${() => this.#dialog.close()}>${busy ? "Stop sending" : "Cancel"}</button>
        <button type="submit" class="primary" ?disabled=${busy}>${this.#run ? "Add the items" : "Start the run"}</button>
      </div>`;
  }

  /** Only shown when some items were refused: else the run itself is the answer. */
  #done() {
    const {refused, refused_count: refusedCount} = this.#answer;
    return html`<p role="status"><strong>${counted(refusedCount, "item")} refused</strong>, the others were accepted.</p>
      <div class="scroller short" tabindex="0" role="region" aria-label="Refused items"><table><thead><tr><th scope="col" class="number">Line</th><th scope="col">Item</th><th scope="col">Reason</th></tr></thead>
      <tbody>${refused.map(one => html`<tr><td class="number">${one.line ?? "–"}</td><td>${one.item_id}</td><td>${one.reason}</td></tr>`)}</tbody></table></div>
      <div class="buttons"><button type="button" class="primary" @click=${() => this.#goTo(this.#run ?? this.#answer.id)}>Go to the run</button></div>`;
  }

  #goTo(run) {
    this.#dialog.close();
    location.hash = `#/runs/${run}`;
  }

  #choose(file) {
    this.#file = file;
    this.#draw();
  }

  #dragged(event, over) {
    event.preventDefault();
    if (over !== this.#dropping && (over || !this.#dialog.contains(event.relatedTarget))) {
      this.#dropping = over;
      this.#draw();
    }
  }

  #dropped(event) {
    event.preventDefault();
    this.#dropping = false;
    const [file] = event.dataTransfer.files;
    const text = event.dataTransfer.getData("text");
    if (file === undefined && text !== "") {
      this.#dialog.querySelector("textarea").value = text;
    }
    this.#choose(file ?? this.#file);
  }

  async #submit(event) {
    event.preventDefault();
    const fields = new FormData(event.target);
    const items = this.#file ?? new Blob([fields.get("items") ?? ""]);
    const target = this.#run ? path`/api/runs/${this.#run}/items` : path`/api/pipelines/${this.#chosen}/runs`;
    const options = query({
      priority: fields.get("priority"),
      stage: fields.get("stage"),
      open: fields.get("open") === null ? undefined : "true",
    });
    this.#problem = undefined;
    try {
      const type = await typeOf(items);
      const before = this.#run ?? await newestRun(this.#chosen);
      const sending = this.#sending = new Sending(target + options, items, type, () => this.#draw());
      this.#draw();
      const answer = await Promise.race([sending.answer, this.#begun(sending, before)]);
      this.#sending = undefined;
      if (typeof answer === "string") {
        sending.goOnBelow(answer);
        this.#goTo(answer);
      } else if (answer.refused_count) {
        this.#answer = answer;
      } else {
        this.#goTo(this.#run ?? answer.id);
      }
    } catch (problem) {
      this.#problem = this.#sending?.stopped ? undefined : problem;
      this.#sending = undefined;
    }
    this.#draw();
  }

  /** The run that takes the items, when it takes them for longer than one likes to look at a dialog. */
  #begun(sending, before) {
    return this.#run
      ? new Promise(resolve => setTimeout(() => resolve(this.#run), PATIENCE_MS))
      : sending.begun(this.#chosen, before);
  }
}

/** By its name, or else by how it begins: an array with a bracket. */
async function typeOf(items) {
  if (/\.(ndjson|jsonl)$/i.test(items.name ?? "")) {
    return LINES;
  }
  const beginning = await items.slice(0, LOOK_BYTES).text();
  return beginning.trimStart().startsWith("[") ? JSON_ARRAY : LINES;
}
