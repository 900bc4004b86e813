/*
 * The board: five rows, from "is it fine?" to the service itself. Deployed as deploy/grafana/dashboards/antflow.json, which
 * `.ci/board write` makes of this. Queries use what deploy/prometheus/antflow-rules.yml records (names with colons) where an
 * alert asks the same; rates over time go by $__rate_interval, so that no zoom shows gaps.
 */
import * as dashboard from "@grafana/grafana-foundation-sdk/dashboard";
import * as units from "@grafana/grafana-foundation-sdk/units";
import { choice, heatmap, lines, now, over, source, stat, table, traced } from "./panels";

// What the variables pick: of the service, of its pipelines, of their stages.
const service = 'job=~"$job"';
const pipelines = `${service}, pipeline=~"$pipeline"`;
const stages = `${pipelines}, stage=~"$stage"`;

const rate = (metric: string, labels: string) => `rate(${metric}{${labels}}[$__rate_interval])`;

/** Without values where nothing was observed: histogram_quantile would say NaN. */
const quantile = (q: number, metric: string, labels: string, by: string) =>
  `histogram_quantile(${q}, sum by (${by}, le) (${rate(`${metric}_bucket`, labels)})) >= 0`;

const colour = (name: string, value: string) => ({
  matcher: { id: "byName", options: name },
  properties: [{ id: "color", value: { mode: "fixed", fixedColor: value } }],
});

const dashed = (regexp: string, value: string) => ({
  matcher: { id: "byRegexp", options: regexp },
  properties: [
    { id: "color", value: { mode: "fixed", fixedColor: value } },
    { id: "custom.fillOpacity", value: 0 },
    { id: "custom.lineStyle", value: { fill: "dash", dash: [10, 10] } },
  ],
});

const built = new dashboard.DashboardBuilder("AntFlow")
  .uid("antflow")
  .description(
    "Items through pipelines of stages: is it fine, which stage holds it up, what fails and why, is there room, and how the service itself is.",
  )
  .tags(["antflow"])
  .editable()
  .tooltip(dashboard.DashboardCursorSync.Crosshair)
  .refresh("30s")
  .time({ from: "now-1h", to: "now" })
  .link(
    new dashboard.DashboardLinkBuilder("Alerts")
      .type(dashboard.DashboardLinkType.Link)
      .url("/alerting/list?search=AntFlow")
      .icon("bell")
      .tooltip("AntFlow's alerts and what they say"),
  )

  .withVariable(
    new dashboard.DatasourceVariableBuilder("datasource")
      .label("Data source")
      .description("The Prometheus that scrapes AntFlow and has its rules.")
      .type("prometheus"),
  )
  .withVariable(choice("job", "Service", "The scrape job, where several AntFlows report to one Prometheus.", "antflow_streams"))
  .withVariable(
    choice("pipeline", "Pipeline", "One or several.", `antflow_pipeline_items_in_flight{${service}}`),
  )
  .withVariable(choice("stage", "Stage", "One or several; the second row is there for each.", `antflow_stage_workers{${pipelines}}`))

  .annotation(
    new dashboard.AnnotationQueryBuilder()
      .name("Alerts")
      .datasource(source)
      .enable(true)
      .iconColor("red")
      .expr('ALERTS{alertname=~"AntFlow.+", alertstate="firing"}')
      .titleFormat("{{alertname}}")
      .textFormat("{{pipeline}} {{stage}}")
      .step("30s"),
  )
  .annotation(
    new dashboard.AnnotationQueryBuilder()
      .name("Starts of the service")
      .datasource(source)
      .enable(true)
      .iconColor("blue")
      .expr(`time() - process_start_time_seconds{${service}} < 60`)
      .titleFormat("AntFlow started")
      .textFormat("{{instance}}")
      .step("30s"),
  )

  .withRow(new dashboard.RowBuilder("Is it fine?"))
  .withPanel(
    stat(
      {
        title: "Alerts firing",
        description:
          "AntFlow's alerts that fire now. Any: open the list by this panel's link; each alert's runbook says what to do.",
        unit: units.Short,
        width: 3,
        decimals: 0,
        limits: { warning: 1, critical: 2 },
      },
      over('count(ALERTS{alertname=~"AntFlow.+", alertstate="firing"}) or vector(0)', "firing"),
    ).links([new dashboard.DashboardLinkBuilder("Alerts").type(dashboard.DashboardLinkType.Link).url("/alerting/list?search=AntFlow")]),
  )
  .withPanel(
    stat(
      {
        title: "Finished",
        description:
          "Items a second that are through, failed ones included. 0 with items in flight: look which stage below has work and no output.",
        unit: "suffix: /s",
        width: 3,
        decimals: 1,
      },
      over(`sum(${rate("antflow_pipeline_items_total", `${pipelines}, outcome!="cancelled"`)})`, "finished"),
    ),
  )
  .withPanel(
    stat(
      {
        title: "Failure ratio",
        description:
          "Of the items that ended in the last five minutes, the part that failed, in the worst pipeline; 0 when idle. Above 10 %: row “Retries and errors” says where, GET /api/runs/{run}/errors why.",
        unit: units.PercentUnit,
        width: 3,
        limits: { warning: 0.02, critical: 0.1 },
      },
      over(
        `max(pipeline:antflow_pipeline_items_failed:ratio_rate5m{${pipelines}}) or 0 * sum(antflow_pipeline_items_in_flight{${pipelines}})`,
        "failed",
      ),
    ),
  )
  .withPanel(
    stat(
      {
        title: "Oldest waiting",
        description:
          "How long the item that waits longest has waited, held ones and waits for another attempt included. Minutes: give the bottleneck's stage workers (row “Capacity and back pressure”), or accept less.",
        unit: units.Seconds,
        width: 3,
        limits: { warning: 300, critical: 600 },
      },
      over(`max(antflow_stage_oldest_pending_seconds{${stages}})`, "waits"),
    ),
  )
  .withPanel(
    stat(
      {
        title: "Oldest running",
        description:
          "How long the item longest in work has been. Longer than its task may take: the task hangs; cancel the item, and give the stage a task_timeout_seconds.",
        unit: units.Seconds,
        width: 3,
        limits: { warning: 300, critical: 900 },
      },
      over(`max(antflow_stage_oldest_in_progress_seconds{${stages}})`, "runs"),
    ),
  )
  .withPanel(
    stat(
      {
        title: "Drained in",
        description:
          "How long what is in flight will take at the rate of the last five minutes, in the slowest pipeline; 0 when idle. “one stands still”: a pipeline has items in flight and for five minutes none has ended: it stalls, or is paused.",
        unit: units.Seconds,
        width: 3,
        none: "one stands still",
      },
      now(
        `(max(pipeline:antflow_pipeline_drain:seconds{${pipelines}})
          unless count(antflow_pipeline_items_in_flight{${pipelines}} unless pipeline:antflow_pipeline_drain:seconds))
         or (vector(0) unless sum(antflow_pipeline_items_in_flight{${pipelines}}) > 0)`,
      ),
    ),
  )
  .withPanel(
    stat(
      {
        title: "In flight",
        description: "Items accepted and not ended. Growing without end: more comes in than goes out.",
        unit: units.Short,
        width: 3,
        decimals: 0,
      },
      over(`sum(antflow_pipeline_items_in_flight{${pipelines}})`, "in flight"),
    ),
  )
  .withPanel(
    stat(
      {
        title: "Held",
        description:
          "Items that wait because somebody paused their run or stage. Forgotten? POST /api/runs/{run}/resume, or {\"paused\": false} to the stage.",
        unit: units.Short,
        width: 3,
        decimals: 0,
        limits: { warning: 1 },
      },
      over(`sum(antflow_stage_paused_items{${stages}})`, "held"),
    ),
  )
  .withPanel(
    lines(
      {
        title: "Accepted and ended",
        description:
          "Items a second of each pipeline: accepted, and ended by outcome. Accepted above ended for long: what is in flight grows, up to what the queues hold; then back pressure slows whoever feeds.",
        unit: "suffix: /s",
        width: 8,
      },
      over(`sum by (pipeline) (${rate("antflow_pipeline_items_accepted_total", pipelines)})`, "{{pipeline}} accepted"),
      over(`sum by (pipeline, outcome) (${rate("antflow_pipeline_items_total", pipelines)})`, "{{pipeline}} {{outcome}}"),
    ),
  )
  .withPanel(
    lines(
      {
        title: "From accepted to processed",
        description:
          "How long items take through the whole pipeline, waits included: the median and the slowest twentieth. Rises while the stages' own durations don't: items wait; see the queues.",
        unit: units.Seconds,
        width: 8,
      },
      over(quantile(0.5, "antflow_item_duration_seconds", `${pipelines}, outcome="processed"`, "pipeline"), "{{pipeline}} p50"),
      traced(quantile(0.95, "antflow_item_duration_seconds", `${pipelines}, outcome="processed"`, "pipeline"), "{{pipeline}} p95"),
    ),
  )
  .withPanel(
    lines(
      {
        title: "Where the items are",
        description:
          "Items at each stage, waiting or in work, on top of each other: together, all that is in flight. The widest band is the stage that holds the others up, or the one before it.",
        unit: units.Short,
        width: 8,
        stacked: true,
      },
      over(
        `sum by (pipeline, stage) (antflow_stage_pending_items{${stages}}) + sum by (pipeline, stage) (antflow_stage_in_progress_items{${stages}})`,
        "{{pipeline}} {{stage}}",
      ),
    ),
  )

  .withRow(new dashboard.RowBuilder("Stage $stage").repeat("stage"))
  .withPanel(
    lines(
      {
        title: "In and out",
        description:
          "Items a second taken from the queue, and how they left: completed, skipped, failed, cancelled. In without out: they hang in their task, or wait for another attempt.",
        unit: "suffix: /s",
        width: 5,
        listed: true,
      },
      over(
        `sum by (pipeline) (${rate("antflow_stage_wait_seconds_count", stages)}) + sum by (pipeline) (${rate("antflow_stage_items_total", `${stages}, outcome="skipped"`)})`,
        "{{pipeline}} in",
      ),
      over(`sum by (pipeline, outcome) (${rate("antflow_stage_items_total", stages)})`, "{{pipeline}} {{outcome}}"),
    ).withOverride(dashed("/ in$/", "text")),
  )
  .withPanel(
    lines(
      {
        title: "Queue against capacity",
        description:
          "Items that wait, of them those that are held, and how many the queue takes (no line: without bound). At capacity: this stage is the bottleneck, and the one before it is held up. Above it: blocked workers upstream hold the rest.",
        unit: units.Short,
        width: 5,
        listed: true,
      },
      over(`sum by (pipeline) (antflow_stage_pending_items{${stages}})`, "{{pipeline}} waiting"),
      over(`sum by (pipeline) (antflow_stage_paused_items{${stages}})`, "{{pipeline}} held"),
      over(`sum by (pipeline) (antflow_stage_queue_capacity_items{${stages}}) > 0`, "{{pipeline}} capacity"),
    ).withOverride(dashed("/ capacity$/", "red")),
  )
  .withPanel(
    lines(
      {
        title: "Workers",
        description:
          "What the stage's workers do. All busy: more workers would help, if the tasks' far end can take it. Blocked: they hold finished items that have no room in the next stage; look there. Idle: nothing to do.",
        unit: units.Short,
        width: 4,
        stacked: true,
        listed: true,
      },
      over(`sum by (state) (antflow_stage_workers{${stages}})`, "{{state}}"),
    )
      .withOverride(colour("busy", "green"))
      .withOverride(colour("idle", "#808080"))
      .withOverride(colour("blocked", "orange")),
  )
  .withPanel(
    lines(
      {
        title: "Wait in the queue",
        description:
          "How long items waited before a worker took them, without waits between attempts: the median and the slowest twentieth. Rising: more comes than the workers take.",
        unit: units.Seconds,
        width: 5,
        listed: true,
      },
      over(quantile(0.5, "antflow_stage_wait_seconds", stages, "pipeline"), "{{pipeline}} p50"),
      traced(quantile(0.95, "antflow_stage_wait_seconds", stages, "pipeline"), "{{pipeline}} p95"),
    ),
  )
  .withPanel(
    heatmap(
      {
        title: "Task durations",
        description:
          "How many attempts took how long. A second band: two kinds of items, or retries against a slow far end. A band at the timeout: raise it, or mend what answers too late.",
        unit: units.Seconds,
        width: 5,
      },
      traced(`sum by (le) (increase(antflow_task_duration_seconds_bucket{${stages}}[$__rate_interval]))`, "{{le}}"),
    ),
  )

  .withRow(new dashboard.RowBuilder("Retries and errors"))
  .withPanel(
    lines(
      {
        title: "Attempts that went wrong",
        description:
          "By task: retried (another attempt follows), failed (and the item with it), timeout. Retries alone cost time; failures lose items: GET /api/runs/{run}/errors has types and messages.",
        unit: "suffix: /s",
        width: 6,
        stacked: true,
      },
      over(
        `sum by (pipeline, stage, task, outcome) (${rate("antflow_task_attempts_total", `${stages}, outcome!="ok"`)})`,
        "{{pipeline}} {{stage}} {{task}} {{outcome}}",
      ),
    ),
  )
  .withPanel(
    lines(
      {
        title: "Part of the attempts that go wrong",
        description:
          "Of each task's attempts. Half and more: what the task talks to is down or refuses; pause the run and resume it later, rather than wear the attempts out.",
        unit: units.PercentUnit,
        width: 6,
        max: 1,
        limits: { warning: 0.1, critical: 0.5 },
      },
      over(
        `sum by (pipeline, stage, task) (${rate("antflow_task_attempts_total", `${stages}, outcome!="ok"`)})
         / (sum by (pipeline, stage, task) (${rate("antflow_task_attempts_total", stages)}) > 0)`,
        "{{pipeline}} {{stage}} {{task}}",
      ),
    ),
  )
  .withPanel(
    lines(
      {
        title: "Items failed for good",
        description:
          "By the stage where they failed. When the cause is mended, POST /api/runs/{run}/retry puts them back where they failed.",
        unit: "suffix: /s",
        width: 6,
        stacked: true,
      },
      over(
        `sum by (pipeline, stage) (${rate("antflow_stage_items_total", `${stages}, outcome="failed"`)})`,
        "{{pipeline}} {{stage}}",
      ),
    ),
  )
  .withPanel(
    lines(
      {
        title: "Attempts for each success",
        description:
          "How many attempts of a task one that succeeds costs; 1: no attempt is wasted. Rising: the far end gets worse, and each retry is load on it.",
        unit: units.Short,
        width: 6,
      },
      over(
        `sum by (pipeline, stage, task) (${rate("antflow_task_attempts_total", stages)})
         / (sum by (pipeline, stage, task) (${rate("antflow_task_attempts_total", `${stages}, outcome="ok"`)}) > 0)`,
        "{{pipeline}} {{stage}} {{task}}",
      ),
    ),
  )

  .withRow(new dashboard.RowBuilder("Capacity and back pressure"))
  .withPanel(
    table(
      {
        title: "Stages now",
        description:
          "The bottleneck has a full queue and all workers busy, and the stages before it are blocked: PATCH /api/runs/{run}/stages/{stage} {\"workers\": n} gives it more while it works. Rows only for stages that are at work.",
        width: 12,
      },
      ["pipeline", "stage"],
      [
        { query: now(`sum by (pipeline, stage) (stage:antflow_stage_workers:sum{${stages}} > 0)`), heading: "workers", unit: units.Short },
        {
          query: now(`max by (pipeline, stage) (stage:antflow_stage_workers_busy:ratio{${stages}})`),
          heading: "busy",
          unit: units.PercentUnit,
          limits: { warning: 0.9 },
        },
        {
          query: now(`max by (pipeline, stage) (stage:antflow_stage_workers_blocked:ratio{${stages}})`),
          heading: "blocked",
          unit: units.PercentUnit,
          limits: { warning: 0.5, critical: 0.8 },
        },
        {
          query: now(`sum by (pipeline, stage) (antflow_stage_pending_items{${stages}} and stage:antflow_stage_workers:sum > 0)`),
          heading: "waiting",
          unit: units.Short,
        },
        {
          query: now(`max by (pipeline, stage) (stage:antflow_stage_queue_fill:ratio{${stages}})`),
          heading: "queue",
          unit: units.PercentUnit,
          limits: { warning: 0.8, critical: 1 },
        },
        {
          query: now(
            `max by (pipeline, stage) (antflow_stage_oldest_pending_seconds{${stages}} and stage:antflow_stage_workers:sum > 0)`,
          ),
          heading: "oldest",
          unit: units.Seconds,
          limits: { warning: 300, critical: 600 },
        },
      ],
    ),
  )
  .withPanel(
    lines(
      {
        title: "Busy workers",
        description:
          "The part of each stage's workers that is in work. One stage at 100 % while the others idle: the bottleneck. All low with items waiting: a limit (call_rate, task_concurrency_limits) or the waits between attempts hold them.",
        unit: units.PercentUnit,
        width: 12,
        max: 1,
      },
      over(`max by (pipeline, stage) (stage:antflow_stage_workers_busy:ratio{${stages}})`, "{{pipeline}} {{stage}}"),
    ),
  )
  .withPanel(
    lines(
      {
        title: "Blocked workers",
        description:
          "The part of each stage's workers that holds a finished item which has no room in the next stage. It is how a run that is fed faster than it works should look; for hours it says that the next stage is too small.",
        unit: units.PercentUnit,
        width: 8,
        max: 1,
        limits: { warning: 0.8 },
      },
      over(`max by (pipeline, stage) (stage:antflow_stage_workers_blocked:ratio{${stages}})`, "{{pipeline}} {{stage}}"),
    ),
  )
  .withPanel(
    lines(
      {
        title: "Queue fill",
        description:
          "What waits at each stage against what its queue takes; queues without bound are not shown. Above 100 %: blocked workers upstream hold the rest, or items wait for another attempt.",
        unit: units.PercentUnit,
        width: 8,
        limits: { warning: 1 },
      },
      over(`max by (pipeline, stage) (stage:antflow_stage_queue_fill:ratio{${stages}})`, "{{pipeline}} {{stage}}"),
    ),
  )
  .withPanel(
    lines(
      {
        title: "Runs",
        description:
          "Active runs by pipeline. Near antflow.engine.active-runs (100 by default) new ones are refused with 429: raise it, or start fewer and larger ones.",
        unit: units.Short,
        width: 8,
        stacked: true,
      },
      over(`sum by (pipeline, status) (antflow_runs{${pipelines}, status=~"running|paused"})`, "{{pipeline}} {{status}}"),
    ),
  )

  .withRow(new dashboard.RowBuilder("The service"))
  .withPanel(
    lines(
      {
        title: "Open streams",
        description:
          "Clients that follow runs. Near antflow.streams.max (1000 by default) new ones are refused with 503: raise it, or find who opens them.",
        unit: units.Short,
        width: 6,
        stacked: true,
      },
      over(`sum by (kind) (antflow_streams{${service}})`, "{{kind}}"),
    ),
  )
  .withPanel(
    lines(
      {
        title: "Events sent and dropped",
        description:
          "Events a second handed to clients, and those that clients were too slow for. Dropped snapshots are replaced by newer ones and harm nobody; dropped events are announced to the client as a gap: let it filter (?status=, ?stage=) or read faster.",
        unit: "suffix: /s",
        width: 6,
      },
      over(`sum by (kind) (${rate("antflow_stream_events_sent_total", service)})`, "{{kind}} sent"),
      over(`sum by (kind) (${rate("antflow_stream_events_dropped_total", service)})`, "{{kind}} dropped"),
    ),
  )
  .withPanel(
    lines(
      {
        title: "Dropped part of the events",
        description:
          "Of what was due in the last five minutes, the part that clients were too slow for; no line while nobody listens. Events above 1 % for ten minutes raise an alert.",
        unit: units.PercentUnit,
        width: 6,
        max: 1,
        limits: { warning: 0.01 },
      },
      over(`max by (instance, kind) (kind:antflow_stream_events_dropped:ratio_rate5m{${service}})`, "{{instance}} {{kind}}"),
    ),
  )
  .withPanel(
    lines(
      {
        title: "HTTP requests",
        description:
          "Answers a second by status; streams are not among them. 429 or 503: a limit of the configuration is reached. Any 500 is a bug of AntFlow's: its log says more.",
        unit: units.RequestsPerSecond,
        width: 6,
        stacked: true,
      },
      over(`sum by (status) (${rate("http_server_requests_seconds_count", service)})`, "{{status}}"),
    ),
  )
  .withPanel(
    lines(
      {
        title: "Memory",
        description:
          "Heap in use and its limit, and what the JVM uses beside it. The lows after collections that rise towards the limit: lower antflow.engine.items, ended-runs or events-kept, or give it more memory.",
        unit: units.BytesIEC,
        width: 6,
      },
      over(`sum by (instance) (jvm_memory_used_bytes{${service}, area="heap"})`, "{{instance}} heap"),
      over(`sum by (instance) (jvm_memory_used_bytes{${service}, area="nonheap"})`, "{{instance}} beside it"),
      over(`sum by (instance) (jvm_memory_max_bytes{${service}, area="heap"} > 0)`, "{{instance}} heap limit"),
    ).withOverride(dashed("/ heap limit$/", "red")),
  )
  .withPanel(
    lines(
      {
        title: "CPU",
        description:
          "Of all the processors it may use: by the service, and by all of the machine. Service high: the tasks compute, or items are very many; machine high and service low: its neighbours.",
        unit: units.PercentUnit,
        width: 6,
        max: 1,
        limits: { warning: 0.9 },
      },
      over(`max by (instance) (process_cpu_usage{${service}})`, "{{instance}} service"),
      over(`max by (instance) (system_cpu_usage{${service}})`, "{{instance}} machine"),
    ),
  )
  .withPanel(
    lines(
      {
        title: "Garbage collection",
        description:
          "The part of the time in which the JVM stood still to collect. Above 5 %: memory is short; see the panel “Memory”.",
        unit: units.PercentUnit,
        width: 6,
        limits: { warning: 0.05, critical: 0.2 },
      },
      over(`sum by (instance) (${rate("jvm_gc_pause_seconds_sum", service)})`, "{{instance}}"),
    ),
  )
  .withPanel(
    lines(
      {
        title: "Uptime",
        description:
          "Since the start of the service. Back at zero: it was restarted, and runs, results and definitions made over HTTP ended with the process.",
        unit: units.Seconds,
        width: 6,
      },
      over(`max by (instance) (process_uptime_seconds{${service}})`, "{{instance}}"),
    ),
  )
  .withPanel(
    lines(
      {
        title: "Refused to callers",
        description:
          "Refusals a second because a caller took as much as one caller may (antflow.callers): who it is, the audit log says of changes. Calls left out of that log: somebody is refused again and again, mostly a stranger who tries.",
        unit: "suffix: /s",
        width: 6,
      },
      over(`sum by (limit) (${rate("antflow_caller_refusals_total", service)})`, "{{limit}}"),
      over(`sum(${rate("antflow_audit_lines_left_out_total", service)})`, "left out of the audit log"),
    ),
  )
  .build();

/** With ids that stay, so that links to a panel do. */
export const board = { ...built, panels: (built.panels ?? []).map((panel, i) => ({ ...panel, id: i + 1 })) };
