/** Checks and plays specifications from a program or a test: the public entry `ackproof/check`. */

export type { Change, NamedValue, Story, StoryStep } from '../counterexamples/index.ts'
export { PlayError } from '../counterexamples/play/play-error.ts'
export type { Refusal } from '../counterexamples/why/refusal.ts'
export { type Drawing, RenderError, type RenderOptions, renderSvg } from '../node/dot/render-svg.ts'
export type { CheckProgress, CheckSuiteOptions, LimitOptions } from '../node/library/check-options.ts'
export { checkSuite } from '../node/library/check-suite.ts'
export { expectMet, UnmetError } from '../node/library/expect-met.ts'
export type { CheckSource } from '../node/library/open-source.ts'
export type { FindingReport, PropertyReport, Report, ScenarioReport } from '../node/library/report.ts'
export type { ToldStory } from '../node/library/told-story.ts'
export { UsageError } from '../node/usage-error.ts'
export type { CheckData } from '../reporters/json/check-report.ts'
export {
  type Adapter,
  type AttemptAtHand,
  type AttemptHandler,
  type AwaitedStep,
  awaited,
  type ForcedStep,
  forced,
  type StepAtHand,
  type StepHandler,
  type UnobservableStep,
  unobservable,
} from '../runs/conform/adapter.ts'
export { type Attempt, type ConformedAttempt, refusedAlong } from '../runs/conform/attempt.ts'
export type { Compared, ComparedVariable } from '../runs/conform/compared.ts'
export {
  type Conformance,
  type ConformedStep,
  type ConformOptions,
  conform,
  type Departs,
  type Follows,
  type Inconclusive,
} from '../runs/conform/conform.ts'
export { WaitRanOut } from '../runs/conform/wait.ts'
export type { Difference, Observation, Projection } from '../runs/observed/lens.ts'
export { type ActionArguments, type Play, type PlayOptions, type PlaySuiteOptions, play } from '../runs/play/play.ts'
export type { SpecSource } from '../runs/port/spec-source.ts'
export type { Log, LogEvent } from '../runs/validate/log.ts'
export type { NearMiss, Obstacles } from '../runs/validate/refutation.ts'
export {
  type Accepted,
  type Refuted,
  type Unfinished,
  type ValidateOptions,
  type Validation,
  validate,
} from '../runs/validate/validate.ts'
export type { Random } from '../runs/walk/random.ts'
export { type Retraced, retrace } from '../runs/walk/retrace.ts'
export { type Choose, type Scheduler, uniform } from '../runs/walk/scheduler.ts'
export { type RandomWalk, type WalkEnd, type WalkOptions, walk, walks } from '../runs/walk/walk.ts'
