import type { AddressExample } from './example-address.ts';
import type { Answer } from './http.ts';

/** One measure, with the one value of it that is the same as long as all is well. */
function oneMeasure(answer: Answer): Answer {
  const lines = answer.text.split('\n').filter((line) => /^(?:# \w+ )?earshot_spool(?: |\{what="lost"\})/.test(line));
  return { ...answer, text: ['…', ...lines, '…'].join('\n') };
}

function withoutOperations(answer: Answer): Answer {
  const { openapi, info, servers } = answer.json as Record<string, unknown>;
  return { ...answer, json: { openapi, info, servers, '…': 'the operations and their schemas' } };
}

/** The addresses at which an installation tells about itself. */
export const INSTALLATION_ADDRESSES: readonly AddressExample[] = [
  {
    name: 'GET /metrics',
    summary: 'Tell what this process measures, in the text format of Prometheus; here is one value of many',
    caller: 'Your monitoring asks; let the proxy answer nobody else.',
    status: 200,
    part: oneMeasure,
    ask: () => ({ path: '/metrics' }),
  },
  {
    name: 'GET /openapi.json',
    summary: 'Tell every other operation, as OpenAPI 3.1; here is how it begins',
    caller: 'Makers of clients ask, and the reference at `/docs`.',
    status: 200,
    part: withoutOperations,
    ask: () => ({ path: '/openapi.json' }),
  },
  {
    name: 'GET /docs/',
    summary: 'Show that document to people',
    caller: 'Browsers ask.',
    status: 200,
    ask: () => ({ path: '/docs/' }),
  },
];
