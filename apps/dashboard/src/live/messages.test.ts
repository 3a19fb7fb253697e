import { message } from '../testing/samples.ts';
import { parseMessage } from './messages.ts';

const parse = (body: unknown) => parseMessage(JSON.stringify(body));

describe('messages of the gateway', () => {
  it('reads a message and leaves out what the page does not use', () => {
    expect(parse({ ...message(), seq: 7, patterns: {} })).toEqual(message());
  });

  it('reads no forecast before the first word of ingest as none', () => {
    const parsed = parse({ ...message(), forecast: null, side_bet_advice: null, feed: null });
    expect(parsed).toMatchObject({ forecast: null, side_bet_advice: null });
  });

  it('lets other messages pass', () => {
    expect(parse({ type: 'keepalive' })).toBe('other');
    expect(parse({ type: 'pong', timestamp: '' })).toBe('other');
    expect(parse(null)).toBe('other');
  });

  it('says when it does not understand what it should', () => {
    expect(parseMessage('{')).toBe('foreign');
    expect(parse({ type: 'update' })).toBe('foreign');
    expect(parse({ ...message(), forecast: { p_rug_40: '18%' } })).toBe('foreign');
  });
});
