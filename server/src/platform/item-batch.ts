import type { FastifyReply, FastifySchema, FastifySchemaCompiler } from 'fastify';
import { z } from 'zod';
import { AppError, invalid } from './errors.ts';
import { clip, compileCheck } from './schema-faults.ts';

export const EventId = z
  .string()
  .min(1, 'must not be empty')
  .max(200, 'has at most 200 characters')
  .regex(/^[^\p{Cc}]*$/u, 'must not hold control characters')
  .regex(/^(?!\.{1,2}$)/, 'must not be "." or "..", which no address can carry')
  .describe("the sender's own id; the same id twice is a duplicate");

/** A zone moves an instant into another year's number of digits at either end alone. */
const OUTERMOST_YEAR = /^(?:0000|9999)/;

function hasFourDigitYear(text: string): boolean {
  return !OUTERMOST_YEAR.test(text) || new Date(text).toISOString().length === '2026-11-01T09:00:00.000Z'.length;
}

const NOT_AN_INSTANT = 'must be an RFC 3339 instant with a zone, such as 2026-11-01T09:00:00Z';

export const Instant = z.iso
  .datetime({ offset: true, error: NOT_AN_INSTANT, abort: true })
  .refine(hasFourDigitYear, NOT_AN_INSTANT)
  .describe('RFC 3339 instant');

export const Rejection = z
  .object({
    index: z.int().describe('place of the item in the batch, from 0'),
    code: z.enum(['invalid', 'conflict', 'too_old', 'in_future', 'quota_exceeded']),
    detail: z.string().describe('the first fault'),
    errors: z
      .array(z.object({ pointer: z.string().describe('into the item'), detail: z.string() }))
      .optional()
      .describe('every fault of the item, up to 20; left out where none of its fields is at fault'),
  })
  .meta({ id: 'Rejection' });
export type Rejection = z.infer<typeof Rejection>;

export const IntakeResult = z.object({ accepted: z.int(), duplicates: z.int(), rejected: z.array(Rejection) }).meta({ id: 'IntakeResult' });
export type IntakeResult = z.infer<typeof IntakeResult>;

/** Each item is checked on its own by the service, so the body as a whole is not checked against the documented schema. */
export const eachItemAlone: { validatorCompiler: FastifySchemaCompiler<FastifySchema> } = {
  validatorCompiler: (part) => (part.httpPart === 'body' ? (value: unknown) => ({ value }) : compileCheck(part)),
};

/** The items of a batch body that has exactly the member `name`. @throws AppError `invalid_request` for any other body. */
export function itemsOf(body: unknown, name: string): unknown[] {
  if (body === null || typeof body !== 'object' || Array.isArray(body)) throw invalid('', `The body must be an object {"${name}":[…]}.`);
  const extra = Object.keys(body).find((key) => key !== name);
  if (extra !== undefined) throw invalid(`/${clip(extra)}`, `Unknown field "${clip(extra)}"; the body has one field, "${name}".`);
  const items = (body as Record<string, unknown>)[name];
  if (!Array.isArray(items)) throw invalid(`/${name}`, `"${name}" must be a list of 1 to 1000 items.`);
  return items;
}

/**
 * Answers 202 with what became of each item. When nothing at all was fit to be stored, the answer is a problem document that lists the
 * same.
 */
export function answerIntake(reply: FastifyReply, result: IntakeResult, name: string): FastifyReply {
  const unfit = result.rejected.filter(({ code }) => code !== 'conflict' && code !== 'quota_exceeded');
  if (unfit.length > 0 && result.accepted + result.duplicates === 0 && unfit.length === result.rejected.length) {
    const errors = unfit.map(({ index, detail }) => ({ pointer: `/${name}/${index}`, detail }));
    throw new AppError('invalid_request', `Nothing was stored: ${unfit[0].detail}.`, { errors, extensions: { ...result } });
  }
  return reply.code(202).send(result);
}
