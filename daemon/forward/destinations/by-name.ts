import type { DestinationTypeName } from '../../../protocol/destination.js'
import type { DestinationType } from './destination.js'
import { file } from './file.js'
import { otlp } from './otlp.js'
import { segment } from './segment.js'
import { splunk } from './splunk.js'
import { syslog } from './syslog.js'
import { webhook } from './webhook.js'

/** What `--type` names. */
export const DESTINATIONS_BY_NAME: { readonly [N in DestinationTypeName]: DestinationType } = {
  segment,
  webhook,
  splunk,
  syslog,
  otlp,
  file,
}
