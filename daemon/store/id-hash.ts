/**
 * 64 bits of an id, as two halves, for the duplicate check. The seed is made with
 * the trail, so that nobody outside can prepare ids that collide; a hit is always
 * confirmed against the stored id, so a collision costs one read and no event.
 * (Two multiply-rotate lanes over UTF-16 units, finished as in MurmurHash3.)
 */
export function hashId(id: string, seed: number, out: Uint32Array): void {
  let a = seed | 0
  let b = (seed ^ 0x9e3779b9) | 0
  for (let i = 0; i < id.length; i++) {
    const unit = id.charCodeAt(i)
    a = Math.imul(a ^ unit, 0x85ebca6b)
    a = (a << 13) | (a >>> 19)
    b = Math.imul(b ^ unit, 0xc2b2ae35)
    b = (b << 17) | (b >>> 15)
  }
  a ^= id.length
  a = Math.imul(a ^ (a >>> 16), 0x85ebca6b)
  b = Math.imul(b ^ (b >>> 15), 0xc2b2ae35)
  out[0] = (a ^ (b >>> 13)) >>> 0
  out[1] = (b ^ (a >>> 16)) >>> 0
}
