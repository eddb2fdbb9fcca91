import { AppError } from './errors.ts';
import { endOfString, isColonNext, readJson, textIn } from './json-reading.ts';
import { clip } from './schema-faults.ts';

/** Bounds of a request body; beyond them it is refused before anything looks at its content. */
export const JSON_LIMITS = { depth: 20, keysPerObject: 200 };

const QUOTE = 34;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;
const OPEN_ARRAY = 91;
const CLOSE_ARRAY = 93;

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

function malformed(detail: string, cause?: unknown): AppError {
  return new AppError('malformed_request', detail, { cause });
}

function decode(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    throw malformed('The body is not valid UTF-8; send JSON encoded as UTF-8.', cause);
  }
}

function addKey(keys: Set<string>, key: string): void {
  if (key === '__proto__') throw malformed('The key "__proto__" is not taken; give it another name.');
  if (keys.has(key)) throw malformed(`The key ${JSON.stringify(clip(key))} stands twice in one object; send each key once.`);
  keys.add(key);
  if (keys.size > JSON_LIMITS.keysPerObject) {
    throw malformed(`An object has more than ${JSON_LIMITS.keysPerObject} keys; send fewer.`);
  }
}

/** Stands before parsing, which takes a stack and much memory for what is nested deeply; reads invalid JSON, too, as far as brackets go. */
function checkDepth(text: string): void {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (code === OPEN_OBJECT || code === OPEN_ARRAY) {
      depth += 1;
      if (depth > JSON_LIMITS.depth) throw malformed(`The body is nested deeper than ${JSON_LIMITS.depth} levels; send it flatter.`);
    } else if (code === CLOSE_OBJECT || code === CLOSE_ARRAY) depth -= 1;
  }
}

/** Walks the text of valid JSON once for keys that stand twice in one object; an object without keys costs nothing to remember. */
function checkKeys(text: string): void {
  const levels: (Set<string> | 'object' | 'array')[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const end = endOfString(text, at);
      const level = levels.at(-1) ?? 'array';
      if (level !== 'array' && isColonNext(text, end + 1)) {
        const keys = level === 'object' ? new Set<string>() : level;
        levels[levels.length - 1] = keys;
        addKey(keys, textIn(text, at, end));
      }
      at = end;
    } else if (code === OPEN_OBJECT) levels.push('object');
    else if (code === OPEN_ARRAY) levels.push('array');
    else if (code === CLOSE_OBJECT || code === CLOSE_ARRAY) levels.pop();
  }
}

function checkText(text: string): void {
  if (text.includes('\0')) throw malformed('A text holds the character U+0000, which cannot be stored; remove it.');
  if (!text.isWellFormed()) throw malformed('A text holds half of a surrogate pair; send whole Unicode characters.');
}

function checkTexts(value: unknown): void {
  if (typeof value === 'string') return checkText(value);
  if (Array.isArray(value)) return value.forEach(checkTexts);
  if (value === null || typeof value !== 'object') return;
  for (const [key, member] of Object.entries(value)) {
    checkText(key);
    checkTexts(member);
  }
}

/**
 * Parses a body as JSON and refuses what JSON parsers usually let pass: invalid UTF-8, a key twice in one object, the key `__proto__`, more
 * than 20 levels, more than 200 keys in one object, U+0000 and halves of surrogate pairs.
 * @throws AppError `malformed_request` with a sentence that names the fault.
 */
export function parseStrictJson(bytes: Uint8Array): unknown {
  const text = decode(bytes);
  checkDepth(text);
  let value: unknown;
  try {
    value = readJson(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'unreadable';
    throw malformed(`The body is not valid JSON: ${reason}.`, cause);
  }
  checkKeys(text);
  if (text.includes('\\u') || text.includes('\0')) checkTexts(value);
  return value;
}
