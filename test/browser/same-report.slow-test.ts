/** The language, the checker, runs, reporters and counterexamples need no Node: a browser comes to the same report. */
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterAll, describe, expect, it } from 'vitest'
import { everything } from './page.ts'

const candidates = [process.env.CHROMIUM ?? 'chromium', 'chromium-browser', 'google-chrome']
const browser = candidates.find((command) => spawnSync(command, ['--version']).status === 0)

const flags = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-extensions'],
]

const servers: Server[] = []
afterAll(() => {
  for (const server of servers) server.close()
})

async function bundled(): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: `import { everything } from './page.ts'
        everything().then(
          (text) => fetch('/report', { method: 'POST', body: text }),
          (error) => fetch('/error', { method: 'POST', body: String(error.stack) }),
        )`,
      resolveDir: fileURLToPath(new URL('.', import.meta.url)),
    },
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    // No import.meta in a script: the library asks it where it lies only to tell its own stack frames.
    define: { 'import.meta.url': '"file:///library/dist/x.js"' },
    logLevel: 'silent',
  })
  return outputFiles[0]?.text ?? ''
}

/** Serves the script on loopback, opens it in a browser, and gives what it posts. */
async function inBrowser(command: string, script: string): Promise<string> {
  const page = `<!doctype html><meta charset="utf-8"><title>report</title><script>${script.replaceAll('</script', '<\\/script')}</script>`
  let child: ReturnType<typeof spawn> | undefined
  try {
    return await new Promise<string>((resolve, reject) => {
      const server = createServer((request, response) => {
        if (request.method !== 'POST') {
          response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page)
          return
        }
        const chunks: Buffer[] = []
        request.on('data', (chunk: Buffer) => chunks.push(chunk))
        request.on('end', () => {
          response.end()
          const body = Buffer.concat(chunks).toString('utf8')
          if (request.url === '/report') resolve(body)
          else reject(new Error(body))
        })
      })
      servers.push(server)
      server.listen(0, '127.0.0.1', () => {
        const { port } = server.address() as AddressInfo
        const profile = mkdtempSync(join(tmpdir(), 'ackproof-test-'))
        child = spawn(command, [...flags, `--user-data-dir=${profile}`, `http://127.0.0.1:${port}/`], {
          stdio: 'ignore',
        })
        child.on('error', reject)
        child.on('exit', (code) => reject(new Error(`the browser ended with ${code}`)))
      })
    })
  } finally {
    child?.removeAllListeners('exit').kill('SIGKILL')
  }
}

/** Without what may differ between two equal runs: time, the engine's own figures, and the files that stack frames name. */
function comparable(text: string): unknown {
  const unlike = ['seconds', 'engine', 'location']
  const stripped = JSON.parse(text, (key, value) => (unlike.includes(key) ? undefined : value))
  const withoutSeconds = (report: string): string =>
    report.replace(/ *\d+\.\d+$/gm, '').replace(/in [\d.,]+ s/g, 'in … s')
  return { ...stripped, texts: (stripped.texts as string[]).map(withoutSeconds) }
}

describe('the same specifications, reports and stories', () => {
  it('can be bundled for a browser without anything of Node', async () => {
    const script = await bundled()
    expect(script.length).toBeGreaterThan(100_000)
    expect(script).not.toMatch(/require\("node:|from "node:/)
  })

  it.skipIf(browser === undefined)(
    'come to the same report in a browser as here',
    async () => {
      const [there, here] = await Promise.all([
        bundled().then((script) => inBrowser(browser as string, script)),
        everything(),
      ])
      const found = comparable(there) as { readonly data: readonly { readonly results: readonly unknown[] }[] }
      expect(found.data[0]?.results.length).toBeGreaterThan(60)
      expect(found).toEqual(comparable(here))
    },
    300_000,
  )

  if (browser === undefined) it.skip('there is no Chromium here: set CHROMIUM to one to compare', () => {})
})
