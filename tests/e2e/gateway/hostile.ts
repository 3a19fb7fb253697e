import fc from 'fast-check';
import * as z from 'zod';
import type { Endpoint } from '../../../services/api-gateway/src/endpoints/endpoint.ts';

/** Values that have hurt others: huge and odd numbers, control characters, operators, paths, prototypes. */
const NASTY = [
  ...[
    '',
    ' ',
    '0',
    '-1',
    '1e999',
    'NaN',
    'Infinity',
    '9007199254740993',
    '0x10',
    '1.5',
    '00000000001',
    'null',
  ],
  ...[
    '$ne',
    '{"$gt":""}',
    '[$where]=1',
    '__proto__',
    'constructor',
    '../../etc/passwd',
    '..%2f..%2fetc%2fpasswd',
  ],
  ...[
    '%00',
    '%ff%fe',
    '\u0000',
    '\u202e',
    '\r\nset-cookie: a=1',
    'a'.repeat(3000),
    '{{7*7}}',
    '<script>',
    '%',
    '%zz',
  ],
  ...['2025-13-45', '0001-01-01', '275760-09-13T00:00:00Z', '9999-12-31T23:59:59Z', 'true', 'Wzld'],
];
const nasty = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.double().map(String),
);

export interface HostileRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string | undefined;
}

/** Requests made from what the endpoints say they take: right parameters with wrong values, wrong parameters, odd bodies. */
export function hostileRequest(endpoints: readonly Endpoint[]): fc.Arbitrary<HostileRequest> {
  const known = endpoints.map((endpoint) => ({
    endpoint,
    parameters: Object.keys((endpoint.query as z.ZodObject).shape),
    fields: endpoint.body ? Object.keys(z.toJSONSchema(endpoint.body, { io: 'input' }).properties ?? {}) : [],
  }));
  return fc.constantFrom(...known).chain(({ endpoint, parameters, fields }) => {
    const name = fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom('limit', ...parameters) },
      { weight: 1, arbitrary: nasty },
    );
    const query = fc.array(fc.tuple(name, fc.constantFrom('', '[]', '[$ne]', '[a][b]'), nasty), {
      maxLength: 5,
    });
    const method = fc.oneof(
      { weight: 6, arbitrary: fc.constant(endpoint.method.toUpperCase()) },
      { weight: 1, arbitrary: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD') },
    );
    return fc
      .record({ method, query, path: pathOf(endpoint), body: bodyOf(fields), headers: oddHeaders })
      .map(({ method, query, path, body, headers }) => ({
        method,
        url: path + queryText(query),
        headers,
        body: method === 'GET' || method === 'HEAD' ? undefined : body,
      }));
  });
}

function pathOf({ path }: Endpoint): fc.Arbitrary<string> {
  return nasty.map((value) => path.replace(/:\w+/g, () => percent(value)));
}

function bodyOf(fields: readonly string[]): fc.Arbitrary<string> {
  // No value that would switch this very stack off.
  const value = fc.oneof(nasty, fc.constantFrom(null, 1e308, [], {}, [[[]]], { $gt: '' }), fc.string());
  const object = fc.dictionary(fc.constantFrom('x', '__proto__', '$where', ...fields), value, { maxKeys: 4 });
  return fc.oneof(
    object.map((body) => JSON.stringify(body)),
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.constantFrom('{', '[[[[', '"', 'null', '0', `{"a":${'['.repeat(5000)}`, 'x'.repeat(60_000)),
  );
}

const oddHeaders = fc
  .record(
    {
      'content-type': fc.constantFrom(
        ...['application/json', 'text/plain', 'application/json; charset=utf-99', 'multipart/form-data', 'x'],
        'application/json; charset=big5',
      ),
      'x-request-id': fc.constantFrom('short', 'a'.repeat(200), '${jndi:ldap://x}', 'fine-id-0001'),
      'x-forwarded-for': fc.constantFrom('1.2.3.4', 'nonsense', '::1, ::2', ','.repeat(100)),
      accept: fc.constantFrom('*/*', 'text/html', ';;;'),
      'content-encoding': fc.constantFrom('gzip', 'br', 'nonsense', 'identity'),
      range: fc.constantFrom('bytes=0-1', 'bytes=-', 'x=1'),
      'if-none-match': fc.constantFrom('*', '"x"', 'W/'),
    },
    { requiredKeys: ['content-type'] },
  )
  .map((headers) => headers as Record<string, string>);

const queryText = (parts: readonly (readonly [string, string, string])[]): string =>
  parts.length === 0
    ? ''
    : `?${parts.map(([key, suffix, value]) => `${percent(key)}${suffix}=${percent(value)}`).join('&')}`;

/** Percent-encoded, but what is encoded already is left as it is. */
function percent(text: string): string {
  return /%/.test(text) ? text.replace(/[^\w%.-]/g, '') : encodeURIComponent(text);
}
