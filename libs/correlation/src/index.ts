export { settleChanged, takeChanged } from './alarm/changed.js'
export { markPosition, takePositions } from './alarm/read-position.js'
export { takeTold, type AlarmChange, type Alarms } from './alarm/alarms.js'
export { measurePerformance, performanceFacts } from './alarm/performance.js'
export { designOf, NO_DESIGN, type AlarmDesign } from './alarm/design.js'
export { ALARM_DEFAULTS, type AlarmSettings } from './alarm/settings.js'
export { letGo, noteOrder, openBook, ordersOf, type AlarmOrders, type OrderBook } from './alarm/orders.js'
export { adopt } from './anomaly/adopt.js'
export { anomalySettings, type AnomalySettings, type ChangeWindow } from './anomaly/anomaly-settings.js'
export { anomalyKey, openAnomalies, type AnomalyCounts, type AnomalyState } from './anomaly/anomaly-state.js'
export { Detector, Detectors } from './anomaly/detectors.js'
export { anomalyId } from './anomaly/draft-alert.js'
export { measure, tick, type Judged } from './anomaly/measure.js'
export { readDetectors, type ReadDetectors } from './anomaly/read-detectors.js'
export { TIMESPAN_MAX_MS, type CorrelationRule } from './rules/compile-correlation.js'
export { KINDS, THRESHOLD_MAX } from './rules/read-condition.js'
export { readRules, type RuleCase, type RuleFile, type RulePack } from './rules/read-rules.js'
export { RuleError } from './rules/rule-error.js'
export { correlate, TRACKS_MAX, ZONES_MAX } from './zones/correlate.js'
export { KEYS_MAX } from './zones/deduplicate.js'
export { drainSignals } from './zones/drain.js'
export { adoptPack, settleLeaving } from './zones/adopt-pack.js'
export { acknowledgeAll, followOrders } from './zones/follow-orders.js'
export { freeze, thaw, type FrozenPartition } from './zones/freeze.js'
export {
  DEFAULT_SETTINGS,
  noCounts,
  startPartition,
  type Counts,
  type PartitionState,
  type Settings,
} from './zones/state.js'
export { WINDOW_MEMBERS_MAX } from './windows/track.js'
export { explain, type Asked, type IncidentFacts } from './explain/explain.js'
export { endWhatIf, feedWhatIf, startWhatIf, type WhatIf } from './what-if/what-if.js'
export { hold, openGrouping, type Grouping, type Known } from './incidents/grouping.js'
export { operate } from './incidents/operate.js'
export { membersOf, regroup } from './incidents/regroup.js'
export { DEFAULT_JOIN, type JoinSettings, type PlantFacts } from './incidents/facts.js'
