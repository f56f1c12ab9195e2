import { DESTINATION_LIMITS, type DestinationTypeName } from '../../protocol/destination.js'
import type { DestinationSettings } from '../../protocol/destination-settings.js'
import { TrailError } from '../../protocol/error.js'
import type { DestinationType, Mistake } from './destinations/destination.js'
import { createPipeline } from './pipeline.js'

/** The kinds of receivers there are. */
export type DestinationTypes = { readonly [N in DestinationTypeName]?: DestinationType }

/** Settings that match their schema, as plain JSON. Throws `invalid-request` for what no text could hold. */
export function plainSettings(settings: DestinationSettings): DestinationSettings {
  let field = ''
  try {
    const text = JSON.stringify(settings, (key, value: unknown) => {
      const isText = key.isWellFormed() && (typeof value !== 'string' || value.isWellFormed())
      if (isText && key !== '__proto__') return value
      field = key.toWellFormed()
      throw new TypeError('must be Unicode text and keys other than __proto__')
    })
    return JSON.parse(text) as DestinationSettings
  } catch (cause) {
    throw new TrailError('invalid-request', `Cannot use the settings: ${field} ${(cause as Error).message}`, {
      field: 'settings',
      cause,
    })
  }
}

/** The receiver's kind. Throws `invalid-request`. */
export function typeOf(settings: DestinationSettings, types: DestinationTypes): DestinationType {
  const type = types[settings.type]
  if (type !== undefined) return type
  throw new TrailError('invalid-request', `Cannot use the settings: type "${settings.type}" is not known here`, {
    field: 'settings.type',
  })
}

/** What keeps settings from being used; undefined where nothing does. Throws what a filter or plan that cannot be compiled throws. */
export function mistakeIn(
  settings: DestinationSettings,
  secrets: readonly string[],
  types: DestinationTypes,
  folders: readonly string[],
): Mistake | undefined {
  createPipeline(settings)
  return typeOf(settings, types).mistake(settings, secrets, folders) ?? badSecret(secrets)
}

/** Throws `invalid-request` or `invalid-filter`, naming the field. */
export function checkSettings(...given: Parameters<typeof mistakeIn>): void {
  const mistake = mistakeIn(...given)
  if (mistake === undefined) return
  const { field, problem } = mistake
  throw new TrailError('invalid-request', `Cannot use the settings: ${field} ${problem}`, {
    field: field === 'secret' ? field : `settings.${field}`,
  })
}

function badSecret(secrets: readonly string[]): Mistake | undefined {
  const most = DESTINATION_LIMITS.maxSecretBytes
  const isGood = (secret: string) => secret.isWellFormed() && Buffer.byteLength(secret) <= most
  return secrets.every(isGood) ? undefined : { field: 'secret', problem: `must be text of at most ${most} bytes` }
}
