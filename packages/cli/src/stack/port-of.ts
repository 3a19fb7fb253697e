/** The port in a URL, for a process to be started there again; '0' (any free one) where there is none yet. */
export function portOf(url: string | undefined): string {
  return url === undefined ? '0' : new URL(url).port || '0';
}
