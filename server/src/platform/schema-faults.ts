import type { z } from 'zod';
import { AppError, type FieldError } from './errors.ts';

type Issue = z.core.$ZodIssue;

const MOST_ERRORS = 100;
const LONGEST_NAME = 60;
/** What Zod says of its own accord; any other message was written for this place. */
const UNWRITTEN = /^(Invalid|Too small|Too big|Unrecognized)\b/;
const NOUNS: Readonly<Record<string, string>> = { int: 'a whole number', array: 'a list', object: 'an object', record: 'an object' };

/** A text from a request, cut so that an answer never repeats a whole request. */
export function clip(text: string): string {
  return text.length <= LONGEST_NAME ? text : `${text.slice(0, LONGEST_NAME).toWellFormed()}…`;
}

function nounOf(expected: string): string {
  return NOUNS[expected] ?? `a ${expected}`;
}

function kindOf(input: unknown): string {
  if (input === null) return 'null';
  return Array.isArray(input) ? 'a list' : nounOf(typeof input);
}

function bound(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): string {
  const isSmall = issue.code === 'too_small';
  const edge = isSmall ? issue.minimum : issue.maximum;
  const limit = `${isSmall ? 'at least' : 'at most'} ${edge}`;
  const ending = Number(edge) === 1 ? '' : 's';
  if (issue.origin === 'string') return `must have ${limit} character${ending}`;
  return issue.origin === 'array' ? `must hold ${limit} item${ending}` : `must be ${limit}`;
}

function complaint(issue: Issue): string {
  if (!UNWRITTEN.test(issue.message)) return issue.message.charAt(0).toLowerCase() + issue.message.slice(1);
  switch (issue.code) {
    case 'invalid_type':
      if (issue.path.length === 0 && (issue.input === null || issue.input === undefined)) return 'is empty; send JSON';
      if (issue.input === undefined) return `is missing; send ${nounOf(issue.expected)}`;
      if (issue.expected === 'int' && typeof issue.input === 'number') return 'must be a whole number';
      return `must be ${nounOf(issue.expected)}, not ${kindOf(issue.input)}`;
    case 'invalid_value':
      return `${issue.input === undefined ? 'is missing; send' : 'must be'} one of ${issue.values.map(String).join(', ')}`;
    case 'too_small':
    case 'too_big':
      return bound(issue);
    case 'invalid_format':
      return `must be a valid ${issue.format}`;
    case 'invalid_key':
      return 'has a name that is not taken';
    default:
      return 'is not valid';
  }
}

/** A fault a schema found, as a sentence without full stop that begins with its place; `what` are the members of the checked value. */
export function faultSentence(issue: Issue, what: 'field' | 'parameter' | 'header' = 'field'): string {
  const path = issue.path.map((part) => clip(String(part))).join('.');
  if (issue.code === 'unrecognized_keys') {
    const keys = issue.keys.slice(0, 3).map((key) => `"${clip(key)}"`);
    return `${path === '' ? '' : `${path}: `}unknown ${what} ${keys.join(', ')}; remove it`;
  }
  return `${path === '' ? 'the body' : path} ${complaint(issue)}`;
}

function pointerTo(path: readonly PropertyKey[], isBody: boolean): string {
  const parts = path.map((part) => `/${clip(String(part)).replaceAll('~', '~0').replaceAll('/', '~1')}`);
  return isBody ? parts.join('') : (parts[0] ?? '');
}

function fieldErrors(issue: Issue, part: string): FieldError[] {
  const isBody = part === 'body';
  const what = part === 'headers' ? 'header' : isBody ? 'field' : 'parameter';
  if (issue.code !== 'unrecognized_keys') return [{ pointer: pointerTo(issue.path, isBody), detail: faultSentence(issue, what) }];
  return issue.keys.map((key) => ({
    pointer: pointerTo([...issue.path, key], isBody),
    detail: faultSentence({ ...issue, keys: [key] }, what),
  }));
}

function errorsOf(error: z.ZodError, part: string, most: number): FieldError[] {
  return error.issues
    .slice(0, most)
    .flatMap((issue) => fieldErrors(issue, part))
    .slice(0, most);
}

/** The first `most` faults a schema found in a value, each with its pointer into the value and a sentence without full stop. */
export function faultsIn(error: z.ZodError, most: number): FieldError[] {
  return errorsOf(error, 'body', most);
}

function refusal(error: z.ZodError, part: string): AppError {
  const errors = errorsOf(error, part, MOST_ERRORS);
  return new AppError(
    'invalid_request',
    `${errors[0].detail.replace(/^(the|unknown) /, (word) => word.charAt(0).toUpperCase() + word.slice(1))}.`,
    {
      errors,
    },
  );
}

type Checked = { value: unknown } | { error: AppError };

/**
 * How a route's schemas check a part of a request (`body`, `params`, `querystring` or `headers`): the value as the schema reads it, or
 * `invalid_request` with a pointer and a sentence for each fault.
 */
export function compileCheck({ schema, httpPart }: { schema: unknown; httpPart?: string }): (value: unknown) => Checked {
  return (value) => {
    const parsed = (schema as z.ZodType).safeParse(value, { reportInput: true });
    return parsed.success ? { value: parsed.data } : { error: refusal(parsed.error, httpPart ?? 'body') };
  };
}
