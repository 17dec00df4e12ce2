import { describe, expect, it } from 'vitest'
import * as rewritten from '../../spec/language/rewritten-code.ts'
import * as counters from '../ran.ts'
import { CountedSources } from './counted-sources.ts'
import { counting, helper } from './helper-names.ts'
import { Refusal } from './refusal.ts'
import { rewriteSource } from './rewrite-source.ts'

const meanings = new Map(Object.entries(rewritten))
const helperNames = [...Object.values(helper), ...Object.values(counting)]
const helperValues = [
  ...Object.keys(helper).map((name) => meanings.get(name as keyof typeof helper)),
  ...Object.keys(counting).map((name) => new Map(Object.entries<unknown>(counters)).get(name)),
]

/** What a JavaScript function body gives once it is rewritten. */
function run(body: string, counted: CountedSources | null = null): unknown {
  const text = rewriteSource('/folder/file.cjs', body, counted).replace(/\/\/# sourceMappingURL.*/, '')
  return new Function(...helperNames, text)(...helperValues)
}

function refusal(text: string): string {
  try {
    rewriteSource('/folder/file.ts', text)
  } catch (error) {
    if (error instanceof Refusal) return `${error.start}: ${error.message}`
    throw error
  }
  return 'none'
}

describe('a rewritten source', () => {
  it.each([
    ['({ x: 1 }) === { x: 1 }', true],
    ['((a) => ({ ...a, /* , */ x: 1 }))({ x: 2, y: 3 })', { x: 1, y: 3 }],
    ['((a) => ({ ...a }))({ x: 2 })', { x: 2 }],
    ['((a) => ({ ...(a), x: 1 }))({ y: 2 })', { x: 1, y: 2 }],
    ['((a) => ({ ...a, }))(null)', {}],
    ['((a = { x: 1 }) => ({ ...a, ...{ x: 2 }, ["y"]: 3, }))()', { x: 2, y: 3 }],
    ['((a) => ({ ...a, x: { ...a, x: a.x === a.x } }))({ x: 1 })', { x: { x: true } }],
    ['((a) => ({ ...a, n: a.n++ }))({ n: 1 })', { n: 1 }],
    ['((a) => ({ ...a, n: ++a.n, m: { ...a } }))({ n: 1 })', { n: 2, m: { n: 2 } }],
    ['((a) => Object.keys({ ...a, get x() { return 1 }, y() {} }).sort())({ z: 1 })', ['x', 'y', 'z']],
    ['((a) => Object.getPrototypeOf({ ...a, __proto__: null }))({ z: 1 })', null],
    ['(function (a) { return { ...a, n: arguments.length, t: this } }).call(5, { z: 1 }).n', 1],
    ['[...(function* (a) { return { ...a, x: yield 1 } })({})]', [1]],
    ['({ x: 1 }) !== { x: 1 }', false],
    ['({ x: 1 }) == { x: 1 }', true],
    ['[1, [2]] != [1, [2]]', false],
    ['({ x: 1 }) /* === */ === // !==\n({ x: 2 })', false],
    ['({ x: 1 }) === ({ x: 1 }) === true', true],
    ['[{ x: 1 } === { x: 1 }, null == undefined, 1 == "1", null === undefined]', [true, true, true, false]],
    ['[{ x: 1 }].includes({ x: 1 })', true],
    ['[{ x: 1 }]["includes"]({ x: 1 }, 1)', false],
    ['[0, { x: 1 }, { x: 1 }].indexOf({ x: 1 })', 1],
    ['[0, { x: 1 }, { x: 1 }].lastIndexOf({ x: 1 },)', 2],
    ['"a{}".includes("{}")', true],
    ['((a) => "abc".includes(a))("b")', true],
    ['((a) => a.includes("b", ...[1]))("abc")', true],
    ['((a) => a?.includes({ x: 1 }))([{ x: 1 }])', true],
    ['((a) => a?.b.includes({ x: a.b }))(null)', undefined],
    ['((a) => a?.b.includes({ x: a.c }))({ c: 1, b: [{ x: 1 }] })', true],
    ['new Set([{ x: 1 }, { x: 1 }]).size', 1],
    ['new Set([{ x: 1 }]).has({ x: 1 })', true],
    ['new Map([[{ x: 1 }, 5]]).get({ x: 1 })', 5],
    ['new globalThis.Set([{ x: 1 }]).has({ x: 1 })', true],
    ['new (class extends Set {})([[1]]).has([1])', true],
    ['[...Map.groupBy([1, 2, 3], (n) => ({ odd: n % 2 })).values()]', [[1, 3], [2]]],
    ['[new Set() instanceof Set, new Map().constructor === Map]', [true, true]],
    ['((a) => { switch (a /* ) */) { case 1: return 1; case { x: 1 }: return 2; default: return 3 } })({ x: 1 })', 2],
    [
      '((a) => { outer: switch (a) { case a.y: break outer; default: switch (a.x) { case a.z: return 4 } } return 5 })({ z: [1], x: [1] })',
      4,
    ],
    ['((a) => { switch (a) { case "b": case "c": return 6 } return 7 })("c")', 6],
    ['((a, b) => { switch (a) { case 1, b: return 8 } return 9 })({ x: 1 }, { x: 1 })', 8],
    ['new (Set)([{ x: 1 }]).has({ x: 1 })', true],
    ["new globalThis['Set']([{ x: 1 }]).has({ x: 1 })", true],
    ['new (globalThis).Map([[{ x: 1 }, 5]]).get({ x: 1 })', 5],
    ['new global[`Set`]([{ x: 1 }]).has({ x: 1 })', true],
    ['[{ x: 1 }][`includes`]({ x: 1 })', true],
    ["((m) => [{ x: 1 }][m]({ x: 1 }))('includes')", true],
    ["((m, xs) => xs[0, m]({ x: 1 }))('indexOf', [2, { x: 1 }])", 1],
    ["((m) => 'a{}'[m]('{}', ...[]))('indexOf')", 1],
    ["((o, m) => o[m]({ x: 1 }))({ k: 5, own(a) { return a.x + this.k } }, 'own')", 6],
    ["((o, m) => o?.[m]?.({ x: 1 }))({ own: (a) => a.x }, 'own')", 1],
    ["((o, m) => o[m]?.({ x: 1 }))({}, 'own')", undefined],
    ['[{ x: 1 }].some([{ x: 1 }].includes, [{ x: 1 }])', true],
    ['((f) => f.call([0, { x: 1 }], { x: 1 }))([].indexOf)', 1],
    ['((f) => f.call([{ x: 1 }, 0], { x: 1 }))([].lastIndexOf)', 0],
    [
      '((o) => [o.includes, o.includes.map((x) => x + 1), o?.includes, o.none?.includes])({ includes: [1] })',
      [[1], [2], [1], undefined],
    ],
    [
      '((o) => { o.includes = 3; [o.indexOf] = [4]; delete o.lastIndexOf; return o })({ lastIndexOf: 1 })',
      { includes: 3, indexOf: 4 },
    ],
    ['new (class extends Array {})({ x: 1 }, 0).includes({ x: 1 })', true],
    ['new (class extends Array { find(a) { return super.includes(a) } })({ x: 1 }, 0).find({ x: 1 })', true],
    ['new (class extends Array { find(a) { return super["indexOf"](a) } })({ x: 1 }, 0).find({ x: 1 })', 0],
    ['new (class extends Array { find(m, a) { return super[m](a) } })({ x: 1 }, 0).find("indexOf", { x: 1 })', 0],
    ['new (class extends Array { includes() { return 7 } })().includes({ x: 1 })', 7],
    [
      'new (class extends (class { includes(a) { return a.x } }) { find(a) { return super.includes(a) } })().find({ x: 1 })',
      1,
    ],
    ['((a) => a === { ...a, x: { ...a } } || a === { ...a })({ y: 1 })', true],
    ['((a) => ((b = { ...a }, c = { ...a, d: a === { ...a } }) => ({ ...b, ...c }))())({ y: 1 })', { y: 1, d: true }],
    ['((a) => [{ x: 1 }].includes({ ...a }))({ x: 1 })', true],
    ['((a, b) => typeof a === typeof b && a.length === b.length)([1], [2])', true],
  ])('%s', (expression, expected) => {
    expect(run(`return (${expression})`)).toEqual(expected)
    expect(run(`return (${expression})`, new CountedSources())).toEqual(expected)
  })

  it('says at run time that a method whose name is computed is none, or searches in an optional chain', () => {
    expect(() => run("return ((o, m) => o[m]({}))({}, 'own')")).toThrow(new TypeError('[own] is not a function'))
    expect(() => run("return ((o, m) => o?.[m]({}))([], 'includes')")).toThrow(
      /^includes in such a chain compares identity/,
    )
  })

  it('compares identity in collections that the platform made, and in methods by a computed name that are passed on', () => {
    expect(run('const goal = { x: 1 }; return structuredClone(new Set([goal])).has({ x: 1 })')).toBe(false)
    expect(run("const name = 'Set'; return new globalThis[name]([{ x: 1 }]).has({ x: 1 })")).toBe(false)
    expect(run("const name = 'includes', find = [][name]; return find.call([{ x: 1 }], { x: 1 })")).toBe(false)
  })

  it('keeps the identity of what is no plain data', () => {
    expect(run('class A {}; const a = new A(); return [a === a, a === new A(), (() => 1) === (() => 1)]')).toEqual([
      true,
      false,
      false,
    ])
  })

  it('is the source itself where nothing needs to change', () => {
    const text = "const a = b === 'x' || c === null || typeof d === 'object' || e.length === 3 || `f` !== g\n"
    expect(rewriteSource('/folder/file.ts', text)).toBe(text)
  })

  it('may be typed, and have elements', () => {
    const text = 'const same = <T,>(a: T, b: unknown): a is Set<T> => (a as unknown) === b!\nenum E { A = 1 }\n'
    expect(rewriteSource('/folder/file.ts', text)).toContain(`${helper.same}((a as unknown) , b!)`)
    expect(rewriteSource('/folder/file.tsx', 'const x = <a b={c === d} />')).toContain(
      `<a b={${helper.same}(c , d)} />`,
    )
  })

  it('leaves alone what is called Set and is not the one of the platform', () => {
    const text = "import { Set } from 'immutable'\nexport const made = new Set([1])\n"
    expect(rewriteSource('/folder/file.ts', text)).toBe(text)
    const others = "export { Set } from 'immutable'\nexport type { Map }\nconst own = { Set: 1 }.Set\n"
    expect(rewriteSource('/folder/file.ts', others)).toBe(others)
    const typed = "import type { Map } from 'immutable'\nexport const made = new Map<string, Map<1, 2>>()\n"
    expect(rewriteSource('/folder/file.ts', typed)).toContain(`new ${helper.Map}<string, Map<1, 2>>()`)
  })

  it.each([
    ['Array.prototype.includes.call(a, b)', '0: includes compares identity here'],
    ['x = [].indexOf.bind(a)', '4: indexOf compares identity here'],
    ['a?.includes(b)?.c', '1: includes in such a chain compares identity'],
    ['a.includes?.(b)', '1: includes in such a chain compares identity'],
    ['const S = Set', '10: Set is passed on'],
    ['f(Map)', '2: Map is passed on'],
    ['const f = (Set) => new Set()', '11: "Set" means something else in a part of this file'],
    ['const f = ({ Set }) => new Set()', '13: "Set" means something else in a part of this file'],
    ["const R = globalThis['Set']", '10: Set is passed on'],
    ['const R = (globalThis as any).Map', '10: Map is passed on'],
    ['const { Set: R } = globalThis', '8: Set is passed on'],
    ['class K { C = Set }', '14: Set is passed on'],
    ['class K { static C = Map }', '21: Map is passed on'],
    ['const T = Set<any>', '10: Set is passed on'],
    ['const T = (Set as any)', '11: Set is passed on'],
    ['const T = Set!', '10: Set is passed on'],
    ['const T = (0, Set)', '14: Set is passed on'],
    ['export { Set }', '9: Set is passed on'],
    ['export default Set', '15: Set is passed on'],
    ['Set.prototype.has.call(a, b)', '0: Set is passed on'],
    ['const f = { Set }', '12: Set is passed on'],
    ['new WeakMap()', '4: WeakMap compares identity; write new Map(…)'],
    ['const seen = new WeakSet<object>([a])', '17: WeakSet compares identity; write new Set(…)'],
    ['const { includes } = [A]', '8: includes may be taken out of an array'],
    ["f(({ 'indexOf': at }) => at)", '5: indexOf may be taken out of an array'],
    ["import.meta.resolve('./x')", '0: import.meta.resolve does not work'],
  ])('%s is refused with its place', (text, expected) => {
    expect(refusal(text)).toContain(expected)
  })

  it('makes what is typed around Set, and leaves alone what is written to', () => {
    expect(rewriteSource('/folder/file.ts', 'x = new (Set as any)([A])')).toContain(`new (${helper.Set} as any)([A])`)
    expect(rewriteSource('/folder/file.ts', 'x = new Set<any>([A])')).toContain(`new ${helper.Set}<any>([A])`)
    expect(rewriteSource('/folder/file.ts', 'x = xs[m]<T>(p)')).toContain(`x = ${helper.invoke}(xs, m, p)`)
    const text = 'globalThis.Map = null\ndelete globalThis.Set\n'
    expect(rewriteSource('/folder/file.ts', text)).toBe(text)
  })

  it('has a __dirname and a __filename of its own where it is a CommonJS file', () => {
    const path = 'f(__dirname, __filename)'
    expect(rewriteSource('/folder/f.cjs', `#!/usr/bin/node\n'use strict'\n${path}`)).toContain(
      `'use strict'\nvar __dirname = "/folder", __filename = "/folder/f.cjs"; ${path}`,
    )
    expect(rewriteSource('/folder/f.mjs', path)).toBe(path)
    const module = 'import { a } from "b"\nconst __dirname = a'
    expect(rewriteSource('/folder/f.js', module)).toBe(module)
  })

  it('has an import.meta of its own', () => {
    const text = rewriteSource(
      '/a folder/f.ts',
      'f(import.meta.url, import.meta.dirname, import.meta.filename, import.meta)',
    )
    expect(text).toContain(
      'f("file:///a%20folder/f.ts", "/a folder", "/a folder/f.ts", ({"url":"file:///a%20folder/f.ts","dirname":"/a folder","filename":"/a folder/f.ts"}))',
    )
  })
})
