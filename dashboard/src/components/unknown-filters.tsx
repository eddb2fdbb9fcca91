import { Warning } from '../ui/icons.tsx';
import { Notice } from '../ui/notice.tsx';

/** Says which filters the catalogue does not know, so that an empty answer is not taken for a measured nothing. */
export function UnknownFilters({ unknown }: { unknown: readonly { pointer: string; detail: string }[] | undefined }) {
  if (unknown === undefined || unknown.length === 0) return null;
  return (
    <Notice tone="notice" icon={<Warning />} live="status">
      {unknown.map(({ pointer, detail }) => (
        <p key={pointer}>{detail}</p>
      ))}
    </Notice>
  );
}
