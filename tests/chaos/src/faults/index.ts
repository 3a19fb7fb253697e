import type { Inject } from '../chaos.ts';
import type { FaultKind } from '../schedule.ts';
import { jumpAll, jumpOne } from './clock-jump.ts';
import { deleteJob } from './delete-job.ts';
import { diskFull } from './disk-full.ts';
import { cutFeed, cutFeedDuringRug, cutFeedForLong } from './feed-cut.ts';
import { foreignJob } from './foreign-job.ts';
import { killIngest } from './kill-ingest.ts';
import { killAllWorkers, killGateway, killWorker } from './kill-process.ts';
import { killMongo, killRedis, killRedisCutFile, killRedisEmpty } from './kill-store.ts';
import { killerRecord } from './killer-record.ts';
import { cutGateway, cutIngestFromRedis, cutWorkersFromMongo, cutWorkersFromRedis } from './network.ts';
import { flushAll, fullMemory } from './redis-contents.ts';
import { cutMasterFromAll, cutMasterFromPeers, killMaster, killPair, stopMaster } from './redis-nodes.ts';
import {
  cutRecorder,
  cutRecorderFromFeed,
  cutRecorderFromRedis,
  killRecorder,
  killShown,
  killStandby,
  stallFeed,
  stopRecorder,
} from './replicas.ts';
import { staleJobs } from './stale-jobs.ts';
import { stopGateway, stopIngest, stopMongo, stopRedis, stopWorker } from './stop-process.ts';

/** How each kind of fault is made. */
export const FAULTS: Record<FaultKind, Inject> = {
  'disk-full': diskFull,
  'ingest-kill': killIngest,
  'ingest-stop': stopIngest,
  'feed-cut': cutFeed,
  'feed-cut-rug': cutFeedDuringRug,
  'feed-cut-long': cutFeedForLong,
  flushall: flushAll,
  'redis-kill': killRedis,
  'redis-kill-cut': killRedisCutFile,
  'redis-kill-empty': killRedisEmpty,
  'redis-memory': fullMemory,
  'redis-stop': stopRedis,
  'mongo-kill': killMongo,
  'mongo-stop': stopMongo,
  'worker-kill': killWorker,
  'workers-kill': killAllWorkers,
  'worker-stop': stopWorker,
  'gateway-kill': killGateway,
  'gateway-stop': stopGateway,
  'job-deleted': deleteJob,
  'stale-jobs': staleJobs,
  'foreign-job': foreignJob,
  'killer-record': killerRecord,
  'clock-all': jumpAll,
  'clock-one': jumpOne,
  'master-kill': killMaster,
  'master-stop': stopMaster,
  'master-cut': cutMasterFromAll,
  'master-cut-peers': cutMasterFromPeers,
  'pair-kill': killPair,
  'recorder-kill': killRecorder,
  'recorder-stop': stopRecorder,
  'recorder-feed-cut': cutRecorderFromFeed,
  'feed-stall': stallFeed,
  'recorder-redis-cut': cutRecorderFromRedis,
  'recorder-cut': cutRecorder,
  'standby-kill': killStandby,
  'shown-kill': killShown,
  'cut-ingest-redis': cutIngestFromRedis,
  'cut-workers-redis': cutWorkersFromRedis,
  'cut-workers-mongo': cutWorkersFromMongo,
  'cut-gateway': cutGateway,
};
