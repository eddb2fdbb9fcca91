import type { ReactNode } from 'react';
import { catalogTexts } from '../../texts-catalog.ts';
import { Tag } from '../../ui/notice.tsx';

/** How a link to something of the catalogue looks. */
export const LINK = 'block truncate font-medium text-accent-strong underline-offset-4 hover:underline';

interface NamedProps {
  name: string | null;
  /** Shown below the name; of something without a name it is the name. */
  of: string;
  isStub?: boolean;
  children?: (text: string) => ReactNode;
}

const plainly = (text: string) => <span className="block truncate font-medium">{text}</span>;

/** A name with its key below it; `children` makes a link of it. */
export function Named({ name, of: key, isStub = false, children = plainly }: NamedProps) {
  return (
    <span className="block max-w-44 min-w-32 sm:max-w-72" title={name === null ? key : `${name} (${key})`}>
      {children(name ?? key)}
      <span className="flex items-center gap-1.5">
        {name !== null && name !== key && <span className="block truncate font-mono text-caption text-faint">{key}</span>}
        {isStub && <Tag title={catalogTexts.stubHelp}>{catalogTexts.stub}</Tag>}
      </span>
    </span>
  );
}

/** What something is called where there is room for one line. */
export function labelOf({ key, name }: { key: string; name: string | null }): string {
  return name === null || name === key ? key : `${name} (${key})`;
}
