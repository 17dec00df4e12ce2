/**
 * A disk whose power can be cut: an ext4 file system in a file, mounted through a loop device. The file has what reached the
 * device, and nothing that is only in the page cache: a copy of it is what a power cut leaves.
 */
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { belongs } from '../machine/belongings.ts'
import { Missing } from '../machine/missing.ts'
import { run, runs } from '../machine/programs.ts'
import type { JavaProcess } from '../processes/java-process.ts'

let known: string | null | undefined

/** Null where disks can be made here; otherwise what is missing, in one line. Tries it once, which takes a moment. */
export function whyNoLoopDisk(): string | null {
  known ??= findWhy()
  return known
}

function findWhy(): string | null {
  if (process.platform !== 'linux') return 'power cuts need Linux'
  if (process.getuid?.() !== 0) return 'power cuts need root, to mount a disk'
  if (!runs('mkfs.ext4', '-V')) return 'power cuts need mkfs.ext4'
  const folder = mkdtempSync(join(tmpdir(), 'ackproof-disk-'))
  try {
    new LoopDisk(folder, { megabytes: 8, isTrial: true }).remove()
    return null
  } catch (error) {
    return `power cuts need a loop device that can be mounted: ${error instanceof Error ? error.message : String(error)}`
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export class LoopDisk {
  /** Where its files are. It stays the same after a power cut. */
  readonly path: string
  readonly #image: string
  readonly #copy: string
  readonly #release: () => void
  readonly #mountOptions: string
  #isMounted = false

  /**
   * Makes a disk in a folder and mounts it. `isLazy`: as a file system that brings nothing to the device unasked, neither its
   * journal every 5 seconds nor what a program has overwritten. Throws `Missing` where that cannot be.
   */
  constructor(folder: string, { megabytes = 96, name = 'disk', isLazy = false, isTrial = false } = {}) {
    const why = isTrial ? null : whyNoLoopDisk()
    if (why !== null) throw new Missing(why)
    this.path = join(folder, name)
    this.#mountOptions = isLazy ? 'loop,noatime,commit=300,noauto_da_alloc' : 'loop,noatime'
    this.#image = join(folder, `${name}.img`)
    this.#copy = join(folder, `${name}.cut.img`)
    mkdirSync(this.path, { recursive: true })
    run('truncate', '-s', `${megabytes}M`, this.#image)
    // Without the lazy initialization nothing but the user of the disk writes to it.
    run('mkfs.ext4', '-q', '-F', '-E', 'lazy_itable_init=0,lazy_journal_init=0', this.#image)
    this.#release = belongs(() => this.#discard())
    try {
      this.#mount()
    } catch (error) {
      this.#release()
      throw error
    }
  }

  /** Everything that is in the page cache goes to the device. */
  sync(): void {
    run('sync', '-f', this.path)
  }

  /** One file goes to the device, as the kernel may write back any page at any time. */
  syncFile(path: string): void {
    const file = openSync(path, 'r')
    try {
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
  }

  /**
   * What the file system has noted in its journal goes to the device, and of what programs have written, nothing: a file that was
   * overwritten a moment ago is empty there. That needs a lazy disk.
   */
  syncJournal(): void {
    const path = join(this.path, '.journal')
    writeFileSync(path, '', { flush: true })
  }

  /** `cutPower` where this disk is the only one. */
  async cutPower(program: JavaProcess, whileHeld: () => Promise<void> = async () => {}): Promise<void> {
    await cutPower(program, [this], whileHeld)
  }

  /** What has reached the device now. */
  takeImage(): void {
    run('cp', '--sparse=always', this.#image, this.#copy)
  }

  /** The disk is as it was when the image was taken: mounting replays the journal of ext4. No program may use it. */
  revertToImage(): void {
    this.#unmount()
    renameSync(this.#copy, this.#image)
    this.#mount()
  }

  /** How many sectors have ever reached the device while it was mounted as it is now: more than before, and something was written. */
  get sectorsWritten(): number {
    const mounts = readFileSync('/proc/mounts', 'utf8').split('\n')
    const device = mounts.find((line) => line.split(' ')[1] === this.path)?.split(' ')[0] ?? ''
    // By the kernel's documentation of block/stat: the seventh number.
    const numbers = readFileSync(`/sys/class/block/${basename(device)}/stat`, 'utf8')
      .trim()
      .split(/\s+/)
    return Number(numbers[6])
  }

  /** Throws where a program still uses it. */
  remove(): void {
    this.#unmount()
    this.#release()
  }

  #mount(): void {
    run('mount', '-o', this.#mountOptions, this.#image, this.path)
    this.#isMounted = true
  }

  #unmount(): void {
    if (!this.#isMounted) return
    run('umount', this.path)
    this.#isMounted = false
  }

  #discard(): void {
    // Programs that were killed a moment ago may still have it: then it goes when they have gone.
    if (this.#isMounted) run('umount', '--lazy', this.path)
    this.#isMounted = false
    for (const file of [this.#image, this.#copy]) rmSync(file, { force: true })
  }
}

/**
 * Cuts the power of the machine that this program and these disks stand for. The program is held, what reached the devices is
 * copied, the program is killed, and the copies are mounted where the disks were. `whileHeld` is called after the copy, for what
 * keeps a held program from dying.
 */
export async function cutPower(
  program: JavaProcess,
  disks: readonly LoopDisk[],
  whileHeld: () => Promise<void> = async () => {},
): Promise<void> {
  program.pause()
  try {
    for (const disk of disks) disk.takeImage()
    await whileHeld()
  } finally {
    await program.kill()
  }
  for (const disk of disks) disk.revertToImage()
}
