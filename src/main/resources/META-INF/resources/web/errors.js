import {count, counted, moment, shortType} from "./format.js";
import {html, nothing} from "./lit.js";
import {bar} from "./parts.js";

/**
 * What failed in a run: by type, by stage, and the latest failures.
 *
 * @param {string} run its id
 * @param snapshot of the run
 * @param {(ids: any[]) => void | undefined} retry tries items again; undefined: that can't be done
 */
export function errors(run, snapshot, retry) {
  const {total_failed: total, errors_by_type: byType, errors_by_stage: byStage, failed_items: latest} = snapshot.error_summary;
  if (total === 0) {
    return html`<p class="empty">Nothing has failed.</p>`;
  }
  return html`<div class="columns">
      ${shares("By type", byType, total, shortType)}
      ${shares("By stage", byStage, total, name => name)}</div>
    <h3>The latest failures</h3>
    <div class="scroller" tabindex="0" role="region" aria-label="The latest failures"><table class="failures">
      <caption class="unseen">The latest failures, newest first</caption>
      <thead><tr><th scope="col">Item</th><th scope="col" class="wide">Stage</th><th scope="col">Error</th>
        <th scope="col" class="number wide">Attempts</th><th scope="col" class="wide">At</th><th scope="col"><span class="unseen">Action</span></th></tr></thead>
      <tbody>${latest.map(failure => html`<tr>
        <th scope="row" class="cut"><a href="#/runs/${run}/items/${encodeURIComponent(failure.item_id)}">${failure.item_id}</a></th>
        <td class="wide">${failure.stage}</td>
        <td class="error"><strong title=${failure.error_type}>${shortType(failure.error_type)}</strong> ${failure.error}
          <small class="narrow">${failure.stage} · ${counted(failure.attempts, "attempt")} · ${moment(failure.timestamp)}</small></td>
        <td class="number wide">${count(failure.attempts)}</td>
        <td class="time wide">${moment(failure.timestamp)}</td>
        <td>${retry ? html`<button type="button" aria-label="Retry item ${failure.item_id}" @click=${() => retry([failure.item_id])}>Retry</button>` : nothing}</td>
      </tr>`)}</tbody></table></div>
    ${total > latest.length ? html`<p class="more">These are the latest ${count(latest.length)} of ${counted(total, "failure")}:
      <a href="#/runs/${run}/items?status=failed">all failed items</a></p>` : nothing}`;
}

function shares(title, counts, total, nameOf) {
  return html`<div><h3>${title}</h3><ul class="shares" aria-label="Failures ${title.toLowerCase()}">${
    Object.entries(counts).map(([name, number]) => html`<li>
      <span class="name" title=${name}>${nameOf(name)}</span> <span class="number">${count(number)}</span>
      ${bar([{kind: "failed", value: number}], total)}</li>`)}</ul></div>`;
}
