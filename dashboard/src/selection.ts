import {
  CONVERSION_KINDS,
  type ConversionKind,
  type ExplanationQuery,
  GROUPINGS,
  type Grouping,
  type ModelName,
  MODELS,
  RULES,
  type ReportQuery,
} from './api.ts';
import { type ModelUnit, UNITS } from './models-api.ts';

export const MEASURES = ['conversions', 'value', 'share'] as const;
export type Measure = (typeof MEASURES)[number];

/** The model of a tenant that has settled for none. */
const FIRST_MODEL = 'linear';
export const DEFAULTS = { groupBy: 'campaign', measure: 'value', unit: 'show' } as const;
export const LOOKBACK = { min: 1, max: 90 } as const;
export const HALF_LIFE = { min: 1, max: 365 } as const;
/** The half-lives a slider offers, unless one beyond them was chosen. */
export const HALF_LIFE_SLIDER = { min: 1, max: 30 } as const;
export const RECENT_DAYS = [7, 30, 90] as const;

/** What a person chose to look at; the address holds all of it, and leaves out what is the default. */
export interface Selection {
  model?: ModelName;
  /** What a data-driven model tells apart. */
  unit?: ModelUnit;
  /** The models that are compared; all when left out. */
  models?: ModelName[];
  groupBy?: Grouping;
  measure?: Measure;
  /** The last so many whole UTC days up to today; excludes `from` and `to`. */
  days?: number;
  /** First and last UTC day shown, both included, as YYYY-MM-DD. */
  from?: string;
  to?: string;
  kinds?: ConversionKind[];
  /** The UTC day, YYYY-MM-DD, by whose end things were known; now when left out. */
  asOf?: string;
  lookback?: number;
  halfLife?: number;
  currency?: string;
  /** A column's id, with a leading `-` for descending. */
  sort?: string;
  /** The row that is held in view, by its key. */
  focus?: string;
}

/** The lookback and half-life in days, and the model, that are meant where none was chosen. */
export interface WindowDefaults {
  lookback: number;
  halfLife: number;
  model: ModelName;
}

/** What every tenant begins with, until it settles for something else. */
const FIRST_WINDOW: WindowDefaults = { lookback: 30, halfLife: 7, model: FIRST_MODEL };

/** What a tenant has settled for. */
export function windowDefaults(tenant: { lookbackDays: number; halfLifeDays: number; defaultModel: string | null } | null): WindowDefaults {
  if (tenant === null) return FIRST_WINDOW;
  return { lookback: tenant.lookbackDays, halfLife: tenant.halfLifeDays, model: tenant.defaultModel ?? FIRST_MODEL };
}

const DAY_MS = 86_400_000;

function oneOf<Value extends string>(allowed: readonly Value[], text: unknown): Value | undefined {
  return allowed.find((value) => value === text);
}

function whole(text: unknown, { min, max }: { min: number; max: number }): number | undefined {
  const number = /^\d{1,3}$/.test(String(text)) ? Number(text) : Number.NaN;
  return number >= min && number <= max ? number : undefined;
}

function day(text: unknown): string | undefined {
  if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text) ? text : undefined;
}

function word(text: unknown): string | undefined {
  return typeof text === 'string' && text !== '' && text.length <= 200 ? text : undefined;
}

/** Those of `allowed` that a list names, in the order of `allowed`. */
function someOf<Value extends string>(allowed: readonly Value[], list: unknown): Value[] | undefined {
  const named: unknown[] = Array.isArray(list) ? list : (word(list)?.split(',') ?? []);
  const known = allowed.filter((value) => named.includes(value));
  return known.length > 0 ? known : undefined;
}

const REFERENCE = /^[a-z][a-z0-9_-]{0,62}(@[1-9]\d{0,3})?$/;
/** So many models stand side by side. */
const MOST_MODELS = 20;

/** A model as an address names it: built in, or one of the tenant's own, of which the API knows whether it is there. */
function modelIn(text: unknown): ModelName | undefined {
  return typeof text === 'string' && REFERENCE.test(text) ? text : undefined;
}

/** The models in the order they are shown in: the built-in ones first. */
export function inOrder(models: readonly ModelName[]): ModelName[] {
  return [...MODELS.filter((name) => models.includes(name)), ...models.filter((name) => !MODELS.some((one) => one === name))];
}

function modelsIn(list: unknown): ModelName[] | undefined {
  const named: unknown[] = Array.isArray(list) ? list : typeof list === 'string' ? list.split(',') : [];
  const known = inOrder([...new Set(named.flatMap((name) => modelIn(name) ?? []))]).slice(0, MOST_MODELS);
  return known.length > 0 ? known : undefined;
}

/** The same selection without what is the default, and without days that exclude each other. */
export function withoutDefaults(selection: Selection): Selection {
  const kept = { ...selection };
  if (kept.days !== undefined) [kept.from, kept.to] = [undefined, undefined];
  if (kept.from !== undefined && kept.to !== undefined && kept.from > kept.to) [kept.from, kept.to] = [kept.to, kept.from];
  for (const name of Object.keys(kept) as (keyof Selection)[]) {
    const isDefault = name in DEFAULTS && kept[name] === DEFAULTS[name as keyof typeof DEFAULTS];
    if (kept[name] === undefined || isDefault) delete kept[name];
  }
  return kept;
}

/** The chosen model where only rules can be asked for: the usual one in place of a data-driven one. */
export function ruleOf({ model }: Selection) {
  return RULES.find((rule) => rule === model) ?? FIRST_MODEL;
}

/** Whether these are just the models that are shown when none is chosen. */
export function areRules(models: readonly ModelName[]): boolean {
  return models.length === RULES.length && RULES.every((rule) => models.includes(rule));
}

/** The selection an address holds; what is not understood is left out, so that an old or mistyped address still opens. */
export function readSelection(search: Record<string, unknown>): Selection {
  const models = modelsIn(search.models);
  return withoutDefaults({
    model: modelIn(search.model),
    unit: oneOf(UNITS, search.unit),
    models: models && areRules(models) ? undefined : models,
    groupBy: oneOf(GROUPINGS, search.groupBy),
    measure: oneOf(MEASURES, search.measure),
    days: whole(search.days, { min: 1, max: 400 }),
    from: day(search.from),
    to: day(search.to),
    kinds: someOf(CONVERSION_KINDS, search.kinds),
    asOf: day(search.asOf),
    lookback: whole(search.lookback, LOOKBACK),
    halfLife: whole(search.halfLife, HALF_LIFE),
    currency: typeof search.currency === 'string' && /^[A-Z]{3}$/.test(search.currency) ? search.currency : undefined,
    sort: word(search.sort),
    focus: word(search.focus),
  });
}

/** The part of a selection that still means the same in another room. */
export function carriedSelection({ model, unit, days, from, to, kinds, asOf, lookback, halfLife, currency }: Selection): Selection {
  return withoutDefaults({ model, unit, days, from, to, kinds, asOf, lookback, halfLife, currency });
}

function written(value: unknown): string {
  if (Array.isArray(value)) return value.map(written).join(',');
  return typeof value === 'string' || typeof value === 'number' ? encodeURIComponent(value) : '';
}

/** Search text of an address: plain words, lists with commas. */
export function writeSearch(search: Record<string, unknown>): string {
  const parameters = Object.entries(search).flatMap(([name, value]) => {
    const text = written(value);
    return text === '' ? [] : [`${encodeURIComponent(name)}=${text}`];
  });
  return parameters.length === 0 ? '' : `?${parameters.join('&')}`;
}

/** The reverse of `writeSearch`, every value as text. */
export function readSearch(text: string): Record<string, unknown> {
  return Object.fromEntries(new URLSearchParams(text));
}

function startOfDay(text: string, offsetDays = 0): string {
  return new Date(Date.parse(`${text}T00:00:00Z`) + offsetDays * DAY_MS).toISOString();
}

/** The chosen conversion times as the API takes them (from included, to excluded); empty for all stored time. */
export function timeQuery({ days, from, to }: Selection, today: string): Pick<ReportQuery, 'from' | 'to'> {
  if (days !== undefined) return { from: startOfDay(today, 1 - days), to: startOfDay(today, 1) };
  return { from: from && startOfDay(from), to: to && startOfDay(to, 1) };
}

/** What models that are asked for fix, which must not be asked for as well. */
export interface Fixed {
  lookbackDays?: number;
  halfLifeDays?: number;
  unit?: ModelUnit;
}

/** The options that decide what one path credits, as the API takes them: said in any case, so that the figures are of what is shown. */
export function creditQuery(
  { lookback, halfLife }: Selection,
  usual: WindowDefaults,
  fixed: Fixed = {},
): Pick<ExplanationQuery, 'lookbackDays' | 'halfLifeDays'> {
  return {
    lookbackDays: fixed.lookbackDays === undefined ? (lookback ?? usual.lookback) : undefined,
    halfLifeDays: fixed.halfLifeDays === undefined ? (halfLife ?? usual.halfLife) : undefined,
  };
}

/** The options every report shares, as the API takes them. */
export function reportQuery(selection: Selection, usual: WindowDefaults, today: string, fixed: Fixed = {}) {
  return {
    ...timeQuery(selection, today),
    ...creditQuery(selection, usual, fixed),
    conversionKind: selection.kinds?.join(','),
    currency: selection.currency,
  };
}

/** The unit of data-driven models as the API takes it, unless they fix it. */
export function unitQuery({ unit }: Selection, fixed: Fixed): { unit?: ModelUnit } {
  return fixed.unit === undefined ? { unit: unit ?? DEFAULTS.unit } : {};
}

/** What a page that is shared is made by: the options that its model is looked at under, without those that it fixes or does not have. */
export function shareQuery(model: ModelName, selection: Selection, usual: WindowDefaults, fixed: Fixed) {
  const { lookbackDays, halfLifeDays } = creditQuery(selection, usual, fixed);
  return { model, lookbackDays, ...(model === 'time_decay' ? { halfLifeDays } : {}), ...unitQuery(selection, fixed) };
}

/** The same selection without the lookback, half-life and model that would be meant anyway. */
export function withoutWindowDefaults(selection: Selection, usual: WindowDefaults): Selection {
  const kept = { ...selection };
  for (const name of ['lookback', 'halfLife', 'model'] as const) if (kept[name] === usual[name]) delete kept[name];
  return kept;
}

/** The instant by which things were known, as the API takes it: the end of the chosen day; undefined for now. */
export function knownQuery({ asOf }: Selection): Pick<ReportQuery, 'asOf'> {
  return asOf === undefined ? {} : { asOf: startOfDay(asOf, 1) };
}

/** The UTC day so many days before another. */
export function dayBefore(text: string, days: number): string {
  return startOfDay(text, -days).slice(0, 10);
}

/** The current UTC day, YYYY-MM-DD. */
export function utcToday(): string {
  return new Date().toISOString().slice(0, 10);
}
