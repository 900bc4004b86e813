// check.mjs FOLDER: checks what the chart rendered, a file for each set of values; full.yaml has everything, so the mistakes
// are made in it. Ends with status 1 when something is wrong, or when a mistake was not found.
import fs from 'node:fs';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { fieldsTooMany, mistakes } from './mistakes.mjs';
import { ruleFaults } from './rules.mjs';
import { schemaFaults } from './schemas.mjs';

function read(file) {
  return parseAllDocuments(fs.readFileSync(file, 'utf8'))
    .map((document) => {
      if (document.errors.length) throw document.errors[0];
      return document.toJS();
    })
    .filter(Boolean);
}

function ruleFaultsOrCrash(objects) {
  try {
    return ruleFaults(objects);
  } catch (e) {
    return [`not even fit to be looked at: ${e.message}`];
  }
}

const [folder] = process.argv.slice(2);
const names = fs.readdirSync(folder);
const rendered = names.map((name) => read(path.join(folder, name)));
const full = rendered[names.indexOf('full.yaml')];
const mistaken = Object.values(mistakes).map((make) => {
  const objects = structuredClone(full);
  make(objects);
  return objects;
});
const grown = fieldsTooMany(full);
const sets = [...rendered, ...mistaken];
const bySchema = await schemaFaults([...sets, ...grown.map(([, object]) => [object])]);
const faults = sets.map((objects, i) => [...bySchema[i], ...ruleFaultsOrCrash(objects)]);

for (const [i, name] of names.entries()) {
  for (const fault of faults[i]) console.error(`${name}: ${fault}`);
  console.log(`${name}: ${rendered[i].map(({ kind }) => kind).join(', ')}`);
}
const made = [...Object.keys(mistakes), ...grown.map(([where]) => where)];
const found = [...faults.slice(names.length), ...bySchema.slice(sets.length)];
const missed = made.filter((_, i) => !found[i].length);
for (const name of missed) console.error(`not found: ${name}`);
console.log(`${made.length - missed.length} of ${made.length} mistakes found`);
process.exitCode = missed.length || faults.slice(0, names.length).flat().length ? 1 : 0;
