import { hash } from 'node:crypto'

/**
 * RFC 6962 hashing: a leaf is SHA-256(00 ‖ bytes), a node SHA-256(01 ‖ left ‖
 * right). The bytes of a leaf are the event's RFC 8785 canonical JSON.
 */
export function leafHash(canonical: string): Buffer {
  return hash('sha256', `\0${canonical}`, 'buffer')
}

/** The same of bytes that begin with LEAF. */
export function leafHashOf(bytes: Uint8Array): Buffer {
  return hash('sha256', bytes, 'buffer')
}

export const LEAF = Buffer.of(0)

const node = Buffer.alloc(65)
node[0] = 1

export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  node.set(left, 1)
  node.set(right, 33)
  return hash('sha256', node, 'buffer')
}

/** Merkle tree head of the leaves (RFC 6962, section 2.1); of none, the hash of nothing. */
export function treeRoot(leaves: readonly Uint8Array[]): Buffer {
  if (leaves.length === 0) return hash('sha256', '', 'buffer')
  let level: Uint8Array[] = [...leaves]
  // Pairing level by level, an odd node rising unchanged, gives the same tree as the RFC's split at the largest power of two.
  while (level.length > 1) {
    const next: Uint8Array[] = []
    for (let i = 0; i + 1 < level.length; i += 2) next.push(nodeHash(level[i]!, level[i + 1]!))
    if (level.length % 2 === 1) next.push(level.at(-1)!)
    level = next
  }
  return Buffer.from(level[0]!)
}
