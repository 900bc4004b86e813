const MINUTES = 5;
const ENDED_SECONDS = 10;
/** Two samples further apart than this were not measured in between: the line breaks. */
const GAP_SECONDS = 5;

/** What a run's stages were like over the last minutes, as this page saw it. */
export class History {
  /** Unix seconds of the samples. */
  times = [];
  /** By stage name, an array for each figure as long as `times`; null where nothing was measured. */
  stages = new Map();
  /** How many items had come to their end when, over the last seconds. */
  ended = [];

  static FIGURES = ["items_per_second", "pending_items", "in_progress_items"];

  /** Items that came to their end a second, over the last ten; undefined until that can be told. */
  rate() {
    const [first, last] = [this.ended[0], this.ended.at(-1)];
    return this.ended.length < 2 ? undefined : Math.max(0, last.count - first.count) / (last.time - first.time);
  }

  /** @param snapshot of the run */
  add(snapshot) {
    const time = snapshot.timestamp;
    const last = this.times.at(-1);
    if (last !== undefined && time <= last) {
      return;
    }
    const {items_processed: processed, items_failed: failed, items_cancelled: cancelled} = snapshot.pipeline_stats;
    this.ended = this.ended.filter(sample => sample.time >= time - ENDED_SECONDS);
    this.ended.push({time, count: processed + failed + cancelled});
    if (last !== undefined && time - last > GAP_SECONDS) {
      this.#append(last + GAP_SECONDS / 2, () => null);
    }
    for (const name of Object.keys(snapshot.pipeline_stats.stage_stats)) {
      if (!this.stages.has(name)) {
        this.stages.set(name, Object.fromEntries(History.FIGURES.map(figure => [figure, this.times.map(() => null)])));
      }
    }
    this.#append(time, (name, figure) => snapshot.pipeline_stats.stage_stats[name]?.[figure] ?? null);
    this.#forget(time - MINUTES * 60);
  }

  #append(time, valueOf) {
    this.times.push(time);
    for (const [name, figures] of this.stages) {
      for (const figure of History.FIGURES) {
        figures[figure].push(valueOf(name, figure));
      }
    }
  }

  #forget(before) {
    const kept = this.times.findIndex(time => time >= before);
    if (kept > 60) { // not one by one
      this.times.splice(0, kept);
      for (const figures of this.stages.values()) {
        for (const figure of History.FIGURES) {
          figures[figure].splice(0, kept);
        }
      }
    }
  }
}
