import type { Placement } from '../../catalog/placements/schema.ts';
import type { Flight } from '../predictions/pacing-forecast.ts';

/** A placement that has a flight and booked impressions, with what it delivered; undefined for any other. */
export function flightOfPlacement(placement: Placement, days: readonly { day: string; delivered: number }[]): Flight | undefined {
  const { key, startsOn, endsOn, bookedImpressions: booked, price } = placement;
  if (startsOn === null || endsOn === null || booked === null) return undefined;
  return { key, startsOn, endsOn, booked, price, days: Object.fromEntries(days.map(({ day, delivered }) => [day, delivered])) };
}

/** Those that hold nothing of a day or later. */
export function flightBefore(flight: Flight, asOf: string): Flight {
  return { ...flight, days: Object.fromEntries(Object.entries(flight.days).filter(([day]) => day < asOf)) };
}

/** The first and the last day of flights together; undefined when there are none. */
export function spanOf(flights: readonly Pick<Flight, 'startsOn' | 'endsOn'>[]): { startsOn: string; endsOn: string } | undefined {
  if (flights.length === 0) return undefined;
  return {
    startsOn: flights.map(({ startsOn }) => startsOn).sort()[0],
    endsOn: flights.map(({ endsOn }) => endsOn).sort()[flights.length - 1],
  };
}
