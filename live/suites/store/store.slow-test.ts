/** The specification of the store on a real broker: what it says the broker does, and what it would not do. */
import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { check } from '../../../checker/index.ts'
import { type Adapter, type ForcedStep, forced } from '../../../runs/conform/adapter.ts'
import { type Conformance, conform } from '../../../runs/conform/conform.ts'
import { retrace } from '../../../runs/walk/retrace.ts'
import type { SpecDefinition, State, Trace } from '../../../spec/language/index.ts'
import { fsync, type LogFile } from '../../../spec/parts/disk.ts'
import { type StoreConfiguration, stockStore } from '../../../spec/rocketmq/store/configuration.ts'
import { storeSuite } from '../../../spec/rocketmq/store/rows.ts'
import { whyNoBroker } from '../../classpath/class-path.ts'
import type { Version } from '../../classpath/versions.ts'
import { Missing } from '../../machine/missing.ts'
import { sleep } from '../../machine/wait.ts'
import { workFolder } from '../../machine/work-folder.ts'
import { orSkip } from '../../testing/skip.ts'
import { predicted } from './predicted.ts'
import { liveStore } from './store-suite.ts'

interface Behaviour {
  readonly configuration: StoreConfiguration
  readonly definition: SpecDefinition
  readonly trace: Trace
}

/** On the newest broker that is to behave so. */
async function carriedOut(
  { configuration, definition, trace }: Behaviour,
  changed: (adapter: Adapter<State>, folder: string) => Adapter<State> = (adapter) => adapter,
): Promise<Conformance> {
  const version = predicted(configuration).versions.at(-1) as Version
  const why = whyNoBroker(version)
  if (why !== null) throw new Missing(why)
  const work = workFolder()
  try {
    const adapter = liveStore.open({ configuration, version, trace, folder: work.path })
    return await conform(definition, changed(adapter, work.path), trace, { waitMs: 60_000 })
  } finally {
    work.remove()
  }
}

function counterexample(row: string, promise: string): Behaviour {
  const scenario = storeSuite.scenarios.find(({ id }) => id === row)
  if (scenario === undefined) throw new Error(`there is no row ${row}`)
  const { definition, configuration } = scenario
  const trace = check(definition).properties.find(({ name }) => name === promise)?.trace
  if (!trace) throw new Error(`${row} does not break "${promise}"`)
  return { configuration: configuration as unknown as StoreConfiguration, definition, trace }
}

/** Steps of a specification in which one action is another one. */
function wrong(
  config: Partial<StoreConfiguration>,
  name: string,
  change: (action: SpecDefinition['actions'][number]) => Partial<SpecDefinition['actions'][number]>,
  steps: readonly Step[],
): Behaviour {
  const right = storeSuite.build(config)
  const actions = right.actions.map((action) => (action.name === name ? { ...action, ...change(action) } : action))
  return behaviour(config, steps, { ...right, actions })
}

type Step = readonly [action: string, message?: string]

function behaviour(
  config: Partial<StoreConfiguration>,
  steps: readonly Step[],
  definition: SpecDefinition = storeSuite.build(config),
): Behaviour {
  const configuration = { ...stockStore, ...config }
  const calls = steps.map(([action, message]) => ({ action, args: message === undefined ? {} : { message } }))
  const { trace, refusal } = retrace(definition, calls)
  expect(refusal).toBeNull()
  return { configuration, definition, trace }
}

describe('a broker of the store', () => {
  it('reads, commits and skips as the story of B06 says, in which a power cut takes what was visible', async ({
    skip,
  }) => {
    await orSkip(skip, async () => {
      const { text, compared } = await carriedOut(counterexample('B06', 'no message is skipped'))
      expect(text).toBe('follows: 7 steps')
      const shares = compared.variables.map(({ name, share }) => [name, Math.round(share * 100)])
      expect(Object.fromEntries(shares)).toMatchObject({ sends: 100, position: 100, offsetFile: 100, faults: 0 })
    })
  })

  it('appends to direct memory before a restart, and to the page cache after it, with the transient pool', async ({
    skip,
  }) => {
    await orSkip(skip, async () => {
      const passes = behaviour({ transientStorePoolEnable: true, processCrash: 1 }, [
        ['send', 'm1'],
        ['process crash'],
        ['restart broker'],
        ['send', 'm2'],
        ['dispatch'],
        ['pull', 'm2'],
      ])
      expect((await carriedOut(passes)).text).toBe('follows: 6 steps')
    })
  })

  it('is found to append without a flush, where the specification has one', async ({ skip }) => {
    await orSkip(skip, async () => {
      const flushesToo = wrong(
        {},
        'send',
        ({ effect }) => ({
          effect: (s, args) => {
            const changes = effect(s, args) as { readonly log: LogFile<string> }
            return { ...changes, log: fsync(changes.log) }
          },
        }),
        [['send', 'm1']],
      )
      const { text } = await carriedOut(flushesToo)
      expect(text).toBe('departs after step 1, send(message: m1) (forced): log.flushed: expected 1, observed 0')
    })
  })

  it('is found to wait for the flush, where the specification does not', async ({ skip }) => {
    await orSkip(skip, async () => {
      const doesNotWait = wrong(
        { flushDiskType: 'SYNC_FLUSH' },
        'acknowledge',
        () => ({
          guard: (s: State, { message }) =>
            (s as { sends: Record<string, string> }).sends[String(message)] === 'waiting',
        }),
        [
          ['send', 'm1'],
          ['acknowledge', 'm1'],
        ],
      )
      const { text } = await carriedOut(doesNotWait)
      expect(text).toBe(
        'departs after step 2, acknowledge(message: m1) (forced): sends.m1: expected SEND_OK, observed waiting',
      )
    })
  })

  it('is seen to be down where its process has ended, whatever was asked of it', async ({ skip }) => {
    await orSkip(skip, async () => {
      const sends = behaviour({}, [['send', 'm1']])
      const { outcome, text } = await carriedOut(sends, (adapter, folder) => ({
        ...adapter,
        actions: {
          ...adapter.actions,
          send: forced(async (step) => {
            await (adapter.actions.send as ForcedStep).run(step)
            kill(folder)
            // Until we hear of its end.
            await sleep(1_000)
          }),
        },
      }))
      expect(outcome, text).toBe('departs')
      expect(text).toBe('departs after step 1, send(message: m1) (forced): broker: expected running, observed down')
    })
  })
})

function kill(folder: string): void {
  for (const pid of pidsIn(folder)) process.kill(pid, 'SIGKILL')
}

/** Java programs that know that folder. */
function pidsIn(folder: string): readonly number[] {
  const { stdout } = spawnSync('pgrep', ['--full', `java.*${folder}`], { encoding: 'utf8' })
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map(Number)
}
