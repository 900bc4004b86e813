// Puts a definition, starts a run, feeds it, follows its events, gets its results and errors, and cancels another. Takes the
// service's address, and the key to it where it wants one; the service is to have the demo's tasks (ANTFLOW_DEMO=true). Fails when
// anything is not as it should be.
import assert from "node:assert/strict";
import {antflowEvents} from "./antflow-events.js";
import {
  Configuration, ItemsApi, ItemStatus, PipelinesApi, ResponseError, RunsApi, RunStatus,
  StatusEventFromJSON, StreamFinishFromJSON,
} from "./generated/index.js";

const [service = "http://localhost:8080", key] = process.argv.slice(2);
const headers: Record<string, string> = key ? {Authorization: `Bearer ${key}`} : {};
const configuration = new Configuration({basePath: service, headers});
const pipelines = new PipelinesApi(configuration);
const runs = new RunsApi(configuration);
const items = new ItemsApi(configuration);
const pipeline = "typescript-example";

function expect(what: string, expected: unknown, actual: unknown): void {
  assert.deepEqual(actual, expected, what);
  console.log(`${what}: ${JSON.stringify(actual)}`);
}

function user(id: string | number, country: string): object {
  const value = {id: `u-${id}`, name: "Ada", email: "ada@example.com", age: 36, signed_up: "2024-01-01", country};
  return {id, value, source: "example"};
}

const put = await pipelines.putPipeline({
  pipeline,
  pipelineDefinition: {
    name: pipeline,
    stages: [{name: "Parse", workers: 2, taskAttempts: 1, tasks: ["parse_user", {task: "check_country", name: "country"}]}],
  },
});
expect("tasks of the definition", ["parse_user", {task: "check_country", name: "country"}],
  JSON.parse(JSON.stringify(put.stages[0]!.tasks)));

// An open run, fed twice; who follows it misses nothing.
const run = (await runs.startRun({pipeline, open: true, items: [user("a-1", "GB"), user(17, "US")]})).id;
const fed = await items.feedItems({run, priority: 1, items: [user(5_000_000_000, "FR"), user("利-4", "Atlantis"), user("a-1", "GB")]});
expect("accepted", 2, fed.accepted);
expect("refused", ["a-1"], fed.refused.map(item => item.itemId));
await runs.closeRun({run});

const last = new Map<string | number, ItemStatus>();
for await (const event of antflowEvents(`${service}/api/runs/${run}/events?type=status`, {headers})) {
  if (event.name === "status") {
    const {itemId, status} = StatusEventFromJSON(event.data);
    last.set(itemId, status);
  } else {
    expect("last event", "finish", event.name);
    expect("finish", RunStatus.Completed, StreamFinishFromJSON(event.data).status);
  }
}
expect("ends", [["a-1", "completed"], [17, "completed"], [5_000_000_000, "completed"], ["利-4", "failed"]],
  ["a-1", 17, 5_000_000_000, "利-4"].map(id => [id, last.get(id)]));

const results = await items.getResults({run});
expect("results", ["a-1", 17, 5_000_000_000, "利-4"], results.map(result => result.id));
expect("an error", "UnknownCountryException", results[3]!.error?.type.split(".").at(-1));
expect("metadata", {source: "example"}, results[0]!.metadata);
expect("failures", {Parse: 1}, (await runs.getErrors({run})).errorsByStage);
expect("history", 3, (await items.getItem({run, item: "利-4"})).history.length);
await runs.deleteRun({run});

// More events than the service keeps: what is gone is counted, and what is left is whole, also when read in two goes.
const many = 12_000;
const long = await runs.startRun({pipeline, prefer: "wait=60", items: Array.from({length: many}, (_, id) => user(id, "GB"))});
expect("all of many", many, long.results?.length);
const stream = `${service}/api/runs/${long.id}/events`;
let missed = 0;
let seen = 0;
let lastEventId = "";
for await (const event of antflowEvents(stream, {headers})) {
  lastEventId = event.id;
  if (event.name === "gap") missed = event.data.missed;
  else if (++seen === 1000) break;
}
for await (const event of antflowEvents(stream, {headers, lastEventId})) {
  seen += event.name === "finish" ? 0 : 1;
}
// queued, in_progress, completed, and the beginning and end of two tasks
assert.ok(missed > 0, "no gap");
expect("events missed and seen", 7 * many, missed + seen);
await runs.deleteRun({run: long.id});

// A run that is waited for.
const waited = await runs.startRun({pipeline, prefer: "wait=30", items: [user(1, "GB"), user(2, "US")]});
expect("status", RunStatus.Completed, waited.status);
expect("its results", [1, 2], waited.results?.map(result => result.id));

// A run that is cancelled.
const held = (await runs.startRun({pipeline, open: true, items: []})).id;
expect("paused", RunStatus.Paused, (await runs.pauseRun({run: held})).status);
await items.feedItems({run: held, items: [user(1, "GB"), user(2, "US")]});
expect("one item", ItemStatus.Cancelled, (await items.cancelItem({run: held, item: "1"})).status);
expect("cancelled items", 2, (await runs.cancelRun({run: held})).itemsCancelled);

// A problem.
const problem = await runs.getRun({run: "no-such-run"}).catch(error => error);
assert.ok(problem instanceof ResponseError);
expect("status of the problem", 404, problem.response.status);
expect("its type", "urn:antflow:problem:unknown-run", (await problem.response.json()).type);
await pipelines.deletePipeline({pipeline});
