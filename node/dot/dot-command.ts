/**
 * Graphviz's own `dot`, through its adapter. The adapter has no timeout, and where `dot` ends before it has read all of
 * its input it leaves a rejection that cannot be caught, which ends the process. So it runs in a process of its own, the
 * leader of a group that is killed as a whole.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

/**
 * The process's program as text: a file would have to be found both in the sources and in the build. It watches its
 * memory against a `dot` that never stops printing, and ends with its parent, however that ends.
 */
const program = `
const end = () => {
  try { process.kill(-process.pid, 'SIGKILL') } catch {}
  process.exit(1)
}
process.on('disconnect', end)
process.on('unhandledRejection', () => {})
setInterval(() => { if (process.memoryUsage().rss > 5e8) end() }, 50).unref()
process.once('message', async ({ adapter, dot, command }) => {
  const answer = {}
  try {
    const { toStream } = await import(adapter)
    const chunks = []
    for await (const chunk of await toStream(dot, { format: 'svg', dotCommand: command })) chunks.push(chunk)
    answer.svg = Buffer.concat(chunks).toString('utf8')
  } catch (error) {
    answer.problem = String(error?.message ?? error)
  }
  process.send(answer)
})`

const inOwnGroup = { detached: process.platform !== 'win32', windowsHide: true } as const

interface Drawn {
  readonly svg?: string
  readonly problem?: string
}

/** What `dot -V` said, by command and search path: asked once a process. */
const probes = new Map<string, Promise<boolean>>()

/** Whether the command can be run and is a Graphviz. */
export function isDotThere(command: string, timeoutMs: number): Promise<boolean> {
  const key = JSON.stringify([command, process.env.PATH])
  const known = probes.get(key)
  if (known !== undefined) return known
  const probe = saysGraphviz(command, Math.min(timeoutMs, 5_000))
  probes.set(key, probe)
  return probe
}

async function saysGraphviz(command: string, timeoutMs: number): Promise<boolean> {
  const child = spawn(command, ['-V'], { ...inOwnGroup, stdio: ['ignore', 'pipe', 'pipe'] })
  let timer: NodeJS.Timeout | undefined
  try {
    return await new Promise((resolve) => {
      let said = ''
      const listen = (chunk: Buffer): void => {
        said += chunk.toString('utf8')
        if (said.length > 65_536) resolve(false)
      }
      timer = setTimeout(() => resolve(false), timeoutMs)
      child.on('error', () => resolve(false))
      child.stdout.on('data', listen)
      child.stderr.on('data', listen)
      child.on('close', (code) => resolve(code === 0 && /graphviz/i.test(said)))
    })
  } finally {
    clearTimeout(timer)
    killGroup(child)
    child.stdout?.destroy()
    child.stderr?.destroy()
  }
}

/** What `dot` printed. Rejects where it failed or took longer than `timeoutMs`; no process is left in either case. */
export async function drawWithDot(dot: string, command: string, timeoutMs: number): Promise<string> {
  const adapter = pathToFileURL(createRequire(import.meta.url).resolve('@ts-graphviz/adapter')).href
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    ...inOwnGroup,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  let timer: NodeJS.Timeout | undefined
  try {
    return await new Promise((resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`it took longer than ${timeoutMs} ms`)), timeoutMs)
      child.on('error', reject)
      child.on('exit', () => reject(new Error('it ended without an answer')))
      child.on('message', ({ svg, problem }: Drawn) => {
        if (svg === undefined) reject(new Error(problem ?? 'no output'))
        else resolve(svg)
      })
      child.send({ adapter, dot, command }, (error) => {
        if (error !== null) reject(error)
      })
    })
  } finally {
    clearTimeout(timer)
    killGroup(child)
  }
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  if (process.platform === 'win32') {
    execFile('taskkill', ['/pid', String(child.pid), '/T', '/F'], () => {})
    return
  }
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // It has ended already, and everything it started with it.
  }
}
