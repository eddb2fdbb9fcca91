import { createHash } from 'node:crypto';

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text that is markup already. */
export interface Html {
  markup: string;
}

type Part = string | number | Html | readonly Html[];

function partText(part: Part): string {
  if (typeof part === 'number') return String(part);
  if (typeof part === 'string') return part.replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign]);
  return 'markup' in part ? part.markup : part.map(({ markup }) => markup).join('');
}

/** Markup in which every value is escaped that is no markup itself. */
export function html(texts: TemplateStringsArray, ...parts: Part[]): Html {
  return { markup: texts.map((text, place) => text + (place < parts.length ? partText(parts[place]) : '')).join('') };
}

export const NOTHING: Html = { markup: '' };

/** What stands between the tags of a style or script element, as a source that a content security policy may name. */
export function hashSource(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
