/**
 * The specification language: the public entry `ackproof`. A specification is variables, actions that are pure
 * reducers, and named properties; a suite adds scenarios with the verdict expected of every property.
 */

export type { Acceptance, CostKind, FindingKind, VacuityKind } from './acceptance.ts'
export {
  type ActionBuilder,
  type Changes,
  type ChosenArguments,
  type Domain,
  disabled,
  type PlainState,
  type ProgressBuilder,
  type Spec,
  type SpecBuilder,
  type StateOf,
  type Step,
  type View,
  type WholeState,
} from './builder-types.ts'
export { type Bag, bag, copies, has, insert, removeOne, type SetOf, set, type Where, where } from './collections.ts'
export { compose } from './compose.ts'
export type {
  ActionDefinition,
  Arguments,
  Assumption,
  ComponentDefinition,
  ConstraintDefinition,
  DerivedDefinition,
  FairnessDefinition,
  FairnessStrength,
  LeadsToPart,
  ParameterDefinition,
  PropertyDefinition,
  PropertyKind,
  SpecDefinition,
  State,
  StatePart,
  StepCondition,
  StepPart,
  UnlessPart,
  VariableDefinition,
} from './definition.ts'
export { SpecError, type SpecErrorCode, type SpecErrorDetails } from './errors.ts'
export { type Expectation, holds, reachable, unreachable, violated } from './expectation.ts'
export { at, atAll, count, type Each, each, every, keysOf, type RecordOf, some } from './family.ts'
export { type FaultKind, type FaultRange, type ScenarioFaults, upTo } from './faults.ts'
export { fromReducer } from './from-reducer.ts'
export { type Implication, implies } from './implication.ts'
export { append, list, replace, tail, truncate } from './list.ts'
export { change, record } from './record.ts'
export { type Neighbour, type OneSwitch, type Row, rows } from './rows.ts'
export { specify } from './specify.ts'
export {
  type AnySuite,
  type Counts,
  isSuite,
  requireNeighbours,
  type Scenario,
  type ScenarioOptions,
  type Suite,
  suite,
  suiteOf,
} from './suite.ts'
export type { PointOfNoReturn, Trace, TraceStep } from './trace.ts'
export { compareValues, sameValue } from './value.ts'
