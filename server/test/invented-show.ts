import type { StoredSegment } from '../src/ai/transcripts/parts.ts';

const GARDEN = [
  'Welcome to the show, and today we talk about tomatoes with our guest Maria Fuller, who has a garden in Vermont.',
  'The soil in Vermont is heavy, and tomatoes need compost before the first frost comes around.',
  'I think that Maria Fuller grows the best tomatoes that I have seen in any garden of this valley.',
  'You put the compost into the soil in spring, and then you water the seedlings every morning.',
  'When the seedlings are as tall as your hand, they can go out of the greenhouse and into the soil.',
  'And that is what I like about it, you know, because it is quiet out there and nobody calls.',
  'A greenhouse is not expensive, and the seedlings in it do not mind the frost that comes in May.',
  'Maria Fuller told us that compost from last year is better for tomatoes than what you buy.',
];
const ROCKETS = [
  'Now we turn to rockets, because the engine of the Meridian rocket was tested last week in Florida.',
  'The engine burns methane, and the Meridian rocket needs nine of them to reach its orbit.',
  'An orbit of that kind takes a lot of methane, which is why the tanks of the rocket are so large.',
  'They want to land the rocket on a ship, and the engine has to start again on the way down.',
  'If the engine does not start again, the tanks are lost, and with them the whole rocket.',
  'The launch in Florida was put off twice because of the wind, but the engine itself was fine.',
  'It is a long way to that orbit, and nobody has flown methane on a rocket of this size before.',
  'The Meridian rocket will fly again in spring, when the launch site in Florida is repaired.',
];
const AD = [
  'This episode is brought to you by Lumen Lamps, the lamps that make every room look wonderful.',
  'Lumen Lamps has free shipping, and listeners get twenty percent off their first order with our code.',
  'Go to lumenlamps.com slash garden and use code GLOW20 at checkout to save on your first order today.',
  'That is lumenlamps.com slash garden, promo code GLOW20, terms and conditions apply, see site for details.',
];

const SENTENCE_MS = 8_000;

function segmentsOf(sentences: readonly string[]): StoredSegment[] {
  return sentences.map((text, place) => ({ startMs: place * SENTENCE_MS, endMs: (place + 1) * SENTENCE_MS, text, speaker: null }));
}

const times = (sentences: readonly string[], count: number) => Array.from({ length: count }, () => sentences).flat();

/** Forty minutes of an invented show: a garden, an ad for Lumen Lamps in the middle of it, then rockets from the turn on. */
export function inventedShow(): { segments: StoredSegment[]; ad: { startMs: number; endMs: number }; turnMs: number } {
  const before = times(GARDEN, 10);
  const after = times(GARDEN, 8);
  const segments = segmentsOf([...before, ...AD, ...after, ...times(ROCKETS, 18)]);
  const startMs = before.length * SENTENCE_MS;
  return {
    segments,
    ad: { startMs, endMs: startMs + AD.length * SENTENCE_MS },
    turnMs: (before.length + AD.length + after.length) * SENTENCE_MS,
  };
}
