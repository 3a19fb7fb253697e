import { allowedArrows } from '../../support/network-arrows.ts';
import { built, ofKind, OVERLAYS, podOf, workloads } from './manifests.ts';

describe.each(OVERLAYS)('the overlay %s', (name) => {
  const manifests = built(name);
  const all = workloads(manifests);

  it('lets connections through that docs/architecture.md has, and no others', () => {
    const policies = ofKind<Parameters<typeof allowedArrows>[0][number]>(manifests, 'NetworkPolicy');
    expect(policies.map(({ spec }) => spec)).toContainEqual({
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
    });
    const [redis, mongodb] = name === 'one-feed' ? ['192.0.2.0/25', '192.0.2.128/25'] : ['redis', 'mongodb'];
    const arrows = allowedArrows(policies, all.map(podOf)).filter(
      (arrow) => !arrow.endsWith('kube-system:53'),
    );
    expect(arrows).toEqual(
      [
        'ingress-nginx → api-gateway:8000',
        'api-gateway → ingest:8001',
        'ingest → 0.0.0.0/0:443',
        ...['ingest', 'persistence-worker', 'api-gateway'].flatMap((pod) => [
          `${pod} → ${redis}:6379`,
          `${pod} → ${redis}:26379`,
        ]),
        ...['persistence-worker', 'api-gateway', 'migrate'].map((pod) => `${pod} → ${mongodb}:27017`),
        'monitoring → ingest:8001',
        'monitoring → persistence-worker:8002',
        'monitoring → api-gateway:8000',
      ].sort(),
    );
  });

  it('gives no pod more than it needs', () => {
    for (const workload of all) {
      const {
        securityContext,
        volumes = [],
        automountServiceAccountToken,
        containers,
      } = workload.template.spec!;
      expect(automountServiceAccountToken).toBe(false);
      expect(securityContext).toMatchObject({
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
      });
      for (const { securityContext: own, resources, image, volumeMounts = [], env = [] } of containers) {
        expect(own).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
        expect(resources).toMatchObject({
          requests: { cpu: expect.anything(), memory: expect.anything() },
          limits: { memory: expect.anything() },
        });
        expect(image).toMatch(/^registry\.example\.org\/ted\/[a-z-]+:\d+\.\d+\.\d+$/);
        // A file that is mounted alone never changes.
        expect(volumeMounts.filter(({ subPath }) => subPath !== undefined)).toEqual([]);
        const hasMongo = env.some(({ name: variable }) => variable === 'MONGO_URL');
        expect(hasMongo).toBe(workload.name !== 'ingest');
      }
      expect(volumes.filter(({ hostPath }) => hostPath)).toEqual([]);
    }
  });
});
