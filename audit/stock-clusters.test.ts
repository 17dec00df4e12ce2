/** The sets of files that RocketMQ ships: what an audit answers is what the rows of the suites say, from graphs of its own. */
import { expect, it } from 'vitest'
import type { AnySuite } from '../spec/language/index.ts'
import { rocketmqSuites } from '../spec/rocketmq/index.ts'
import type { ConfigFile } from './config-file.ts'
import { report } from './testing/answers.ts'
import { file, slave, stockBroker, syncMaster } from './testing/files.ts'

const suites: readonly AnySuite[] = rocketmqSuites

const quickStart = ['n0', 'n1'].map((id) =>
  file(
    `broker-${id}.conf`,
    'brokerName = broker-a',
    'brokerId = -1',
    'brokerRole = SLAVE',
    'enableControllerMode = true',
    'controllerAddr = 127.0.0.1:9878',
    'allAckInSyncStateSet=true',
  ),
)
const withSettings = (files: readonly ConfigFile[], ...lines: readonly string[]): readonly ConfigFile[] =>
  files.map(({ path, bytes }) => file(path, new TextDecoder().decode(bytes), ...lines))

const raft = ['n0', 'n1', 'n2'].map((id) =>
  file(
    `broker-${id}.conf`,
    'brokerName=RaftNode00',
    'enableDLegerCommitLog=true',
    'dLegerGroup=RaftNode00',
    'dLegerPeers=n0-127.0.0.1:40911;n1-127.0.0.1:40912;n2-127.0.0.1:40913',
    `dLegerSelfId=${id}`,
  ),
)
const container = ['totalReplicas=2', 'inSyncReplicas=2', 'minInSyncReplicas=1']
const lowers = ['enableAutoInSyncReplicas=true', 'enableSlaveActingMaster=true']
const sync2 = withSettings([syncMaster, slave], ...container)

const lost = 'no acknowledged message is lost'
const left = 'an acknowledged message is left at some broker'
const kept = 'an acknowledged message is not lost'
const lostDisk = '1 lost disk of the master'
const twoFaults = '1 power cut at the master, 1 lost disk of the master'
const r20 = 'controller mode as it is shipped, 1 process crash'
const r08 = 'DLedger that counts from the page cache, 1 power cut'
const r17 = 'DLedger, 1 time slow followers'
const final = 'an error means that the message is not stored'
const onCrash = '1 process crash'

/** Set, version, files, promise, fault, then the row with its property, and the change that is named where it is broken. */
const cases: readonly (readonly [
  string,
  string,
  readonly ConfigFile[],
  string,
  string,
  row: string,
  property: string,
  change?: string,
])[] = [
  [
    '2m-2s-async',
    '5.3',
    [stockBroker, slave],
    left,
    lostDisk,
    'ASYNC_MASTER with inSyncReplicas 2, 1 lost disk of the master',
    lost,
    'brokerRole=SYNC_MASTER with inSyncReplicas=2',
  ],
  [
    '2m-2s-async',
    '4.9',
    [stockBroker, slave],
    left,
    lostDisk,
    'ASYNC_MASTER with inSyncReplicas 2, 1 lost disk of the master',
    lost,
    'brokerRole=SYNC_MASTER',
  ],
  [
    '2m-2s-sync',
    '5.3',
    [syncMaster, slave],
    left,
    lostDisk,
    '5.x SYNC_MASTER as it is shipped, 1 lost disk of the master',
    lost,
    'inSyncReplicas=2',
  ],
  [
    '2m-2s-sync',
    '4.9',
    [syncMaster, slave],
    left,
    lostDisk,
    '4.x SYNC_MASTER as it is shipped, 1 lost disk of the master',
    lost,
  ],
  [
    '2m-2s-sync',
    '4.9.7',
    [syncMaster, slave],
    left,
    twoFaults,
    '4.x SYNC_MASTER, 1 power cut and 1 lost disk of the master',
    lost,
  ],
  [
    '2m-2s-sync',
    '4.9',
    [syncMaster, slave],
    left,
    twoFaults,
    '4.9.8 SYNC_MASTER, 1 power cut and 1 lost disk of the master',
    lost,
  ],
  [
    '2m-noslave',
    '5.3',
    [stockBroker],
    left,
    lostDisk,
    'ASYNC_MASTER with inSyncReplicas 2, 1 lost disk of the master',
    lost,
    'a slave and brokerRole=SYNC_MASTER with inSyncReplicas=2',
  ],
  ['inSyncReplicas 2', '5.3', sync2, left, lostDisk, 'inSyncReplicas 2, 1 lost disk of the master', lost],
  [
    'inSyncReplicas 2',
    '5.3',
    sync2,
    left,
    twoFaults,
    'inSyncReplicas 2, 1 power cut and 1 lost disk of the master',
    lost,
  ],
  [
    'container',
    '5.3',
    withSettings(sync2, ...lowers),
    left,
    lostDisk,
    '5.x SYNC_MASTER as it is shipped, 1 lost disk of the master',
    lost,
    'enableAutoInSyncReplicas=false',
  ],
  ['controller', '5.3', quickStart, kept, onCrash, 'allAckInSyncStateSet, 1 process crash', lost],
  ['controller', '5.3', quickStart, kept, '1 partition', 'allAckInSyncStateSet, 1 partition', lost],
  [
    'controller without allAckInSyncStateSet',
    '5.3',
    withSettings(quickStart, 'brokerPermission=6').map(({ path, bytes }) =>
      file(path, new TextDecoder().decode(bytes).replace('allAckInSyncStateSet=true', '')),
    ),
    kept,
    onCrash,
    r20,
    lost,
    'allAckInSyncStateSet=true',
  ],
  [
    'controller, minInSyncReplicas 2',
    '5.3',
    withSettings(quickStart, 'minInSyncReplicas=2'),
    kept,
    '1 power cut at the master',
    'allAckInSyncStateSet and minInSyncReplicas 2, 1 power cut at the master',
    lost,
    'flushDiskType=SYNC_FLUSH',
  ],
  [
    'controller, minInSyncReplicas 2',
    '5.3',
    withSettings(quickStart, 'minInSyncReplicas=2'),
    kept,
    '1 process crash, 1 power cut at a slave',
    'allAckInSyncStateSet and minInSyncReplicas 2, 1 power cut at a slave and 1 process crash',
    lost,
  ],
  [
    'controller, unclean',
    '5.3',
    [...withSettings(quickStart, 'minInSyncReplicas=2'), file('controller.conf', 'enableElectUncleanMaster=true')],
    kept,
    '2 process crashes',
    'enableElectUncleanMaster, 2 process crashes',
    lost,
    'enableElectUncleanMaster=false at the controllers',
  ],
  ['dledger', '5.3', raft, kept, '1 power cut', r08, lost],
  ['dledger', '4.9', raft, final, 'followers slow once', r17, final],
  ['dledger', '5.3', raft, kept, onCrash, 'DLedger, 1 process crash', lost],
]

for (const [index, [set, version, files, promise, fault, row, property, change]] of cases.entries()) {
  it(`${index}: ${set} of ${version} under ${fault} comes out as the row "${row}"`, async () => {
    const audited = await report(files, (each) => each.promise === promise && each.fault === fault, { version })
    const found = audited.files.flatMap(({ answers }) => answers)
    const verdicts = new Set(found.map(({ verdict }) => (verdict === 'can be broken' ? 'violated' : verdict)))
    expect([...verdicts]).toEqual([verdictOf(row, property)])
    for (const each of found) {
      if (each.verdict === 'can be broken') expect(each.cheapestChange).toBe(change ?? null)
    }
  })
}

function verdictOf(row: string, property: string): string | undefined {
  const scenario = suites
    .flatMap(({ scenarios }) => scenarios)
    .find(({ id, name }) => name === row || (id !== null && name === `${id} ${row}`))
  if (scenario === undefined) throw new Error(`no row is called "${row}"`)
  return scenario.expect[property]?.verdict
}
