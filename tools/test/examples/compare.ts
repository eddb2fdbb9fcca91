import { createHash } from 'node:crypto';

/** What is another at every run: ids, hashes, signed tokens, keys, passwords, and what is said in an address and cannot be guessed. */
const CHANGING = new RegExp(
  [
    String.raw`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`,
    String.raw`(?<![\w/+])[0-9a-f]{40,128}(?!\w)`,
    String.raw`\b[\w-]{20,}\.[\w-]{20,}`,
    String.raw`[A-Za-z0-9/+]{38,}={1,2}`,
    String.raw`(?<=/[xrel]/)[\w-]{10,}`,
    String.raw`earshot_[a-z]+_[A-Za-z0-9]{4,}…?`,
    String.raw`(?<![\w/-])(?=[a-z0-9]*[A-Z])(?=[A-Z0-9]*[a-z])(?:[A-Za-z0-9]{24}|(?=[A-Za-z]*\d)[A-Za-z0-9]{20,})(?![\w/-])`,
    String.raw`(?<![\w/-])[A-Za-z0-9_-]{32,}(?![\w/-])`,
  ].join('|'),
  'g',
);

/**
 * What the page shows in place of ids, hashes and secrets: four digits and an ellipsis. They follow from the command and the place within
 * its example, so that they are the same at every run, and later commands may name them.
 */
export class StandIns {
  readonly #byValue = new Map<string, string>();
  readonly #byName = new Map<string, string>();
  readonly #counts = new Map<string, number>();

  /** A printed text with the stand-ins in place of what they stand for; those that are new get theirs from `name` and their number. */
  hide(text: string, name: string): string {
    return text.replaceAll(/^id {36}/gm, 'id     ').replaceAll(CHANGING, (value: string, at: number, whole: string) => {
      // Long names have no digits; half of the hints of keys have none either.
      const isDrawn = value.startsWith('earshot_') || /\/[xrel]\/$/.test(whole.slice(0, at));
      if (!isDrawn && !/\d/.test(value) && value.length !== 24) return value;
      const known = this.#byValue.get(value);
      if (known !== undefined) return known;
      const prefix = /^(?:earshot_[a-z]+_|whsec_|sk-)/.exec(value)?.[0] ?? '';
      const count = (this.#counts.get(name) ?? 0) + 1;
      this.#counts.set(name, count);
      const standIn = this.#newName(prefix, `${name} ${count}`);
      this.#byValue.set(value, standIn);
      this.#byName.set(standIn, value);
      return standIn;
    });
  }

  /** A command as it is to be run. */
  reveal(text: string): string {
    return text.replaceAll(/\w*[0-9a-f]{4}…/g, (standIn) => this.#byName.get(standIn) ?? standIn);
  }

  #newName(prefix: string, seed: string): string {
    for (let salt = 0; ; salt++) {
      const digits = createHash('sha256').update(`${seed} ${salt}`).digest('hex').slice(0, 4);
      if (/[a-f]/.test(digits) && !this.#byName.has(`${prefix}${digits}…`)) return `${prefix}${digits}…`;
    }
  }
}

const MASKS: readonly (readonly [RegExp, string])[] = [
  [/\b20\d\d-\d\d-\d\d(?:T| )\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z| UTC|[+-]\d\d:\d\d)?/g, 'INSTANT'],
  // A key's use is written behind the request that used it.
  [/last used INSTANT|never used/g, 'USE'],
  [/\b20\d\d-\d\d-\d\d\b/g, 'DAY'],
  [/\b20\d\d-\d\d\b/g, 'MONTH'],
  [/\b20\d{6}T\d{6}(?:\d{3})?Z/g, 'INSTANT'],
  [/\b[\d.,]+ (?:ms|s|min|h|MiB|KiB|GiB|kB|MB)\b/g, 'AMOUNT'],
  [/(?:127\.0\.0\.1|localhost):\d+/g, 'HOST'],
];
const FIGURES = /(?<![A-Za-z])[+-]?\d[\d,]*(?:\.\d+)?/g;

/** A line without what differs from day to day; without any figure where `figures` says that they, too, depend on the day. */
function maskOf(line: string, figures: boolean): string {
  const masked = MASKS.reduce((text, [pattern, word]) => text.replaceAll(pattern, word), line);
  return (figures ? masked.replaceAll(FIGURES, 'N') : masked).replaceAll(/\s{2,}|\t/g, '  ').trimEnd();
}

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Whether what was printed is what the page shows: `…` alone in a line stands for any lines, at the end of one for its rest. */
export function isShown(shown: readonly string[], printed: readonly string[], figures: boolean): boolean {
  const patterns = shown.map((line) => {
    if (line.trim() === '…') return '(?:[^\\n]*\\n)*';
    const rest = / …$|,…$/.test(line);
    const mask = maskOf(rest ? line.slice(0, -1) : line, figures);
    return `${escaped(mask)}${rest ? '[^\\n]*' : ''}\\n`;
  });
  const text = printed.map((line) => `${maskOf(line, figures)}\n`).join('');
  return new RegExp(`^${patterns.join('')}$`).test(text);
}

const MOST_LINES = 12;
const MOST_CHARACTERS = 170;

/** What was printed as the page is to show it: with as many lines before and after an ellipsis as it has now, each not too long. */
export function shortened(printed: readonly string[], shown: readonly string[]): string[] {
  const cut = shown.findIndex((line) => line.trim() === '…');
  const [head, tail] = cut < 0 ? [MOST_LINES - 2, 0] : [cut, shown.length - cut - 1];
  const fits = cut < 0 ? printed.length <= MOST_LINES : printed.length <= head + tail;
  const lines = fits ? [...printed] : [...printed.slice(0, head), '…', ...printed.slice(printed.length - tail)];
  return lines.map((line) => (line.length <= MOST_CHARACTERS ? line.trimEnd() : cutLine(line)));
}

function cutLine(line: string): string {
  const most = line.slice(0, MOST_CHARACTERS);
  const comma = most.lastIndexOf(',');
  return comma > MOST_CHARACTERS / 2 ? `${most.slice(0, comma + 1)}…` : `${most.slice(0, most.lastIndexOf(' ') + 1)}…`;
}

/** The months of a page of November 2026 as those around today, so that what must be recent stays so; or back. */
export function shiftMonths(text: string, today: Date, back = false): string {
  const ahead = (today.getUTCFullYear() - 2026) * 12 + today.getUTCMonth() - 10;
  const by = back ? -ahead : ahead;
  return text.replaceAll(/\b(202\d)-(0[1-9]|1[0-2])(?=-\d\d|\b)(?!-\d{3})/g, (_, year: string, month: string) => {
    const moved = Number(year) * 12 + Number(month) - 1 + by;
    return `${Math.floor(moved / 12)}-${String((moved % 12) + 1).padStart(2, '0')}`;
  });
}
