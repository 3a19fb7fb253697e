import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Document, MongoClient } from 'mongodb';
import { eventually } from '../support/wait.ts';
import { Deployment, docker, engineProblem, hasImage, knows, type Ran } from './deployment.ts';
import { sectionsOf } from '../support/documented.ts';

const problem = engineProblem();
if (problem) console.warn(`tests/compose is skipped: ${problem}`);
const describeWithEngine = problem ? describe.skip : describe;

const IMAGES = ['ingest', 'persistence-worker', 'api-gateway', 'cli', 'feed-simulator'].map(
  (name) => `ted/${name}`,
);
/** The first release that has containers. */
const EARLIER = 'fb33ad8';
const BASE = 'node:20-bookworm-slim';
const MAX_OVER_BASE = 250_000_000;

/** The guide's path in containers, command by command from docs/deployment.md, then what may happen to a running deployment. */
describeWithEngine('the deployment in containers', () => {
  let deployment: Deployment;
  let client: MongoClient | undefined;
  const sections = problem ? [] : sectionsOf('docs/deployment.md', 'In containers');

  beforeAll(async () => {
    deployment = await Deployment.create();
    if (!hasImage('mongo:7')) {
      const build =
        'docker build -q --network host -f infra/docker/Dockerfile --build-arg FOLDER=packages/embedded-mongo -t ted/embedded-mongo .';
      const { code, output } = deployment.type(build);
      if (code !== 0) throw new Error(output);
    }
  }, 600_000);
  afterAll(async () => {
    await client?.close();
    deployment?.remove();
  }, 120_000);

  const status = () => deployment.api('/api/persistence/status');
  const untilEnabled = (enabled: boolean) =>
    eventually('the switch', status, (answer) => answer.enabled === enabled, 120_000);

  /** What has to hold when the commands of a section have run. */
  const afterwards: Record<string, (ran: Ran[]) => Promise<unknown>> = {
    Prepare: async () => expect(deployment.secrets.length).toBe(7),
    Migrate: async (ran) => expect(ran.at(-1)!.output).toContain('✓ Migration completed successfully!'),
    Start: async () => {
      expect(deployment.containers('persistence-worker')).toHaveLength(4);
      await eventually(
        'the gateway',
        () => deployment.api('/api/health'),
        ({ rugs_connected }) => rugs_connected,
        120_000,
      );
      deployment.set('PERSISTENCE_INTERVAL_SECONDS', '1');
    },
    'Check that it is healthy, with persistence off': async () =>
      expect(await status()).toEqual({ enabled: false, message: 'Persistence is disabled' }),
    'Switch persistence on': async () => {
      await untilEnabled(true);
      await eventually('records', status, ({ repository }) => repository?.records_saved > 20, 60_000);
    },
    'See that it is active': async (ran) => {
      for (const line of [
        'Persistence is ENABLED. Data will be saved to MongoDB.',
        'Background persistence tasks started',
        "Persisted: {'",
      ])
        expect(ran.at(-1)!.output).toContain(line);
    },
    'See that data is stored': async (ran) => expect(ran.at(-1)!.output).toMatch(/[1-9]\d*/),
    Monitor: async (ran) => {
      expect(
        JSON.parse(ran[0]!.output.slice(ran[0]!.output.indexOf('{'), ran[0]!.output.lastIndexOf('}') + 1))
          .total_predictions,
      ).toBeGreaterThan(0);
      expect(ran[1]!.output).toContain('ok: 1');
    },
    'Roll back': async (ran) => {
      await untilEnabled(false);
      expect(ran.at(-1)!.output.match(/✓ persistence-worker \S+: applies off/g)).toHaveLength(4);
    },
  };

  it('every section of the guide has its check here', () => {
    expect(sections.map(({ title }) => title)).toEqual(Object.keys(afterwards));
  });

  it.each(sections.map(({ title, commands }) => [title, commands] as const))(
    'guide: %s',
    async (title, commands) => {
      const ran: Ran[] = [];
      for (const { text, exitCodes } of commands) {
        // A pipe has no terminal.
        const { code, output } = deployment.type(
          text.replace('docker-compose exec', 'docker-compose exec -T'),
        );
        if (!exitCodes.includes(code!))
          throw new Error(
            `${text}: exit code ${code}, not ${exitCodes.join(' or ')}:\n${output.slice(-3000)}`,
          );
        ran.push({ code, output });
      }
      await afterwards[title]!(ran);
    },
    900_000,
  );

  it('a second time on and off by sed -i alone, without a restart: containers see the new file', async () => {
    deployment.type("sed -i 's/PERSISTENCE_ENABLED=false/PERSISTENCE_ENABLED=true/' .env");
    await untilEnabled(true);
    deployment.type("sed -i 's/PERSISTENCE_ENABLED=true/PERSISTENCE_ENABLED=false/' .env");
    await untilEnabled(false);
    deployment.type("sed -i 's/PERSISTENCE_ENABLED=false/PERSISTENCE_ENABLED=true/' .env");
    await untilEnabled(true);
  }, 120_000);

  it('every record is stored once, although a worker, the gateway and then all containers go down', async () => {
    client = await deployment.mongo();
    const db = client.db('rugs_tracker');
    const switchedOnAt = new Date();
    crash(deployment.containers('persistence-worker')[1]!);
    crash(deployment.containers('backend')[0]!);
    await eventually(
      'the gateway is back',
      () => deployment.api('/api/health'),
      () => true,
      60_000,
    );
    const whole = {
      status: { $in: ['ended', 'revealed'] },
      start_tick: 0,
      created_at: { $gte: switchedOnAt },
      end_tick: { $gte: 20 },
    };
    await eventually(
      'games that ran through',
      () => db.collection('games').countDocuments(whole),
      (count) => count >= 2,
      400_000,
    );
    const games = await db.collection('games').find(whole).toArray();
    await untilNothingWaits();
    for (const game of games) await expectComplete(game);

    await client.close();
    expect(deployment.type('docker-compose restart').code).toBe(0);
    await eventually(
      'all back',
      status,
      ({ enabled, components }) => enabled && components.degraded.length === 0,
      120_000,
    );
    client = await deployment.mongo();
    await untilNothingWaits();
    for (const game of games) await expectComplete(game);
  }, 900_000);

  /** As if the process had been killed by the machine; the engine starts it again. */
  function crash(id: string): void {
    const pid = Number(deployment.inspect(id, '{{.State.Pid}}'));
    process.kill(pid, 'SIGKILL');
  }

  const untilNothingWaits = () =>
    eventually(
      'nothing waits',
      status,
      ({ outbox }) => outbox !== null && outbox.pending === 0 && outbox.batches_out === 0,
      60_000,
    );

  /** A sample and a prediction at every tenth tick, each once; and a score for each prediction. */
  async function expectComplete({ game_id, end_tick }: Document): Promise<void> {
    const db = client!.db('rugs_tracker');
    const ticks = (await db.collection('tick_samples').find({ game_id }).sort({ tick: 1 }).toArray()).map(
      ({ tick }) => tick,
    );
    const wanted = Array.from({ length: Math.floor((end_tick - 1) / 10) + 1 }, (_, i) => i * 10);
    expect({ game_id, ticks: ticks.filter((tick) => tick < end_tick) }).toEqual({ game_id, ticks: wanted });
    const predictions = await db
      .collection('predictions')
      .find({ game_id })
      .sort({ predicted_at_tick: 1 })
      .toArray();
    const at = predictions.filter((p) => !p.last_before_end).map((p) => p.predicted_at_tick);
    expect(at).toEqual([...new Set(at)]);
    expect(at).toEqual(expect.arrayContaining(wanted));
    expect(predictions.filter(({ resolved }) => !resolved)).toEqual([]);
  }

  describe('the images', () => {
    it.each(IMAGES)(
      '%s runs as nobody in particular, is small, and has no development dependency',
      (image) => {
        const [user, size, health] = docker(
          'image',
          'inspect',
          '--format',
          '{{.Config.User}} {{.Size}} {{.Config.Healthcheck.Test}}',
          image,
        ).split(' ');
        expect(user).toBe('node');
        expect(health).toBeTruthy();
        const over = Number(size) - Number(docker('image', 'inspect', '--format', '{{.Size}}', BASE));
        expect(over).toBeLessThan(MAX_OVER_BASE);
        const packages = docker(
          'run',
          '--rm',
          '--entrypoint',
          'sh',
          image,
          '-c',
          'ls node_modules/.pnpm 2>/dev/null || true',
        ).split('\n');
        // Not @types/node: socket.io itself brings it along as a dependency.
        const development =
          /^(jest|typescript|eslint|prettier|esbuild|vite|knip|@swc\+|@types\+(jest|react))/;
        expect(packages.filter((name) => development.test(name))).toEqual([]);
      },
    );

    it.each(IMAGES)('no layer of %s holds a secret, and no folder the .env or a test', (image) => {
      const { stdout } = spawnSync(
        'sh',
        [
          '-c',
          `docker save ${image} | grep -a -c -F ${deployment.secrets.map((secret) => `-e ${secret}`).join(' ')}`,
        ],
        { encoding: 'utf8' },
      );
      expect(stdout.trim()).toBe('0');
      const files = docker(
        'run',
        '--rm',
        '--entrypoint',
        'sh',
        image,
        '-c',
        // A package may be called so itself: it lies directly in node_modules, or in a scope there.
        String.raw`find /app -name .env -o -regex '.*/\(tests?\|specs?\|__tests__\)' ! -regex '.*/node_modules/\(@[^/]*/\)?[^/]*' -o -regex '.*\.\(test\|spec\)\.[^/]*'`,
      );
      expect(files).toBe('');
    });

    it('in the running deployment nothing of ours can be written but its volumes, and only the gateway is published', () => {
      for (const service of ['ingest', 'persistence-worker', 'backend', 'feed-simulator']) {
        for (const id of deployment.containers(service)) {
          expect(deployment.inspect(id, '{{.HostConfig.ReadonlyRootfs}} {{.HostConfig.CapDrop}}')).toBe(
            'true [ALL]',
          );
          const ports = deployment.inspect(
            id,
            '{{range $port, $bound := .NetworkSettings.Ports}}{{if $bound}}{{$port}}{{end}}{{end}}',
          );
          expect({ service, ports }).toEqual({ service, ports: service === 'backend' ? '8000/tcp' : '' });
        }
      }
      expect(deployment.type('docker-compose exec -T backend touch /app/x').code).not.toBe(0);
    });
  });

  (knows(EARLIER) ? it : it.skip)(
    './ted rollback --to: an earlier release takes over with as many workers, on the queue and the data that are there',
    async () => {
      const { code, output } = deployment.type(`./ted rollback --to ${EARLIER}`);
      expect({ code, output: code === 0 ? '' : output }).toEqual({ code: 0, output: '' });
      expect(deployment.type('git rev-parse --short=7 HEAD').output.trim()).toBe(EARLIER);
      expect(deployment.containers('persistence-worker')).toHaveLength(4);
      const { records_saved } = await eventually('the gateway', savedNow, () => true, 120_000);
      deployment.type("sed -i 's/PERSISTENCE_ENABLED=false/PERSISTENCE_ENABLED=true/' .env");
      await eventually('new records', savedNow, (now) => now.records_saved > records_saved, 120_000);
      await eventually(
        'nothing degraded',
        async () => (await deployment.api('/api/status')).components.degraded as string[],
        (degraded) => degraded.length === 0,
      );
    },
    1_800_000,
  );
  const savedNow = async () => (await deployment.api('/api/status')).persistence;

  it('compose refuses to start without secrets, and says what to do', () => {
    const { code, output } = deployment.type(
      `docker-compose --env-file ${join(deployment.folder, '.env.example')} config`,
    );
    expect(code).not.toBe(0);
    expect(output).toContain('run ./ted init');
  });
});
