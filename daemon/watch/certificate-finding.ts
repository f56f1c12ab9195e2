import { X509Certificate } from 'node:crypto'
import { type Finding, failure, fine, warning } from '../../protocol/finding.js'

const DAY_MS = 24 * 60 * 60 * 1000
const SOON_DAYS = 21

/** When a certificate (PEM) ends, and whether that is soon. */
export function certificateFinding(path: string, pem: string, nowMs: number): Finding {
  const check = 'certificates'
  let certificate: X509Certificate
  try {
    certificate = new X509Certificate(pem)
  } catch (error) {
    const advice = 'give it the certificate as PEM, the chain behind it'
    return failure(check, `${path} is no certificate: ${(error as Error).message}`, advice)
  }
  const days = Math.floor((Date.parse(certificate.validTo) - nowMs) / DAY_MS)
  const advice = 'renew it; a reload (SIGHUP) takes over the new files'
  if (Date.parse(certificate.validFrom) > nowMs)
    return failure(check, `${path} is valid only from ${certificate.validFrom}`, 'look at the clock, or wait')
  if (days < 0) return failure(check, `${path} ended on ${certificate.validTo}`, advice)
  if (days < SOON_DAYS) return warning(check, `${path} ends in ${days} days`, advice)
  return fine(check, `${path} is valid for ${days} days`)
}
