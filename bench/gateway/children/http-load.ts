import autocannon from 'autocannon';

export interface HttpLoad {
  url: string;
  connections: number;
  seconds: number;
}

export interface HttpResult {
  perSecond: number;
  p99: number;
  failures: number;
}

/** Asks as fast as it is answered, over so many connections, whenever it is told to. */
export async function httpLoad(_options: object): Promise<void> {
  process.on('message', ({ url, connections, seconds }: HttpLoad) => {
    void autocannon({ url, connections, duration: seconds }).then(({ requests, latency, errors, non2xx }) => {
      const result: HttpResult = { perSecond: requests.average, p99: latency.p99, failures: errors + non2xx };
      process.send!(result);
    });
  });
  process.send!({});
  return Promise.resolve();
}
