import {html, nothing, svg} from "./lit.js";
import {count} from "./format.js";

/** Tells people who can't see the page what has changed. */
export function announce(text) {
  document.getElementById("announcer").textContent = text;
}

/**
 * A bar of segments. Drawn with attributes of SVG, since the page's policy forbids style attributes.
 *
 * @param {{kind: string, value: number}[]} segments in drawing order; the kind is its class
 * @param {number} total what the whole bar stands for
 * @param {string} label what it says, for screen readers; nothing: the text beside it says it
 */
export function bar(segments, total, label) {
  let start = 0;
  const drawn = segments.filter(segment => segment.value > 0).map(segment => {
    const width = 100 * Math.min(1, segment.value / Math.max(1, total));
    const rect = svg`<rect class=${segment.kind} x="${start}%" width="${width}%" height="100%"></rect>`;
    start += width;
    return rect;
  });
  return html`<svg class="bar" role=${label ? "img" : nothing} aria-label=${label ?? nothing}
    aria-hidden=${label ? nothing : "true"}>${drawn}</svg>`;
}

export const badge = status => html`<span class="badge ${status}">${status.replace("_", " ")}</span>`;

/** Why a task ended an item before the last stage: what it gave as its reason, which may be nothing. */
export const filteredOut = reason => reason ? `filtered out: ${reason}` : "filtered out";

/** What went wrong, where the action was. */
export function problemBox(problem, onClose) {
  return problem === undefined
    ? nothing
    : html`<div class="problem" role="alert">
        <div><strong>${problem.title || "That did not work"}</strong>
          ${problem.message === problem.title ? nothing : html`<span>${problem.message}</span>`}
          ${problem.violations.length === 0
            ? nothing
            : html`<ul>${problem.violations.map(one => html`<li><code>${one.field}</code> ${one.message}</li>`)}</ul>`}
        </div>
        ${onClose ? html`<button type="button" class="quiet" @click=${onClose}>Dismiss</button>` : nothing}
      </div>`;
}

/** What stands where something is to come: it is loaded, or why it can't be. */
export const loading = (what, live) => html`<p class="empty" aria-busy="true">${live?.phase === "waiting"
  ? html`${live.problem?.message ?? "The service can't be reached."}<br>The page goes on as soon as it can.`
  : `Loading ${what} …`}</p>`;

/** A figure with its name and, where it helps, a unit or remark below. */
export const figure = (name, value, kind = "", remark = "") =>
  html`<div class="figure ${kind}"><dt>${name}</dt><dd>${value}${remark ? html`<small>${remark}</small>` : nothing}</dd></div>`;

export const moreButton = (left, onClick) =>
  left > 0 ? html`<p class="more"><button type="button" @click=${onClick}>Show more</button> <span>${count(left)} not shown</span></p>` : nothing;

/** An element that draws itself with a template, once per frame at most. */
export class Drawn extends HTMLElement {
  #asked = false;

  connectedCallback() {
    this.draw();
  }

  draw() {
    if (!this.#asked) {
      this.#asked = true;
      requestAnimationFrame(() => {
        this.#asked = false;
        if (this.isConnected) {
          this.drawNow();
        }
      });
    }
  }
}
