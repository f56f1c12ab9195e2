import type { DestinationFilter, FilterAction } from '../../protocol/destination-filter.js'
import type { DestinationSettings } from '../../protocol/destination-settings.js'
import type { TrackingPlan } from '../../protocol/tracking-plan.js'
import { count } from '../view/number.js'
import { duration } from '../view/time.js'

export const many = (n: number, what: string): string => `${count(n)} ${what}${n === 1 ? '' : 's'}`

function namesIn(fields: { readonly [path: string]: readonly string[] }): string {
  const names = Object.entries(fields).flatMap(([path, names]) =>
    names.map((name) => (path === '' ? name : `${path}.${name}`)),
  )
  return names.join(', ')
}

function actionWords(action: FilterAction): string {
  switch (action.type) {
    case 'DROP':
      return 'does not send them'
    case 'ONLY_SEND':
      return 'sends nothing but them'
    case 'DROP_PROPERTIES':
      return `sends them without ${namesIn(action.fields)}`
    case 'ALLOW_PROPERTIES':
      return `sends of them only ${namesIn(action.fields)}`
    case 'SAMPLE':
      return `sends ${Math.round(action.percent * 1000) / 10}% of them${action.path === undefined ? '' : `, the same for one ${action.path}`}`
  }
}

/** A destination's filter, in words. */
export function filterWords({ title, if: condition, actions, enabled = true }: DestinationFilter): string {
  const which = condition === 'all' ? 'of all events' : `of events for which ${condition}`
  return `${enabled ? '' : '(off) '}${title}: ${which}, ${actions.map(actionWords).join(', ')}`
}

/** What a tracking plan does to events that are not as they are to be. */
export function planWords({ name, id, rules, track = {} }: TrackingPlan, violations: boolean | undefined): string[] {
  const { allowUnplannedEvents = true, allowUnplannedEventProperties = true } = track
  const { allowEventOnViolations = true, allowPropertiesOnViolations = true, commonEventOnViolations } = track
  const events = rules.filter(({ type }) => type === 'TRACK').length
  return [
    `${name ?? id ?? 'without a name'}: ${many(events, 'event')}${events < rules.length ? ', and rules for all' : ''}`,
    allowUnplannedEvents ? 'sends events that are not in it' : 'blocks events that are not in it',
    ...(allowUnplannedEventProperties ? [] : ['leaves out properties that are not in it']),
    allowEventOnViolations ? 'sends events that break it' : 'blocks events that break it',
    ...(allowPropertiesOnViolations ? [] : ['leaves out properties that break it']),
    ...(commonEventOnViolations === 'BLOCK' ? ['blocks events that break a rule for all'] : []),
    ...(commonEventOnViolations === 'OMIT_PROPERTIES' ? ['leaves out what breaks a rule for all'] : []),
    ...(violations ? ['sends "Violation Generated" behind each that breaks it'] : []),
  ]
}

/** All other settings, each with its name. */
export function settingWords(settings: DestinationSettings): (readonly [name: string, value: string])[] {
  const { name: _, type: __, url, filters: ___, trackingPlan: ____, forwardViolations: _____, ...others } = settings
  const { ca, allowPrivate, holdRetentionMs, timeoutMs, eventNames, inFlight, segmentSignature, ...rest } = others
  const { maxBatchEvents, index, sourcetype, facility, rotateBytes, keepFiles } = rest
  const said: (readonly [string, string | undefined])[] = [
    ['sends to', url],
    ['names', eventNames === 'readable' ? 'each event by its action' : undefined],
    ['may reach', allowPrivate?.join(', ')],
    ['trusts', ca === undefined ? undefined : 'certificates of its own'],
    ['retention', holdRetentionMs === undefined ? undefined : `waits ${duration(holdRetentionMs)} for it`],
    ['in flight', inFlight === undefined || inFlight === 1 ? undefined : `${inFlight} batches, which gives up order`],
    ['batch', maxBatchEvents === undefined ? undefined : `at most ${many(maxBatchEvents, 'event')}`],
    ['timeout', timeoutMs === undefined ? undefined : `${timeoutMs / 1000} s`],
    ['signs', segmentSignature ? "with Segment's X-Signature, too" : undefined],
    ['index', index],
    ['sourcetype', sourcetype],
    ['facility', facility === undefined ? undefined : String(facility)],
    ['rotates', rotateBytes === undefined ? undefined : `at ${count(rotateBytes)} bytes`],
    ['keeps', keepFiles === undefined ? undefined : many(keepFiles, 'full file')],
  ]
  return said.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))
}
