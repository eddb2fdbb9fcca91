import { Check } from '../../ui/icons.tsx';
import { Notice } from '../../ui/notice.tsx';

/** What was just done, for eyes and for screen readers; the place is there from the start, so that the words are heard. */
export function Said({ text }: { text: string }) {
  return (
    <div role="status" className={text === '' ? 'sr-only' : ''}>
      {text !== '' && <Notice icon={<Check className="size-4 text-accent" />}>{text}</Notice>}
    </div>
  );
}
