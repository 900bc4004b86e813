// sources.mjs RENDERED FOLDER: rules and boards of a release are those of deploy/, word for word but for where runbooks are.
// Leaves the rules in FOLDER, as files for promtool.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { parse, parseAllDocuments, stringify } from 'yaml';

const [rendered, folder] = process.argv.slice(2);
const objects = parseAllDocuments(fs.readFileSync(rendered, 'utf8')).map((document) => document.toJS());
const of = (kind) => objects.filter((object) => object?.kind === kind);
const deployed = (...parts) => fs.readFileSync(path.join('deploy', ...parts), 'utf8');

const rules = of('PrometheusRule');
assert.deepEqual(rules.map(({ metadata }) => metadata.name).sort(), ['antflow-alerts', 'antflow-rules']);
for (const { metadata, spec } of rules) {
  const source = parse(deployed('prometheus', `${metadata.name}.yml`));
  for (const { annotations } of source.groups.flatMap((group) => group.rules)) {
    if (annotations) {
      annotations.runbook_url = `https://git.example.com/antflow/${annotations.runbook}`;
      delete annotations.runbook;
    }
  }
  assert.deepEqual(spec, source, metadata.name);
  fs.writeFileSync(path.join(folder, `${metadata.name}.yml`), stringify(spec));
}

const boards = Object.assign({}, ...of('ConfigMap').filter(({ metadata }) => metadata.labels.grafana_dashboard === '1').map(({ data }) => data));
assert.deepEqual(Object.keys(boards).sort(), fs.readdirSync('deploy/grafana/dashboards').sort());
for (const [name, text] of Object.entries(boards)) assert.equal(text, deployed('grafana', 'dashboards', name), name);
console.log(`${rules.length} files of rules and ${Object.keys(boards).length} boards are those of deploy/`);
