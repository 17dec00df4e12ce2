import { join } from 'node:path'
import { classPath } from '../classpath/class-path.ts'
import { nameServerFor, type Version } from '../classpath/versions.ts'
import { expectFree, freePorts } from '../machine/ports.ts'
import { JavaProcess } from './java-process.ts'
import { rocketmqHome } from './rocketmq-home.ts'
import { type Settings, writeSettings } from './settings-file.ts'

export interface NameServerOptions {
  readonly version: Version
  /** Where its files go; one for each NameServer. */
  readonly folder: string
  readonly host?: string
  /** A free one where none is given. */
  readonly port?: number
  readonly settings?: Settings
}

export interface NameServer {
  readonly address: string
  readonly process: JavaProcess
  /** Gives the milliseconds until it was ready. */
  start(): Promise<number>
}

/** A NameServer that is not started yet. Fetches its class path. Throws `Missing`, and a UsageError for a port that is taken. */
export async function nameServer(options: NameServerOptions): Promise<NameServer> {
  const { version, folder, host = '127.0.0.1', settings = {} } = options
  const port = options.port ?? (await freePorts(1, host))
  await expectFree(host, [port])
  const file = join(folder, 'namesrv.conf')
  writeSettings(file, { bindAddress: host, listenPort: port, ...settings })
  const process = new JavaProcess({
    name: 'namesrv',
    mainClass: 'org.apache.rocketmq.namesrv.NamesrvStartup',
    options: ['-c', file],
    classPath: classPath(nameServerFor(version)),
    folder,
    environment: { ROCKETMQ_HOME: rocketmqHome(folder) },
    heap: 96,
    directMemory: 64,
  })
  return { address: `${host}:${port}`, process, start: () => process.start('boot success') }
}
