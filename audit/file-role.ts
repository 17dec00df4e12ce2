/** What kind of process a configuration file belongs to, from the keys in it. */
import type { PropertyEntry } from './java-properties.ts'

export type FileRole = 'broker' | 'broker container' | 'NameServer' | 'controller' | 'unknown'

const brokerKeys = [
  /^broker(?!ConfigPaths$)[A-Z]/,
  /^(flush|transaction|transientStorePool|storePath|dLeger|enableDLeger|enableControllerMode$|controllerAddr$)/,
  /^(readUnCommitted|writeWithoutMmap|enableRunningFlagsInFlush)$/,
  /^(deleteWhen|fileReservedTime|autoCreate\w+|mapp?edFileSize\w+|syncFlushTimeout|messageDelayLevel|maxMessageSize)$/,
  /^(sendMessageThreadPoolNums|pullMessageThreadPoolNums|haListenPort|haMasterAddress|inSyncReplicas|slaveReadEnable)$/,
]
const containerKeys = [/^brokerConfigPaths$/]
const nameServerKeys = [/^(enableControllerInNamesrv|supportActingMaster|kvConfigPath|orderMessageEnable|clusterTest)$/]
const controllerKeys = [/^controller(?!Addr$)/, /^(isEnableControllerMode|enableElectUncleanMaster)$/]

/** A broker's file wins over the others: brokers of a container or with a controller name those as well. */
export function roleOf(entries: readonly Pick<PropertyEntry, 'key'>[]): FileRole {
  const hasAny = (patterns: readonly RegExp[]): boolean =>
    entries.some(({ key }) => patterns.some((pattern) => pattern.test(key)))
  if (hasAny(brokerKeys)) return 'broker'
  if (hasAny(containerKeys)) return 'broker container'
  if (hasAny(nameServerKeys)) return 'NameServer'
  return hasAny(controllerKeys) ? 'controller' : 'unknown'
}
