import { type Random, randomOf } from '../random.ts';

export const DAY_MS = 86_400_000;

/** A campaign of a world, and what one hearing of it does. */
export interface WorldCampaign {
  key: string;
  name: string;
  channel: 'podcast' | 'streaming_audio';
  spendMinor: number;
  currency: string;
  code: string | null;
  shows: readonly string[];
  /** The part of the world's days in which it runs, 0 to 1. */
  flight: readonly [number, number];
  /** How much one hearing moves, as a multiple of an average campaign; 0 for one that causes nothing. */
  effect: number;
}

/** How much of what ties people to events is blurred, as shares from 0 to 1. */
export interface Noise {
  /** Of households, those that live in a house of several behind one address which nothing marks as shared. */
  sharedLines: number;
  carriers: number;
  offices: number;
  relays: number;
  /** Of pairs of households, those that are given each other's address at some time. */
  swaps: number;
  /** Of events, those whose sender leaves the address out. */
  missingAddresses: number;
  /** Of lines that are no home's, those that no list knows as such. */
  unknownLines: number;
  /** Of purchases by people who heard no code, those with one from a coupon site. */
  leaks: number;
  /** Bots that fetch from behind a home's address, for each thousand households. */
  farmsPerThousand: number;
}

/** What a world is made from; the same ground makes the same world to the byte. */
export interface Ground {
  seed: number;
  /** Tells the worlds apart in the streams of random numbers. */
  world: number;
  households: number;
  startMs: number;
  days: number;
  campaigns: readonly WorldCampaign[];
  noise: Noise;
  /** How often the second ad of an episode is that of the first one's partner. */
  bundling: number;
}

/** An ad that a household comes to hear. */
export interface Ad {
  atMs: number;
  /** Place in the ground's campaigns. */
  campaign: number;
  show: string | null;
  episode: string | null;
  placement: string | null;
}

/** An ad heard; its serial tells apart the hearings of a household. */
export interface Hearing extends Ad {
  serial: number;
}

/** A household as far as listening and buying go. */
export interface Listener {
  index: number;
  shows: readonly string[];
  hasStreaming: boolean;
  /** How much the household wants what is sold, without any ad: 1 on average. */
  need: number;
}

/**
 * When a household buys with the hearings of these campaigns and without those of all others, oldest first; bit c of `mask` stands for
 * campaign c. All chance is drawn beforehand, so that two masks differ by the ads alone; more campaigns never make fewer purchases.
 */
export type Purchases = (mask: number) => number[];

/** A household's life before any ad, and how ads change it. */
export interface Course {
  /** Ads that find the household because of what it is about to do. */
  targeted: Ad[];
  respond(heard: readonly Hearing[]): Purchases;
}

/** How people of a world come to buy. */
export interface Form {
  begin(ground: Ground, listener: Listener): Course;
}

/** A stream of random numbers of its own for each use in each world. */
export function draw(ground: Pick<Ground, 'seed' | 'world'>, ...words: number[]): Random {
  return randomOf(ground.seed, 0x10000 + ground.world, ...words);
}

/** The instant at which a world ends. */
export function endOf({ startMs, days }: Ground): number {
  return startMs + days * DAY_MS;
}
