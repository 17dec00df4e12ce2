import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isDotThere } from './dot-command.ts'
import { renderSvg } from './render-svg.ts'

const small = 'digraph { a -> b }'
const version = 'if [ "$1" = -V ]; then echo "dot - graphviz version 9.9" >&2; exit 0; fi'
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ackproof-render-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** A command that answers `-V` like Graphviz and then does something else. */
async function fakeDot(name: string, script: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, `#!/bin/sh\n${script}\n`)
  await chmod(path, 0o755)
  return path
}

async function isAlive(pidFile: string): Promise<boolean> {
  const pid = Number(await readFile(pidFile, 'utf8'))
  for (let attempt = 0; attempt < 40; attempt++) {
    try {
      process.kill(pid, 0)
    } catch {
      return false
    }
    // A killed orphan stays in the table until a process waits for it.
    const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
    if (/\) Z /.test(status)) return false
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return true
}

describe('drawing a diagram', () => {
  it('falls back where there is no dot, and says so', async () => {
    const drawing = await renderSvg(small, { dotCommand: join(folder, 'missing') })
    expect(drawing.renderer).toBe('viz.js')
    expect(drawing.svg).toMatch(/<svg.*<\/svg>/s)
    expect(drawing.note).toContain('there is no working')
  })

  it('does not try dot where it is told not to', async () => {
    expect(await renderSvg(small, { dotCommand: null })).toMatchObject({
      renderer: 'viz.js',
      note: 'drawn by the built-in Graphviz, because Graphviz was not asked for',
    })
  })

  it('uses dot where it works', async () => {
    const dot = await fakeDot('works', `${version}; cat > /dev/null; echo '<svg>drawn by hand</svg>'`)
    expect(await renderSvg(small, { dotCommand: dot })).toEqual({
      svg: '<svg>drawn by hand</svg>\n',
      renderer: 'dot',
      note: null,
    })
  })

  it('draws with the real dot where it is installed', async ({ skip }) => {
    if (!(await isDotThere('dot', 5_000))) skip()
    expect(await renderSvg(small)).toMatchObject({ renderer: 'dot', note: null })
  })

  it('falls back from a dot that prints garbage', async () => {
    const dot = await fakeDot('garbage', `${version}; cat > /dev/null; echo 'not a picture'`)
    const { renderer, note } = await renderSvg(small, { dotCommand: dot })
    expect(renderer).toBe('viz.js')
    expect(note).toContain('printed something that is not SVG')
  })

  it('survives a dot that exits at once, however long the text', async () => {
    const rejections: unknown[] = []
    const note = (reason: unknown): void => void rejections.push(reason)
    process.on('unhandledRejection', note)
    const dot = await fakeDot('exits', `${version}; echo 'no mood' >&2; exit 1`)
    const long = `${small}\n${'// a line that nobody reads\n'.repeat(190_000)}`
    const drawing = await renderSvg(long, { dotCommand: dot, timeoutMs: 30_000 })
    expect(drawing).toMatchObject({ renderer: 'viz.js', note: expect.stringContaining('no mood') })
    process.off('unhandledRejection', note)
    expect(rejections).toEqual([])
  })

  it('ends a dot that hangs, and everything it started', async () => {
    const pidFile = join(folder, 'sleeper')
    const dot = await fakeDot('hangs', `${version}; sleep 600 & echo $! > ${pidFile}; wait`)
    const drawing = await renderSvg(small, { dotCommand: dot, timeoutMs: 1_500 })
    expect(drawing).toMatchObject({ renderer: 'viz.js', note: expect.stringContaining('longer than 1500 ms') })
    expect(await isAlive(pidFile)).toBe(false)
  })

  it('ends a dot that hangs when it is asked for its version', async () => {
    const pidFile = join(folder, 'probe-sleeper')
    const dot = await fakeDot('hangs-at-once', `sleep 600 & echo $! > ${pidFile}; wait`)
    expect(await isDotThere(dot, 500)).toBe(false)
    expect(await isAlive(pidFile)).toBe(false)
  })

  it('ends a dot that never stops printing', async () => {
    const dot = await fakeDot('floods', `${version}; cat > /dev/null; exec yes '<svg>'`)
    const drawing = await renderSvg(small, { dotCommand: dot, timeoutMs: 20_000 })
    expect(drawing.renderer).toBe('viz.js')
  })

  it('ends the built-in Graphviz when it takes too long, and gives both reasons', async () => {
    let seed = 1
    const node = (): string => {
      seed = (seed * 48_271) % 2_147_483_647
      return `n${seed % 300}`
    }
    const edges = Array.from({ length: 3_000 }, () => `${node()} -> ${node()}`)
    const tangle = `digraph { ${edges.join('; ')} }`
    await expect(renderSvg(tangle, { dotCommand: null, timeoutMs: 1_000 })).rejects.toThrow(
      /Graphviz was not asked for; the built-in Graphviz failed too: it took longer than 1000 ms/,
    )
  })

  it('rejects text that is not Graphviz, whoever draws', async () => {
    await expect(renderSvg('digraph {', { dotCommand: null })).rejects.toThrow(/syntax error/)
  })
})
