import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { readRecipe } from '../prove/image/recipe.ts';
import { commandFault, unknownSettings } from './commands.ts';
import { manifestFaults } from './schema.ts';

interface Reference {
  name: string;
  key: string;
}

interface Container {
  image: string;
  args: string[];
  ports?: { name: string; containerPort: number }[];
  env?: { name: string; value?: string; valueFrom?: { configMapKeyRef?: Reference; secretKeyRef?: Reference } }[];
  envFrom?: { configMapRef?: { name: string }; secretRef?: { name: string } }[];
  startupProbe?: Probe;
  livenessProbe?: Probe;
  readinessProbe?: Probe;
  lifecycle?: { preStop: { exec: { command: string[] } } };
  securityContext: unknown;
  volumeMounts: { name: string; mountPath: string }[];
}

interface Probe {
  httpGet: { path: string; port: string };
}

interface PodSpec {
  containers: Container[];
  securityContext: { runAsUser: number; runAsGroup: number; runAsNonRoot: boolean; fsGroup: number };
  terminationGracePeriodSeconds: number;
  automountServiceAccountToken: boolean;
  enableServiceLinks: boolean;
  volumes: { name: string; persistentVolumeClaim?: { claimName: string } }[];
}

type Labels = Record<string, string>;

interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string };
  data?: Record<string, string>;
  stringData?: Record<string, string>;
  spec: {
    selector: Labels & { matchLabels: Labels };
    template: { metadata: { labels: Labels }; spec: PodSpec };
    serviceName?: string;
    volumeClaimTemplates?: { metadata: { name: string } }[];
    ports?: { targetPort: string; name: string }[];
    rules?: { http: { paths: { path: string; backend: { service: { name: string; port: { name: string } } } }[] } }[];
  };
}

const ROOT = join(import.meta.dirname, '../..');
const FOLDER = join(ROOT, 'deploy/kubernetes');
const names = readdirSync(FOLDER).filter((name) => name !== 'kustomization.yaml');
const textOf = (name: string) => readFileSync(join(FOLDER, name), 'utf8');
const documentsIn = (text: string) => parseAllDocuments(text).map((document) => document.toJS() as Manifest);
const manifests = names.flatMap((name) =>
  documentsIn(textOf(name)).map((manifest) => [`${name} ${manifest.kind} ${manifest.metadata.name}`, manifest] as const),
);
const all = manifests.map(([, manifest]) => manifest);
const of = (kind: string) => all.filter((manifest) => manifest.kind === kind);
const workloads = manifests.filter(([, { kind }]) => ['StatefulSet', 'Deployment', 'Job'].includes(kind));
const { config } = readRecipe(readFileSync(join(ROOT, 'Dockerfile'), 'utf8'));
const isPartOf = (wanted: Labels, labels: Labels) => Object.entries(wanted).every(([name, value]) => labels[name] === value);

test.each(manifests)('%s is what the API’s schema says, without a name that it does not know', (_, manifest) => {
  expect(manifestFaults(manifest)).toEqual([]);
});

const API = textOf('api.yaml');

test.each([
  ['a slip of the pen in a pod', API.replace('enableServiceLinks:', 'enableServicelinks:')],
  ['a slip of the pen in a container', API.replace('readinessProbe:', 'readynessProbe:')],
  ['a slip of the pen in a security context', API.replace('readOnlyRootFilesystem:', 'readOnlyRootFileSystem:')],
  ['a text where a number must stand', API.replace('replicas: 2', 'replicas: two')],
  ['a missing selector', API.replace(/ {2}selector:\n {4}matchLabels:\n( {6}.*\n){2}/, '')],
  ['a number where a list must stand', API.replace('accessModes: [ReadWriteOnce]', 'accessModes: 1')],
  ['a name of another object', API.replace('minAvailable: 1', 'minAvailable: 1\n  replicas: 2')],
  ['an unknown kind', API.replace('kind: StatefulSet', 'kind: StatefullSet')],
])('the check finds %s', (_, faulty) => {
  expect(faulty).not.toBe(API);
  expect(documentsIn(faulty).flatMap(manifestFaults)).not.toEqual([]);
});

describe.each(workloads)('%s', (_, { spec: { template, volumeClaimTemplates = [] } }) => {
  const pod = template.spec;
  const [container] = pod.containers;

  test('runs a command that exists, in our image', async () => {
    expect(await commandFault(container.args)).toBeUndefined();
    expect(container.image).toBe('earshot');
  });

  test('is given settings that exist, from maps and secrets that have them', () => {
    expect(unknownSettings((container.env ?? []).map(({ name }) => name))).toEqual([]);
    for (const { valueFrom } of container.env ?? []) {
      const [reference, sources] = valueFrom?.configMapKeyRef
        ? [valueFrom.configMapKeyRef, 'ConfigMap']
        : [valueFrom?.secretKeyRef, 'Secret'];
      const source = reference && of(sources).find(({ metadata }) => metadata.name === reference.name);
      if (reference) expect({ ...source?.data, ...source?.stringData }).toHaveProperty([reference.key]);
    }
    const whole = (container.envFrom ?? []).map(({ configMapRef, secretRef }) => configMapRef?.name ?? secretRef?.name);
    expect(
      whole.filter((name) => !all.some(({ kind: found, metadata }) => ['ConfigMap', 'Secret'].includes(found) && metadata.name === name)),
    ).toEqual([]);
  });

  test('is an ordinary user without capabilities, on a root that cannot be written to', () => {
    const [user, group] = config.user.split(':').map(Number);
    expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: user, runAsGroup: group, fsGroup: group });
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect([pod.automountServiceAccountToken, pod.enableServiceLinks]).toEqual([false, false]);
  });

  test('has each volume that it mounts, and a place to write its data and temporary files', () => {
    const there = [...pod.volumes, ...volumeClaimTemplates.map(({ metadata }) => metadata)].map(({ name }) => name);
    expect(container.volumeMounts.map(({ name }) => name).toSorted()).toEqual(there.toSorted());
    expect(container.volumeMounts.map(({ mountPath }) => mountPath)).toEqual(expect.arrayContaining([...config.volumes, '/tmp']));
    const claims = pod.volumes.flatMap(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? []);
    expect(claims.filter((claim) => !of('PersistentVolumeClaim').some(({ metadata }) => metadata.name === claim))).toEqual([]);
  });
});

const lasting = workloads.filter(([, { kind }]) => kind !== 'Job');

describe.each(lasting)('%s', (_, { spec: { template, selector, serviceName } }) => {
  const pod = template.spec;
  const [container] = pod.containers;

  test('is asked at the port that the image answers whether it lives, selects its own pods, and is given time to stop', () => {
    expect(container.ports).toEqual([{ name: 'http', containerPort: Number(config.ports[0]) }]);
    for (const probe of [container.startupProbe, container.livenessProbe, container.readinessProbe]) {
      expect(probe?.httpGet.port).toBe('http');
      expect(['/health', '/ready']).toContain(probe?.httpGet.path);
    }
    expect(isPartOf(selector.matchLabels, template.metadata.labels)).toBe(true);
    if (serviceName !== undefined) expect(of('Service').map(({ metadata }) => metadata.name)).toContain(serviceName);
    const before = Number(container.lifecycle?.preStop.exec.command[1] ?? 0);
    expect(pod.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(before + 30);
  });
});

test('each service, budget and route leads to pods that are there', () => {
  const pods = workloads.map(([, { spec }]) => spec.template.metadata.labels);
  const leads = (wanted: Labels) => pods.filter((labels) => isPartOf(wanted, labels)).length === 1;
  expect(of('Service').filter(({ metadata, spec }) => metadata.name !== 'earshot-nothing' && !leads(spec.selector))).toEqual([]);
  expect(of('PodDisruptionBudget').filter(({ spec }) => !leads(spec.selector.matchLabels))).toEqual([]);
  const backends = of('Ingress').flatMap(
    ({ spec }) => spec.rules?.flatMap(({ http }) => http.paths.map(({ backend }) => backend.service)) ?? [],
  );
  expect(backends.filter(({ name }) => !of('Service').some(({ metadata }) => metadata.name === name))).toEqual([]);
});

test('the ingress sends to tracking what a redirector answers, what monitoring asks to nobody, and the rest to api', () => {
  const [{ spec }] = of('Ingress');
  const paths = spec.rules?.[0].http.paths ?? [];
  const tracked = paths.filter(({ backend }) => backend.service.name === 'earshot-tracking').map(({ path }) => path);
  const closed = paths.filter(({ backend }) => backend.service.name === 'earshot-nothing').map(({ path }) => path);
  expect(closed.toSorted()).toEqual(['/health', '/metrics', '/ready']);
  expect(tracked.toSorted()).toEqual(['/c', '/e/', '/hooks/', '/i.gif', '/l/', '/t.js']);
});

test('settings of maps and secrets exist, the owner’s login is the migration’s alone, and secrets hold no secret', () => {
  const given = all.flatMap(({ data, stringData }) => Object.keys({ ...data, ...stringData }));
  expect(unknownSettings(given)).toEqual([]);
  const holders = workloads.filter(([, { spec }]) =>
    spec.template.spec.containers[0].envFrom?.some(({ secretRef }) => secretRef?.name === 'earshot-owner'),
  );
  expect(holders.map(([name]) => name)).toEqual(['migrate.yaml Job earshot-migrate']);
  expect(
    of('Secret')
      .flatMap(({ stringData }) => Object.values(stringData ?? {}))
      .filter((value) => !value.includes('REPLACE')),
  ).toEqual([]);
});

test('kustomization names every file that may be applied as it is', () => {
  const { resources, images } = parse(textOf('kustomization.yaml')) as { resources: string[]; images: { name: string }[] };
  expect(resources.toSorted()).toEqual(names.filter((name) => !['secret.example.yaml', 'ingress.yaml'].includes(name)).toSorted());
  expect(images.map(({ name }) => name)).toEqual(['earshot']);
});
