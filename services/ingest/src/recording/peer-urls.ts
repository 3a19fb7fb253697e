/** INGEST_PEERS as a list; empty where there is one ingest. Throws an Error that names what is no URL. */
export function peerUrls(peers: string): string[] {
  if (peers === 'none') return [];
  const urls = peers.split(/[\s,]+/).filter((url) => url !== '');
  const wrong = urls.find((url) => !/^https?:\/\//.test(url) || !URL.canParse(url));
  if (wrong !== undefined)
    throw new Error(`INGEST_PEERS: ${wrong}: allowed are URLs that begin with http:// or https://`);
  return urls;
}
