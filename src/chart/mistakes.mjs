// Mistakes that one could make in the templates: each must be found, or the checks are not worth much.

const of = (kind) => (objects) => objects.find((object) => object.kind === kind);
const container = (objects) => of('Deployment')(objects).spec.template.spec.containers[0];
const pod = (objects) => of('Deployment')(objects).spec.template.spec;

export const mistakes = {
  // found by the types
  'a probe with a misspelt field': (o) => (container(o).readinessProbe.periodSecond = 5),
  'a field at the wrong level': (o) => (container(o).terminationGracePeriodSeconds = 50),
  'a number as text': (o) => (pod(o).terminationGracePeriodSeconds = '50'),
  'a variable that is a number': (o) => (container(o).env[1].value = 8080),
  'a field that is null': (o) => (pod(o).nodeSelector = null),
  'a list that is an object': (o) => (pod(o).volumes = {}),
  'a security context with a misspelt field': (o) => (container(o).securityContext.readOnlyRootFileSystem = true),
  'a monitor with a misspelt field': (o) => (of('ServiceMonitor')(o).spec.endpoints[0].authorisation = {}),
  'an alert with a misspelt field': (o) => (of('PrometheusRule')(o).spec.groups[0].rules[0].anotations = {}),
  'a scaled object with a misspelt field': (o) => (of('ScaledObject')(o).spec.maxReplicasCount = 8),
  'a trigger with a number as text': (o) => (of('ScaledObject')(o).spec.triggers[0].metadata.targetValue = 2.5),
  'a route with a misspelt field': (o) => (of('HTTPRoute')(o).spec.rules[0].timeout = {}),
  'an egress rule with a misspelt field': (o) => (of('NetworkPolicy')(o).spec.egress[1].to[0].ipBlock.exept = []),
  // found by the validators, or by both
  'a monitor without endpoints': (o) => delete of('ServiceMonitor')(o).spec.endpoints,
  'a Deployment without selector': (o) => delete of('Deployment')(o).spec.selector,
  'a mount without path': (o) => delete container(o).volumeMounts[0].mountPath,
  'a trigger without type': (o) => delete of('ScaledObject')(o).spec.triggers[0].type,
  'a quantity that is none': (o) => (container(o).resources.limits.memory = '4 Gigs'),
  'an alert that lasts an unknown time': (o) => (of('PrometheusRule')(o).spec.groups[0].rules[0].for = '10 minutes'),
  'a scrape interval that is none': (o) => (of('ServiceMonitor')(o).spec.endpoints[0].interval = 'often'),
  'a kind that its group has not': (o) => (of('PodDisruptionBudget')(o).apiVersion = 'policy/v1beta2'),
  'a protocol that is none': (o) => (of('NetworkPolicy')(o).spec.ingress[0].ports[0].protocol = 'TPC'),
  'a kind of path that is none': (o) => (of('Ingress')(o).spec.rules[0].http.paths[0].pathType = 'Praefix'),
  'an access mode that is none': (o) => (of('PersistentVolumeClaim')(o).spec.accessModes = ['ReadWriteAll']),
  'an affinity that is none': (o) => (of('Service')(o).spec.sessionAffinity = 'Cookie'),
  // found by the rules
  'a name with capitals': (o) => (of('Service')(o).metadata.name = 'AntFlow'),
  'a label with a space': (o) => (of('Service')(o).metadata.labels.team = 'my team'),
  'a Service that selects nothing': (o) => (of('Service')(o).spec.selector.app = 'antflow'),
  'a budget that selects nothing': (o) => (of('PodDisruptionBudget')(o).spec.selector.matchLabels.app = 'antflow'),
  'a target port that is not there': (o) => (of('Service')(o).spec.ports[0].targetPort = 'web'),
  'a probe of a port that is not there': (o) => (container(o).livenessProbe.httpGet.port = 'web'),
  'a mount without volume': (o) => (container(o).volumeMounts[0].name = 'dta'),
  'a volume that is not mounted': (o) => container(o).volumeMounts.pop(),
  'a variable that is set twice': (o) => container(o).env.push({ name: 'ANTFLOW_DATA_DIR', value: '/tmp' }),
  'a variable with a dash': (o) => container(o).env.push({ name: 'ANTFLOW-DATA', value: '/tmp' }),
  'a grace period below the drain limit': (o) => (pod(o).terminationGracePeriodSeconds = 125),
  'a writable root file system': (o) => (container(o).securityContext.readOnlyRootFilesystem = false),
  'a pod that may run as root': (o) => delete pod(o).securityContext.runAsNonRoot,
  'a pod without seccomp profile': (o) => delete pod(o).securityContext.seccompProfile,
  'a capability': (o) => (container(o).securityContext.capabilities.add = ['NET_ADMIN']),
  'a monitor of a port that is not there': (o) => (of('ServiceMonitor')(o).spec.endpoints[0].port = 'metrics'),
  'a route to a port that is not there': (o) => (of('HTTPRoute')(o).spec.rules[0].backendRefs[0].port = 81),
  'KEDA asking the port of the Service': (o) =>
    (of('ScaledObject')(o).spec.triggers[0].metadata.url = of('ScaledObject')(o).spec.triggers[0].metadata.url.replace(':8080', ':80')),
  'KEDA without its key': (o) => delete of('ScaledObject')(o).spec.triggers[0].authenticationRef,
  'a Deployment that resets what KEDA scales': (o) => (of('Deployment')(o).spec.replicas = 2),
  'two objects of one name': (o) => o.push(structuredClone(of('ConfigMap')(o))),
  'access that is not configured': (o) => (container(o).env = container(o).env.filter(({ name }) => name !== 'ANTFLOW_SECURITY_KEYS_FILE')),
};

// Maps whose keys are the user's to choose: no field is unknown there.
const FREE = new Set(['annotations', 'data', 'labels', 'limits', 'matchLabels', 'metadata of a trigger', 'nodeSelector', 'requests', 'selector of a Service']);

function nameOf(key, parent, root) {
  if (key === 'metadata' && parent !== root) return parent.type === 'metrics-api' ? 'metadata of a trigger' : key;
  if (key === 'selector' && root.kind === 'Service') return 'selector of a Service';
  return key;
}

/** Each object with a field too many, once for every map that is in it: [where, the object]. */
export function fieldsTooMany(objects) {
  const found = [];
  for (const object of objects) {
    const visit = (value, path) => {
      if (!Array.isArray(value)) {
        const copy = structuredClone(object);
        path.reduce((inner, key) => inner[key], copy).fieldTooMany = true;
        found.push([`${object.kind}: ${['', ...path].join('.')}.fieldTooMany`, copy]);
      }
      for (const [key, inner] of Object.entries(value)) {
        if (inner && typeof inner === 'object' && !FREE.has(nameOf(key, value, object))) visit(inner, [...path, key]);
      }
    };
    visit(object, []);
  }
  return found;
}
