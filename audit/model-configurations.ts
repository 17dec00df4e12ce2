/** From a broker's set-up to the switches of the models: the one place where settings become configurations. */
import type { StoreConfiguration } from '../spec/rocketmq/store/configuration.ts'
import type { TransactionConfiguration } from '../spec/rocketmq/transaction/configuration.ts'
import {
  isTooShortForBatch,
  type SetUp,
  stopsOnFailedFsync,
  usesTransientPool,
  visibleRecords,
  waitsForReplica,
} from './behaviour.ts'
import { has } from './versions.ts'

type StoreSwitches = Pick<
  StoreConfiguration,
  | 'flushDiskType'
  | 'transientStorePoolEnable'
  | 'visibility'
  | 'failedFlush'
  | 'enableRunningFlagsInFlush'
  | 'jsonFiles'
>

export function storeConfiguration(setUp: SetUp): StoreSwitches {
  return {
    flushDiskType: setUp.settings.flushDiskType,
    transientStorePoolEnable: usesTransientPool(setUp),
    visibility: visibleRecords(setUp),
    failedFlush: has('retriedFlush', setUp.version) ? 'is tried again' : 'counts as done',
    enableRunningFlagsInFlush: stopsOnFailedFsync(setUp),
    jsonFiles: has('durableJsonFiles', setUp.version) ? 'fsynced' : 'not fsynced',
  }
}

/** From what allows least to what allows most: `outlasting` transactions may still be quick ones. */
export const speeds = ['in time', 'late', 'outlasting'] as const
export type Speed = (typeof speeds)[number]

/** More rounds than the faults can waste only repeat the same step (see `TransactionConfiguration`). */
export const modelledChecks = 2

type TransactionSwitches = Pick<
  TransactionConfiguration,
  | 'halfSend'
  | 'flushDiskType'
  | 'syncFlushTimeout'
  | 'visibility'
  | 'opMarks'
  | 'transactionCheckMax'
  | 'checkRounds'
  | 'localTransaction'
  | 'rowAbsentAnswer'
  | 'offsetFile'
>

export function transactionConfiguration(setUp: SetUp, speed: Speed): TransactionSwitches {
  const { settings, version } = setUp
  return {
    halfSend: [
      'SEND_OK',
      ...(settings.flushDiskType === 'SYNC_FLUSH' ? (['FLUSH_DISK_TIMEOUT'] as const) : []),
      ...(waitsForReplica(setUp) ? (['FLUSH_SLAVE_TIMEOUT'] as const) : []),
      ...(waitsForReplica(setUp) && !has('inSyncReplicas', version) ? (['SLAVE_NOT_AVAILABLE'] as const) : []),
      'exception, half stored',
      'exception, half not stored',
    ],
    flushDiskType: settings.flushDiskType,
    syncFlushTimeout: 'may expire',
    visibility: visibleRecords(setUp),
    opMarks: has('opBatches', version) ? 'buffered' : 'direct',
    transactionCheckMax: Math.min(settings.transactionCheckMax, modelledChecks),
    checkRounds: checkRounds(setUp, speed),
    localTransaction: speed === 'outlasting' ? 'may outlast every check' : 'ends before the last check',
    rowAbsentAnswer: 'UNKNOWN',
    offsetFile: 'ahead of the log',
  }
}

function checkRounds(setUp: SetUp, speed: Speed): TransactionConfiguration['checkRounds'] {
  if (speed !== 'in time') return 'may overtake a decision'
  return isTooShortForBatch(setUp) ? 'after decisions have arrived' : 'after op marks are written'
}
