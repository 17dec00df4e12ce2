import { join } from 'node:path'
import { UsageError } from '../../node/usage-error.ts'
import { classPath } from '../classpath/class-path.ts'
import { hasController, type Version, versions } from '../classpath/versions.ts'
import { freePorts } from '../machine/ports.ts'
import { JavaProcess } from './java-process.ts'
import { rocketmqHome } from './rocketmq-home.ts'
import { type Settings, writeSettings } from './settings-file.ts'

export interface ControllerOptions {
  readonly version: Version
  readonly folder: string
  readonly host?: string
  readonly settings?: Settings
}

export interface Controller {
  readonly address: string
  readonly process: JavaProcess
  start(): Promise<number>
}

/** A controller, alone in its group, that is not started yet. It elects masters, from 5.0 on. */
export async function controller(options: ControllerOptions): Promise<Controller> {
  const { version, folder, host = '127.0.0.1', settings = {} } = options
  if (!hasController(version)) {
    const having = versions.filter(hasController).join(', ')
    throw new UsageError(`no controller of RocketMQ ${version} can be run; expected one of ${having}`)
  }
  const address = `${host}:${await freePorts(1, host)}`
  const file = join(folder, 'controller.conf')
  writeSettings(file, {
    controllerDLegerGroup: 'controllers',
    controllerDLegerPeers: `n0-${address}`,
    controllerDLegerSelfId: 'n0',
    controllerStorePath: join(folder, 'controller'),
    bindAddress: host,
    ...settings,
  })
  const process = new JavaProcess({
    name: 'controller',
    mainClass: 'org.apache.rocketmq.controller.ControllerStartup',
    options: ['-c', file],
    classPath: classPath(version),
    folder,
    environment: { ROCKETMQ_HOME: rocketmqHome(folder) },
    heap: 128,
    directMemory: 64,
  })
  return { address, process, start: () => process.start('boot success') }
}
