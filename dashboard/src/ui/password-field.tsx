import { type ComponentProps, useState } from 'react';
import { TextField } from './field.tsx';

interface Words {
  show: string;
  hide: string;
}

/** A password that can be shown while it is typed. */
export function PasswordField({ words, label, ...rest }: Omit<ComponentProps<typeof TextField>, 'type'> & { words: Words }) {
  const [isShown, show] = useState(false);
  return (
    <div className="relative">
      <TextField {...rest} label={label} type={isShown ? 'text' : 'password'} autoCapitalize="none" spellCheck={false} />
      <button
        type="button"
        aria-pressed={isShown}
        aria-label={`${words.show}: ${label}`}
        className="absolute top-0 right-0 min-h-6 rounded-[4px] px-1 text-small text-muted hover:text-ink"
        onClick={() => show(!isShown)}
      >
        {isShown ? words.hide : words.show}
      </button>
    </div>
  );
}
