import { paletteTexts } from '../texts-palette.ts';
import { Dialog } from '../ui/dialog.tsx';
import { usePlaces } from './navigation.tsx';
import { setSingleKeys, useSingleKeys } from './single-keys.ts';

const words = paletteTexts.help;

function Key({ children }: { children: string }) {
  return (
    <kbd className="inline-grid min-w-6 place-items-center rounded-[4px] border border-line-strong bg-sunken px-1.5 font-mono text-small">
      {children}
    </kbd>
  );
}

function Line({ name, keys }: { name: string; keys: readonly string[] }) {
  return (
    <div className="flex items-center justify-between gap-4 border-b border-line py-2">
      <dt>{name}</dt>
      <dd className="flex items-center gap-1.5 text-small text-muted">
        {keys.map((key, place) => (
          <span key={key} className="contents">
            {place > 0 && words.after}
            <Key>{key}</Key>
          </span>
        ))}
      </dd>
    </div>
  );
}

/** Which keys there are, and the switch for those without Ctrl or ⌘. */
export function KeysHelp({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const places = usePlaces();
  const isOn = useSingleKeys();
  return (
    <Dialog title={words.title} lead={words.lead} isOpen={isOpen} onClose={onClose}>
      <label className="mb-3 flex items-start gap-2.5">
        <input type="checkbox" className="mt-1" checked={isOn} onChange={(event) => setSingleKeys(event.target.checked)} />
        <span>
          {words.single}
          <span className="block text-small text-muted">{words.singleHelp}</span>
        </span>
      </label>
      <dl>
        <Line name={words.search} keys={['Ctrl or ⌘ K']} />
        {isOn && (
          <>
            <Line name={words.search} keys={['/']} />
            <Line name={words.keys} keys={['?']} />
            {places.map(({ to, name, key }) => (
              <Line key={to} name={words.goTo(name)} keys={['g', key]} />
            ))}
          </>
        )}
      </dl>
    </Dialog>
  );
}
