import {
  gatewayVariables,
  ingestVariables,
  liveVariables,
  SettingsError,
  validate,
  workerVariables,
} from '@ted/platform';

type Spec = {
  desc?: string | undefined;
  default?: string | number | boolean | undefined;
  example?: string | undefined;
};
type Specs = Record<string, Spec>;

/** What no variable allows. */
const NONSENSE = '\u0000';

/** The text of docs/configuration.md, from the specifications that the services validate their settings with. */
export function configurationText(): string {
  const services: Record<string, Specs> = {
    ingest: ingestVariables,
    'persistence-worker': workerVariables,
    'api-gateway': gatewayVariables,
  };
  const usersOf = (name: string): string[] =>
    Object.keys(services).filter((service) => name in services[service]!);
  const all: Specs = Object.assign({}, ...Object.values(services));
  const common = Object.keys(all).filter((name) => usersOf(name).length > 1);
  const own = (service: string): string[] =>
    Object.keys(services[service]!).filter((name) => !common.includes(name));
  return [
    '# Configuration',
    '',
    'Every variable that TED knows, with its default and what is allowed. Made from `packages/platform/src/variables.ts`; after a change',
    'there: `UPDATE_DOCS=1 ./ted test tests/contract/configuration`.',
    '',
    'They are set in `.env` at the project’s root or in the process environment. A bad value at start stops a service with an error that',
    'names it. Containers: `./ted init` writes the secrets that docker-compose.yml needs, see [deployment.md](deployment.md).',
    '',
    '## Acting live',
    '',
    'The services read these from `.env` once a second; the file wins over the process environment. A bad value later is shown as a',
    'warning in the status, and the last good one stays.',
    '',
    ...table(liveVariables, Object.keys(liveVariables)),
    '',
    '## Of several services',
    '',
    'These and all below are read at start; the process environment wins over the file.',
    '',
    ...table(all, common, usersOf),
    ...Object.keys(services).flatMap((service) => [
      '',
      `## Of ${service}`,
      '',
      ...table(services[service]!, own(service)),
    ]),
    '',
  ].join('\n');
}

function table(specs: Specs, names: readonly string[], usersOf?: (name: string) => string[]): string[] {
  const head = ['variable', 'default', 'allowed', 'meaning', ...(usersOf ? ['read by'] : [])];
  const rows = names.map((name) => {
    const { desc = '', default: byDefault, example } = specs[name]!;
    const shown =
      byDefault === undefined ? (example ? `none, e.g. \`${example}\`` : 'none') : `\`${String(byDefault)}\``;
    return [
      `\`${name}\``,
      shown,
      allowed(name, specs[name]!),
      desc,
      ...(usersOf ? [usersOf(name).join(', ')] : []),
    ];
  });
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}

/** What the validator itself says is allowed. */
function allowed(name: string, spec: Spec): string {
  try {
    validate({ [name]: spec as never }, { [name]: NONSENSE });
    return 'any text';
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return error.message.split('allowed is ')[1]!;
  }
}
