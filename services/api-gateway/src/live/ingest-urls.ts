const URLS = /^https?:\/\//;

/** The ingests that are followed: INGEST_URLS, or without it INGEST_URL. Throws an Error that names what is no URL. */
export function ingestUrls(settings: { INGEST_URLS: string; INGEST_URL: string }): string[] {
  if (settings.INGEST_URLS === 'none') return [settings.INGEST_URL];
  const urls = settings.INGEST_URLS.split(/[\s,]+/).filter((url) => url !== '');
  const wrong = urls.find((url) => !URLS.test(url) || !URL.canParse(url));
  if (wrong !== undefined || urls.length === 0)
    throw new Error(
      `INGEST_URLS: ${wrong ?? 'it is empty'}: allowed are URLs that begin with http:// or https://`,
    );
  return [...new Set(urls)];
}
