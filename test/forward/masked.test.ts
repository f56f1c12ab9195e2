import { expect, test } from 'vitest'
import { maskedUrl } from '#daemon/forward/masked.js'

test.each([
  ['https://hooks.example.com/services/T000/B000/XXXXXXXX', 'https://hooks.example.com/…'],
  ['https://user:pass@example.com:8443/a?key=1#part', 'https://example.com:8443/…'],
  ['https://user:p%40ss@example.com', 'https://example.com'],
  ['https://example.com?key=1', 'https://example.com/…'],
  ['http://[::1]:8088/services/collector', 'http://[::1]:8088/…'],
  ['https://example.com/', 'https://example.com'],
  ['tls://logs.example.com:6514', 'tls://logs.example.com:6514'],
  ['logs.example.com:6514/secret', 'logs.example.com:6514/…'],
  ['https://a@b@example.com/x', 'https://example.com/…'],
])('%s is told as %s', (url, told) => expect(maskedUrl(url)).toBe(told))
