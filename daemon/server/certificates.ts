import { X509Certificate } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { createSecureContext, type SecureContextOptions } from 'node:tls'
import { TrailError } from '../../protocol/error.js'
import { formatTime } from '../../protocol/time.js'

export interface CertificateFiles {
  /** PEM: our certificate, then those that vouch for it. */
  readonly certFile: string
  readonly keyFile: string
  /** Clients must show a certificate that one of these vouches for. */
  readonly clientCaFile: string | undefined
}

/** What TLS is spoken with, read anew when the files change. */
export interface Certificates {
  readonly clientsShowOne: boolean
  /** The last that could be used. */
  current(): SecureContextOptions
  /** Calls back with each new one; the answer stops that. */
  onChange(listener: (context: SecureContextOptions) => void): () => void
  /** Reads the files now. Never rejects: where they cannot be used, what is in use stays. */
  reload(): Promise<void>
  /** When the certificate in use ends, ms. */
  expiresAtMs(): number
  /** In words; empty where all is well. */
  problems(): readonly string[]
  close(): void
}

export interface CertificatesOptions {
  readonly now: () => number
  readonly onReload: () => void
  readonly onProblem: (problem: string) => void
  /** Default a minute. Watching the files would miss links that are put in their place. */
  readonly pollMs?: number
}

const POLL_MS = 60_000
const WARN_BEFORE_MS = 7 * 24 * 60 * 60 * 1000

/** Throws `invalid-request` where the files cannot be used. */
export async function openCertificates(
  files: CertificateFiles,
  { now, onReload, onProblem, pollMs = POLL_MS }: CertificatesOptions,
): Promise<Certificates> {
  const paths = [files.certFile, files.keyFile, ...(files.clientCaFile === undefined ? [] : [files.clientCaFile])]
  const listeners = new Set<(context: SecureContextOptions) => void>()
  let tried = await stateOf(paths)
  let context = await readContext(files)
  let problem: string | undefined

  let closed = false
  // One at a time, so that what was read last is what is used.
  let reloading = Promise.resolve()
  const reload = () => {
    reloading = reloading.then(readAgain)
    return reloading
  }
  const readAgain = async () => {
    // Before they are read: what changes meanwhile is seen the next time.
    tried = await stateOf(paths)
    try {
      const read = await readContext(files)
      if (closed) return
      context = read
      problem = undefined
      for (const listener of listeners) listener(context)
      onReload()
    } catch (error) {
      const { message } = error as Error
      if (problem !== message) onProblem(`${message}; going on with the certificate before`)
      problem = message
    }
  }
  const poll = async () => {
    await reloading
    if (problem !== undefined || (await stateOf(paths)) !== tried) await reload()
    if (!closed) timer = setTimeout(poll, pollMs).unref()
  }
  let timer = setTimeout(poll, pollMs).unref()
  const expiresAtMs = () => Date.parse(new X509Certificate(context.cert as Buffer).validTo)

  return {
    clientsShowOne: files.clientCaFile !== undefined,
    current: () => context,
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    reload,
    expiresAtMs,
    problems() {
      const endsAtMs = expiresAtMs()
      const ends = now() >= endsAtMs ? 'expired' : 'expires'
      const told = `The certificate in ${files.certFile} ${ends} at ${formatTime(endsAtMs)}`
      return [...(problem === undefined ? [] : [problem]), ...(now() > endsAtMs - WARN_BEFORE_MS ? [told] : [])]
    },
    close() {
      closed = true
      clearTimeout(timer)
    },
  }
}

async function readContext({ certFile, keyFile, clientCaFile }: CertificateFiles): Promise<SecureContextOptions> {
  try {
    const [cert, key] = await Promise.all([readFile(certFile), readFile(keyFile)])
    const ca = clientCaFile === undefined ? undefined : await readFile(clientCaFile)
    // What is no certificate at all would be passed over without a word, and then nobody could come in.
    if (ca !== undefined) new X509Certificate(ca)
    const context = { cert, key, ...(ca !== undefined && { ca }), minVersion: 'TLSv1.2' } as const
    // Throws where the key is not the certificate's.
    createSecureContext(context)
    return context
  } catch (cause) {
    const places = [certFile, keyFile, ...(clientCaFile === undefined ? [] : [clientCaFile])].join(', ')
    const { message } = cause as Error
    throw new TrailError('invalid-request', `Cannot use the certificate of ${places}: ${message}`, { cause })
  }
}

/** Changes when a file does, also one that a link leads to. */
async function stateOf(paths: readonly string[]): Promise<string> {
  const states = paths.map(async (path) => {
    const { ino, size, mtimeNs } = await stat(path, { bigint: true })
    return `${ino} ${size} ${mtimeNs}`
  })
  return (await Promise.allSettled(states))
    .map((each) => (each.status === 'fulfilled' ? each.value : 'none'))
    .join('\n')
}
