import { FEED_NAME, type FeedKind } from '@ted/messaging';
import { isInShare, parseShare } from './share.ts';

/** A feed to follow. */
export interface FeedSource {
  name: string;
  url: string;
  kind: FeedKind;
}

export interface FeedSettings {
  FEEDS: string;
  /** `0/2` and `1/2`: half of the list each. */
  FEEDS_SHARE: string;
  FEED_NAME: string;
  FEED_KIND: FeedKind;
  RUGS_BACKEND_URL: string;
}

const ENTRY = /^([^=]*)=(?:(live|simulated|replay):)?((?:https?|wss?):\/\/.+)$/;

/**
 * The feeds that this ingest follows, the one first that is meant where nobody names one: its share of FEEDS, or without that
 * list FEED_NAME at RUGS_BACKEND_URL. Throws an Error that names the entry which is wrong.
 */
export function feedsOf(settings: FeedSettings): FeedSource[] {
  const { FEEDS, FEEDS_SHARE, FEED_NAME: usual, FEED_KIND, RUGS_BACKEND_URL } = settings;
  if (FEEDS === 'none')
    return [{ name: usual, url: RUGS_BACKEND_URL, kind: kindOf(usual, undefined, FEED_KIND) }];
  const listed = FEEDS.split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .map((entry) => parse(entry, FEED_KIND));
  const twice = listed.find(({ name }, i) => listed.findIndex((other) => other.name === name) !== i);
  if (twice) throw new Error(`FEEDS: ${twice.name} stands in it twice`);
  const share = parseShare(FEEDS_SHARE);
  const ours = listed.filter(({ name }) => isInShare(name, share));
  if (ours.length === 0) throw new Error(`FEEDS: no feed falls to share ${FEEDS_SHARE}`);
  return ours.sort((a, b) => Number(b.name === usual) - Number(a.name === usual));
}

function parse(entry: string, usualKind: FeedKind): FeedSource {
  const [, name = '', said, url = ''] = ENTRY.exec(entry) ?? [];
  if (!URL.canParse(url)) throw new Error(`FEEDS: ${shown(entry)} is not name=url`);
  if (!FEED_NAME.test(name))
    throw new Error(`FEEDS: ${shown(entry)}: a name has 1 to 40 letters, digits, - and _`);
  return { name, url, kind: kindOf(name, said as FeedKind | undefined, usualKind) };
}

/**
 * Where a feed's games come from. An invented feed is never shown as live, whatever else is set: what does not say that it is
 * real counts as simulated, and a name that begins with `simulated` or `replay` cannot say so.
 */
function kindOf(name: string, said: FeedKind | undefined, kindOfRugs: FeedKind): FeedKind {
  const named = (['simulated', 'replay'] as const).find((kind) => name.startsWith(kind));
  if (named && said && said !== named)
    throw new Error(`FEEDS: ${name} cannot be ${said}: its name says ${named}`);
  return named ?? said ?? (name === 'rugs' ? kindOfRugs : 'simulated');
}

/** A password in a URL is never printed. */
const shown = (entry: string): string => entry.replace(/\/\/[^@/]*@/, '//(hidden)@').slice(0, 100);
