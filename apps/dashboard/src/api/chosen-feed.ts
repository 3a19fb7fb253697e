const KEY = 'ted-feed';

/** The feed that was chosen in this browser; undefined: the one that TED shows by default. Read once, for as long as the page is open. */
export const chosenFeed = stored();

/** Shows another feed: everything on the page belongs to one feed, so the page begins anew. */
export function chooseFeed(feed: string | undefined): void {
  try {
    if (feed === undefined) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, feed);
  } catch {
    // A browser that keeps nothing shows the default feed.
  }
  location.assign('/');
}

/** Goes back to the default feed when the chosen one is followed no more. */
export function forgetFeed(followed: readonly string[]): void {
  if (chosenFeed !== undefined && !followed.includes(chosenFeed)) chooseFeed(undefined);
}

/** An address of the API, of the chosen feed. */
export function ofChosenFeed(path: string): string {
  if (chosenFeed === undefined) return path;
  return `${path}${path.includes('?') ? '&' : '?'}feed=${encodeURIComponent(chosenFeed)}`;
}

function stored(): string | undefined {
  try {
    return localStorage.getItem(KEY) ?? undefined;
  } catch {
    return undefined;
  }
}
