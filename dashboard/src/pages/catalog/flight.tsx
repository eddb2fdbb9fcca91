import { formatDay } from '../../format.ts';
import { utcToday } from '../../selection.ts';
import { catalogTexts } from '../../texts-catalog.ts';
import { TextField } from '../../ui/field.tsx';
import { Tag } from '../../ui/notice.tsx';

const words = catalogTexts.flight;

interface Days {
  startsOn: string | null;
  endsOn: string | null;
}

type FlightState = keyof typeof words.states;

function stateOf({ startsOn, endsOn }: Days): FlightState {
  const today = utcToday();
  if (startsOn !== null && startsOn > today) return 'planned';
  return endsOn !== null && endsOn < today ? 'ended' : 'running';
}

/** The days of a flight in words. */
function flightText({ startsOn, endsOn }: Days): string {
  const [from, until] = [startsOn && formatDay(startsOn, 'full'), endsOn && formatDay(endsOn, 'full')];
  if (from && until) return words.span(from, until);
  if (from) return words.since(from);
  return until ? words.until(until) : words.always;
}

/** The days of a flight, and whether it has begun or ended. */
export function Flight({ days }: { days: Days }) {
  const isOpen = days.startsOn === null && days.endsOn === null;
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
      <span className={`whitespace-nowrap ${isOpen ? 'text-muted' : ''}`}>{flightText(days)}</span>
      {!isOpen && <Tag>{words.states[stateOf(days)]}</Tag>}
    </span>
  );
}

/** First and last day of a flight, side by side. */
export function FlightFields({ days, problemAt }: { days: Days | undefined; problemAt: (field: string) => string | undefined }) {
  return (
    <div className="grid items-start gap-x-4 gap-y-1 sm:grid-cols-2">
      <TextField
        name="startsOn"
        type="date"
        label={words.startsOn}
        optional={catalogTexts.optional}
        defaultValue={days?.startsOn ?? ''}
        problem={problemAt('startsOn')}
      />
      <TextField
        name="endsOn"
        type="date"
        label={words.endsOn}
        optional={catalogTexts.optional}
        defaultValue={days?.endsOn ?? ''}
        problem={problemAt('endsOn')}
      />
      <p className="text-small text-muted sm:col-span-2">{words.help}</p>
    </div>
  );
}
