/**
 * Whether data have the shape that a JSON schema asks for: as much of it as the published schema of reports uses. Fields
 * that the schema does not know are let pass, since later releases may add some.
 */

export interface Schema {
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, Schema>>
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: boolean | Schema
  readonly items?: Schema
  readonly minItems?: number
  readonly maxItems?: number
  readonly minimum?: number
  readonly pattern?: string
  readonly anyOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly if?: Schema
  readonly then?: Schema
}

type Fields = Readonly<Record<string, unknown>>

export function fitsSchema(value: unknown, root: Schema): boolean {
  const fits = (value: unknown, schema: Schema): boolean => {
    const referred = schema.$ref === undefined ? undefined : definitionIn(root, schema.$ref)
    return (
      (referred === undefined || fits(value, referred)) &&
      fitsItself(value, schema) &&
      (schema.anyOf ?? [schema.anyOf]).some((each) => each === undefined || fits(value, each)) &&
      (schema.allOf ?? []).every((each) => fits(value, each)) &&
      (schema.if === undefined || schema.then === undefined || !fits(value, schema.if) || fits(value, schema.then)) &&
      (!Array.isArray(value) || schema.items === undefined || value.every((each) => fits(each, schema.items ?? {}))) &&
      (!isFields(value) || fitsFields(value, schema))
    )
  }
  const fitsFields = (value: Fields, { required = [], properties = {}, additionalProperties }: Schema): boolean => {
    if (!required.every((name) => Object.hasOwn(value, name))) return false
    return Object.entries(value).every(([name, each]) => {
      const known = Object.hasOwn(properties, name) ? properties[name] : additionalProperties
      return typeof known !== 'object' || fits(each, known)
    })
  }
  return fits(value, root)
}

function fitsItself(value: unknown, schema: Schema): boolean {
  const { type, minimum, pattern, minItems = 0, maxItems = Number.POSITIVE_INFINITY } = schema
  if (type !== undefined && ![type].flat().some((name) => hasType(value, name as string))) return false
  if ('const' in schema && value !== schema.const) return false
  if (schema.enum !== undefined && !schema.enum.includes(value)) return false
  if (typeof value === 'number') return minimum === undefined || value >= minimum
  if (typeof value === 'string') return pattern === undefined || new RegExp(pattern, 'u').test(value)
  return !Array.isArray(value) || (value.length >= minItems && value.length <= maxItems)
}

function hasType(value: unknown, name: string): boolean {
  if (name === 'null') return value === null
  if (name === 'array') return Array.isArray(value)
  if (name === 'integer') return Number.isInteger(value)
  return name === 'object' ? isFields(value) : typeof value === name
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function definitionIn({ $defs = {} }: Schema, reference: string): Schema {
  const definition = $defs[reference.replace('#/$defs/', '')]
  if (definition === undefined) throw new Error(`the schema has no ${reference}`)
  return definition
}
