import { expect, test } from 'vitest';
import { audioModelOf, lineOfAudio, lineOfText, textModelOf } from './provider-models.ts';

const priced = (inputMicros: number, outputMicros: number, cacheReadMicros = inputMicros, cacheWriteMicros = inputMicros) => ({
  inputMicros,
  outputMicros,
  cacheReadMicros,
  cacheWriteMicros,
});

test.each([
  ['gpt-5-mini', { model: 'gpt-5-mini', prices: null }],
  ['llama-3.3 0.20 0.80', { model: 'llama-3.3', prices: priced(200_000, 800_000) }],
  ['llama 0 0', { model: 'llama', prices: priced(0, 0) }],
  ['claude 3 15 0.3 3.75', { model: 'claude', prices: priced(3_000_000, 15_000_000, 300_000, 3_750_000) }],
  ['llama 0.20', undefined],
  ['llama 0.20 cheap', undefined],
  ['llama -1 2', undefined],
  ['llama 1 2 3', undefined],
])('reads %j as a model for texts, with what a million tokens cost', (line, model) => {
  expect(textModelOf(line)).toEqual(model);
});

test.each([
  ['whisper-1', { model: 'whisper-1', answer: 'verbose_json', minuteMicros: null }],
  ['large 0', { model: 'large', answer: 'verbose_json', minuteMicros: 0 }],
  ['large 0.006 vtt', { model: 'large', answer: 'vtt', minuteMicros: 6_000 }],
  ['large srt', { model: 'large', answer: 'srt', minuteMicros: null }],
  ['large free', undefined],
  ['large 1 2', undefined],
])('reads %j as a model that hears, with what a minute costs', (line, model) => {
  expect(audioModelOf(line)).toEqual(model);
});

test('writes each line as it is read again, with prices of the tenant’s own alone', () => {
  for (const line of ['gpt-5-mini', 'llama 0.2 0.8', 'claude 3 15 0.3 3.75']) {
    const { model, prices } = textModelOf(line) ?? { model: '', prices: null };
    expect(lineOfText({ model, prices: prices ?? null, priceFrom: prices ? 'own' : null })).toBe(line);
  }
  for (const line of ['whisper-1', 'large 0', 'large 0.006 vtt', 'large srt']) {
    const { model, answer, minuteMicros } = audioModelOf(line) ?? { model: '', answer: undefined, minuteMicros: null };
    const priceFrom = minuteMicros === null ? null : 'own';
    expect(lineOfAudio({ model, answer: answer ?? 'json', minuteMicros: minuteMicros ?? null, priceFrom })).toBe(line);
  }
  expect(lineOfText({ model: 'gpt-5-mini', prices: priced(250_000, 2_000_000), priceFrom: 'public' })).toBe('gpt-5-mini');
  expect(lineOfAudio({ model: 'whisper-1', answer: 'verbose_json', minuteMicros: 6_000, priceFrom: 'public' })).toBe('whisper-1');
});
