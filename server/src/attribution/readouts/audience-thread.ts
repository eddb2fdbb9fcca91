import { audienceFactor, type CreditedSum, type Factor } from '../calibrations/rules.ts';
import { type AudienceReadout, type ComparedArms, createOutcomes, type OutcomeTerms, readAudience } from './audience.ts';
import { createParticipants, type IdentityColumns, type KeyColumn, type Participants } from './participants.ts';

/** Orders with who was behind them: when, and what they are worth in the measure's currency. */
export interface OrderColumns {
  keys: KeyColumn;
  atMs: Float64Array<ArrayBuffer>;
  value: Float64Array<ArrayBuffer>;
}

/** What is told of an audience beside the comparison of its arms. */
export interface AudienceRead extends AudienceReadout {
  unassignedTouchpoints: number;
  unusableTouchpoints: number;
}

/** Credit by participant. */
export interface CreditColumns {
  participant: Int32Array<ArrayBuffer>;
  amount: Float64Array<ArrayBuffer>;
}

/** The values of those participants who are, or are not, in an arm. */
function valuesOf(column: Float64Array, { arm }: Participants, isWanted: (arm: number) => boolean): Float64Array {
  return column.filter((_, participant) => isWanted(arm[participant]));
}

/**
 * What is known of an audience, kept in a thread of its own in columns, so that the thread that serves holds none of it: first all exposed
 * identities, then their orders, then credit.
 */
export function openAudience(terms: OutcomeTerms) {
  const gathering = createParticipants();
  let gathered: Participants | undefined;
  const people = (): Participants => (gathered ??= gathering.finish());
  let outcomes: ReturnType<typeof createOutcomes> | undefined;
  const done = () => (outcomes ??= createOutcomes(people(), terms));
  let credit: Float64Array | undefined;
  const credits = () => (credit ??= new Float64Array(people().arm.length));

  return {
    add: (identities: IdentityColumns): void => gathering.add(identities),

    /** By owner of keys: 1 where a participant has one of them. Nothing is added any more. */
    know: (keys: KeyColumn): Uint8Array => Uint8Array.from(people().find(keys), (participant) => (participant < 0 ? 0 : 1)),

    /** Counts orders; by order the participant in whose window it lies, −1 for none. */
    count({ keys, atMs, value }: OrderColumns): Int32Array {
      const found = people().find(keys);
      return found.map((participant, place) => {
        if (participant < 0) return -1;
        return done().add(participant, atMs[place], value[place]) ? participant : -1;
      });
    },

    /** The conversions of those participants who are not in the control's arm. */
    outside: ({ control, owners }: { control: number; owners: ReadonlyMap<string, number> }): string[] =>
      [...owners].filter(([, participant]) => people().arm[participant] !== control).map(([id]) => id),

    credit({ participant, amount }: CreditColumns): void {
      const column = credits();
      participant.forEach((one, place) => (column[one] += amount[place]));
    },

    read: (compared: ComparedArms): AudienceRead => {
      const { unassignedTouchpoints, unusableTouchpoints } = people();
      return { ...readAudience(people(), done(), compared, terms), unassignedTouchpoints, unusableTouchpoints };
    },

    /** The factor of those outside the control's arm. */
    factor({ control, sum }: { control: number; sum: CreditedSum }): Factor | undefined {
      const { after } = done();
      const isTreated = (arm: number) => arm !== control;
      const treated = { outcome: valuesOf(after, people(), isTreated), credit: valuesOf(credits(), people(), isTreated) };
      return audienceFactor(
        treated,
        valuesOf(after, people(), (arm) => arm === control),
        sum,
      );
    },
  };
}

/** What can be asked of an audience in its thread. */
export type Audience = ReturnType<typeof openAudience>;
