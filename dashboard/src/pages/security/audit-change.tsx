import { auditTexts } from '../../texts-audit.ts';

const words = auditTexts.audit;

interface Entry {
  seq: number;
  before?: unknown;
  after?: unknown;
}

function State({ name, state }: { name: string; state: unknown }) {
  if (state === null || state === undefined) return null;
  return (
    <>
      <dt className="text-caption text-muted">{name}</dt>
      <dd>
        <pre className="max-w-80 font-mono text-caption wrap-anywhere whitespace-pre-wrap">{JSON.stringify(state, null, 2)}</pre>
      </dd>
    </>
  );
}

/** What an entry of an audit log changed, folded away. */
export function Change({ entry: { seq, before, after } }: { entry: Entry }) {
  if ((before ?? null) === null && (after ?? null) === null) return <span className="text-faint">{words.none}</span>;
  return (
    <details>
      <summary className="cursor-pointer text-accent-strong" aria-label={words.detailsOf(seq)}>
        {words.details}
      </summary>
      <dl className="mt-1">
        <State name={words.before} state={before} />
        <State name={words.after} state={after} />
      </dl>
    </details>
  );
}

/** A name of the machinery, cut short where it is long. */
export function Named({ text }: { text: string }) {
  return (
    <code className="block max-w-52 truncate font-mono text-small" title={text}>
      {text}
    </code>
  );
}
