import type { AuditEvent, Change } from '../../protocol/event.js'

/** Stands where a secret stands; how long that is, is not told. */
export const MASK = '••••••'

/** `writeKey`, `API-Key`, `client_secret`: names of what lets its holder in. */
const SECRET_NAME =
  /(token|secret|passw(or)?d|passphrase|authorization|cookie|credentials?|(write|api|access|private|signing|encryption)key)s?$/
/** Shapes of what lets its holder in, whatever it is called: JWTs, bearer tokens, keys of the large providers, PEM. */
const SECRET_TEXT = new RegExp(
  [
    'eyJ[\\w-]{8,}\\.[\\w-]{8,}\\.[\\w-]*',
    '(?<=\\b(?:Bearer|Basic) )[\\w.~+/=-]{8,}',
    '\\b(?:sk|rk|pk)_(?:live|test)_\\w{8,}',
    '\\bgh[pousr]_\\w{20,}',
    '\\bgithub_pat_\\w{20,}',
    '\\bxox[abeoprs]-[\\w-]{8,}',
    '\\b(?:AKIA|ASIA)[A-Z0-9]{16}\\b',
    '\\bsgp_\\w{16,}',
    '-----BEGIN [A-Z ]*PRIVATE KEY-----[\\s\\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)',
  ].join('|'),
  'g',
)

/** Whether what stands under this name is a secret. */
export const isSecretName = (name: string): boolean => SECRET_NAME.test(name.toLowerCase().replace(/[^a-z0-9]/g, ''))

const known = new WeakMap<AuditEvent, AuditEvent>()

/**
 * The event as it may stand on a screen that others look at: secrets in its
 * details, context and changes are masked. The very same event where it holds none.
 * No access control: whoever may read the trail may read them by other ways.
 */
export function masked(event: AuditEvent): AuditEvent {
  let answer = known.get(event)
  if (answer === undefined) {
    answer = maskedAnew(event)
    known.set(event, answer)
  }
  return answer
}

export const holdsSecrets = (event: AuditEvent): boolean => masked(event) !== event

function maskedAnew(event: AuditEvent): AuditEvent {
  const details = maskIn(event.details, false)
  const context = maskIn(event.context, false)
  const changes = event.changes?.map(maskChange)
  const same = details === event.details && context === event.context
  if (same && (changes ?? []).every((change, i) => change === event.changes?.[i])) return event
  return { ...event, details, ...(context && { context }), ...(changes && { changes }) }
}

function maskChange(change: Change): Change {
  const secret = change.path.split('/').some(isSecretName)
  const before = maskIn(change.before, secret)
  const after = maskIn(change.after, secret)
  if (before === change.before && after === change.after) return change
  return {
    ...change,
    ...(change.before !== undefined && { before }),
    ...(change.after !== undefined && { after }),
  }
}

/** The same value where nothing in it is secret. `secret`: all of it is, by its name. */
function maskIn<T>(value: T, secret: boolean): T {
  if (typeof value === 'string') return (secret ? (value === '' ? value : MASK) : maskText(value)) as T
  if (typeof value === 'number' && secret) return MASK as T
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    const elements = value.map((element) => maskIn(element, secret))
    return elements.every((element, i) => element === value[i]) ? value : (elements as T)
  }
  let changed = false
  const entries = Object.entries(value).map(([name, member]) => {
    const inner = maskIn(member, secret || isSecretName(name))
    changed ||= inner !== member
    return [name, inner] as const
  })
  return changed ? (Object.fromEntries(entries) as T) : value
}

const maskText = (text: string): string => (text.length < 12 ? text : text.replace(SECRET_TEXT, MASK))
