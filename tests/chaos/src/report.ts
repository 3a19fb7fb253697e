import { table } from '../../../packages/cli/src/table.ts';
import type { InjectedFault } from './inject-all.ts';
import type { Finding, Verdict } from './ledger/audit.ts';
import type { Interval } from './ledger/windows.ts';
import { longestPause, percentile, recoveryOf } from './recovery.ts';
import type { RunResult } from './run.ts';
import { FAULT_KINDS, isInForm, leastFaults, type FaultKind, type Form, type Topology } from './schedule.ts';

/** While these last, nothing can reach MongoDB, or nothing new comes. */
const SHUTTING: ReadonlySet<FaultKind> = new Set<FaultKind>([
  ...(['redis-kill', 'redis-kill-cut', 'redis-kill-empty', 'redis-memory', 'redis-stop'] as const),
  ...(['mongo-kill', 'mongo-stop', 'disk-full', 'ingest-stop', 'feed-cut-rug', 'feed-cut-long'] as const),
  ...(['pair-kill', 'cut-ingest-redis', 'cut-workers-redis', 'cut-workers-mongo'] as const),
]);
/** Records sent so long before a fault are counted beside it too. */
const BEFORE_MS = 100;
const EXAMPLES = 5;
/** Of replicas of ingest, of which the others are there. */
const KILLS: ReadonlySet<FaultKind> = new Set<FaultKind>(['recorder-kill', 'standby-kill', 'shown-kill']);
const LONGEST_SILENCE_MS = 2000;
/** So long after a cut's end the gateway may still be without an ingest. */
const GATEWAY_BACK_MS = 1000;
/** What waited in memory is accepted then. */
const AFTER_FULL_DISK_MS = 3000;

/** The last line of a run with `--json`. */
export interface Summary {
  topology: Topology;
  faults: number;
  demanded: number;
  found: number;
  unaccepted: number;
  lost: number;
  duplicated: number;
  wrong: number;
  open_outcomes: number;
  recovery_p95_s: number | null;
  /** From a tick to its records synced on disk: of each second the slowest, the 95th percentile of them. Without full disks. */
  accept_p95_ms: number | null;
  /** The longest time without an update at a client of the live page after a replica of ingest was killed. */
  client_silence_ms: number | null;
  records_per_s: number;
  seed: string;
  ok: boolean;
}

interface Measured extends InjectedFault {
  recoveryMs: number | undefined;
}

/** What a run has found, for people and for machines. Pure. */
export class Report {
  readonly #result: RunResult;
  readonly #form: Form;
  readonly #topology: Topology;
  readonly #seed: string;
  readonly #faults: Measured[];

  constructor(result: RunResult, { form, topology, seed }: { form: Form; topology: Topology; seed: string }) {
    this.#result = result;
    this.#form = form;
    this.#topology = topology;
    this.#seed = seed;
    this.#faults = result.faults.map((fault) => ({
      ...fault,
      recoveryMs: this.#recoveryOf(fault),
    }));
  }

  #recoveryOf(fault: InjectedFault): number | undefined {
    const { storedAt, faults } = this.#result;
    const shut = this.#shutBy(fault, faults);
    return fault.until === undefined
      ? recoveryOf(fault.to, storedAt, shut)
      : longestPause(fault.from, fault.until, storedAt, shut);
  }

  #shutBy(fault: InjectedFault, faults: readonly InjectedFault[]): Interval[] {
    return faults.filter((other) => other !== fault && SHUTTING.has(other.kind));
  }

  get summary(): Summary {
    const { audit, unaccepted, recordsPerSecond } = this.#result;
    const p95 = percentile(recoveries(this.#faults), 0.95);
    const accepted = percentile(this.#acceptances(), 0.95);
    return {
      topology: this.#topology,
      faults: this.#faults.length,
      demanded: audit.demanded.length,
      found: audit.demanded.filter(({ found }) => found).length,
      unaccepted,
      lost: this.#count('lost'),
      duplicated: this.#count('duplicated'),
      wrong: this.#count('wrong'),
      open_outcomes: this.#count('open'),
      recovery_p95_s: p95 === undefined ? null : round(p95),
      accept_p95_ms: accepted === undefined ? null : Math.round(accepted),
      client_silence_ms: this.#longestSilence,
      records_per_s: Math.round(recordsPerSecond),
      seed: this.#seed,
      ok: this.problems.length === 0,
    };
  }

  get #longestSilence(): number | null {
    const cuts = this.#faults.filter(({ kind }) => kind === 'cut-gateway');
    const undisturbed = this.#faults.filter(
      ({ kind, from, until = from }) =>
        KILLS.has(kind) && !cuts.some((cut) => cut.from <= until && from <= cut.to + GATEWAY_BACK_MS),
    );
    const all = undisturbed.flatMap(({ silenceMs }) => silenceMs ?? []);
    return all.length === 0 ? null : Math.max(...all);
  }

  #acceptances(): number[] {
    const full = this.#faults.filter(({ kind }) => kind === 'disk-full');
    return this.#result.slowestAcceptances
      .filter(({ at }) => !full.some(({ from, to }) => from <= at && at <= to + AFTER_FULL_DISK_MS))
      .map(({ ms }) => ms);
  }

  /** Why the run counts as failed; empty if it does not. */
  get problems(): string[] {
    const { audit, diedByThemselves, leftBehind, emitted, notPossible, notStored } = this.#result;
    const least = leastFaults(this.#form, this.#topology);
    const happened = new Set(this.#faults.map(({ kind }) => kind));
    const missing = this.#kinds.filter((kind) => !happened.has(kind) && !notPossible.has(kind));
    return [
      ...(['lost', 'duplicated', 'wrong', 'open'] as const).flatMap((verdict) => this.#examples(verdict)),
      ...(notStored === undefined ? [] : [`nothing disturbs it any more, and still: ${notStored}`]),
      ...diedByThemselves.map((death) => `died by itself: ${death}`),
      ...leftBehind.map((name) => `still there after the stop: ${name}`),
      ...(emitted > 0 ? [`ingest has sent ${emitted} messages to the feed`] : []),
      ...(this.#topology === 'ha-ingest' && this.#longestSilence === null
        ? ['what a client sees after the kill of an ingest was never measured']
        : []),
      ...((this.#longestSilence ?? 0) > LONGEST_SILENCE_MS
        ? [`a client saw nothing for ${this.#longestSilence} ms after an ingest was killed`]
        : []),
      ...(missing.length > 0 ? [`never happened: ${missing.join(', ')}`] : []),
      ...(this.#faults.length < least ? [`${this.#faults.length} faults are fewer than ${least}`] : []),
      ...(audit.demanded.length === 0 ? ['nothing was demanded'] : []),
    ];
  }

  get #kinds(): FaultKind[] {
    return FAULT_KINDS[this.#topology].filter((kind) => isInForm(kind, this.#form, this.#topology));
  }

  get table(): string {
    const rows = this.#kinds.map((kind) => this.#row(kind));
    const silenceTitle = this.#topology === 'ha-ingest' ? ['no update at a client, ms (median, most)'] : [];
    const { demanded, found, lost, duplicated, faults } = this.summary;
    return table([
      [
        'fault',
        'times',
        'demanded',
        'found',
        'lost',
        'duplicated',
        'recovery s (median, most)',
        ...silenceTitle,
      ],
      ...rows,
      ['all', ...[faults, demanded, found, lost, duplicated].map(String), ...this.#times(this.#faults)],
    ]);
  }

  /** Of the records that were sent while a fault of this kind was there or had just gone. */
  #row(kind: FaultKind): string[] {
    const faults = this.#faults.filter((fault) => fault.kind === kind);
    const near = (at: number | null) =>
      at !== null &&
      faults.some(
        ({ from, to, recoveryMs = 0, until = to + recoveryMs }) => from - BEFORE_MS <= at && at <= until,
      );
    const demanded = this.#result.audit.demanded.filter(({ at }) => near(at));
    const count = (verdict: Verdict) =>
      this.#result.audit.findings.filter((finding) => finding.verdict === verdict && near(finding.at)).length;
    return [
      kind,
      this.#result.notPossible.has(kind) && faults.length === 0 ? 'left out' : String(faults.length),
      String(demanded.length),
      String(demanded.filter(({ found }) => found).length),
      String(count('lost')),
      String(count('duplicated')),
      ...this.#times(faults),
    ];
  }

  #times(faults: readonly Measured[]): string[] {
    const recovery = medianAndMost(recoveries(faults), (ms) => round(ms).toFixed(2));
    const silences = faults.flatMap(({ silenceMs }) => silenceMs ?? []);
    return [recovery, ...(this.#topology === 'ha-ingest' ? [medianAndMost(silences, String)] : [])];
  }

  #count(verdict: Verdict): number {
    return this.#result.audit.findings.filter((finding) => finding.verdict === verdict).length;
  }

  /** The first ones of each kind of record, and how many more there are. */
  #examples(verdict: Verdict): string[] {
    const findings = this.#result.audit.findings.filter((finding) => finding.verdict === verdict);
    const lines: string[] = [];
    for (const what of new Set(findings.map((finding) => finding.what))) {
      const some = findings.filter((finding) => finding.what === what);
      lines.push(...some.slice(0, EXAMPLES).map((finding) => this.#describe(finding)));
      if (some.length > EXAMPLES) lines.push(`${verdict}: ${what}: ${some.length - EXAMPLES} more`);
    }
    return lines;
  }

  #describe({ verdict, what, gameId, tick, at, detail }: Finding): string {
    const where = tick === null ? gameId : `${gameId} tick ${tick}`;
    if (at === null) return `${verdict}: ${what} ${where}: ${detail}`;
    const active = this.#faults
      .filter(({ from, to, recoveryMs = 0 }) => from - 1000 <= at && at <= to + recoveryMs + 1000)
      .map(({ kind, from }) => `${kind} ${round(at - from)} s before`);
    return `${verdict}: ${what} ${where}: ${detail}; sent at ${new Date(at).toISOString()}, faults around: ${active.join(', ') || 'none'}`;
  }
}

const round = (ms: number): number => Math.round(ms / 10) / 100;

function recoveries(faults: readonly Measured[]): number[] {
  return faults.flatMap(({ recoveryMs }) => recoveryMs ?? []);
}

function medianAndMost(all: readonly number[], show: (ms: number) => string): string {
  if (all.length === 0) return '';
  return `${show(percentile(all, 0.5)!)}, ${show(percentile(all, 1)!)}`;
}
