/**
 * The same function, which works once for each object that it is asked about. What it says may depend on that object alone, and nobody
 * may change the object.
 */
export function onceFor<K extends object, V>(make: (about: K) => V): (about: K) => V {
  const known = new WeakMap<K, { value: V }>();
  return (about) => {
    let entry = known.get(about);
    if (!entry) known.set(about, (entry = { value: make(about) }));
    return entry.value;
  };
}
