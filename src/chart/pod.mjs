// pod.mjs RENDERED IMAGE KEYS: what of a release Podman can play, with that image and that keys file. Podman 4.3 has no Secrets
// in volumes that work, so they are ConfigMaps of the same files here.
import fs from 'node:fs';
import { parseAllDocuments, stringify } from 'yaml';

const [rendered, image, keys] = process.argv.slice(2);
const objects = parseAllDocuments(fs.readFileSync(rendered, 'utf8')).map((document) => document.toJS());
const deployment = objects.find(({ kind }) => kind === 'Deployment');
const pod = deployment.spec.template.spec;
const [container] = pod.containers;
container.image = image;
container.imagePullPolicy = 'Never';
container.ports[0].hostPort = container.ports[0].containerPort;
// It would ask by programs that the image has not.
for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe']) delete container[probe];

const secrets = pod.volumes.filter(({ secret }) => secret).map((volume) => {
  const { secretName, items } = volume.secret;
  delete volume.secret;
  volume.configMap = { name: secretName, items };
  const data = Object.fromEntries(items.map(({ key }) => [key, fs.readFileSync(keys, 'utf8')]));
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: secretName }, data };
});
const maps = objects.filter(({ kind }) => kind === 'ConfigMap');
console.log([...maps, ...secrets, deployment].map((object) => stringify(object)).join('---\n'));
