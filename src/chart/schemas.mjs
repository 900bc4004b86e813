// What Kubernetes' own schemas, and those of the custom resources, find wrong with objects. Their types find fields that do
// not exist and values of another type; their validators find what is missing, and formats. Neither does both.
import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const PACKAGES = {
  'monitoring.coreos.com': '@kubernetes-models/prometheus-operator/',
  'keda.sh': '@kubernetes-models/keda/',
  'gateway.networking.k8s.io': '@kubernetes-models/gateway-api/',
};

function moduleOf({ apiVersion }) {
  return (PACKAGES[apiVersion.split('/')[0]] ?? 'kubernetes-models/') + apiVersion;
}

/**
 * The faults of several sets of objects, for each set a list of texts. They are compiled together, which is most of the time.
 */
export async function schemaFaults(sets) {
  const faults = sets.map(() => []);
  const folder = fs.mkdtempSync('typed-');
  const files = sets.map((objects, i) => {
    const file = path.resolve(folder, `set-${i}.ts`);
    const lines = objects.flatMap((object, j) => [
      `import type { I${object.kind} as Kind${j} } from ${JSON.stringify(moduleOf(object))};`,
      `export const object${j}: Kind${j} = ${JSON.stringify(object, null, 1)};`,
    ]);
    fs.writeFileSync(file, lines.join('\n'));
    return file;
  });
  const program = ts.createProgram(files, {
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: [],
  });
  for (const { file, start, messageText } of ts.getPreEmitDiagnostics(program)) {
    const where = file && files.indexOf(path.resolve(file.fileName));
    const text = ts.flattenDiagnosticMessageText(messageText, ' ');
    if (where === undefined || where < 0) throw new Error(text);
    const line = file.text.slice(file.text.lastIndexOf('\n', start) + 1).split('\n')[0].trim();
    faults[where].push(`${line}: ${text.slice(0, 300)}`);
  }
  fs.rmSync(folder, { recursive: true });
  for (const [i, objects] of sets.entries()) {
    for (const object of objects) {
      try {
        const kinds = await import(moduleOf(object));
        new kinds[object.kind](object).validate();
      } catch (e) {
        faults[i].push(`${object.kind} ${object.metadata?.name}: ${e.message}`);
      }
    }
  }
  return faults;
}
