import type { AiProvider, AiProviderDetails } from '../../ai-providers-api.ts';

type TextModel = NonNullable<AiProviderDetails['models']>[number];
type AudioModel = NonNullable<AiProviderDetails['audioModels']>[number];

const MICROS = 1_000_000;
const DOLLARS = /^\d{1,7}(?:\.\d{1,6})?$/;
const ANSWERS = ['verbose_json', 'json', 'vtt', 'srt', 'text'] as const;

const microsOf = (dollars: string) => (DOLLARS.test(dollars) ? Math.round(Number(dollars) * MICROS) : undefined);
const dollarsOf = (micros: number) => String(micros / MICROS);

/** What a line says of a model for texts: its name, and maybe what a million tokens cost; undefined where it cannot be read. */
export function textModelOf(line: string): TextModel | undefined {
  const [model, ...amounts] = line.split(/\s+/);
  if (amounts.length === 0) return { model, prices: null };
  const prices = amounts.map(microsOf);
  const [input, output, cacheRead = input, cacheWrite = input] = prices;
  if (![2, 4].includes(amounts.length) || prices.includes(undefined)) return undefined;
  if (input === undefined || output === undefined || cacheRead === undefined || cacheWrite === undefined) return undefined;
  return { model, prices: { inputMicros: input, outputMicros: output, cacheReadMicros: cacheRead, cacheWriteMicros: cacheWrite } };
}

/** What a line says of a model that hears: its name, and maybe the price of a minute and the form of its answers. */
export function audioModelOf(line: string): AudioModel | undefined {
  const [model, ...rest] = line.split(/\s+/);
  const answer = ANSWERS.find((one) => one === rest.at(-1));
  const amounts = answer === undefined ? rest : rest.slice(0, -1);
  if (amounts.length > 1) return undefined;
  const minuteMicros = amounts.length === 0 ? null : microsOf(amounts[0]);
  return minuteMicros === undefined ? undefined : { model, answer: answer ?? 'verbose_json', minuteMicros };
}

/** A model for texts as a line; its price only where it is the tenant's own. */
export function lineOfText({ model, prices, priceFrom }: AiProvider['models'][number]): string {
  if (prices === null || priceFrom !== 'own') return model;
  const { inputMicros, outputMicros, cacheReadMicros, cacheWriteMicros } = prices;
  const cached = cacheReadMicros === inputMicros && cacheWriteMicros === inputMicros ? [] : [cacheReadMicros, cacheWriteMicros];
  return [model, ...[inputMicros, outputMicros, ...cached].map(dollarsOf)].join(' ');
}

/** A model that hears as a line; its price only where it is the tenant's own. */
export function lineOfAudio({ model, answer, minuteMicros, priceFrom }: AiProvider['audioModels'][number]): string {
  const price = minuteMicros === null || priceFrom !== 'own' ? [] : [dollarsOf(minuteMicros)];
  return [model, ...price, ...(answer === 'verbose_json' ? [] : [answer])].join(' ');
}
