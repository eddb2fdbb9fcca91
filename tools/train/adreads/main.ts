import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packed } from '../../../server/src/ai/adreads/weights.ts';
import { bestBoundaries, bestDecoder, examplesFrom, holdOut, LEARNING } from './held-out.ts';
import { learn } from './learn.ts';
import { readCommunity, readEpisodes } from './read.ts';

const FOLDER = fileURLToPath(new URL('../../../server/src/ai/adreads/', import.meta.url));
const NOTICE =
  'Learned from transcripts and ad texts of MinusPod (github ttlequals0/MinusPod), Copyright (c) 2025 Hemant Kumar, MIT licence. ' +
  'Holds a number for each of 32768 hashed features and no text.';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: npm run train:adreads -- FOLDER   (a folder with episodes/ and community/)');
const place = resolve(process.env.INIT_CWD ?? process.cwd(), folder);
const [episodes, ads] = [readEpisodes(place), readCommunity(place)];
for (const [file, sight] of [
  ['weights.json', 'features'],
  ['boundary-weights.json', 'own'],
] as const) {
  const weights = learn(examplesFrom(episodes, ads, sight), LEARNING);
  writeFileSync(join(FOLDER, file), `${JSON.stringify(packed(weights, NOTICE), undefined, 2)}\n`);
}
process.stdout.write(`${episodes.length} episodes and ${ads.length} ads learned from; the weights in ${FOLDER} are written\n`);
const held = holdOut(episodes, ads, (name) => process.stderr.write(`held out: ${name}\n`));
const decoder = bestDecoder(held);
process.stdout.write(`the decoder that serves held-out episodes best: ${JSON.stringify(decoder)}\n`);
process.stdout.write(`and the boundaries: ${JSON.stringify(bestBoundaries(held, decoder))}\n`);
