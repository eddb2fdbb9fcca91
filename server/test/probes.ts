import type { OpenApiDocument } from './documented.ts';

type Schema = Record<string, unknown>;

/** Markup that marks the page if a browser ever takes it for more than text, by an element and by what that runs; short, as names are. */
export const PROBE = `"><img src=x data-probe onerror=probed=1>`;

/** Whether a page took a probe for more than text. */
export const PROBED = `window.probed === 1 || document.querySelector('[data-probe]') !== null`;

/** Where a value stands in a body. */
type Place = readonly (string | number)[];

function resolve(schema: Schema, document: OpenApiDocument): Schema {
  const { $ref: reference } = schema;
  if (typeof reference !== 'string') return schema;
  return document.components.schemas[reference.replace('#/components/schemas/', '')] ?? {};
}

/** The shapes that a value of a schema may have. */
function shapesOf(schema: Schema, document: OpenApiDocument): Schema[] {
  const shape = resolve(schema, document);
  const parts = [shape.anyOf, shape.oneOf, shape.allOf].flatMap((one) => (Array.isArray(one) ? (one as Schema[]) : []));
  return [shape, ...parts.flatMap((part) => shapesOf(part, document))];
}

function isFree({ type, enum: choices, format, pattern, const: fixed, maxLength }: Schema): boolean {
  const isText = type === 'string' || (Array.isArray(type) && type.includes('string'));
  const isShort = typeof maxLength === 'number' && maxLength < PROBE.length;
  const isOther = typeof pattern === 'string' && !new RegExp(pattern, 'u').test(PROBE);
  return isText && !isShort && !isOther && [choices, format, fixed].every((limit) => limit === undefined);
}

/** The places in a body where a text stands that the document lets be any. */
export function freeTexts(body: unknown, schema: Schema, document: OpenApiDocument, at: Place = []): Place[] {
  const shapes = shapesOf(schema, document);
  if (typeof body === 'string') return shapes.some(isFree) ? [at] : [];
  if (Array.isArray(body)) {
    const items = shapes.find((shape) => shape.items !== undefined)?.items as Schema | undefined;
    return items === undefined ? [] : body.flatMap((item, place) => freeTexts(item, items, document, [...at, place]));
  }
  if (typeof body !== 'object' || body === null) return [];
  const properties = Object.assign({}, ...shapes.map((shape) => shape.properties ?? {})) as Record<string, Schema>;
  return Object.entries(body).flatMap(([name, value]) =>
    properties[name] === undefined ? [] : freeTexts(value, properties[name], document, [...at, name]),
  );
}

/** The same body with a text at some places. */
export function withTexts(body: unknown, places: readonly Place[], text: string): unknown {
  const copy = structuredClone(body);
  for (const place of places) {
    let holder = copy as Record<string | number, unknown>;
    for (const step of place.slice(0, -1)) holder = holder[step] as Record<string | number, unknown>;
    holder[place[place.length - 1]] = text;
  }
  return copy;
}
