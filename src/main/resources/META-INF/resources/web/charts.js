import {count, duration, moment, rate} from "./format.js";
import {html, nothing, render} from "./lit.js";
import {Drawn} from "./parts.js";

const HEIGHT = 150;
const COLOURS = 8;
/** Beyond as many stages as there are colours, lines are told apart by their dashes too. */
const DASHES = [undefined, [6, 3], [2, 2]];
const SHORTEST_SECONDS = 10;
const LATELY_SECONDS = 300;
/** Steps of an axis that counts whole things. */
const WHOLE_STEPS = Array.from({length: 12}, (_, power) => [1, 2, 5].map(step => step * 10 ** power)).flat();
const WHOLE = {format: count, steps: WHOLE_STEPS};

/** @type {{figure: string, title: string, format: (value: number) => string, steps?: number[]}[]} */
const CHARTS = [
  {figure: "items_per_second", title: "Rate, items a second", format: rate},
  {figure: "pending_items", title: "Waiting items", ...WHOLE},
  {figure: "in_progress_items", title: "Items in work", ...WHOLE},
];

/** Line charts of a run, its last minutes or its whole time, a line a stage, and the same as a table for those who read or listen. */
class Charts extends Drawn {
  #history;
  #hidden;
  /** Whether the whole time is wanted; undefined: as it seems best. */
  #whole;
  ended = false;
  #plots = [];
  #drawnFor = "";
  #sizes = new ResizeObserver(() => this.#resize());
  #onTheme = () => {
    this.#drawnFor = "";
    this.draw();
  };

  set history(history) {
    this.#history = history;
  }

  /** Of the newest sample: there is something new to draw. */
  set time(time) {
    this.draw();
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener("themechange", this.#onTheme);
    this.#sizes.observe(this);
  }

  disconnectedCallback() {
    removeEventListener("themechange", this.#onTheme);
    this.#sizes.disconnect();
    this.#clear();
  }

  #clear() {
    this.#plots.forEach(plot => plot.destroy());
    this.#plots = [];
    this.#drawnFor = "";
  }

  drawNow() {
    const stages = [...this.#history.stages.keys()];
    this.#hidden ??= new Set(stages.slice(COLOURS));
    render(html`
      <div class="legend" role="group" aria-label="What the charts show">${stages.map((stage, index) => html`
        <button type="button" class="key" aria-pressed=${!this.#hidden.has(stage)} @click=${() => this.#toggle(stage)}>
          <svg class="swatch c${index % COLOURS}" viewBox="0 0 18 4" aria-hidden="true"><line x1="0" y1="2" x2="18" y2="2"
            stroke-dasharray=${DASHES[Math.floor(index / COLOURS) % DASHES.length]?.join(" ") ?? nothing}></line></svg>${stage}</button>`)}
        ${this.#seconds() > LATELY_SECONDS ? html`<span class="spans">${[false, true].map(whole => html`
          <button type="button" class="key" aria-pressed=${whole === this.#isWhole()} @click=${() => this.#choose(whole)}>${
            whole ? "Whole run" : "5 minutes"}</button>`)}</span>` : nothing}
      </div>
      <div class="charts">${CHARTS.map(({figure, title}) => html`<figure data-figure=${figure}>
        <figcaption><span>${title}</span><output aria-hidden="true"></output></figcaption>
        <div class="plot" role="img" aria-label="${title}: line chart by stage; the table below has its figures"></div></figure>`)}</div>
      <details><summary>The charts as a table</summary>${this.#table(stages)}</details>`, this);
    this.#plot(stages);
  }

  /** From the first sample to the last. */
  #seconds() {
    const {times} = this.#history;
    return times.length > 1 ? times.at(-1) - times[0] : 0;
  }

  #isWhole() {
    return this.#whole ?? this.ended;
  }

  #choose(whole) {
    this.#whole = whole;
    this.draw();
  }

  #toggle(stage) {
    if (!this.#hidden.delete(stage)) {
      this.#hidden.add(stage);
    }
    this.draw();
  }

  #plot(stages) {
    const {times} = this.#history;
    const key = stages.join("\n");
    if (key !== this.#drawnFor) {
      this.#clear();
      this.#plots = CHARTS.map(chart => this.#newPlot(chart, stages));
      this.#drawnFor = key;
    }
    const latest = times.at(-1) ?? Date.now() / 1000;
    const seconds = this.#isWhole() ? this.#seconds() : Math.min(LATELY_SECONDS, this.#seconds());
    const span = Math.max(SHORTEST_SECONDS, seconds);
    this.#plots.forEach((plot, index) => plot.batch(() => {
      const {figure} = CHARTS[index];
      stages.forEach((stage, at) => {
        if (plot.series[at + 1].show === this.#hidden.has(stage)) {
          plot.setSeries(at + 1, {show: !this.#hidden.has(stage)}, false);
        }
      });
      plot.setData([times, ...stages.map(stage => this.#history.stages.get(stage)[figure])], false);
      plot.setScale("x", {min: latest - span, max: latest});
    }));
  }

  #newPlot({figure, format, steps}, stages) {
    const place = this.querySelector(`[data-figure=${figure}] .plot`);
    const output = this.querySelector(`[data-figure=${figure}] output`);
    const colours = [...this.querySelectorAll(".legend .swatch")].map(swatch => getComputedStyle(swatch).color);
    const {color: text, borderTopColor: lines} = getComputedStyle(this.querySelector(".charts"));
    const axis = {stroke: text, font: "11px system-ui, sans-serif", grid: {stroke: lines, width: 1}, ticks: {show: false}};
    let focused = null;
    const tell = plot => {
      const at = plot.cursor.idx;
      const value = focused === null || at === null || at === undefined ? undefined : plot.data[focused][at];
      output.textContent = value === undefined || value === null
        ? ""
        : `${stages[focused - 1]} ${format(value)} at ${moment(plot.data[0][at])}`;
    };
    return new uPlot({
      width: this.#width(place),
      height: HEIGHT,
      legend: {show: false},
      padding: [10, 26, 0, 0],
      cursor: {drag: {x: false, y: false}, sync: {key: "run"}, focus: {prox: 24}, points: {size: 6}},
      focus: {alpha: 0.35},
      scales: {y: {range: (plot, min, max) => [0, Math.max(1, (max ?? 0) * 1.08)]}},
      axes: [
        {...axis, size: 26, space: 56, values: (plot, ticks) => ticks.map(tick => moment(tick).slice(-8))},
        {...axis, size: 50, space: 24, ...(steps && {incrs: steps}), values: (plot, ticks) => ticks.map(count)},
      ],
      series: [{}, ...stages.map((stage, index) => ({
        label: stage,
        stroke: colours[index],
        width: 1.5,
        dash: DASHES[Math.floor(index / COLOURS) % DASHES.length],
        points: {show: false},
      }))],
      hooks: {
        setCursor: [tell],
        setSeries: [(plot, index) => {
          focused = index;
          tell(plot);
        }],
      },
    }, [[], ...stages.map(() => [])], place);
  }

  #width(place) {
    return Math.max(200, Math.floor(place.clientWidth));
  }

  #resize() {
    for (const plot of this.#plots) {
      const width = this.#width(plot.root.parentElement);
      if (width !== plot.width) {
        plot.setSize({width, height: HEIGHT});
      }
    }
  }

  #table(stages) {
    return html`<div class="scroller" tabindex="0" role="region" aria-label="The charts as a table"><table>
      <caption>The last ${duration(this.#seconds())}</caption>
      <thead><tr><th scope="col">Stage</th>${CHARTS.map(({title}) =>
        html`<th scope="col" class="number">${title}: now</th><th scope="col" class="number">most</th>`)}</tr></thead>
      <tbody>${stages.map(stage => html`<tr><th scope="row">${stage}</th>${CHARTS.map(({figure, format}) => {
        const values = this.#history.stages.get(stage)[figure].filter(value => value !== null);
        return html`<td class="number">${values.length > 0 ? format(values.at(-1)) : "–"}</td>
          <td class="number">${values.length > 0 ? format(Math.max(...values)) : "–"}</td>`;
      })}</tr>`)}</tbody></table></div>`;
  }
}

customElements.define("ant-charts", Charts);
