import {counted} from "./format.js";

/** A queue without a bound counts as one of so many places. */
const PLACES_PER_WORKER = 10;

/**
 * The stage that holds a run up, by the same rule as the terminal dashboards: the last one that is backed up. A stage is
 * backed up when workers of the stage before it are blocked, or when at least half of its queue is filled with items that
 * could be worked on; those that wait for their next attempt could not. For behind the slowest stage queues run empty, and
 * up to it they fill.
 *
 * @param snapshot of a run
 * @returns {string | undefined} the stage's name; undefined when nothing holds the run up, or it is paused or has ended
 */
export function bottleneck(snapshot) {
  if (snapshot.status !== "running") {
    return undefined;
  }
  const stages = Object.values(snapshot.pipeline_stats.stage_stats);
  return stages.findLast((stage, index) => blockedBefore(stages, index) > 0 || halfFull(stage))?.stage_name;
}

/**
 * What makes a stage the one that holds its run up, for people.
 *
 * @param snapshot of the run
 * @param {string} name what {@link bottleneck} said of that snapshot
 */
export function whyBottleneck(snapshot, name) {
  const stages = Object.values(snapshot.pipeline_stats.stage_stats);
  const index = stages.findIndex(stage => stage.stage_name === name);
  const blocked = blockedBefore(stages, index);
  return blocked > 0
    ? `${counted(blocked, "worker")} before it ${blocked === 1 ? "waits" : "wait"} for room in its queue`
    : `${counted(waiting(stages[index]), "item")} in its queue`;
}

const blockedBefore = (stages, index) => stages[index - 1]?.blocked_workers ?? 0;

const waiting = stage => stage.pending_items - stage.retrying_items;

function halfFull(stage) {
  const places = stage.queue_capacity > 0 ? stage.queue_capacity : stage.workers * PLACES_PER_WORKER;
  return waiting(stage) > 0 && waiting(stage) * 2 >= places;
}
