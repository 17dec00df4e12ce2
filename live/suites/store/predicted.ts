/** Which brokers behave as a configuration of `rocketmq/store` says. */
import type { StoreConfiguration } from '../../../spec/rocketmq/store/configuration.ts'
import { type Version, versions } from '../../classpath/versions.ts'
import type { Predicted } from '../live-suite.ts'

interface Rule {
  readonly applies: (configuration: StoreConfiguration) => boolean
  readonly isSo: (version: Version) => boolean
  /** Of the versions that are left out. */
  readonly because: string
}

const isBefore = (version: Version, other: Version): boolean => versions.indexOf(version) < versions.indexOf(other)
const isSync = ({ flushDiskType }: StoreConfiguration): boolean => flushDiskType === 'SYNC_FLUSH'

const rules: readonly Rule[] = [
  {
    applies: (configuration) => isSync(configuration) && configuration.visibility === 'flushed',
    isSo: (version) => !isBefore(version, '5.3.0'),
    because: 'before 5.3.0 consumers see what is not flushed (PR#8240)',
  },
  {
    applies: (configuration) => isSync(configuration) && configuration.visibility === 'appended',
    isSo: (version) => isBefore(version, '5.3.0'),
    because: 'since 5.3.0 consumers see only what is flushed (PR#8240)',
  },
  {
    applies: (configuration) => isSync(configuration) && configuration.transientStorePoolEnable,
    isSo: (version) => !isBefore(version, '5.1.4'),
    because: '4.x has the transient pool under ASYNC_FLUSH only',
  },
  {
    applies: ({ transientStorePoolEnable, consumeFromWhere }) =>
      transientStorePoolEnable && consumeFromWhere === 'CONSUME_FROM_LAST_OFFSET',
    isSo: () => false,
    because:
      'a queue gets old only across a restart, after which the transient pool is not used in the files that are there',
  },
  {
    applies: ({ failedFsync, failedFlush }) => failedFsync > 0 && failedFlush === 'counts as done',
    isSo: (version) => isBefore(version, '5.4.0'),
    because: 'since 5.4.0 a failed fsync does not count as flushed, and is tried again (PR#9714)',
  },
  {
    applies: ({ failedFsync, failedFlush }) => failedFsync > 0 && failedFlush === 'is tried again',
    isSo: (version) => !isBefore(version, '5.4.0'),
    because: 'before 5.4.0 a failed fsync counts as flushed',
  },
  {
    applies: ({ failedFsync, failedFlush, enableRunningFlagsInFlush, powerCut }) =>
      failedFsync > 0 && powerCut > 0 && failedFlush === 'is tried again' && !enableRunningFlagsInFlush,
    isSo: () => false,
    because:
      'an error that is injected into an fsync leaves the pages dirty, so that the next fsync brings them to the device: no hole ' +
      'can be made',
  },
  {
    applies: ({ enableRunningFlagsInFlush }) => enableRunningFlagsInFlush,
    isSo: (version) => !isBefore(version, '5.4.0'),
    because: 'enableRunningFlagsInFlush came with 5.4.0',
  },
  {
    applies: ({ powerCut, jsonFiles }) => powerCut > 0 && jsonFiles === 'not fsynced',
    isSo: (version) => isBefore(version, '5.4.0'),
    because: 'since 5.4.0 consumerOffset.json and topics.json are fsynced (PR#9706)',
  },
  {
    applies: ({ powerCut, jsonFiles }) => powerCut > 0 && jsonFiles === 'fsynced',
    isSo: (version) => !isBefore(version, '5.4.0'),
    because: 'before 5.4.0 consumerOffset.json and topics.json are not fsynced (PR#9706)',
  },
]

export function predicted(configuration: StoreConfiguration): Predicted {
  const asked = rules.filter(({ applies }) => applies(configuration))
  const left = versions.filter((version) => asked.every(({ isSo }) => isSo(version)))
  const reasons = asked.filter(({ isSo }) => !versions.every(isSo)).map(({ because }) => because)
  return { versions: left, because: reasons.length === 0 ? null : reasons.join('; ') }
}
