import { createClient, type Schemas } from '../../client/src/index.ts';
import type { paths as Addresses } from '../../client/src/schema.ts';
import { leaveTenant } from './leaving.ts';

export type Report = Schemas['Report'];
export type ReportRow = Report['rows'][number];
export type Totals = Schemas['Totals'];
export type FitNote = Schemas['FitNote'];
export type Credit = Schemas['Credit'];
export type EvidencedCredit = Schemas['EvidencedCredit'];
export type Comparison = Schemas['Comparison'];
export type ComparisonRow = Comparison['rows'][number];
export type Conversion = Schemas['Conversion'];
export type Explanation = Schemas['Explanation'];
export type CreditedTouchpoint = Schemas['CreditedTouchpoint'];
export type ModelName = Report['model'];
export type ConversionKind = Conversion['kind'];
export type Grouping = Exclude<Report['groupBy'], 'day'>;

/** Models whose credit follows from a path alone: those that stand side by side unless others are chosen. */
export const RULES = ['first_touch', 'last_touch', 'linear', 'time_decay', 'position_based'] as const satisfies readonly ModelName[];
export const MODELS = [...RULES, 'markov', 'shapley', 'hazard'] as const satisfies readonly ModelName[];
export const CONVERSION_KINDS = [
  'visit',
  'lead',
  'signup',
  'install',
  'purchase',
  'subscription',
] as const satisfies readonly ConversionKind[];
export const GROUPINGS = [
  'campaign',
  'channel',
  'show',
  'episode',
  'placement',
  'delivery_evidence',
] as const satisfies readonly Grouping[];

type QueryOf<Address extends keyof Addresses> = Addresses[Address] extends { get: { parameters: { query?: infer Query } } } ? Query : never;
export type ReportQuery = NonNullable<QueryOf<'/api/v1/attribution/report'>>;
export type ComparisonQuery = NonNullable<QueryOf<'/api/v1/attribution/compare'>>;
export type ExplanationQuery = NonNullable<QueryOf<'/api/v1/attribution/conversions/{id}/explanation'>>;
export type PlaceboQuery = NonNullable<QueryOf<'/api/v1/attribution/placebo'>>;
export type PageQuery = NonNullable<QueryOf<'/api/v1/conversions'>>;

/** A failed request: the problem document of the API (RFC 9457), or `unreachable` with status 0 when no answer came. */
export class ProblemError extends Error {
  readonly status: number;
  readonly code: string;
  /** What is wrong with single fields of what was sent, each with a JSON pointer. */
  readonly faults: readonly { pointer: string; detail: string }[];

  constructor(status: number, code: string, detail: string, { faults = [] }: Pick<Partial<ProblemError>, 'faults'> = {}) {
    super(detail);
    this.name = 'ProblemError';
    this.status = status;
    this.code = code;
    this.faults = faults;
  }
}

interface Answer<Body> {
  data?: Body;
  error?: unknown;
  response: Response;
}

function problemOf({ error, response }: Answer<unknown>): ProblemError {
  const { code, detail, errors } = (typeof error === 'object' && error !== null ? error : {}) as {
    code?: unknown;
    detail?: unknown;
    errors?: Schemas['Problem']['errors'];
  };
  const sentence = typeof detail === 'string' ? detail : `The server answered ${response.status} without saying why.`;
  const faults = Array.isArray(errors) ? errors : [];
  return new ProblemError(response.status, typeof code === 'string' ? code : 'unknown', sentence, { faults });
}

function noAnswer(cause: unknown): Error {
  if (cause instanceof DOMException && cause.name === 'AbortError') return cause;
  if (cause instanceof SyntaxError)
    return new ProblemError(502, 'unreadable', 'Something other than Earshot answered, perhaps a proxy on the way. Try again.');
  return new ProblemError(0, 'unreachable', 'The server did not answer. Check that it is running and that you are online, then try again.');
}

/** Throws what a failed answer says. */
export async function settle<Body>(asked: Promise<Answer<Body>>): Promise<Answer<Body>> {
  let answer: Answer<Body>;
  try {
    answer = await asked;
  } catch (error) {
    throw noAnswer(error);
  }
  if (!answer.response.ok) throw problemOf(answer);
  return answer;
}

/** The body of a successful answer. */
export async function bodyOf<Body>(asked: Promise<Answer<Body>>): Promise<Body> {
  const answer = await settle(asked);
  if (answer.data === undefined) throw problemOf(answer);
  return answer.data;
}

/** The typed client, for the addresses that have no function of their own here. */
export const client = createClient();

/** Who is signed in. This and every other function here throws a `ProblemError` when the answer is not a success. */
export const getSession = (signal: AbortSignal) => bodyOf(client.GET('/api/v1/security/sessions/current', { signal }));

export const listModels = (signal: AbortSignal) => bodyOf(client.GET('/api/v1/attribution/models', { signal }));

export const getStatus = (signal: AbortSignal) => bodyOf(client.GET('/api/v1/attribution/status', { signal }));

export const getReport = (query: ReportQuery, signal: AbortSignal) =>
  bodyOf(client.GET('/api/v1/attribution/report', { params: { query }, signal }));

export const getComparison = (query: ComparisonQuery, signal: AbortSignal) =>
  bodyOf(client.GET('/api/v1/attribution/compare', { params: { query }, signal }));

/** How often conversions are matched by chance. */
export const getPlacebo = (query: PlaceboQuery, signal: AbortSignal) =>
  bodyOf(client.GET('/api/v1/attribution/placebo', { params: { query }, signal }));

/** `id` is the conversion's id as the tenant sent it. */
export const getExplanation = (id: string, query: ExplanationQuery, signal: AbortSignal) =>
  bodyOf(client.GET('/api/v1/attribution/conversions/{id}/explanation', { params: { path: { id }, query }, signal }));

export const listConversions = (query: PageQuery, signal: AbortSignal) =>
  bodyOf(client.GET('/api/v1/conversions', { params: { query }, signal }));

/** Ends this browser's session. */
export async function endSession(): Promise<void> {
  leaveTenant();
  await settle(client.DELETE('/api/v1/security/sessions/current', {}));
}

/** To make something, and replace nothing: a key that is taken is refused at the field `key`. */
export const asNew = (key: string) => ({ path: { key }, header: { 'if-none-match': '*' as const } });
