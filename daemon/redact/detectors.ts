import type { DetectorName } from '../../protocol/redaction.js'

export interface Detector {
  /** What any text must hold in which there is something to find; cheap. */
  readonly hint: RegExp
  /** Global. */
  readonly pattern: RegExp
  /** Says of what the pattern found whether it is one. */
  readonly confirm?: (found: string) => boolean
}

/** No secret that is recognised is shorter. */
export const SHORTEST_SECRET = 13

const any = (...patterns: readonly RegExp[]) => new RegExp(patterns.map(({ source }) => source).join('|'), 'g')

/** Forms as their issuers document them; each is distinct enough to be trusted without its surroundings. */
export const DETECTOR_PATTERNS: { readonly [D in DetectorName]: Detector } = {
  /** RFC 7468 and its elders; one that was cut off counts up to the end. */
  pem: {
    hint: /-----BEGIN /,
    pattern: /-----BEGIN ([A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?)-----[\s\S]*?(?:-----END \1-----|$)/g,
  },
  /** RFC 7519 in compact form, signed (two dots) or encrypted (four): `eyJ` is `{"` in Base64. */
  jwt: {
    hint: /eyJ/,
    pattern: /(?<![\w-])eyJ[\w-]{8,}\.[\w-]*\.[\w-]*(?:\.[\w-]*\.[\w-]*)?/g,
  },
  'cloud-key': {
    hint: /A[KS]IA|AIza|ya29\.|AccountKey=|sig=|8Q~|[sS](?:ecret_?[aA]ccess_?[kK]ey|ECRET_?ACCESS_?KEY)/,
    pattern: any(
      // AWS: access key ids, and the secret where its name stands before it.
      /(?<![A-Z0-9])A[KS]IA[A-Z0-9]{16}(?![A-Z0-9])/,
      /(?<=[sS](?:ecret_?[aA]ccess_?[kK]ey|ECRET_?ACCESS_?KEY)(?:\W|%[\dA-Fa-f]{2}){1,10})[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/,
      // Google: API keys, access tokens.
      /(?<![\w-])AIza[\w-]{35}(?![\w-])/,
      /(?<![\w-])ya29\.[\w-]{20,}/,
      // Azure: storage keys, signatures of shared access, client secrets.
      /(?<=AccountKey=)[A-Za-z0-9+/]{86}==/,
      /(?<=[?&]sig=)[A-Za-z0-9%+/]{40,}={0,2}/,
      /(?<![\w~.-])[\w~.-]{3}8Q~[\w~.-]{31,34}(?![\w~.-])/,
    ),
  },
  'service-token': {
    hint: /xox|xapp-|hooks\.slack|gh[pousr]_|github_pat_|glpat-|[rs]k_(?:live|test)_|whsec_|npm_|SG\.|sk-|at_[a-z]_/,
    pattern: any(
      /(?<![\w-])xox[abeoprs](?:\.xox[bp])?-[\w-]{10,}/,
      /(?<![\w-])xapp-\d-[\w-]{10,}/,
      /hooks\.slack\.com\/(?:services|workflows|triggers)\/[\w/]{20,}/,
      /(?<!\w)gh[pousr]_[A-Za-z0-9]{36,}/,
      /(?<!\w)github_pat_\w{22,}/,
      /(?<!\w)glpat-[\w-]{20,}/,
      /(?<!\w)[rs]k_(?:live|test)_[A-Za-z0-9]{16,}/,
      /(?<!\w)whsec_[A-Za-z0-9+/=]{24,}/,
      /(?<!\w)npm_[A-Za-z0-9]{36}/,
      /(?<!\w)SG\.[\w-]{16,32}\.[\w-]{16,64}/,
      /(?<![\w-])sk-(?:(?:ant|proj)-[\w-]{32,}|[A-Za-z0-9]{40,})/,
      // Ours.
      /(?<!\w)at_[a-z]_[\w-]{49}/,
    ),
  },
  'card-number': {
    hint: /\d[ -]?\d{2}[ -]?\d[ -]?\d{2}/,
    pattern: /(?<![\w.]|\d[ -])[2-6]\d(?:[ -]?\d){11,17}(?![ -]?\d|\w)/g,
    confirm: isCardNumber,
  },
}

/** First digits and lengths of the networks; every other number of as many digits is none. */
const NETWORKS =
  /^(?:4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2(?:2[2-9]|[3-6]\d|7[0-2])\d{13}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|35\d{14}|6(?:011|4[4-9]\d|5\d\d)\d{12}|62\d{14,17})$/

/** ISO/IEC 7812-1: the check digit is that of Luhn. */
function isCardNumber(text: string): boolean {
  const digits = text.replace(/[ -]/g, '')
  if (!NETWORKS.test(digits)) return false
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i])
    sum += i % 2 === 0 ? digit : digit < 5 ? 2 * digit : 2 * digit - 9
  }
  return sum % 10 === 0
}
