import { useState } from 'react';
import { accountTexts } from '../../texts-account.ts';
import { Button } from '../../ui/button.tsx';
import { useFocusOnArrival } from '../../ui/focus.ts';
import { Copy } from '../../ui/icons.tsx';

const words = accountTexts.mfa;

/** Recovery codes, shown once; the heading takes the focus, so that nobody misses them. */
export function RecoveryCodes({ codes, onKept }: { codes: string[]; onKept: () => void }) {
  const heading = useFocusOnArrival<HTMLHeadingElement>();
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(codes.join('\n'));
    setCopied(true);
  };
  return (
    <div className="flex flex-col gap-4 rounded-control border border-notice-line bg-notice-soft p-4">
      <div className="text-notice">
        <h3 ref={heading} tabIndex={-1} className="font-semibold outline-none">
          {words.codesTitle}
        </h3>
        <p className="max-w-prose">{words.codesLead}</p>
      </div>
      <ul className="grid gap-x-8 gap-y-1.5 font-mono text-ink sm:grid-cols-2 xl:grid-cols-3">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => void copy()}>
          <Copy />
          <span aria-live="polite">{isCopied ? words.copied : words.copy}</span>
        </Button>
        <Button look="solid" onClick={onKept}>
          {words.kept}
        </Button>
      </div>
    </div>
  );
}
