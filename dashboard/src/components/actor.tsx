import { formatInstant } from '../format.ts';
import { useActorNames } from './actor-names.ts';

/** Who did something, by name; the word of the audit log on hover. */
export function Actor({ name }: { name: string }) {
  const actorName = useActorNames();
  return (
    <span className="text-muted" title={name}>
      {actorName(name)}
    </span>
  );
}

/** The same with when. */
export function ActorAt({ name, at }: { name: string; at: string }) {
  const actorName = useActorNames();
  return (
    <span title={name}>
      {actorName(name)}, {formatInstant(at)}
    </span>
  );
}
