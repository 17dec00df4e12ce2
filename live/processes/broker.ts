import { join } from 'node:path'
import { classPath } from '../classpath/class-path.ts'
import type { Version } from '../classpath/versions.ts'
import { expectFree, freePorts } from '../machine/ports.ts'
import { until } from '../machine/wait.ts'
import { Client } from '../remoting/client.ts'
import { NoAnswer } from '../remoting/no-answer.ts'
import { JavaProcess } from './java-process.ts'
import { rocketmqHome } from './rocketmq-home.ts'
import { type Settings, writeSettings } from './settings-file.ts'

export interface BrokerOptions {
  readonly version: Version
  /** Where its settings, output and logs go; one for each broker. */
  readonly folder: string
  /** Where its store goes: `store` in `folder` by default. A power cut needs one on a disk of its own. */
  readonly store?: string
  readonly host?: string
  /** It takes the ports two below and one above as well. Free ones where none is given. */
  readonly port?: number
  /** Address of a NameServer. Without one the broker stays unknown to consumers, and works all the same. */
  readonly nameServer?: string
  readonly name?: string
  /** By RocketMQ's names; these go before ours. */
  readonly settings?: Settings
  /** Options of the JVM, such as a debug port. */
  readonly flags?: readonly string[]
}

/** Small files, so that a run writes megabytes and not gigabytes; and nothing that refuses work when the machine is slow. */
const small: Settings = {
  mappedFileSizeCommitLog: 4 * 2 ** 20,
  mappedFileSizeConsumeQueue: 20 * 3_000,
  mapperFileSizeBatchConsumeQueue: 46 * 1_000,
  maxIndexNum: 1_000,
  maxHashSlotNum: 500,
  timerWheelEnable: false,
  messageIndexEnable: false,
  autoCreateTopicEnable: true,
  brokerFastFailureEnable: false,
  osPageCacheBusyTimeOutMills: 60_000,
  waitTimeMillsInTransactionQueue: 60_000,
  diskMaxUsedSpaceRatio: 95,
}

/** A broker keeps its store, its address and its settings when it is started again. */
export class Broker {
  readonly address: string
  readonly name: string
  readonly store: string
  readonly process: JavaProcess

  constructor(process: JavaProcess, address: string, name: string, store: string) {
    this.process = process
    this.address = address
    this.name = name
    this.store = store
  }

  /** Gives the milliseconds until it was ready. Throws `DiedAtStart`, `WaitRanOut`. */
  async start(): Promise<number> {
    return await this.process.start('boot success')
  }

  /** A new connection; whoever asks for it closes it. */
  async client(): Promise<Client> {
    return await until(`a connection to ${this.address}`, async () => {
      try {
        return await Client.open(this.address)
      } catch (error) {
        if (error instanceof NoAnswer) return null
        throw error
      }
    })
  }
}

/** A broker that is not started yet. Fetches its class path. Throws `Missing`, and a UsageError for a port that is taken. */
export async function broker(options: BrokerOptions): Promise<Broker> {
  const { version, folder, store = join(folder, 'store'), host = '127.0.0.1', name = 'broker', settings = {} } = options
  const port = options.port ?? (await freePorts(4, host)) + 2
  await expectFree(host, [port - 2, port, port + 1])
  const file = join(folder, 'broker.conf')
  writeSettings(file, {
    brokerClusterName: 'live',
    brokerName: name,
    brokerId: 0,
    brokerIP1: host,
    brokerIP2: host,
    bindAddress: host,
    listenPort: port,
    haListenPort: port + 1,
    namesrvAddr: options.nameServer ?? nobody,
    storePathRootDir: store,
    storePathCommitLog: join(store, 'commitlog'),
    ...small,
    ...settings,
  })
  const process = new JavaProcess({
    name,
    mainClass: 'org.apache.rocketmq.broker.BrokerStartup',
    options: ['-c', file],
    classPath: classPath(version),
    folder,
    environment: { ROCKETMQ_HOME: rocketmqHome(folder) },
    heap: 192,
    directMemory: 256,
    ...(options.flags === undefined ? {} : { flags: options.flags }),
  })
  return new Broker(process, `${host}:${port}`, name, store)
}

/** Where nobody listens: an empty address would have a broker ask the network for one. */
const nobody = '127.0.0.1:1'
