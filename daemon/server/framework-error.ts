import { TrailError, type WireError } from '../../protocol/error.js'

/** What the framework refuses by itself says so with a status. */
export function fromFramework(error: unknown): unknown {
  if (error instanceof TrailError) return error
  const { statusCode, message } = error as { statusCode?: number; message: string }
  if (statusCode === undefined || statusCode >= 500) return error
  const type: WireError['type'] = statusCode === 413 ? 'too-large' : 'invalid-request'
  return new TrailError(type, `Cannot read the request: ${message}`, { cause: error })
}
