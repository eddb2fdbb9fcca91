import type { AddressExample, Asked } from './example-address.ts';
import type { Ground } from './example-ground.ts';

const PRIVATE = ['cache-control', 'x-robots-tag'] as const;
const FILE = ['content-disposition', 'cache-control'] as const;

/** A request for what stands at the address of a page, or below it. */
const askPage =
  (of: keyof Ground['tokens'], folder: string, rest = '') =>
  ({ tokens }: Ground): Asked => ({ path: `/${folder}/${tokens[of]}${rest}`, known: [[tokens[of], 'the-token']] });

const REPORTS: readonly AddressExample[] = [
  {
    name: 'GET /r/{token}',
    summary: 'Show a report to whoever has its address',
    caller: 'People ask who were given the link of a report.',
    status: 200,
    headers: PRIVATE,
    ask: askPage('report', 'r'),
  },
  {
    name: 'GET /r/{token}.csv',
    summary: 'The same figures as a file',
    caller: 'People ask, from that page.',
    status: 200,
    headers: FILE,
    ask: askPage('report', 'r', '.csv'),
  },
  {
    name: 'GET /r/{token}/logo',
    summary: 'The logo of whoever shares the report',
    caller: 'That page asks.',
    status: 200,
    output: 'logo.png',
    ask: askPage('report', 'r', '/logo'),
  },
];

const EXPLANATIONS: readonly AddressExample[] = [
  {
    name: 'GET /x/{token}',
    summary: 'Show why a conversion was credited as it was',
    caller: 'People ask who were given the link of an explanation.',
    status: 200,
    headers: PRIVATE,
    ask: askPage('explanation', 'x'),
  },
  {
    name: 'GET /x/{token}.json',
    summary: 'The same as it was signed, for `earshot explanations verify`',
    caller: 'People ask, from that page.',
    status: 200,
    headers: FILE,
    ask: askPage('explanation', 'x', '.json'),
  },
  {
    name: 'GET /x/{token}/logo',
    summary: 'The logo of whoever shares the explanation',
    caller: 'That page asks.',
    status: 200,
    output: 'logo.png',
    ask: askPage('explanation', 'x', '/logo'),
  },
  {
    name: 'GET /.well-known/explanation-keys.json',
    summary: 'Tell the public keys by which signed explanations are checked',
    caller: 'Programs ask that check one.',
    status: 200,
    headers: ['cache-control', 'access-control-allow-origin'],
    ask: () => ({ path: '/.well-known/explanation-keys.json' }),
  },
];

const MAILS: readonly AddressExample[] = [
  {
    name: 'GET /u/{token}',
    summary: 'Ask whether the mails of a report are to stop',
    caller: 'People without an account ask, by the link that stands in each mail to them.',
    status: 200,
    headers: PRIVATE,
    ask: askPage('stop', 'u'),
  },
  {
    name: 'POST /u/{token}',
    summary: 'Stop them',
    caller: 'That page asks, and mail programs by themselves (RFC 8058).',
    status: 200,
    ask: (ground) => ({ ...askPage('stop', 'u')(ground), body: 'List-Unsubscribe=One-Click' }),
  },
];

/** The addresses of pages that people without an account are given. */
export const PAGE_ADDRESSES: readonly AddressExample[] = [...REPORTS, ...EXPLANATIONS, ...MAILS];
