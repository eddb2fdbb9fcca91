import { minorDigits } from '../../../client/src/index.ts';
import { ProblemError } from '../api.ts';
import { fieldText } from './form.ts';

/** A form as it was filled in: a blank field is null, and what cannot be read is gathered, so that each field can say so. */
export interface Typed {
  text(name: string): string | null;
  /** A whole number; group separators may stand in it. */
  count(name: string): number | null;
  /** An amount such as 1,500.00, in minor units. */
  money(name: string, currency: string | null): number | null;
  /** A time in an audio, such as 754.5, 12:34.5 or 1:02:03, in seconds. */
  seconds(name: string): number | null;
  /** Says that a field is not as it must be. */
  refuse(name: string, detail: string): void;
  /** Whether every field could be read so far. */
  isReadable(): boolean;
  /** @throws ProblemError when a field could not be read. */
  settle(): void;
}

/** The seconds that a text such as 754.5, 12:34.5 or 1:02:03 means; undefined for any other text. */
export function secondsOf(text: string): number | undefined {
  const [, hours = '0', minutes = '0', seconds] =
    /^(?:(?:(\d{1,2}):)?(\d{1,2}):(?=\d{2}(?:\.|$)))?(\d{1,6}(?:\.\d{1,3})?)$/.exec(text) ?? [];
  return seconds === undefined ? undefined : Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
}

const SEPARATORS = /[\s_’']|,(?=\d{3}(?:\D|$))/g;

/** What stands in a form. */
export function typedIn(form: HTMLFormElement): Typed {
  const faults: { pointer: string; detail: string }[] = [];
  const refuse = (name: string, detail: string) => void faults.push({ pointer: `/${name}`, detail });
  const digitsOf = (name: string) => fieldText(form, name).replaceAll(SEPARATORS, '');
  return {
    text: (name) => fieldText(form, name) || null,
    count: (name) => {
      const text = digitsOf(name);
      if (text === '') return null;
      if (!/^\d+$/.test(text)) refuse(name, 'must be a whole number, such as 50000');
      return Number(text);
    },
    money: (name, currency) => {
      const text = digitsOf(name);
      if (text === '') return null;
      const most = currency === null ? 2 : minorDigits(currency);
      const decimals = /^\d+(?:\.(\d+))?$/.exec(text)?.[1]?.length ?? (/^\d+$/.test(text) ? 0 : Infinity);
      if (decimals > most) refuse(name, `must be an amount such as ${(1500).toFixed(most)}`);
      return Math.round(Number(text) * 10 ** most);
    },
    seconds: (name) => {
      const text = fieldText(form, name);
      if (text === '') return null;
      const seconds = secondsOf(text);
      if (seconds === undefined) refuse(name, 'must be a time in the audio, such as 12:34');
      return seconds ?? null;
    },
    refuse,
    isReadable: () => faults.length === 0,
    settle: () => {
      if (faults.length > 0) throw new ProblemError(400, 'invalid_request', 'Some fields could not be read.', { faults });
    },
  };
}

/** A key made of words: small letters, digits and hyphens. */
export function keyOf(...words: (string | null)[]): string {
  const plain = words
    .filter((word) => word !== null)
    .join(' ')
    .normalize('NFKD')
    .toLowerCase();
  return plain
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 100);
}
