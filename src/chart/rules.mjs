// What schemas can't see: whether the objects fit each other, and whether the pod is as careful as it should be.

const NAME = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const LABEL = /^([A-Za-z0-9]([-_.A-Za-z0-9]{0,61}[A-Za-z0-9])?)?$/;
const ENVIRONMENT = /^[A-Z][A-Z0-9_]*$/;

const covers = (selector, labels = {}) => Object.entries(selector).every(([key, value]) => labels[key] === value);
const repeated = (names) => names.filter((name, i) => names.indexOf(name) !== i);

/** The faults of the objects of one release, a list of texts. */
export function ruleFaults(objects) {
  const faults = [];
  const check = (holds, text) => holds || faults.push(text);
  const all = (kind) => objects.filter((object) => object.kind === kind);
  const has = (kind, name) => all(kind).some((object) => object.metadata.name === name);

  for (const object of objects) {
    const { name, labels } = object.metadata;
    check(NAME.test(name), `${object.kind}: '${name}' is no name`);
    check(object.metadata.namespace === undefined, `${object.kind} ${name} names a namespace: the release has one`);
    for (const value of Object.values(labels)) check(LABEL.test(value), `${object.kind} ${name}: '${value}' is no label`);
    check(labels['app.kubernetes.io/managed-by'] === 'Helm', `${object.kind} ${name} has not the labels of all`);
  }
  for (const id of repeated(objects.map((object) => `${object.kind} ${object.metadata.name}`))) faults.push(`two are ${id}`);

  check(all('Deployment').length === 1 && all('Service').length === 1, 'there is not one Deployment with one Service');
  const [deployment] = all('Deployment');
  const [service] = all('Service');
  const labels = deployment.spec.template.metadata.labels;
  const pod = deployment.spec.template.spec;
  const [container] = pod.containers;
  const ports = container.ports;
  const port = (wanted) => ports.some(({ name, containerPort }) => wanted === name || wanted === containerPort);
  const environment = Object.fromEntries(container.env.map(({ name, value }) => [name, value]));

  check(covers(deployment.spec.selector.matchLabels, labels), 'the Deployment does not select its own pods');
  check(covers(service.spec.selector, labels), 'the Service does not select the pods');
  check(port(service.spec.ports[0].targetPort), 'the Service goes to a port that the container has not');
  for (const { spec } of all('PodDisruptionBudget')) check(covers(spec.selector.matchLabels, labels), 'the budget selects no pod');
  for (const { spec } of all('NetworkPolicy')) {
    check(covers(spec.podSelector.matchLabels, labels), 'the network policy selects no pod');
    check(spec.ingress.every((rule) => rule.ports.every((it) => port(it.port))), 'the network policy lets in to a port that is not there');
    check(spec.policyTypes.includes('Ingress') && spec.policyTypes.includes('Egress'), 'the network policy leaves a way open');
  }
  for (const { spec } of all('ServiceMonitor')) {
    check(covers(spec.selector.matchLabels, service.metadata.labels), 'the monitor does not select the Service');
    check(service.spec.ports.some(({ name }) => name === spec.endpoints[0].port), 'the monitor scrapes a port that the Service has not');
  }
  for (const { spec } of all('Ingress')) {
    for (const { backend } of spec.rules.flatMap((rule) => rule.http.paths)) {
      check(backend.service.name === service.metadata.name, 'the Ingress leads to another Service');
      check(service.spec.ports.some(({ name }) => name === backend.service.port.name), 'the Ingress leads to a port that is not there');
    }
  }
  for (const { spec } of all('HTTPRoute')) {
    for (const backend of spec.rules.flatMap((rule) => rule.backendRefs)) {
      check(backend.name === service.metadata.name, 'the route leads to another Service');
      check(service.spec.ports.some((it) => it.port === backend.port), 'the route leads to a port that is not there');
    }
  }
  for (const { spec } of all('ScaledObject')) {
    check(spec.scaleTargetRef.name === deployment.metadata.name, 'KEDA scales something else');
    check(deployment.spec.replicas === undefined, 'each update would undo what KEDA scales');
    const [{ metadata, authenticationRef }] = spec.triggers;
    // keda.sh/docs/2.20/scalers/metrics-api: the Service's name and namespace, but the port of the pod.
    const url = new URL(metadata.url);
    check(url.hostname.split('.')[0] === service.metadata.name, 'KEDA asks another Service');
    check(port(Number(url.port)), 'KEDA asks a port that the pod has not');
    check(!authenticationRef || has('TriggerAuthentication', authenticationRef.name), 'KEDA has no key');
    check((authenticationRef === undefined) === (metadata.authMode === undefined), 'KEDA does not send its key');
  }

  const mounts = container.volumeMounts.map(({ name }) => name);
  const volumes = pod.volumes.map(({ name }) => name);
  for (const name of mounts) check(volumes.includes(name), `no volume ${name}`);
  for (const name of volumes) check(mounts.includes(name), `the volume ${name} is not mounted`);
  for (const name of repeated([...volumes, ...container.volumeMounts.map(({ mountPath }) => mountPath)])) faults.push(`${name} is there twice`);
  for (const name of repeated(container.env.map((it) => it.name))) faults.push(`${name} is set twice`);
  for (const { name } of container.env) check(ENVIRONMENT.test(name), `${name} is no variable`);
  for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe']) {
    check(container[probe] && port(container[probe].httpGet.port), `${probe} has no port of the container`);
  }
  check(Number(environment.QUARKUS_HTTP_PORT) === ports[0].containerPort, 'the service listens on another port');
  check(environment.QUARKUS_HTTP_HOST === '0.0.0.0', 'the service listens for itself alone');
  check(environment.ANTFLOW_SECURITY_KEYS_FILE || environment.QUARKUS_OIDC_AUTH_SERVER_URL || environment.ANTFLOW_SECURITY_ANONYMOUS === 'true', 'access is not configured');

  const seconds = Number(/^(\d+)s$/.exec(environment.ANTFLOW_ENGINE_DRAIN_LIMIT)?.[1]);
  const before = container.lifecycle?.preStop.sleep.seconds ?? 0;
  check(pod.terminationGracePeriodSeconds >= before + seconds + 10, 'the pod is killed before it has drained');

  // Pod Security Standards, "restricted", and more.
  check(pod.automountServiceAccountToken === false, 'a token is mounted');
  check(pod.securityContext.runAsNonRoot === true && pod.securityContext.runAsUser !== 0, 'it may run as root');
  check(pod.securityContext.seccompProfile?.type === 'RuntimeDefault', 'no seccomp profile');
  check(container.securityContext.allowPrivilegeEscalation === false, 'it may gain privileges');
  check(container.securityContext.readOnlyRootFilesystem === true, 'its root file system is writable');
  check(container.securityContext.capabilities?.drop?.includes('ALL'), 'it has capabilities');
  check(!container.securityContext.capabilities?.add, 'it adds capabilities');
  check(!container.securityContext.privileged && !pod.hostNetwork && !pod.hostPID && !pod.hostIPC, 'it has the host');
  check(pod.volumes.every((volume) => !volume.hostPath), 'it mounts the host');
  check(container.resources.requests?.memory && container.resources.limits?.memory, 'memory is without bound');
  return faults;
}
