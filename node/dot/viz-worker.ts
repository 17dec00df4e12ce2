/**
 * The built-in Graphviz: WebAssembly, which cannot be interrupted, and so runs in a thread that can be ended.
 */
import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'

/**
 * The thread's program as text: a worker file would have to be found both in the sources and in the build. It writes
 * nothing and ends by itself.
 */
const program = `
const { parentPort, workerData } = require('node:worker_threads')
require(workerData.module).instance().then((viz) => {
  const { status, output, errors } = viz.render(workerData.dot, { format: 'svg' })
  if (status === 'success') parentPort.postMessage({ svg: output })
  else parentPort.postMessage({ problem: errors.map((error) => error.message).join('; ') })
})`

interface Drawn {
  readonly svg?: string
  readonly problem?: string
}

/** Rejects with the renderer's own message, or after `timeoutMs`; the thread has ended in either case. */
export async function drawWithViz(dot: string, timeoutMs: number): Promise<string> {
  const module = createRequire(import.meta.url).resolve('@viz-js/viz')
  const worker = new Worker(program, {
    eval: true,
    execArgv: [],
    stdout: true,
    stderr: true,
    workerData: { dot, module },
  })
  let timer: NodeJS.Timeout | undefined
  try {
    return await new Promise((resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`it took longer than ${timeoutMs} ms`)), timeoutMs)
      worker.on('message', ({ svg, problem }: Drawn) => {
        if (svg === undefined) reject(new Error(problem ?? 'no output'))
        else resolve(svg)
      })
      worker.on('error', reject)
      worker.on('exit', () => reject(new Error('it ended without an answer')))
    })
  } finally {
    clearTimeout(timer)
    await worker.terminate()
  }
}
