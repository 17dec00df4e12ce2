/** A broker that is killed, cut off from power and started again while others work with it. */
import { join } from 'node:path'
import type { Version } from '../classpath/versions.ts'
import { LoopDisk, whyNoLoopDisk } from '../faults/loop-disk.ts'
import { type ActiveFault, injectSyncFault, type SyncFault } from '../faults/sync-faults.ts'
import { type Broker, broker } from '../processes/broker.ts'
import type { Settings } from '../processes/settings-file.ts'
import { type FileState, type GroupOffsets, offsetIn, readGroupOffsets } from '../store/configuration-files.ts'

export class BrokerOnDisk {
  readonly broker: Broker
  /** Null where this machine can make none: then the power cannot be cut. */
  readonly disk: LoopDisk | null
  #syncFault: ActiveFault | null = null

  static async prepare(version: Version, folder: string, settings: Settings): Promise<BrokerOnDisk> {
    const disk = whyNoLoopDisk() === null ? new LoopDisk(folder) : null
    try {
      const store = disk === null ? {} : { store: join(disk.path, 'store') }
      return new BrokerOnDisk(await broker({ version, folder: join(folder, 'broker'), settings, ...store }), disk)
    } catch (error) {
      disk?.remove()
      throw error
    }
  }

  private constructor(one: Broker, disk: LoopDisk | null) {
    this.broker = one
    this.disk = disk
  }

  get hasSyncFault(): boolean {
    return this.#syncFault !== null
  }

  async beginSyncFault(fault: SyncFault): Promise<void> {
    this.#syncFault ??= await injectSyncFault(this.broker.process.pid, fault)
  }

  async endSyncFault(): Promise<void> {
    const fault = this.#syncFault
    this.#syncFault = null
    await fault?.stop()
  }

  async kill(): Promise<void> {
    await this.broker.process.kill()
    await this.endSyncFault()
  }

  /** `whileHeld` is called when the broker does nothing any more, and all that it has written is still there. */
  async cutPower(whileHeld: () => void): Promise<void> {
    if (this.disk === null) throw new Error('there is no disk whose power could be cut')
    await this.disk.cutPower(this.broker.process, async () => {
      whileHeld()
      await this.endSyncFault()
    })
  }

  async remove(): Promise<void> {
    await this.kill()
    this.disk?.remove()
  }

  /** The offset that a broker finds when it starts: of the file, or of its backup where that has nothing; null where it finds none. */
  offsetOnFile(topic: string, group: string, queue = 0): number | null {
    const { store } = this.broker
    const main = readGroupOffsets(store)
    const found: FileState<GroupOffsets> = main.kind === 'read' ? main : readGroupOffsets(store, 'backup')
    return found.kind === 'read' ? offsetIn(found.value, topic, group, queue) : null
  }
}
