import { destination, type FakeForwarding } from './fake-forwarding.js'

/** Two destinations that refused events, with more examples than any screen has room for. */
export function haveRefused(forwarding: FakeForwarding): void {
  const at = '2026-11-20T14:30:00.000Z'
  const seqs = [21, 22, 23]
  forwarding.destinations = ['siem', 'lake'].map((name) => destination({ name, type: 'file' }, { dead: 3 }))
  forwarding.discards = Array.from({ length: 30 }, (_, i) => ({
    ...{ step: 'failedDelivery', code: `WHY_${'abcdefgh'[i % 8]}${'klmnop'[i % 6]}`, count: 3 },
    samples: seqs.map((seq) => ({ seq, at, message: 'no such index' })),
  }))
  forwarding.dead = seqs.map((seq) => ({ seq, messageId: `m-${seq}`, at, code: '400', message: 'bad', attempts: 1 }))
}
