import pc from 'picocolors'
import { expect, it } from 'vitest'
import { report } from '../../audit/testing/answers.ts'
import { configMap, dledger, file, slave, stockBroker, syncMaster } from '../../audit/testing/files.ts'
import { auditText } from './audit-text.ts'

const isAbout = (promise: string) => (question: { readonly promise: string }) => question.promise === promise
const acknowledged = isAbout('an acknowledged message is not lost')
const plain = pc.createColors(false)

it('leads with a table of promises and faults, and tells each cause once, with the change that was checked', async () => {
  const text = auditText(await report([stockBroker], acknowledged), plain)
  expect(text).toContain(`broker.conf: a broker that producers write to (RocketMQ 5.3)

  messages                        kept
    no fault                      holds
    1 process crash               holds
    1 power cut                   broken [1]
    1 failed fsync, 1 power cut   broken [1]
    1 process crash, 1 power cut  broken [1]
      kept = an acknowledged message is not lost
`)
  expect(text).toContain(`
  [1] 1 power cut: kept can be broken
        1. m1 is appended at queue offset 0 (in the page cache) and is answered SEND_OK
        2. ⚡ power cut at the broker: record 1 (m1) of the commit log is gone (never fsynced)
        3. the broker restarts with an empty commit log, group offset 0
        cheapest change: flushDiskType=SYNC_FLUSH (checked: the promise then holds under this fault)
`)
  expect(text.match(/power cut at the broker/g)).toHaveLength(1)
})

it('introduces the names of its stories, and no others', async () => {
  const text = auditText(await report([stockBroker], acknowledged), plain)
  expect(text).toContain('- m1, m2: messages of one queue')
  expect(text).not.toContain('- h0: the half message')
})

it('says which lines the answers depend on', async () => {
  const text = auditText(await report([stockBroker], acknowledged), plain)
  expect(text).toContain('  broker.conf: the answers depend on lines 8, 9 and on defaults\n')
  expect(text).toMatch(/and not on\n.*inSyncReplicas +1 +default\n(.*default\n)*.*fileReservedTime +48 +line 7\n/)
})

it('puts what is probably wrong before everything else', async () => {
  const slip = file('a.conf', 'brokerName=a', 'transactionCheckInterval=10')
  const [head, empty, warning] = auditText(await report([slip], () => false), plain).split('\n')
  expect([head, empty]).toEqual(['a.conf: a broker that producers write to (RocketMQ 5.3)', ''])
  expect(warning).toBe('  look at  a.conf, line 2: transactionCheckInterval=10 is 10 ms; did you mean 10000?')
})

it('gives the files of a cluster one answer', async () => {
  const text = auditText(await report([syncMaster, slave], acknowledged), plain)
  expect(text).toContain('Cluster DefaultCluster: broker-a: 1 master, 1 slave (RocketMQ 5.3)')
  expect(text.match(/^ {4}1 power cut /gm)).toHaveLength(1)
})

it('says once what is not modelled', async () => {
  const other = { ...dledger, path: 'broker-n1.conf' }
  const text = auditText(await report([dledger, other], () => false), plain)
  expect(text.match(/not modelled yet {2}every promise about transactions/g)).toHaveLength(1)
  expect(text).toContain('2 files, 0 questions')
})

it('names the file inside a ConfigMap, and its lines in the YAML', async () => {
  const text = auditText(await report([configMap], acknowledged), plain)
  expect(text).toContain('rocketmq.yaml (broker-a.conf): a broker that producers write to')
  expect(text).toMatch(/flushDiskType +SYNC_FLUSH +line 9/)
})
