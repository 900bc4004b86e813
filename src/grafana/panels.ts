// What all panels have in common, so that board.ts says only what is particular about each.
import type { Builder, Dataquery } from "@grafana/grafana-foundation-sdk/cog";
import * as common from "@grafana/grafana-foundation-sdk/common";
import * as dashboard from "@grafana/grafana-foundation-sdk/dashboard";
import * as heatmaps from "@grafana/grafana-foundation-sdk/heatmap";
import * as prometheus from "@grafana/grafana-foundation-sdk/prometheus";
import * as stats from "@grafana/grafana-foundation-sdk/stat";
import * as tables from "@grafana/grafana-foundation-sdk/table";
import * as timelines from "@grafana/grafana-foundation-sdk/timeseries";

export const source: common.DataSourceRef = { type: "prometheus", uid: "${datasource}" };

/** What every panel says of itself. */
export interface Panel {
  title: string;
  /** What it shows, and what to do when it looks bad. */
  description: string;
  unit: string;
  /** Of 24 columns. */
  width: number;
  height?: number;
}

/** Values from which on it is yellow, and red. */
export interface Limits {
  warning: number;
  critical?: number;
}

function thresholds(limits: Limits | undefined): dashboard.ThresholdsConfigBuilder {
  const steps: dashboard.Threshold[] = [{ value: null, color: "green" }];
  if (limits) {
    steps.push({ value: limits.warning, color: "yellow" });
    if (limits.critical !== undefined) {
      steps.push({ value: limits.critical, color: "red" });
    }
  }
  return new dashboard.ThresholdsConfigBuilder().mode(dashboard.ThresholdsMode.Absolute).steps(steps);
}

/** A query over the board's time range. */
export function over(expr: string, legend: string): prometheus.DataqueryBuilder {
  return new prometheus.DataqueryBuilder().datasource(source).expr(oneLine(expr)).legendFormat(legend).range();
}

/** The same, with the traces that Prometheus has kept as exemplars of these histograms as points. */
export function traced(expr: string, legend: string): prometheus.DataqueryBuilder {
  return over(expr, legend).exemplar(true);
}

/** A query of this moment alone: for what must not show an old value when there is none now. */
export function now(expr: string): prometheus.DataqueryBuilder {
  return new prometheus.DataqueryBuilder().datasource(source).expr(oneLine(expr)).instant();
}

function oneLine(expr: string): string {
  return expr.trim().replace(/\s+/g, " ");
}

/** Gives the queries the names A, B, … in their order. */
function named(queries: prometheus.DataqueryBuilder[]): Builder<Dataquery>[] {
  return queries.map((query, i) => query.refId(String.fromCharCode("A".charCodeAt(0) + i)));
}

/** One figure, with its course behind it if it is asked for over the time range. */
export function stat(panel: Panel & { limits?: Limits; decimals?: number; none?: string }, query: prometheus.DataqueryBuilder) {
  const builder = new stats.PanelBuilder()
    .title(panel.title)
    .description(panel.description)
    .datasource(source)
    .unit(panel.unit)
    .min(0)
    .span(panel.width)
    .height(panel.height ?? 4)
    .thresholds(thresholds(panel.limits))
    .colorMode(panel.limits ? common.BigValueColorMode.Background : common.BigValueColorMode.Value)
    .graphMode(common.BigValueGraphMode.Area)
    .reduceOptions(new common.ReduceDataOptionsBuilder().calcs(["lastNotNull"]).values(false).fields(""))
    .targets(named([query]));
  if (panel.decimals !== undefined) {
    builder.decimals(panel.decimals);
  }
  if (panel.none) {
    builder.noValue(panel.none);
  }
  return builder;
}

/** Lines over time; a legend with last and largest value. */
export function lines(
  panel: Panel & { max?: number; limits?: Limits; stacked?: boolean; listed?: boolean },
  ...queries: prometheus.DataqueryBuilder[]
) {
  const builder = new timelines.PanelBuilder()
    .title(panel.title)
    .description(panel.description)
    .datasource(source)
    .unit(panel.unit)
    .min(0)
    .span(panel.width)
    .height(panel.height ?? 8)
    .noValue("no data")
    .lineWidth(1)
    .fillOpacity(panel.stacked ? 40 : 10)
    .showPoints(common.VisibilityMode.Never)
    .stacking(new common.StackingConfigBuilder().mode(panel.stacked ? common.StackingMode.Normal : common.StackingMode.None))
    .thresholds(thresholds(panel.limits))
    .thresholdsStyle(
      new common.GraphThresholdsStyleConfigBuilder().mode(
        panel.limits ? common.GraphThresholdsStyleMode.Dashed : common.GraphThresholdsStyleMode.Off,
      ),
    )
    .legend(
      new common.VizLegendOptionsBuilder()
        .showLegend(true)
        .placement(common.LegendPlacement.Bottom)
        .displayMode(panel.listed ? common.LegendDisplayMode.List : common.LegendDisplayMode.Table)
        .calcs(panel.listed ? [] : ["lastNotNull", "max"]),
    )
    .tooltip(new common.VizTooltipOptionsBuilder().mode(common.TooltipDisplayMode.Multi).sort(common.SortOrder.Descending))
    .targets(named(queries));
  if (panel.max !== undefined) {
    builder.max(panel.max);
  }
  return builder;
}

/** How many fell into each bucket of a histogram, over time. */
export function heatmap(panel: Panel, query: prometheus.DataqueryBuilder) {
  return new heatmaps.PanelBuilder()
    .title(panel.title)
    .description(panel.description)
    .datasource(source)
    .unit("short")
    .span(panel.width)
    .height(panel.height ?? 8)
    .calculate(false)
    .color(new heatmaps.HeatmapColorOptionsBuilder().mode(heatmaps.HeatmapColorMode.Scheme).scheme("Oranges").fill("dark-orange").exponent(0.5).steps(32))
    .filterValues(new heatmaps.FilterValueRangeBuilder().le(1e-9))
    .cellGap(1)
    .yAxis(new heatmaps.YAxisConfigBuilder().unit(panel.unit).axisPlacement(common.AxisPlacement.Left))
    .tooltip(new heatmaps.HeatmapTooltipBuilder().mode(common.TooltipDisplayMode.Single).yHistogram(true))
    .targets(named([query.format(prometheus.PromQueryFormat.Heatmap)]));
}

/** A column of a table: the query that fills it, its heading, and how its cells look. */
export interface Column {
  query: prometheus.DataqueryBuilder;
  heading: string;
  unit: string;
  limits?: Limits;
}

/** A row for each combination of the key labels. */
export function table(panel: Omit<Panel, "unit">, keys: string[], columns: Column[]) {
  const value = (i: number) => `Value #${String.fromCharCode("A".charCodeAt(0) + i)}`;
  const builder = new tables.PanelBuilder()
    .title(panel.title)
    .description(panel.description)
    .datasource(source)
    .unit("short")
    .span(panel.width)
    .height(panel.height ?? 8)
    .noValue("–")
    .targets(named(columns.map((column) => column.query.format(prometheus.PromQueryFormat.Table))))
    .withTransformation({ id: "merge", options: {} })
    .withTransformation({
      id: "organize",
      options: {
        excludeByName: { Time: true },
        indexByName: Object.fromEntries([...keys, ...columns.map((_, i) => value(i))].map((name, i) => [name, i])),
        renameByName: Object.fromEntries(columns.map((column, i) => [value(i), column.heading])),
      },
    });
  for (const column of columns) {
    builder.overrideByName(column.heading, [
      { id: "unit", value: column.unit },
      ...(column.limits
        ? [
            { id: "thresholds", value: thresholds(column.limits).build() },
            { id: "custom.cellOptions", value: { type: common.TableCellDisplayMode.ColorText } },
          ]
        : []),
    ]);
  }
  return builder;
}

/** A variable that offers the values of a label. */
export function choice(name: string, label: string, description: string, of: string) {
  const query = `label_values(${of}, ${name})`;
  return new dashboard.QueryVariableBuilder(name)
    .label(label)
    .description(description)
    .datasource(source)
    .query({ query, refId: "StandardVariableQuery" })
    .definition(query)
    .refresh(dashboard.VariableRefresh.OnTimeRangeChanged)
    .sort(dashboard.VariableSort.AlphabeticalAsc)
    .multi(true)
    .includeAll(true)
    .allValue(".+")
    .current({ selected: true, text: ["All"], value: ["$__all"] });
}
