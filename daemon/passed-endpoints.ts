import type { Config } from './config.js'
import type { Endpoint } from './server/listener.js'

export const passedEndpoints = (fds: readonly number[], { settings }: Config): readonly Endpoint[] =>
  fds.map((fd) => ({ kind: 'passed', fd, withoutTls: settings.listenWithoutTls === true }))
