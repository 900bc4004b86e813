/** Two samples further apart than this were not measured in between: the line breaks. */
const GAP_SECONDS = 5;
/** So many samples are drawn quickly. */
const MOST = 1_500;

/** What a run's stages have been like since its start: what the service kept of it, and what this page has seen since. */
export class History {
  /** Unix seconds of the samples. */
  times = [];
  /** By stage name, an array for each figure as long as `times`; null where nothing was measured. */
  stages = new Map();
  #gap = GAP_SECONDS;

  static FIGURES = ["items_per_second", "pending_items", "in_progress_items"];

  /** Takes over what the service has kept, and of what is here already what came after that. */
  load({timestamps, stages}) {
    const [before, last] = [timestamps.at(-2), timestamps.at(-1)];
    const until = last ?? -Infinity;
    const from = this.times.findIndex(time => time > until);
    const newer = list => from < 0 ? [] : list.slice(from);
    this.times = [...timestamps, ...newer(this.times)];
    this.stages = new Map(Object.entries(stages).map(([name, kept]) => [name, Object.fromEntries(History.FIGURES.map(figure =>
      [figure, [...kept[figure], ...newer(this.stages.get(name)?.[figure] ?? [])]]))]));
    this.#gap = before === undefined ? GAP_SECONDS : Math.max(GAP_SECONDS, 3 * (last - before));
  }

  /** @param snapshot of the run */
  add(snapshot) {
    const time = snapshot.timestamp;
    const last = this.times.at(-1);
    if (last !== undefined && time <= last) {
      return;
    }
    if (last !== undefined && time - last > this.#gap) {
      this.#append(last + this.#gap / 2, () => null);
    }
    for (const name of Object.keys(snapshot.pipeline_stats.stage_stats)) {
      if (!this.stages.has(name)) {
        this.stages.set(name, Object.fromEntries(History.FIGURES.map(figure => [figure, this.times.map(() => null)])));
      }
    }
    this.#append(time, (name, figure) => snapshot.pipeline_stats.stage_stats[name]?.[figure] ?? null);
    if (this.times.length > MOST) {
      this.#thinOut();
    }
  }

  #append(time, valueOf) {
    this.times.push(time);
    for (const [name, figures] of this.stages) {
      for (const figure of History.FIGURES) {
        figures[figure].push(valueOf(name, figure));
      }
    }
  }

  /** Every second sample of the older half goes. */
  #thinOut() {
    const half = this.times.length / 2;
    const kept = (_, index) => index % 2 === 0 || index > half;
    this.times = this.times.filter(kept);
    for (const figures of this.stages.values()) {
      for (const figure of History.FIGURES) {
        figures[figure] = figures[figure].filter(kept);
      }
    }
  }
}
