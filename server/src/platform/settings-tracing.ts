import type { Reader, Setting } from './settings.ts';
import { asBaseUrl, BadValue } from './settings-values.ts';

/** The settings of what is told of requests and work to a collector of traces. */
export const TRACING_SETTINGS = [
  {
    name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    default: '',
    description:
      'Where [traces](observability.md#traces) go: an OpenTelemetry collector that takes OTLP over HTTP, such as ' +
      '`http://127.0.0.1:4318`. Without it nothing is traced.',
    secret: false,
  },
  {
    name: 'OTEL_TRACES_SAMPLER_ARG',
    default: '1',
    description: 'The share of requests and pieces of work that is traced, from 0 to 1.',
    secret: false,
  },
] as const satisfies readonly Setting[];

function asShare(value: string): number {
  const share = Number(value);
  if (/^[0-9.]+$/.test(value) && share >= 0 && share <= 1) return share;
  throw new BadValue(`is "${value}"; set it to a number from 0 to 1, such as 0.1.`);
}

/** Where traces go, and which share of them; undefined when nothing is traced. */
export function readTracing(reader: Reader): { endpoint: string; share: number } | undefined {
  const endpoint = reader.read('OTEL_EXPORTER_OTLP_ENDPOINT', asBaseUrl);
  const share = reader.read('OTEL_TRACES_SAMPLER_ARG', asShare) ?? 1;
  return endpoint === undefined ? undefined : { endpoint, share };
}
