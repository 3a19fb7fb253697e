/** A local URL as people type it: `http://localhost:8000`. */
export function localhost(url: string): string {
  return `http://localhost:${new URL(url).port}`;
}
