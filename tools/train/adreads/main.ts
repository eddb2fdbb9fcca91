import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packed } from '../../../server/src/ai/adreads/weights.ts';
import { bestDecoder, examplesFrom, holdOut, LEARNING } from './held-out.ts';
import { learn } from './learn.ts';
import { readCommunity, readEpisodes } from './read.ts';

const WEIGHTS = fileURLToPath(new URL('../../../server/src/ai/adreads/weights.json', import.meta.url));
const NOTICE =
  'Learned from transcripts and ad texts of MinusPod (github ttlequals0/MinusPod), Copyright (c) 2025 Hemant Kumar, MIT licence. ' +
  'Holds a number for each of 32768 hashed features and no text.';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: npm run train:adreads -- FOLDER   (a folder with episodes/ and community/)');
const place = resolve(process.env.INIT_CWD ?? process.cwd(), folder);
const [episodes, ads] = [readEpisodes(place), readCommunity(place)];
writeFileSync(WEIGHTS, `${JSON.stringify(packed(learn(examplesFrom(episodes, ads), LEARNING), NOTICE), undefined, 2)}\n`);
process.stdout.write(`${episodes.length} episodes and ${ads.length} ads learned from; ${WEIGHTS} written\n`);
const held = holdOut(episodes, ads, (name) => process.stderr.write(`held out: ${name}\n`));
process.stdout.write(`the decoder that serves held-out episodes best: ${JSON.stringify(bestDecoder(held))}\n`);
