// Records whose names say where an entry belongs, like paths: `optimiser/0/mean/actor/bias`.

/** The same entries, each name with `prefix` before it. */
export function prefixed<T>(prefix: string, record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [prefix + name, value]));
}

/** The entries whose names begin with `prefix`, under what follows it. */
export function withoutPrefix<T>(prefix: string, record: Readonly<Record<string, T>>): Record<string, T> {
  const entries = Object.entries(record).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(entries.map(([name, value]) => [name.slice(prefix.length), value]));
}
