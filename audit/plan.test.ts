import { describe, expect, it } from 'vitest'
import { isAuditError } from './audit-error.ts'
import type { ConfigFile } from './config-file.ts'
import type { FilePlan } from './file-plan.ts'
import { type AuditPlan, planAudit } from './plan.ts'
import {
  configMap,
  container,
  controller,
  controllerMode,
  dledger,
  file,
  nameServer,
  slave,
  stockBroker,
  syncMaster,
} from './testing/files.ts'
import { version as versionOf } from './versions.ts'

function planAll(files: readonly ConfigFile[], version: string | null = '5.3'): AuditPlan {
  const planned = planAudit(files, version === null ? null : versionOf(version))
  if (isAuditError(planned)) throw new Error(planned.message)
  return planned
}

function plan(config: ConfigFile, version: string | null = '5.3'): FilePlan {
  const [first] = planAll([config], version).files
  if (first === undefined) throw new Error('no plan')
  return first
}

function errorOf(config: ConfigFile): string {
  const planned = planAudit([config], versionOf('5.3'))
  return isAuditError(planned) ? planned.message : 'no error'
}

const settingIn = ({ settings }: FilePlan, name: string) => settings.find((setting) => setting.name === name)

describe("a broker's file", () => {
  it('gives each setting its value and where it comes from', () => {
    const stock = plan(stockBroker)
    expect(settingIn(stock, 'flushDiskType')).toEqual({ name: 'flushDiskType', value: 'ASYNC_FLUSH', line: 9 })
    expect(settingIn(stock, 'transactionCheckMax')).toEqual({ name: 'transactionCheckMax', value: '15', line: null })
  })

  it('takes defaults from the version', () => {
    expect(settingIn(plan(stockBroker, '4.9'), 'transactionCheckInterval')?.value).toBe('60000')
    expect(settingIn(plan(stockBroker, '5.1'), 'transactionCheckInterval')?.value).toBe('30000')
  })

  it('lists what no model speaks about, with the setting that was probably meant', () => {
    const { notModelledKeys } = plan(file('a.conf', 'brokerName=a', 'flushDisktype=SYNC_FLUSH'))
    expect(notModelledKeys).toEqual([
      { key: 'brokerName', line: 1, hint: null },
      { key: 'flushDisktype', line: 2, hint: 'flushDiskType' },
    ])
  })

  it('says in words how long a transaction may stay undecided', () => {
    expect(plan(stockBroker).notes[0]).toContain('at age 7.1 min to 8.1 min in TRANS_CHECK_MAX_TIME_TOPIC')
    expect(plan(stockBroker, '4.9').notes[0]).toContain('at age 14.1 min to 16.1 min')
    expect(plan(file('a.conf', 'brokerName=a', 'transactionCheckMax=5')).notes[0]).toContain(
      'at age 2.1 min to 3.1 min',
    )
  })

  it('uses the transient pool under SYNC_FLUSH since 5.x only', () => {
    const pooled = file('a.conf', 'flushDiskType=SYNC_FLUSH', 'transientStorePoolEnable=true')
    expect(plan(pooled, '5.1').questions[0]?.configuration).toMatchObject({ transientStorePoolEnable: true })
    expect(plan(pooled, '4.9').questions[0]?.configuration).toMatchObject({ transientStorePoolEnable: false })
    expect(plan(pooled, '4.9').notes).toContainEqual(expect.stringContaining('has no effect'))
  })

  it('does not answer for transactions whose halves wait in direct memory', () => {
    const pooled = plan(file('a.conf', 'brokerName=a', 'transientStorePoolEnable=true'))
    expect(new Set(pooled.questions.map(({ suite }) => suite))).toEqual(new Set(['rocketmq/store']))
    expect(pooled.notModelledYet).toMatchObject([
      { promise: 'every promise about transactions', why: expect.stringContaining('rmq#2098') },
    ])
  })

  it('takes a failed fsync of 5.4.0 to be tried again, unless the broker stops', () => {
    const asked = (...more: string[]) =>
      plan(file('a.conf', 'brokerName=a', ...more), '5.4').questions.find(({ budget }) => budget.failedFsync === 1)
        ?.configuration
    expect(asked()).toMatchObject({ failedFlush: 'is tried again', enableRunningFlagsInFlush: false })
    expect(asked('enableRunningFlagsInFlush=true')).toMatchObject({ enableRunningFlagsInFlush: false })
    expect(asked('enableRunningFlagsInFlush=true', 'writeWithoutMmap=true')).toMatchObject({
      enableRunningFlagsInFlush: true,
    })
    const { notes } = plan(file('a.conf', 'enableRunningFlagsInFlush=true'), '5.4')
    expect(notes).toContainEqual(expect.stringContaining('since JDK 16 it comes wrapped in an UncheckedIOException'))
  })

  it('waits for no slave that answers SLAVE_NOT_AVAILABLE since 5.0', () => {
    const outcomes = (version: string, ...more: string[]) =>
      plan(file('a.conf', 'brokerRole=SYNC_MASTER', ...more), version).questions.find(
        ({ suite }) => suite === 'rocketmq/transaction',
      )?.configuration.halfSend
    expect(outcomes('4.9')).toContain('SLAVE_NOT_AVAILABLE')
    expect(outcomes('5.0', 'inSyncReplicas=2')).not.toContain('SLAVE_NOT_AVAILABLE')
    expect(outcomes('5.0', 'inSyncReplicas=2')).toContain('FLUSH_SLAVE_TIMEOUT')
    expect(outcomes('5.0')).not.toContain('FLUSH_SLAVE_TIMEOUT')
  })

  it('says which settings decide the answers', () => {
    expect(plan(stockBroker).decisive).toContain('flushDiskType')
    expect(plan(stockBroker).decisive).not.toContain('inSyncReplicas')
    expect(plan(syncMaster).decisive).toContain('inSyncReplicas')
  })

  it('shows consumers only what is flushed since 5.3, unless told otherwise', () => {
    const visibility = (version: string, ...more: string[]) =>
      plan(file('a.conf', 'brokerName=a', ...more), version).questions[0]?.configuration.visibility
    expect([visibility('4.9'), visibility('5.1'), visibility('5.3')]).toEqual(['appended', 'appended', 'flushed'])
    expect(visibility('5.3', 'readUnCommitted=true')).toBe('appended')
  })
})

describe('a file of a replica', () => {
  const suitesOf = ({ questions }: FilePlan) => [...new Set(questions.map(({ suite }) => suite))]

  it('is put into the model of its kind of replication, and leaves transactions open', () => {
    const ofGroup = plan(dledger)
    expect(suitesOf(ofGroup)).toEqual(['rocketmq/dledger'])
    const [first] = planAll([controllerMode, { ...controllerMode, path: 'broker-n2.conf' }]).files
    // Without a brokerName each file is a broker of its own.
    expect(first?.questions).toEqual([])
    const named = ['n1', 'n2'].map((id) =>
      file(`broker-${id}.conf`, 'brokerName=a', 'brokerId=-1', 'enableControllerMode=true', 'controllerAddr=c:9878'),
    )
    const [replica] = planAll(named).files
    expect(replica === undefined ? [] : suitesOf(replica)).toEqual(['rocketmq/controller'])
    for (const each of [ofGroup, replica]) {
      expect(each?.notModelledYet.map(({ promise }) => promise)).toEqual(['every promise about transactions'])
    }
  })

  it('is not modelled in a DLedger group of another size, or a group of four under a controller', () => {
    const five = file(
      'n0.conf',
      'enableDLegerCommitLog=true',
      'dLegerSelfId=n0',
      'dLegerPeers=n0-a:1;n1-b:1;n2-c:1;n3-d:1;n4-e:1',
    )
    expect(plan(five)).toMatchObject({
      questions: [],
      notModelledYet: [{ why: expect.stringContaining('group of 5') }, {}],
    })
    const four = ['1', '2', '3', '4'].map((id) =>
      file(`${id}.conf`, 'brokerName=a', 'brokerId=-1', 'enableControllerMode=true', 'controllerAddr=c:9878'),
    )
    const [first] = planAll(four).files
    expect(first).toMatchObject({ questions: [], notModelledYet: [{ why: expect.stringContaining('4 replicas') }, {}] })
  })

  it('counts the slaves of its own cluster, and takes what its version waits for', () => {
    const asked = (version: string, ...more: string[]) => {
      const master = file('a.conf', 'brokerName=broker-a', 'brokerRole=SYNC_MASTER', ...more)
      const planned = planAll(
        [master, slave, file('b-s.conf', 'brokerName=b', 'brokerId=1', 'brokerRole=SLAVE')],
        version,
      )
      return planned.files[0]?.questions.find(({ suite }) => suite === 'rocketmq/replication')?.configuration
    }
    expect(asked('4.9.7')).toMatchObject({ slaves: 1, replicationWait: 'any one slave', largeReport: 'is believed' })
    expect(asked('4.9')).toMatchObject({ largeReport: 'is checked after the first' })
    expect(asked('5.3')).toMatchObject({ brokerRole: 'ASYNC_MASTER', inSyncReplicas: 1, largeReport: 'is believed' })
    expect(asked('5.3', 'inSyncReplicas=2')).toMatchObject({ brokerRole: 'SYNC_MASTER', inSyncReplicas: 2 })
    const lowered = ['inSyncReplicas=2', 'enableAutoInSyncReplicas=true', 'enableSlaveActingMaster=true']
    expect(asked('5.3', ...lowered)).toMatchObject({ inSyncReplicas: 1 })
    expect(asked('5.3', ...lowered, 'minInSyncReplicas=2')).toMatchObject({ inSyncReplicas: 2 })
  })

  it('takes the switches of controller mode from settings, controllers and version', () => {
    const asked = (version: string, controllers: string) => {
      const replica = ['brokerName=a', 'brokerId=-1', 'enableControllerMode=true', 'minInSyncReplicas=2']
      const files = [file('1.conf', ...replica), file('2.conf', ...replica), file('c.conf', controllers)]
      return planAll(files, version).files[0]?.questions[0]?.configuration
    }
    expect(asked('5.1.0', 'enableElectUncleanMaster=true')).toMatchObject({
      enableElectUncleanMaster: true,
      minInSyncReplicas: 2,
      ackWhileSynchronizing: 'local set',
      memberWithoutConnection: 'is passed over',
      queueOffsets: 'from the ConsumeQueue',
      brokers: 2,
    })
    expect(asked('5.2', 'controllerDLegerGroup=c')).toMatchObject({
      enableElectUncleanMaster: false,
      ackWhileSynchronizing: 'both sets',
      memberWithoutConnection: 'holds the offset',
      queueOffsets: 'from the commit log',
    })
  })
})

describe('a file for which no model speaks', () => {
  it('says of a slave that producers never write to it', () => {
    expect(plan(slave)).toMatchObject({ is: 'a slave: producers never write to it', questions: [] })
  })

  it('takes controller mode for an unknown key before 5.0', () => {
    expect(plan(controllerMode, '4.9').is).toMatch(/^a slave/)
  })

  it('answers for a SYNC_MASTER alone, and asks nothing about replicas that it waits for in vain', () => {
    const alone = file('a.conf', 'brokerName=a', 'brokerRole=SYNC_MASTER', 'inSyncReplicas=2')
    const [cluster] = planAll([alone]).clusters
    expect(cluster?.files[0]?.questions.some(({ suite }) => suite === 'rocketmq/replication')).toBe(false)
    expect(cluster?.files[0]?.questions.some(({ suite }) => suite === 'rocketmq/store')).toBe(true)
    expect(cluster?.warnings).toEqual([expect.stringContaining('no file of a slave of it is among these')])
    expect(plan(file('a.conf', 'brokerRole=SYNC_MASTER')).notes).toContainEqual(
      expect.stringContaining('waits for no replica'),
    )
  })

  it.each([
    ['the file of a NameServer', nameServer],
    ['the file of a controller', controller],
    ['the file of a broker container', container],
  ])('says what it is: %s', (is, config) => {
    const planned = plan(config)
    expect(planned.is).toBe(is)
    expect(planned.questions).toEqual([])
    expect(planned.notes[0]).toContain('nothing to audit in this file')
  })

  it('passes over an XML comment at its top', () => {
    expect(plan(nameServer).notModelledKeys.map(({ key }) => key)).not.toContain('the')
  })
})

describe('a file is read as Java reads it, and RocketMQ its settings', () => {
  const valueIn = (version: string, name: string, ...lines: string[]) => {
    const planned = plan(file('a.conf', 'brokerName=a', ...lines), version)
    return [settingIn(planned, name)?.value, planned.warnings.length]
  }

  it('takes a boolean with a blank behind it for false', () => {
    expect(valueIn('5.3', 'enableDLegerCommitLog', 'enableDLegerCommitLog=true ')).toEqual(['false', 1])
  })

  it('keeps the default of a number with a blank behind it', () => {
    expect(valueIn('5.3', 'transactionCheckMax', 'transactionCheckMax=1 ')).toEqual(['15', 1])
    expect(plan(file('a.conf', 'transactionCheckMax=1\t')).warnings[0]).toContain('so 15 counts')
  })

  it.each([
    ['5.1.4', ['ASYNC_FLUSH', 1]],
    ['5.2.0', ['SYNC_FLUSH', 0]],
  ])('trims text since 5.2.0: %s', (version, expected) => {
    expect(valueIn(version, 'flushDiskType', 'flushDiskType=SYNC_FLUSH ')).toEqual(expected)
  })

  it.each([
    ['comments in GBK', [0x23, 0x20, 0xd6, 0xd0, 0xce, 0xc4, 0x0d, 0x0a]],
    ['a byte order mark before a comment', [0xef, 0xbb, 0xbf, 0x23, 0x20, 0x78, 0x0a]],
    ['comments in Latin-1, with CR at the end', [0x21, 0xe9, 0x0d]],
  ])('comes to no harm from %s', (_name, bytes) => {
    const rest = new TextEncoder().encode('flushDiskType=SYNC_FLUSH\r\nbrokerName=a\r\n')
    const planned = plan({ path: 'a.conf', bytes: Uint8Array.from([...bytes, ...rest]) })
    expect(settingIn(planned, 'flushDiskType')).toMatchObject({ value: 'SYNC_FLUSH', line: 2 })
    expect([planned.warnings, planned.notModelledKeys.map(({ key }) => key)]).toEqual([[], ['brokerName']])
  })

  it('loses a first key to a byte order mark, and says so', () => {
    const bytes = [0xef, 0xbb, 0xbf, ...new TextEncoder().encode('flushDiskType=SYNC_FLUSH\nbrokerName=a\n')]
    const planned = plan({ path: 'a.conf', bytes: Uint8Array.from(bytes) })
    expect(settingIn(planned, 'flushDiskType')).toMatchObject({ value: 'ASYNC_FLUSH', line: null })
    expect(planned.warnings[0]).toContain('line 1: the file begins with a byte order mark')
  })

  it('loses a line to a backslash at the end of the one before, and says so', () => {
    const planned = plan(file('a.conf', 'storePathRootDir=C:\\store\\', 'flushDiskType=SYNC_FLUSH'))
    expect(settingIn(planned, 'flushDiskType')?.value).toBe('ASYNC_FLUSH')
    expect(planned.warnings).toEqual([
      'line 2: "flushDiskType=SYNC_FLUSH" is no setting, but a part of storePathRootDir (line 1): the line before ends in "\\"',
    ])
  })

  it('obeys the last line of a key that is set twice, and notes it', () => {
    const planned = plan(file('a.conf', 'brokerName=a', 'namesrvAddr=x', 'namesrvAddr=y'))
    expect(planned.notes).toContain('line 2: namesrvAddr is set again on line 3, which counts')
    expect(planned.notModelledKeys.map(({ key }) => key)).toEqual(['brokerName', 'namesrvAddr'])
  })

  it.each([
    ['transactionCheckInterval=10', 'transactionCheckInterval=10 is 10 ms; did you mean 10000?'],
    ['transactionTimeOut=6000000000', 'did you mean 6000000?'],
    ['flushDisktype=SYNC_FLUSH', 'did you mean flushDiskType? RocketMQ ignores flushDisktype'],
    ['enableRunningFlagsInFlush=true', 'is a setting of RocketMQ 5.4.0 and later; 5.3 ignores it'],
    ['mapedFileSizeCommitLog=1073741824', 'is spelled mappedFileSizeCommitLog since 4.5.2; RocketMQ 5.3 ignores it'],
  ])('warns of a line that does not do what it seems to: %s', (line, warning) => {
    expect(plan(file('a.conf', line)).warnings).toEqual([expect.stringContaining(warning)])
  })

  it('lets an old spelling tell the version, where nobody does', () => {
    const old = file('a.conf', 'brokerName=a', 'mapedFileSizeConsumeQueue=300000')
    expect(planAll([old], null)).toMatchObject({
      version: { name: '4.9' },
      versionReason: expect.stringContaining('mapedFileSizeConsumeQueue (a.conf, line 2)'),
    })
    expect(planAll([stockBroker], null)).toMatchObject({ version: { name: '5.3' }, versionReason: null })
  })
})

describe('files of one cluster', () => {
  it('are read together, replicas with their master', () => {
    const { clusters } = planAll([slave, syncMaster])
    expect(clusters).toMatchObject([{ name: 'DefaultCluster', members: ['broker-a: 1 master, 1 slave'], warnings: [] }])
  })

  it('say once what is not modelled', () => {
    const others = ['n1', 'n2'].map((id) => ({ ...dledger, path: `broker-${id}.conf` }))
    const [cluster] = planAll([dledger, ...others]).clusters
    expect(cluster?.members).toEqual(['RaftNode00: 3 DLedger members'])
    expect(cluster?.notModelledYet).toHaveLength(1)
  })

  it('are several clusters of one name where the same broker stands in several folders', () => {
    const inFolder = (folder: string) => ({ ...stockBroker, path: `${folder}/broker.conf` })
    expect(planAll([inFolder('one'), inFolder('two')]).clusters).toHaveLength(2)
    expect(planAll([inFolder('one'), file('two/b.conf', 'brokerName=broker-b')]).clusters).toHaveLength(1)
  })

  it('are told when two of them are for one broker, or a slave has no master', () => {
    const twice = planAll([stockBroker, { ...stockBroker, path: 'copy.conf' }])
    expect(twice.clusters[0]?.warnings[0]).toContain('broker.conf and copy.conf are for the same broker')
    expect(planAll([slave]).clusters[0]?.warnings[0]).toContain('broker-a has no master among these files')
  })

  it('take the files of NameServers and controllers with them', () => {
    expect(planAll([stockBroker, nameServer, controller]).clusters.map(({ files }) => files.length)).toEqual([3])
  })
})

describe('files that contradict each other', () => {
  const warned = (...files: readonly ConfigFile[]) => planAll(files).clusters.flatMap(({ warnings }) => warnings)
  const peers = 'dLegerPeers=n0-a:1;n1-b:1;n2-c:1'
  const node = (id: string, ...lines: string[]) =>
    file(`${id}.conf`, 'brokerName=r', 'enableDLegerCommitLog=true', 'dLegerGroup=r', `dLegerSelfId=${id}`, ...lines)
  const replica = (path: string, ...lines: string[]) =>
    file(path, 'brokerName=a', 'brokerId=-1', 'enableControllerMode=true', ...lines)

  it('are told of DLedger groups', () => {
    expect(warned(node('n0', peers), node('n1', peers))).toEqual([])
    expect(warned(node('n0', peers), node('n1', 'dLegerPeers=n0-a:1;n1-b:1'))).toEqual([
      'n0.conf, n1.conf have different dLegerPeers; expected the same members in each',
    ])
    expect(warned(node('n7', peers))).toEqual(['n7.conf: dLegerSelfId n7 is not among its dLegerPeers, n0, n1, n2'])
    expect(warned(node('n0'))).toEqual([
      expect.stringContaining('n0.conf has enableDLegerCommitLog and no dLegerPeers'),
    ])
    expect(warned(node('n0', peers), { ...node('n0', peers), path: 'copy.conf' })).toEqual([
      'copy.conf has the dLegerSelfId n0 of another file',
    ])
    expect(warned(node('n0', peers), { ...node('n1', 'dLegerGroup=s', peers) })).toEqual([
      'n0.conf, n1.conf have different dLegerGroup; expected one',
    ])
    expect(warned(node('n0', peers, 'enableControllerMode=true'))).toEqual([
      'n0.conf has enableDLegerCommitLog and enableControllerMode; expected one of them',
    ])
  })

  it('are told of groups under a controller', () => {
    const found = 'controllerAddr=c:9878'
    expect(warned(replica('1.conf', found), replica('2.conf', found))).toEqual([])
    expect(warned(replica('1.conf', found), replica('2.conf'))).toEqual([
      '2.conf has enableControllerMode and no controllerAddr: it finds no controller',
    ])
    expect(warned(replica('1.conf', found))).toEqual([
      expect.stringContaining('without another replica nobody takes over'),
    ])
    expect(warned(replica('1.conf', found), replica('2.conf', 'controllerAddr=d:9878'))).toEqual([
      'the replicas of a have different controllerAddr',
    ])
    expect(warned(replica('1.conf', found, 'allAckInSyncStateSet=true'), replica('2.conf', found))).toEqual([
      'the replicas of a have different allAckInSyncStateSet: what is promised depends on who is master',
    ])
    const three = [found, 'minInSyncReplicas=3']
    expect(warned(replica('1.conf', ...three), replica('2.conf', ...three))).toEqual([
      'minInSyncReplicas=3 is more than the 2 replicas of a: every send is refused',
    ])
  })

  it('are told of masters and slaves', () => {
    const master = (...lines: string[]) => file('m.conf', 'brokerName=broker-a', ...lines)
    expect(warned(master('brokerRole=SYNC_MASTER', 'inSyncReplicas=3'), slave)).toEqual([
      expect.stringContaining('answers SEND_OK when 3 replicas have a message, and files of 1 slaves are among these'),
    ])
    expect(warned(master('enableDLegerCommitLog=true', 'dLegerSelfId=n0', peers), slave)).toContain(
      'the files of broker-a are for different kinds of replication; expected one kind for all its replicas',
    )
  })
})

describe('YAML', () => {
  const yaml = (...lines: string[]) => file('x.yaml', ...lines)

  it('is searched for the configuration files of a ConfigMap', () => {
    const planned = plan(configMap)
    expect(planned).toMatchObject({ path: 'rocketmq.yaml', part: 'broker-a.conf', broker: { name: 'broker-a' } })
    expect(settingIn(planned, 'flushDiskType')).toMatchObject({ value: 'SYNC_FLUSH', line: 9 })
  })

  it.each([
    ['Docker Compose', ['services:', '  broker:', '    image: apache/rocketmq'], 'this is a file of Docker Compose'],
    ['Helm', ['kind: ConfigMap', 'data:', '  a.conf: {{ .Values.conf }}'], 'this is a template of Helm'],
    ['a chart', ['apiVersion: v2', 'name: rocketmq'], 'this is the Chart.yaml of a Helm chart'],
    ['a Deployment', ['apiVersion: apps/v1', 'kind: Deployment'], 'this is a Kubernetes Deployment'],
    ['a ConfigMap of something else', ['kind: ConfigMap', 'data:', '  a: b'], 'no ConfigMap in this file has'],
    ['broken YAML', ['kind: "ConfigMap'], 'x.yaml:'],
  ])('is refused by its name otherwise: %s', (_name, lines, message) => {
    expect(errorOf(yaml(...lines))).toContain(message)
    expect(errorOf(yaml(...lines))).not.toContain('\n')
  })

  it('is known by what is in it, whatever the file is called', () => {
    const compose = [
      'version: "3"',
      'services:',
      '  # ours',
      '  broker:',
      '    image: x',
      '    environment:',
      '    - A=b',
    ]
    expect(errorOf(file('x.conf', ...compose))).toContain('x.conf: this is a file of Docker Compose')
    expect(errorOf(file('x.properties', 'broker:', '  flushDiskType: SYNC_FLUSH'))).toContain(
      'the values of a Helm chart',
    )
    expect(plan(file('x.conf', 'namesrvAddr:', '  brokerName = a')).broker).toMatchObject({ name: 'a' })
    expect(plan(file('x.conf', 'brokerName: a', 'brokerId: 0')).broker).toMatchObject({ name: 'a' })
  })
})

it('what a folder has beside configurations is left out, and named', () => {
  const found = [stockBroker, file('tools.yml', 'accounts: []'), file('x.conf', 'a=1')].map((each) => ({
    ...each,
    isFound: true,
  }))
  const { files, leftOut } = planAll(found)
  expect(files.map(({ path }) => path)).toEqual(['broker.conf'])
  expect(leftOut).toHaveLength(2)
})

describe('a mistake in a file', () => {
  it.each([
    [
      'an unknown choice',
      ['flushDiskType=FOO'],
      'a.conf:1: flushDiskType=FOO is not understood; expected ASYNC_FLUSH or SYNC_FLUSH',
    ],
    [
      'a comment behind a value',
      ['flushDiskType=SYNC_FLUSH # safe'],
      'a.conf:1: flushDiskType=SYNC_FLUSH # safe is not',
    ],
    [
      'no number',
      ['x=1', 'transactionCheckMax=many'],
      'a.conf:2: transactionCheckMax=many is not understood; expected a whole',
    ],
    ['a number out of range', ['transactionCheckMax=0'], 'expected a whole number from 1 to 2147483647'],
    ['no boolean', ['transientStorePoolEnable=yes'], 'expected true or false. RocketMQ would take it for false'],
    [
      'a key twice',
      ['transactionCheckMax=1', 'transactionCheckMax=2'],
      'a.conf:2: "transactionCheckMax" is set again, after line 1',
    ],
    ['a malformed escape', ['brokerName=\\u12'], 'a.conf:1: a "\\u" that is not followed by four hexadecimal digits'],
    ['only comments', ['# nothing'], 'a.conf: there is no setting in it'],
    ['some other file', ['{', '"name": 1', '}'], 'a.conf:1: no setting of RocketMQ is recognised'],
  ])('is one line that names file, line, key and what was expected: %s', (_name, lines, message) => {
    const error = errorOf(file('a.conf', ...lines))
    expect(error).toContain(message)
    expect(error).not.toContain('\n')
  })

  it.each([
    ['an empty file', [], 'a.conf: the file is empty'],
    ['a binary file', [0x7f, 0x45, 0x4c, 0x46, 0], 'a.conf: this is a binary file'],
    ['UTF-16', [0xff, 0xfe, 0x61, 0], 'a.conf: this is UTF-16'],
  ])('is told from its bytes: %s', (_name, bytes, message) => {
    expect(errorOf({ path: 'a.conf', bytes: Uint8Array.from(bytes) })).toContain(message)
  })
})
