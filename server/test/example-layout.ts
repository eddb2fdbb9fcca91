const WIDTH = 120;
/** So many items of a list, and so many characters of a text, are shown. */
const MOST_ITEMS = 2;
const MOST_CHARACTERS = 160;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** On one line, with the blanks that a reader expects. */
function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}: ${inline(member)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

/** JSON as people lay it out: on one line what fits there. `before` is what stands on the line already. */
export function layout(value: unknown, indent = '', before = 0): string {
  const short = inline(value);
  if (!isObject(value) || indent.length + before + short.length <= WIDTH) return short;
  const inner = `${indent}  `;
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const lines = Object.entries(value).map(([name, member]) => {
    const label = Array.isArray(value) ? '' : `${JSON.stringify(name)}: `;
    return `${inner}${label}${layout(member, inner, label.length)}`;
  });
  return `${open}\n${lines.join(',\n')}\n${indent}${close}`;
}

/** The same with the first items of long lists and the beginning of long texts; each says what is left out. */
export function shortened(value: unknown): unknown {
  if (typeof value === 'string') return value.length > MOST_CHARACTERS ? `${value.slice(0, MOST_CHARACTERS)}…` : value;
  if (Array.isArray(value)) {
    const shown = value.slice(0, MOST_ITEMS).map(shortened);
    return value.length > MOST_ITEMS ? [...shown, `… ${value.length - MOST_ITEMS} more`] : shown;
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shortened(member)]));
}
