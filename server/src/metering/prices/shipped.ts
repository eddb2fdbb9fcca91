import type { PublicPrice, TokenPrices } from './schema.ts';

/** Four prices in a row: fresh input, read from a cache, written to one for five minutes, and output. */
function priced(inputMicros: number, cacheReadMicros: number, cacheWriteMicros: number, outputMicros: number): TokenPrices {
  return { inputMicros, cacheReadMicros, cacheWriteMicros, outputMicros };
}

/**
 * What vendors ask on their public price pages (platform.claude.com/docs/en/about-claude/pricing, developers.openai.com/api/docs/pricing),
 * as of November 2026, for prompts below 200,000 tokens; a model whose price depends on less than that is not listed. A price that changes
 * gets an end, and the new one a row of its own.
 */
export const SHIPPED: readonly PublicPrice[] = [
  { vendor: 'anthropic', model: 'claude-opus-5', from: '2026-07-24', to: null, prices: priced(5_000_000, 500_000, 6_250_000, 25_000_000) },
  {
    vendor: 'anthropic',
    model: 'claude-opus-4-6',
    from: '2026-02-05',
    to: null,
    prices: priced(5_000_000, 500_000, 6_250_000, 25_000_000),
  },
  {
    vendor: 'anthropic',
    model: 'claude-opus-4-5',
    from: '2025-11-24',
    to: null,
    prices: priced(5_000_000, 500_000, 6_250_000, 25_000_000),
  },
  {
    vendor: 'anthropic',
    model: 'claude-sonnet-4-6',
    from: '2026-02-17',
    to: null,
    prices: priced(3_000_000, 300_000, 3_750_000, 15_000_000),
  },
  {
    vendor: 'anthropic',
    model: 'claude-sonnet-4-5',
    from: '2025-09-29',
    to: null,
    prices: priced(3_000_000, 300_000, 3_750_000, 15_000_000),
  },
  {
    vendor: 'anthropic',
    model: 'claude-haiku-4-5',
    from: '2025-10-15',
    to: null,
    prices: priced(1_000_000, 100_000, 1_250_000, 5_000_000),
  },
  { vendor: 'openai', model: 'gpt-5', from: '2025-08-07', to: null, prices: priced(1_250_000, 125_000, 0, 10_000_000) },
  { vendor: 'openai', model: 'gpt-5-mini', from: '2025-08-07', to: null, prices: priced(250_000, 25_000, 0, 2_000_000) },
  { vendor: 'openai', model: 'gpt-5-nano', from: '2025-08-07', to: null, prices: priced(50_000, 5_000, 0, 400_000) },
  { vendor: 'openai', model: 'gpt-4.1', from: '2025-04-14', to: null, prices: priced(2_000_000, 500_000, 0, 8_000_000) },
  { vendor: 'openai', model: 'gpt-4.1-mini', from: '2025-04-14', to: null, prices: priced(400_000, 100_000, 0, 1_600_000) },
  { vendor: 'openai', model: 'gpt-4.1-nano', from: '2025-04-14', to: null, prices: priced(100_000, 25_000, 0, 400_000) },
  // Heard by the minute: what the page gives as the price of a minute of audio.
  { vendor: 'openai', model: 'whisper-1', from: '2023-03-01', to: null, minuteMicros: 6_000 },
  { vendor: 'openai', model: 'gpt-4o-transcribe', from: '2025-03-20', to: null, minuteMicros: 6_000 },
  { vendor: 'openai', model: 'gpt-4o-mini-transcribe', from: '2025-03-20', to: null, minuteMicros: 3_000 },
  { vendor: 'openai', model: 'gpt-4o-mini', from: '2024-07-18', to: null, prices: priced(150_000, 75_000, 0, 600_000) },
];
