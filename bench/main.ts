/**
 * `npm run bench`: fixed models in our forms, and beside them Spin, Stateright and TLC on translations of our own, where
 * these tools are there. They take turns; times are medians, of processor time; and no time is shown before all have
 * counted the same states and transitions.
 *
 *     npm run bench -- paxos                      only models whose title has this in it, in any case of letters
 *     npm run bench -- paxos --runs 9             so many turns for each, also for those that take long
 *     npm run bench -- --against ../before        our forms here and in another checkout that is built, and no peers
 *     TLA2TOOLS_JAR=tla2tools.jar npm run bench   with TLC; a class path will do as well
 */
import { parseArgs } from 'node:util'
import { prepare } from './contenders.ts'
import { type BenchmarkModel, models } from './models.ts'
import { type Comparison, slowness, table } from './table.ts'
import { isBuilt } from './tools/ackproof.ts'
import type { Contender, Counts, Missing } from './tools/contender.ts'
import { type Row, takeTurns } from './turns.ts'

const usage = 'usage: npm run bench -- [TITLE] [--runs N] [--against CHECKOUT]'

interface Options {
  readonly title: string
  /** Null: five, and fewer for what takes long. */
  readonly runs: number | null
  readonly against: string | null
}

const options = readOptions()
const selected = models.filter(({ title }) => title.toLowerCase().includes(options.title.toLowerCase()))
if (selected.length === 0) {
  fail(`no benchmark's title contains "${options.title}"; there are: ${models.map(({ title }) => title).join('; ')}`)
}
console.log(`Times are medians of turns, with ÷ the median ratio within a turn. "processor" and "wall" are of whole processes,
start-up included; "check" is the processor time of our check alone, "user code" its runs of a specification's functions.
A tool that keeps fingerprints of states may take one state for another; one that keeps whole states cannot.
`)
const slower: string[] = []
for (const model of selected) report(model)
if (options.against !== null) {
  console.log(slower.length === 0 ? 'nothing is more than 10 % slower' : `more than 10 % slower: ${slower.join('; ')}`)
  if (slower.length > 0) process.exitCode = 1
}

function report(model: BenchmarkModel): void {
  const { contenders, missing } = prepare(model, options.against)
  try {
    const { rows, failed, differing, counts } = takeTurns(contenders, model.counts, options.runs)
    console.log(`${model.title}: ${inWords(counts)}${differing.length === 0 ? ', the same in every row' : ''}`)
    for (const { contender, counts: found } of differing) {
      console.log(`  COUNTS DIFFER: ${contender.tool}, ${contender.form}, has ${inWords(found)}`)
    }
    const comparison = options.against === null ? withFirst(rows) : withBefore(rows)
    if (differing.length === 0) process.stdout.write(table(rows, comparison))
    if (differing.length > 0 || failed.some(({ tool }) => tool !== 'before')) process.exitCode = 1
    if (options.against !== null) noteSlower(model, rows, comparison)
    for (const each of [...missing, ...failed]) console.log(`  not there: ${inOneLine(each)}`)
    console.log('')
  } finally {
    for (const contender of contenders) contender.remove()
  }
}

function withFirst(rows: readonly Row[]): Comparison {
  return { name: 'first', baseOf: () => rows[0] }
}

/** Each of our forms with the same in the other checkout. */
function withBefore(rows: readonly Row[]): Comparison {
  const isBase = ({ contender }: Row, { form }: Contender) => contender.tool === 'before' && contender.form === form
  return { name: 'before', baseOf: ({ contender }) => rows.find((row) => isBase(row, contender)) }
}

function noteSlower({ title }: BenchmarkModel, rows: readonly Row[], { baseOf }: Comparison): void {
  for (const row of rows) {
    const base = baseOf(row)
    const times = base === undefined ? null : slowness(row, base)
    if (times !== null && times > 1.1) slower.push(`${title}, ${row.contender.form} (${times.toFixed(2)} times)`)
  }
}

function inWords({ distinct, generated, depth }: Counts): string {
  const figures = `${distinct.toLocaleString('en-US')} states, ${generated.toLocaleString('en-US')} transitions`
  return depth === null ? figures : `${figures}, depth ${depth}`
}

function inOneLine({ tool, form, reason }: Missing): string {
  return `${tool}, ${form}: ${reason.split('\n').join('\n    ')}`
}

function readOptions(): Options {
  try {
    const { values, positionals } = parseArgs({
      options: { runs: { type: 'string' }, against: { type: 'string' } },
      allowPositionals: true,
    })
    if (values.runs !== undefined && !/^[1-9]\d*$/.test(values.runs)) fail(`--runs takes a number from 1; ${usage}`)
    if (values.against !== undefined && !isBuilt(values.against)) {
      fail(`--against takes another checkout: run "npm run build" in ${values.against}`)
    }
    return {
      title: positionals.join(' '),
      runs: values.runs === undefined ? null : Number(values.runs),
      against: values.against ?? null,
    }
  } catch (error) {
    return fail(`${(error as Error).message}; ${usage}`)
  }
}

function fail(problem: string): never {
  console.error(problem)
  process.exit(2)
}
