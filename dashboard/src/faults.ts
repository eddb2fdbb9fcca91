import { ProblemError } from './api.ts';

interface FieldFault {
  pointer: string;
  detail: string;
}

/** What the API found wrong with what a form sent. */
export interface Faults {
  /** What is wrong with one field, as a sentence; with a list that stands one on a line, also in which line. */
  at: (field: string) => string | undefined;
  /** What went wrong otherwise, or with something that is no field of the form. */
  rest: string | undefined;
}

/** A sentence of the API without the name it begins with, which people know by another word. */
function withoutPlace({ pointer, detail }: FieldFault): string {
  const [, name, ...rest] = pointer.split('/');
  const places = [[name, ...rest].join('.'), `${name}${rest.map((part) => `[${part}]`).join('')}`];
  const place = places.find((one) => detail.startsWith(`${one} `));
  const said = place === undefined ? detail : detail.slice(place.length + 1);
  const sentence = said.charAt(0).toUpperCase() + said.slice(1);
  return sentence.endsWith('.') ? sentence : `${sentence}.`;
}

function lineOf({ pointer }: FieldFault): string {
  const item = pointer.split('/')[2];
  return item !== undefined && /^\d+$/.test(item) ? `Line ${Number(item) + 1}: ` : '';
}

/**
 * What is wrong with each of the named fields, and what is wrong besides; nothing for no error. Where a form sends something in another
 * shape than its fields have, `placeOf` tells for a pointer of the API the one that it would have had.
 */
export function faultsOf(error: Error | undefined, fields: readonly string[], placeOf = (pointer: string) => pointer): Faults {
  const told = error instanceof ProblemError ? error.faults : [];
  const found = told.map((fault) => ({ pointer: placeOf(fault.pointer), detail: withoutPlace(fault) }));
  const of = (field: string) => found.find(({ pointer }) => pointer === `/${field}` || pointer.startsWith(`/${field}/`));
  const isTold = found.length > 0 && found.every(({ pointer }) => fields.includes(pointer.split('/')[1]));
  return {
    at: (field) => {
      const fault = of(field);
      return fault && lineOf(fault) + fault.detail;
    },
    rest: isTold ? undefined : error?.message,
  };
}
