import type { DestinationTypeName } from '../../../protocol/destination.js'
import type { DestinationType } from './destination.js'
import { file } from './file.js'
import { otlp } from './otlp.js'
import { segment } from './segment.js'
import { splunk } from './splunk.js'
import { webhook } from './webhook.js'

/** What `--type` names. */
export const DESTINATIONS_BY_NAME: {
  readonly [N in Exclude<DestinationTypeName, 'syslog'>]: DestinationType
} = {
  segment,
  webhook,
  splunk,
  otlp,
  file,
}
