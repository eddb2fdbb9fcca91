/** A memory of so many things: for a new one the one that was set longest ago is forgotten. */
export interface Recent<Value> {
  get(name: string): Value | undefined;
  set(name: string, value: Value): void;
  forget(name: string): void;
  size(): number;
}

/** A memory of at most `most` things. */
export function createRecent<Value>(most: number): Recent<Value> {
  const known = new Map<string, Value>();
  return {
    get: (name) => known.get(name),
    set(name, value) {
      known.delete(name);
      known.set(name, value);
      for (const oldest of known.keys()) {
        if (known.size <= most) break;
        known.delete(oldest);
      }
    },
    forget: (name) => void known.delete(name),
    size: () => known.size,
  };
}
