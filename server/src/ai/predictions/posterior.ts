import { normal } from '../../../../simulator/src/daily/draws.ts';
import { randomOf } from '../../../../simulator/src/random.ts';
import type { Outcome, Response } from './response.ts';

/** A show of a plan, and what it is about. */
export interface ShowOf {
  show: string;
  category: string;
}

/** The lower triangle of the square root of a symmetric positive matrix, row by row (A.-L. Cholesky's factor). */
function factorOf(matrix: readonly Float64Array[]): Float64Array[] {
  const factor = matrix.map((row) => new Float64Array(row.length));
  for (let row = 0; row < matrix.length; row += 1) {
    for (let at = 0; at <= row; at += 1) {
      let rest = matrix[row][at];
      for (let k = 0; k < at; k += 1) rest -= factor[row][k] * factor[at][k];
      factor[row][at] = row === at ? Math.sqrt(Math.max(rest, 1e-12)) : rest / factor[at][at];
    }
  }
  return factor;
}

/** What solves factor × x = b. */
function solveLower(factor: readonly Float64Array[], b: Float64Array): Float64Array {
  const x = Float64Array.from(b);
  for (let row = 0; row < x.length; row += 1) {
    for (let k = 0; k < row; k += 1) x[row] -= factor[row][k] * x[k];
    x[row] /= factor[row][row];
  }
  return x;
}

/** The places of the numbers of a response in its matrix: level, slope, then categories, then shows. */
function placesOf({ categories, shows }: Response) {
  const names = (keys: Iterable<string>, from: number) => new Map([...keys].map((key, place) => [key, from + place]));
  return {
    categories: names(categories.keys(), 2),
    shows: names(shows.keys(), 2 + categories.size),
    size: 2 + categories.size + shows.size,
  };
}

/**
 * How well a fit knows its numbers together: the second derivative of what it maximised, at the maximum (P.-S. Laplace's approximation).
 */
function precisionOf(response: Response, outcomes: readonly Outcome[]): Float64Array[] {
  const { categories, shows, size } = placesOf(response);
  const matrix = Array.from({ length: size }, () => new Float64Array(size));
  const { spread, dispersion, prior } = response;
  matrix[0][0] = 1 / prior.level;
  matrix[1][1] = 1 / prior.slope;
  for (const place of categories.values()) matrix[place][place] = 1 / spread.category ** 2;
  for (const place of shows.values()) matrix[place][place] = 1 / spread.show ** 2;
  for (const { show, category, impressions } of outcomes) {
    const [ofCategory, ofShow] = [categories.get(category) ?? 0, shows.get(show) ?? 0];
    const x = Math.log(impressions) - response.center;
    const mean = Math.exp(
      response.level.value +
        response.slope.value * x +
        (response.categories.get(category)?.value ?? 0) +
        (response.shows.get(show)?.value ?? 0),
    );
    const weight = mean / (1 + mean / dispersion);
    const row = [
      [0, 1],
      [1, x],
      [ofCategory, 1],
      [ofShow, 1],
    ];
    for (const [a, byA] of row) for (const [b, byB] of row) matrix[a][b] += weight * byA * byB;
  }
  return matrix;
}

/** Responses drawn from what a fit leaves open, the same for the same seed; draws of all shows belong together, one by one. */
export interface DrawnResponses {
  count: number;
  /** Expected conversions of a show for this many impressions, draw by draw. `place` is the show's among those asked for. */
  expected(place: number, impressions: number): Float64Array;
  /** The same where each draw has impressions of its own. */
  expectedEach(place: number, impressions: Float64Array): Float64Array;
}

/**
 * Draws how conversions of these shows respond to impressions, jointly: what shows share is drawn once for all of them, so that differences
 * between shows are as sure as the data have them. A show or category without history is drawn from how far such ones lie apart.
 */
export function drawResponses(
  { response, outcomes }: { response: Response; outcomes: readonly Outcome[] },
  shows: readonly ShowOf[],
  { count, seed }: { count: number; seed: number },
): DrawnResponses {
  const places = placesOf(response);
  const factor = factorOf(precisionOf(response, outcomes));
  // Of each show the sum of level, category and show, and last the slope: rows of a matrix whose product with the inverse is wanted.
  const rows = [...shows, undefined].map((asked) => {
    const row = new Float64Array(places.size);
    if (asked === undefined) row[1] = 1;
    else
      for (const place of [0, places.categories.get(asked.category), places.shows.get(asked.show)]) if (place !== undefined) row[place] = 1;
    return solveLower(factor, row);
  });
  const covariance = rows.map((a) => Float64Array.from(rows, (b) => a.reduce((sum, value, at) => sum + value * b[at], 0)));
  addUnseen(covariance, shows, response, places);
  const own = factorOf(covariance);
  const random = randomOf(seed, 0x9e57);
  const values = rows.map(() => new Float64Array(count));
  const means = [...shows.map((asked) => baseOf(response, asked)), response.slope.value];
  for (let draw = 0; draw < count; draw += 1) {
    const z = rows.map(() => normal(random));
    own.forEach((row, place) => {
      let value = means[place];
      for (let k = 0; k <= place; k += 1) value += row[k] * z[k];
      values[place][draw] = value;
    });
  }
  const slope = values[shows.length];
  const meanOf = (place: number, draw: number, impressions: number) =>
    Math.exp(Math.min(60, values[place][draw] + slope[draw] * (Math.log(impressions) - response.center)));
  return {
    count,
    expected: (place, impressions) => Float64Array.from(slope, (_, draw) => meanOf(place, draw, impressions)),
    expectedEach: (place, impressions) => Float64Array.from(slope, (_, draw) => meanOf(place, draw, impressions[draw])),
  };
}

const baseOf = (response: Response, { show, category }: ShowOf) =>
  response.level.value + (response.categories.get(category)?.value ?? 0) + (response.shows.get(show)?.value ?? 0);

/** What is not known of shows and categories that were never seen; those of one name share it. */
function addUnseen(
  covariance: Float64Array[],
  shows: readonly ShowOf[],
  { spread }: Response,
  places: { categories: ReadonlyMap<string, number>; shows: ReadonlyMap<string, number> },
): void {
  shows.forEach((a, at) => {
    shows.forEach((b, beside) => {
      if (a.category === b.category && !places.categories.has(a.category)) covariance[at][beside] += spread.category ** 2;
      if (a.show === b.show && !places.shows.has(a.show)) covariance[at][beside] += spread.show ** 2;
    });
  });
}
