import { SentinelConnector, type RedisOptions } from 'ioredis';

interface FailoverDetector {
  cleanup: () => void;
}

/**
 * ioredis leaves the master when a sentinel says that another one is it (`failoverDetector`). It goes on listening when that connection
 * has broken by itself; if the word comes while it asks who the master is now, it gives up the search, and the connection has ended for
 * good: nobody would ever connect again. So whoever searches does not listen.
 */
export class PatientSentinelConnector extends SentinelConnector {
  constructor(options: unknown) {
    super(options as RedisOptions & ConstructorParameters<typeof SentinelConnector>[0]);
  }

  override connect(
    ...args: Parameters<SentinelConnector['connect']>
  ): ReturnType<SentinelConnector['connect']> {
    // No option of ioredis reaches it.
    const detector = Reflect.get(this, 'failoverDetector') as FailoverDetector | null;
    detector?.cleanup();
    return super.connect(...args);
  }
}
