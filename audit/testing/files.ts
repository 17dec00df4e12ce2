/** Files of settings for tests, with the keys of those that RocketMQ ships. */
import type { ConfigFile } from '../config-file.ts'

export function file(path: string, ...lines: readonly string[]): ConfigFile {
  return { path, bytes: new TextEncoder().encode(`${lines.join('\n')}\n`) }
}

export const stockBroker = file(
  'broker.conf',
  '# a comment',
  '',
  'brokerClusterName = DefaultCluster',
  'brokerName = broker-a',
  'brokerId = 0',
  'deleteWhen = 04',
  'fileReservedTime = 48',
  'brokerRole = ASYNC_MASTER',
  'flushDiskType = ASYNC_FLUSH',
)

export const slave = file('broker-a-s.properties', 'brokerName=broker-a', 'brokerId=1', 'brokerRole=SLAVE')

export const dledger = file(
  'broker-n0.conf',
  'brokerName=RaftNode00',
  'enableDLegerCommitLog=true',
  'dLegerGroup=RaftNode00',
  'dLegerPeers=n0-127.0.0.1:40911;n1-127.0.0.1:40912;n2-127.0.0.1:40913',
  'dLegerSelfId=n0',
)

export const controllerMode = file(
  'broker-n1.conf',
  'brokerId = -1',
  'brokerRole = SLAVE',
  'enableControllerMode = true',
)

export const controller = file('controller-n0.conf', 'controllerDLegerGroup = group1', 'controllerDLegerSelfId = n0')

/** Begins with an XML comment, which is no comment in this format. */
export const nameServer = file(
  'namesrv-n0.conf',
  '<!--',
  '  Licensed to the Foundation under one or more',
  '      http://www.apache.org/licenses/LICENSE-2.0',
  '  the License',
  '  the End',
  '  -->',
  'listenPort = 9876',
  'enableControllerInNamesrv = true',
  'controllerDLegerGroup = group1',
)

export const container = file('broker-container1.conf', 'listenPort=10811', 'brokerConfigPaths=/a.conf:/b.conf')

export const syncMaster = file('broker-a.properties', 'brokerName=broker-a', 'brokerId=0', 'brokerRole=SYNC_MASTER')

/** A ConfigMap as an operator writes it; line 8 is the first of the embedded file. */
export const configMap = file(
  'rocketmq.yaml',
  'apiVersion: v1',
  'kind: ConfigMap',
  'metadata:',
  '  name: broker',
  'data:',
  '  BROKER_MEMORY: "4g"',
  '  broker-a.conf: |',
  '    brokerName=broker-a',
  '    flushDiskType=SYNC_FLUSH',
  '---',
  'apiVersion: v1',
  'kind: Service',
  'metadata:',
  '  name: broker',
)
