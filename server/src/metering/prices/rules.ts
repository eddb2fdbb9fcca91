import { z } from 'zod';
import { PublicPrice, type TokenPrices, type Tokens, type Vendor } from './schema.ts';

const PublicPrices = z.array(PublicPrice);

function nameOf({ vendor, model }: PublicPrice): string {
  return `${vendor} ${model}`;
}

/** The first two prices of one model that hold on the same day, or one that ends before it begins; undefined where there are none. */
function overlapOf(prices: readonly PublicPrice[]): string | undefined {
  for (const [name, versions] of Map.groupBy(prices, nameOf)) {
    const inOrder = versions.toSorted((a, b) => (a.from < b.from ? -1 : 1));
    for (const [place, one] of inOrder.entries()) {
      if (one.to !== null && one.to <= one.from) return `${name}: a price ends on ${one.to}, before it begins on ${one.from}.`;
      const next = inOrder.at(place + 1);
      if (next !== undefined && (one.to === null || one.to > next.from))
        return `${name}: two prices hold on ${next.from}; end the first one.`;
    }
  }
  return undefined;
}

/**
 * Prices as somebody wrote them down. Each must be plausible, and no two of a model may hold at the same time.
 * @throws RangeError with a sentence for whoever wrote them.
 */
export function readPrices(value: unknown): PublicPrice[] {
  const read = PublicPrices.safeParse(value);
  if (!read.success) {
    const [{ path, message }] = read.error.issues;
    throw new RangeError(`The price list is wrong at /${path.join('/')}: ${message}.`);
  }
  const overlap = overlapOf(read.data);
  if (overlap !== undefined) throw new RangeError(`The price list is wrong: ${overlap}`);
  return read.data;
}

type OfVendor = { vendor: Vendor; model: string };

function rowAt(prices: readonly PublicPrice[], { vendor, model }: OfVendor, atMs: number): PublicPrice | undefined {
  const day = new Date(atMs).toISOString().slice(0, 10);
  return prices.find((one) => one.vendor === vendor && one.model === model && one.from <= day && (one.to === null || day < one.to));
}

/** What a vendor asked for a model's tokens at an instant; undefined when nobody knows. A day begins at midnight UTC. */
export function priceAt(prices: readonly PublicPrice[], of: OfVendor, atMs: number): TokenPrices | undefined {
  return rowAt(prices, of, atMs)?.prices;
}

/** What a vendor asked for a minute of audio at an instant; undefined when nobody knows. */
export function minutePriceAt(prices: readonly PublicPrice[], of: OfVendor, atMs: number): number | undefined {
  return rowAt(prices, of, atMs)?.minuteMicros;
}

const MS_PER_MINUTE = 60_000n;

/** What hearing so much audio costs, in millionths of a US dollar, rounded up. @throws RangeError for a length that is not whole from 0. */
export function audioMicros(minuteMicros: number, audioMs: number): number {
  if (!Number.isSafeInteger(audioMs) || audioMs < 0) throw new RangeError('audio is counted in whole milliseconds from 0');
  return Number((BigInt(minuteMicros) * BigInt(audioMs) + MS_PER_MINUTE - 1n) / MS_PER_MINUTE);
}

const PER_TOKENS = 1_000_000n;

/** What tokens cost, in millionths of a US dollar, rounded up. @throws RangeError for numbers of tokens that are not whole, or negative. */
export function costMicros(prices: TokenPrices, tokens: Tokens): number {
  if (Object.values(tokens).some((count) => !Number.isSafeInteger(count) || count < 0))
    throw new RangeError('tokens are counted in whole numbers from 0');
  const product =
    BigInt(tokens.input) * BigInt(prices.inputMicros) +
    BigInt(tokens.cacheRead) * BigInt(prices.cacheReadMicros) +
    BigInt(tokens.cacheWrite) * BigInt(prices.cacheWriteMicros) +
    BigInt(tokens.output) * BigInt(prices.outputMicros);
  return Number((product + PER_TOKENS - 1n) / PER_TOKENS);
}

/** The most that a call of so many tokens can cost, whichever of its input is cached. */
export function mostMicros(prices: TokenPrices, { input, output }: { input: number; output: number }): number {
  const isCostlier = prices.cacheWriteMicros > prices.inputMicros;
  return costMicros(prices, { input: isCostlier ? 0 : input, cacheRead: 0, cacheWrite: isCostlier ? input : 0, output });
}
