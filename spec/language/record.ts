/**
 * Records: one variable, or one member of a family, whose fields are read and changed each by itself. The view of a whole
 * record is no value; whoever uses it as one reads all of its fields.
 */
import type { ChangeOf, FieldsOf, RecordOf } from './family.ts'
import { copied, isCopy, spread } from './lazy-view.ts'
import { type Divided, shapeOf, shapeUnder, withShape } from './shape.ts'

/** Some fields of a record, or of an ordinary object, with what they are changed to. */
export type FieldChanges<R> = [FieldsOf<R>] extends [never]
  ? Partial<R>
  : { readonly [P in keyof FieldsOf<R>]?: ChangeOf<FieldsOf<R>[P]> }

/** What `record` makes at run time; `specify` takes it apart. */
export class RecordDeclaration {
  readonly fields: Readonly<Record<string, unknown>>

  constructor(fields: Readonly<Record<string, unknown>>) {
    this.fields = fields
  }
}

/**
 * Declares a record: `record({ flushed: 0, entries: [] as readonly Entry[] })`, of each broker
 * `each(brokers, record({ … }))`. A function that reads `s.log.flushed` depends on that field alone. A field may be a
 * family or a record again. Write an ordinary object instead where its fields change together.
 */
export function record<F extends object>(fields: F): RecordOf<F> {
  return new RecordDeclaration(fields as Readonly<Record<string, unknown>>) as unknown as RecordOf<F>
}

/**
 * The record with some fields changed: `{ log: change(s.log, { flushed: 3 }) }`, in a family
 * `{ log: at(broker, change(s.log[broker], { flushed: 3 })) }`. It means `{ ...s.log, flushed: 3 }`, but reads none of the
 * other fields until somebody looks at them. Takes ordinary objects as well, so that a function of a record is one of both.
 */
export function change<R extends object>(record: R, fields: NoInfer<FieldChanges<R>>): R {
  if (typeof record !== 'object' || record === null)
    throw new TypeError(`change(…) is given ${String(record)} for a record`)
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) {
    throw new TypeError('change(record, fields) is given no object of fields: write change(s.log, { flushed: 3 })')
  }
  const shape = shapeOf(record)
  if (shape === undefined) return { ...record, ...fields }
  const given = membersGiven(record, shape, { ...fields } as Readonly<Record<string, unknown>>)
  return withShape(
    spread(isCopy(record) ? record : copied(record), () => given),
    shape,
  ) as R
}

/** What is given for a family is some of its members: the others stay as they are. */
function membersGiven(record: object, shape: Divided, fields: Readonly<Record<string, unknown>>): object {
  const given = Object.entries(fields).map(([name, value]) => {
    const inner = shapeUnder(shape, name)
    const isPart = inner?.kind === 'family' && typeof value === 'object' && value !== null && !isCopy(value)
    return [name, isPart ? change(Reflect.get(record, name) as object, value) : value]
  })
  return Object.fromEntries(given)
}
