/** One server's address. */
export interface RedisNode {
  host: string;
  port: number;
}

/** Who logs in, where a password is asked for. */
export interface RedisLogin {
  username?: string;
  password?: string;
}

/** Where Redis is: one server, one that sentinels name, or a cluster. */
export type RedisPlace =
  | { kind: 'server'; url: string }
  | ({
      kind: 'sentinel';
      nodes: RedisNode[];
      master: string;
      db: number;
      sentinel: RedisLogin;
      tls: boolean;
    } & RedisLogin)
  | ({ kind: 'cluster'; nodes: RedisNode[]; tls: boolean } & RedisLogin);

const SCHEMES = [
  'redis',
  'rediss',
  'redis-sentinel',
  'rediss-sentinel',
  'redis-cluster',
  'rediss-cluster',
] as const;
type Scheme = (typeof SCHEMES)[number];

const FORM =
  /^(?<scheme>[a-z-]+):\/\/(?:(?<username>[^:@/]*)(?::(?<password>[^@/]*))?@)?(?<hosts>[^/?]+)(?:\/(?<path>[^?]*))?(?:\?(?<query>.*))?$/;
const DEFAULT_PORT = { sentinel: 26379, cluster: 6379 } as const;

/** What REDIS_URL may be; for error messages. */
const REDIS_URL_FORMS =
  'redis://host:6379, redis-sentinel://host:26379,host:26379/master-name or redis-cluster://host:6379,host:6379 (rediss… for TLS)';

/**
 * Reads a Redis URL: `redis://[user:password@]host:6379[/db]`,
 * `redis-sentinel://[user:password@]host:26379,…/master-name[?db=0&sentinel_username=…&sentinel_password=…]`,
 * `redis-cluster://[user:password@]host:6379,…`; with `rediss` in front over TLS. Names and passwords are percent-encoded.
 * Throws an Error that says what is wrong, without the password.
 */
export function parseRedisUrl(url: string): RedisPlace {
  const parts = FORM.exec(url)?.groups;
  const scheme = parts?.scheme as Scheme | undefined;
  if (!parts || !scheme || !SCHEMES.includes(scheme)) throw new Error(`a URL like ${REDIS_URL_FORMS}`);
  if (scheme === 'redis' || scheme === 'rediss') {
    if (!URL.canParse(url) || parts.hosts!.includes(',')) throw new Error(`a URL like ${REDIS_URL_FORMS}`);
    return { kind: 'server', url };
  }
  const tls = scheme.startsWith('rediss');
  const login = loginOf(parts.username, parts.password);
  const query = new URLSearchParams(parts.query);
  if (scheme.endsWith('cluster')) {
    if (parts.path || parts.query)
      throw new Error('a cluster has no databases: nothing may follow its hosts');
    return { kind: 'cluster', nodes: nodesOf(parts.hosts!, DEFAULT_PORT.cluster), tls, ...login };
  }
  const master = decodeURIComponent(parts.path ?? '');
  if (!/^[\w.-]+$/.test(master))
    throw new Error('the name of the master after the hosts, as the sentinels know it');
  const db = Number(query.get('db') ?? 0);
  if (!Number.isInteger(db) || db < 0) throw new Error('a db that is a whole number');
  return {
    kind: 'sentinel',
    nodes: nodesOf(parts.hosts!, DEFAULT_PORT.sentinel),
    master,
    db,
    sentinel: loginOf(query.get('sentinel_username'), query.get('sentinel_password')),
    tls,
    ...login,
  };
}

function nodesOf(hosts: string, defaultPort: number): RedisNode[] {
  return hosts.split(',').map((text) => {
    if (!URL.canParse(`http://${text}`))
      throw new Error(`hosts like host:${defaultPort}, separated by commas`);
    const { hostname, port } = new URL(`http://${text}`);
    // A scheme's own port (80) is left out by the parser.
    return {
      host: hostname.replace(/^\[|\]$/g, ''),
      port: Number(port || (/:80$/.test(text) ? 80 : defaultPort)),
    };
  });
}

function loginOf(username: string | null | undefined, password: string | null | undefined): RedisLogin {
  return {
    ...(username && { username: decodeURIComponent(username) }),
    ...(password && { password: decodeURIComponent(password) }),
  };
}
