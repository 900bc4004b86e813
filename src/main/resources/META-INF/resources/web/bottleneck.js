/**
 * The stage that holds a run up: the last one at which at least as many items wait as it has workers; those that wait
 * for a retry do not count. What is behind the slowest stage is starved, what is before it fills up, so the last stage with
 * a queue is the slowest. None when no stage has so many waiting, or the run has ended or is paused.
 *
 * @param snapshot of a run
 * @returns {string | undefined} the stage's name
 */
export function bottleneck(snapshot) {
  if (snapshot.status !== "running") {
    return undefined;
  }
  return Object.values(snapshot.pipeline_stats.stage_stats)
    .findLast(stage => stage.pending_items - stage.retrying_items >= stage.workers)
    ?.stage_name;
}
