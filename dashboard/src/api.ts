export const CONVERSION_KINDS = ['visit', 'lead', 'signup', 'install', 'purchase', 'subscription'] as const;
export type ConversionKind = (typeof CONVERSION_KINDS)[number];

export const GROUPINGS = ['campaign', 'channel', 'show', 'episode', 'placement'] as const;
export type Grouping = (typeof GROUPINGS)[number];

export interface Tenant {
  name: string;
  slug: string;
  simulated: boolean;
  currency: string | null;
}

export interface Session {
  signedIn: boolean;
  demoAvailable: boolean;
  tenant: Tenant | null;
  scopes: string[];
}

export interface Status {
  waitingConversions: number;
  waitingTouchpoints: number;
  oldestWaitingAt: string | null;
}

export interface Model {
  name: string;
  title: string;
  version: string;
  description: string;
  formula: string;
  source: string;
  parameters: { halfLifeDays?: number; firstShare?: number; lastShare?: number };
}

export interface Totals {
  conversions: number;
  valueMinor: number;
  attributedConversions: number;
  attributedValueMinor: number;
  unattributedConversions: number;
  unattributedValueMinor: number;
  organicConversions: number;
  organicValueMinor: number;
}

export interface Credit {
  conversions: number;
  valueMinor: number;
  roas: number | null;
  cpaMinor: number | null;
}

export interface ReportRow extends Credit {
  key: string | null;
  label: string;
  spendMinor: number | null;
  /** Only when grouped by day: the day's conversions that no touchpoint earned credit for. */
  unattributedConversions?: number;
  unattributedValueMinor?: number;
}

interface ReportFrame {
  groupBy: string;
  lookbackDays: number;
  currency: string | null;
  from: string | null;
  to: string | null;
  waitingConversions: number;
  otherCurrencies?: { currency: string; conversions: number; valueMinor: number }[];
}

export interface Report extends ReportFrame {
  model: string;
  totals: Totals;
  rows: ReportRow[];
}

export interface ComparisonRow {
  key: string | null;
  label: string;
  spendMinor: number | null;
  credits: Record<string, Credit>;
}

export interface Comparison extends ReportFrame {
  models: string[];
  totals: Record<string, Totals>;
  rows: ComparisonRow[];
}

export interface Conversion {
  id: string;
  kind: ConversionKind;
  occurredAt: string;
  valueMinor: number | null;
  currency: string | null;
  orderId: string | null;
  promoCode: string | null;
}

export interface Touchpoint {
  id: string;
  occurredAt: string;
  kind: string;
  campaign: string | null;
  show: string | null;
  episode: string | null;
  channel: string | null;
  placement: string | null;
  evidence: string;
  synthetic: boolean;
  weight: number;
  creditMinor: number;
  creditConversions: number;
}

export interface Explanation {
  id: string;
  kind: ConversionKind;
  occurredAt: string;
  valueMinor: number | null;
  grossValueMinor: number | null;
  refundedMinor: number;
  currency: string | null;
  model: string;
  lookbackDays: number;
  duplicateOf: string | null;
  waiting: boolean;
  touchpoints: Touchpoint[];
  sentences: string[];
}

export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

export type Query = Record<string, string | number | undefined>;

/** A failed request: the problem document of the API (RFC 9457), or `unreachable` with status 0 when no answer came. */
export class ProblemError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, detail: string) {
    super(detail);
    this.name = 'ProblemError';
    this.status = status;
    this.code = code;
  }
}

function addressOf(path: string, query: Query): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) parameters.set(name, String(value));
  const search = parameters.toString();
  return `/api/v1${path}${search === '' ? '' : `?${search}`}`;
}

async function problemOf(response: Response): Promise<ProblemError> {
  const document: unknown = await response.json().catch(() => undefined);
  const { code, detail } = (typeof document === 'object' && document !== null ? document : {}) as { code?: unknown; detail?: unknown };
  const sentence = typeof detail === 'string' ? detail : `The server answered ${response.status} without saying why.`;
  return new ProblemError(response.status, typeof code === 'string' ? code : 'unknown', sentence);
}

async function send(address: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(address, { credentials: 'same-origin', ...init });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ProblemError(
      0,
      'unreachable',
      'The server did not answer. Check that it is running and that you are online, then try again.',
    );
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

/** Reads one resource. @throws ProblemError when the answer is not a success. */
export async function read<Body>(path: string, query: Query, signal?: AbortSignal): Promise<Body> {
  const response = await send(addressOf(path, query), { headers: { accept: 'application/json' }, signal });
  return (await response.json()) as Body;
}

/** Starts a session from an API key or for the demo; the server keeps it in a cookie that scripts cannot read. */
export async function startSession(body: { apiKey: string } | { demo: true }): Promise<void> {
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  await send('/api/v1/security/sessions', { method: 'POST', headers, body: JSON.stringify(body) });
}

/** Ends this browser's session. */
export async function endSession(): Promise<void> {
  await send('/api/v1/security/sessions/current', { method: 'DELETE' });
}
